"""A story that attacks, in both browsers: nothing runs, nothing is asked for, the text is text."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

import hostile
from browser_chromium import ChromiumPage
from browsers import Page
from story import build
from story.build import Built
from story.press.deck import deck
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
    check_paper(page)


def check_paper(page: Page) -> None:
    """What is printed is text too, and its links are those of the page."""
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    paper = page.evaluate("document.querySelector('.sg-handout').textContent")
    for payload in hostile.PAYLOADS:
        if "](" not in payload:
            assert payload in paper, payload
    assert page.evaluate("window.hit") is None
    assert page.evaluate(MADE) == 0
    assert page.evaluate(OUTSIDE) == []
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    if isinstance(page, ChromiumPage):  # Firefox prints to PDF for people alone
        pdf = page.raw.pdf(format="A4")
        links = re.findall(rb"/URI\s*\(((?:[^()\\]|\\.)*)\)", pdf)
        assert links
        assert [link for link in links if not re.match(rb"https?:|mailto:", link)] == []
        assert re.findall(rb"/(?:JavaScript|JS|Launch|SubmitForm|EmbeddedFile)\b", pdf) == []
    assert page.problems() == []
    assert page.requests() == []


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


def test_slides_hold_the_text_as_text(attack: tuple[Built, dict[str, str], Path]) -> None:
    built, _, _ = attack
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    maps = {step.id: picture.getvalue() for step in built.story.config.steps}
    with zipfile.ZipFile(io.BytesIO(deck(built.story, built.charts, maps))) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8", "replace")
            assert "attack.example" not in text or not name.endswith(".rels"), name
            if name.endswith(".rels"):
                outside = re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', text)
                assert [link for link in outside if not re.match(r"https?:|mailto:", link)] == []
        title = parts.read("ppt/slides/slide1.xml").decode()
    words = "".join(re.findall(r"<a:t>([^<]*)</a:t>", title))
    assert "{{ 7 * 7 }}{% raw %}" in words
    assert "&lt;/script&gt;&lt;script&gt;" in words


def test_slides_take_letters_that_xml_cannot_hold(tmp_path: Path) -> None:
    odd = "a\x07b\0\x1b[31m\x0b\ufffe \x85"
    step: dict[str, object] = {
        "title": odd,
        "body": odd,
        "notes": odd,
        "question": odd,
        "map_text": odd,
        "layers": [],
    }
    step |= {"id": "one", "view": {"fit": [1, 2, 30, 40]}}
    (tmp_path / "story.yaml").write_text(json.dumps({"title": odd, "steps": [step]}), "utf-8")
    built = build.assemble(tmp_path)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    assert deck(built.story, built.charts, {"one": picture.getvalue()})
    build.page(built)


SCRIPTS = Path(build.__file__).parent / "browser"
# Folium's own popups hand markup to the shim; still pictures are what the builder itself wrote
MARKUP = {"jquery-shim.js": ["innerHTML"], "pictures.js": ["DOMParser"]}


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.js")), ids=lambda path: str(path.name))
def test_no_script_makes_markup_or_code_of_text(script: Path) -> None:
    found = re.findall(
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|DOMParser"
        r"|document\.write|eval|new Function|execScript|importScripts|srcdoc)\b",
        re.sub(r"//[^\n]*", "", script.read_text("utf-8")),
    )
    assert found == MARKUP.get(script.name, [])
