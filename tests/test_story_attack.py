"""A story that attacks, in both browsers: nothing runs, nothing is asked for, the text is text."""

import json
import re
from pathlib import Path

import pytest

import hostile
from browsers import Page
from story import build
from story.build import Built
from story.seal import SealError, seal
from test_story_page import opened, rest

# what the payloads would make, had any of them become markup
MADE = """[...document.querySelectorAll(
  'img[src="x"], iframe, base, meta[http-equiv=refresh], svg[onload], math, object, embed')].length
  + [...document.querySelectorAll('*')].filter((e) =>
      [...e.attributes].some((a) => /^on/i.test(a.name))
      || /^\\s*(javascript|vbscript|data:text)/i.test(e.getAttribute('href') || '')).length"""
OUTSIDE = """[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))
  .filter((href) => !/^([#?]|https?:|mailto:)/.test(href))"""


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[str, str], Path]:
    folder = tmp_path_factory.mktemp("attack")
    built, refused = hostile.hostile_story(folder)
    target = folder / "page.html"
    build.write(target, build.page(built))
    return built, refused, target


def test_what_is_refused_is_refused_in_one_line_that_names_its_place(
    attack: tuple[Built, dict[str, str], Path],
) -> None:
    _, refused, _ = attack
    assert refused
    for path, reason in refused.items():
        assert "\n" not in reason, path
        assert "Traceback" not in reason
    # colours, addresses and files are checked; the words of an author are not
    free = ("title", "body", "caption", "legend", "attribution", "claim", "finding", "question")
    assert [path for path in refused if path.rsplit(".", maxsplit=1)[-1] in free] == []


def test_nothing_runs_and_the_text_is_text(
    page: Page, attack: tuple[Built, dict[str, str], Path]
) -> None:
    built, _, target = attack
    opened(page, target)
    for section in range(len(built.scene.steps) + 2):
        page.evaluate(f"window.storyglobe.stories[0].go({section})")
        rest(page)
        page.evaluate("document.querySelectorAll('details').forEach((f) => { f.open = true; })")
        page.evaluate("new Promise((done) => setTimeout(done, 0))")
    for _ in range(2):
        for name in page.evaluate("window.storyglobe.stories[0].commands()"):
            if name not in {"speaker", "leave", "go"}:  # another window; the way back
                page.evaluate(f"window.storyglobe.stories[0].run({json.dumps(name)})")
    page.evaluate("document.querySelectorAll('dialog[open]').forEach((box) => box.close())")
    # every feature's own box, by the keyboard
    page.evaluate("window.storyglobe.stories[0].run('leave')")
    page.evaluate("document.querySelector('.sg-places').focus()")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.key(key)
    assert page.evaluate("window.hit") is None
    assert page.evaluate(MADE) == 0
    assert page.evaluate(OUTSIDE) == []
    assert page.problems() == []
    assert page.requests() == []
    text = page.evaluate("document.querySelector('.sg-story').textContent")
    for payload in hostile.PAYLOADS:
        if "](" not in payload:  # Markdown reads links; those that it keeps are looked at above
            assert text.count(payload) > 20, payload
    assert page.evaluate("document.querySelector('h1').textContent") == hostile.TEXT
    assert page.evaluate("document.title") == re.sub(r"[ \t\n\f\r]+", " ", hostile.TEXT)


def test_without_scripts_nothing_runs_either(
    page: Page, attack: tuple[Built, dict[str, str], Path], tmp_path: Path
) -> None:
    _, _, target = attack
    # the pictures for readers without scripts become markup where the engine cannot run
    bare = re.sub(
        r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', "", target.read_text("utf-8")
    )
    lacking = "<head>\n<script>\ndelete window.DecompressionStream;\n</script>"
    still = tmp_path / "still.html"
    still.write_text(seal(bare.replace("<head>", lacking, 1)), encoding="utf-8")
    page.goto(still.as_uri())
    assert page.evaluate("document.querySelectorAll('.sg-picture').length") == 2
    assert page.evaluate("window.hit") is None
    assert page.evaluate(MADE) == 0
    assert page.problems() == []


@pytest.mark.parametrize(
    "body",
    [
        "<a href=' java\tscript:alert(1)'>x</a>",
        "<svg><use href='https://attack.example/x.svg#y'/></svg>",
        "<svg><image xlink:href='//attack.example/x.png'/></svg>",
        "<noscript><img src='https://attack.example/x.png'></noscript>",
        "<p style='background: u\\72l(//attack.example)'>x</p>",
        "<style>a { background: image-set('https://attack.example/x' 1x) }</style>",
        "<div OnClick='x()'>x</div>",
        "<a ping='https://attack.example'>x</a>",
        "<video poster='x.png'></video>",
        "<svg><rect fill='url(https://attack.example/x.svg#y)'/></svg>",
        "<template><img src=x></template>",
        "<frame src='x'>",
        "<a href='file:///etc/passwd'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        '<link rel="preload" href="x">',
        "<meta http-equiv='Refresh' content='0'>",
    ],
)
def test_the_build_refuses_its_own_page(body: str) -> None:
    with pytest.raises(SealError):
        seal(f"<html><head></head><body>{body}</body></html>")
