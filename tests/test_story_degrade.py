"""What a browser lacks is taken away before the page's scripts run: the story is still told."""

import re
from html import escape
from pathlib import Path

import pytest

from browsers import Page
from story.build import Built
from story.seal import seal
from test_story_page import check_step, opened, rest, until

STEPS = "document.querySelectorAll('section.sg-step')"
TAKEN = {
    "DecompressionStream": "delete window.DecompressionStream;",
    "ResizeObserver": "delete window.ResizeObserver;",
    "canvas": "HTMLCanvasElement.prototype.getContext = () => null;",
    "no Leaflet": "Object.defineProperty(window, 'L', {value: null, writable: false});",
}
NO_WEBGL = """
const before = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /webgl/.test(kind) ? null : before.call(this, kind, ...more);
};
"""
# every picture is seen, drawn, and has its words
PICTURES = """[...document.querySelectorAll('section.sg-step .sg-picture > svg')].filter((svg) =>
  svg.getBoundingClientRect().width > 250 && svg.querySelectorAll('path').length > 3
  && svg.querySelectorAll('text').length && svg.getAttribute('aria-label').length > 5).length"""


@pytest.fixture(scope="module")
def bare(story_page: Path) -> str:
    """The page that ships, before its policy was put in: a test may add a script of its own."""
    text = story_page.read_text(encoding="utf-8")
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', "", text, count=1)


def without(bare: str, script: str, target: Path) -> Path:
    """The page with a script that runs before all others; the policy knows it too."""
    first = "<head>\n<script>\n" + script + "\n</script>"
    target.write_text(seal(bare.replace("<head>", first, 1)), encoding="utf-8")
    return target


@pytest.mark.parametrize("what", TAKEN)
def test_the_story_is_told_in_pictures(
    page: Page, bare: str, shipped: Built, tmp_path: Path, what: str
) -> None:
    page.goto(without(bare, TAKEN[what], tmp_path / "lacking.html").as_uri())
    until(page, "document.querySelector('[data-told=pictures]')")
    assert page.evaluate(PICTURES) == len(shipped.scene.steps)
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.folium-map')).display") == "none"
    )
    assert "still picture" in page.evaluate("document.querySelector('.sg-note').textContent")
    for number, step in enumerate(shipped.story.config.steps):
        shown = page.evaluate(f"{STEPS}[{number}].innerText.length")
        assert shown > len(step.title[""]) + 200
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.requests() == []
    assert [problem for problem in page.problems() if problem.startswith("csp")] == []


def test_without_webgl_the_map_is_live(
    page: Page, bare: str, shipped: Built, tmp_path: Path
) -> None:
    opened(page, without(bare, NO_WEBGL, tmp_path / "flat.html"))
    page.evaluate("window.storyglobe.stories[0].go(11)")
    check_step(rest(page), shipped, 10)
    assert page.evaluate("window.storyglobe.stories[0].broken") == []
    assert page.problems() == []


def test_without_scripts_every_step_has_its_picture(
    page: Page, story_page: Path, shipped: Built, tmp_path: Path
) -> None:
    # a sandboxed frame runs no scripts, in both browsers
    inside = escape(story_page.read_text(encoding="utf-8"), quote=True)
    frame = f'<iframe sandbox="allow-same-origin" width="1000" height="700" srcdoc="{inside}">'
    target = tmp_path / "frame.html"
    target.write_text(f"<!DOCTYPE html><title>frame</title>{frame}</iframe>", encoding="utf-8")
    page.goto(target.as_uri())
    within = "document.querySelector('iframe').contentDocument."
    assert page.evaluate(PICTURES.replace("document.", within)) == len(shipped.scene.steps)
    assert page.evaluate(f"{within}querySelector('[data-told]')") is None


def test_a_damaged_layer_is_named_and_the_rest_is_drawn(
    page: Page, bare: str, shipped: Built, tmp_path: Path
) -> None:
    names = list(shipped.story.layers)
    damaged = names.index("places")
    island = re.search(rf'data-layer="{damaged}" class="sg-packed">([^<]*)', bare)
    assert island
    text = bare[: island.start(1)] + "H4sI" + bare[island.end(1) :]
    target = tmp_path / "damaged.html"
    target.write_text(seal(text), encoding="utf-8")
    opened(page, target)
    assert page.evaluate("window.storyglobe.stories[0].failed") == ["places"]
    note = "document.querySelector('.sg-warning')"
    assert "places" in page.evaluate(f"{note}.textContent")
    assert page.evaluate(f"{note}.getBoundingClientRect().height") > 10
    page.evaluate("window.storyglobe.stories[0].go(11)")
    state = rest(page)
    assert "border_ru_cn" in state["layers"]
    assert len(state["labels"]) > 3


def test_a_feature_that_fails_leaves_the_others(page: Page, bare: str, tmp_path: Path) -> None:
    target = tmp_path / "broken.html"
    target.write_text(seal(bare.replace('<div class="sg-tip"', '<div class="x"')), encoding="utf-8")
    opened(page, target)
    # both tell what they find in that box
    assert page.evaluate("window.storyglobe.stories[0].broken") == ["pointing", "places"]
    page.key("End")
    assert rest(page)["section"] > 5
    page.evaluate("document.querySelector('[data-do=previous]').click()")
    rest(page)
    assert page.evaluate("document.querySelector('.sg-legend-row') !== null")


def test_pictures_weigh_little(story_page: Path) -> None:
    stills = re.findall(
        r'<noscript class="sg-still">.*?</noscript>', story_page.read_text("utf-8"), re.DOTALL
    )
    assert sum(len(still.encode()) for still in stills) < 400_000
