"""What comes into a page from outside of it: its address, the browser's store, other windows.

Pages on one disk share a store and a channel in some browsers, so anything may stand there.
"""

import json
from pathlib import Path

import pytest

from browsers import Page
from hostile import TEXT
from story import build
from test_story_page import STATE, opened, rest, until

HARNESS = Path(__file__).parent / "harness"
ADDRESSES = [
    "#%",
    "#%E0%A4%A",
    "#\"><img src=x onerror='window.hit=1'>",
    "#__proto__",
    "?speaker=<b>&kiosk=1e999&storyglobe=handout-__proto__#javascript:window.hit=1",
    "?present&present&__proto__=1#" + "x" * 5000,
    "?storyglobe=handout-<svg%20onload=window.hit=1>",
]
STORED = [TEXT, "null", '{"minutes": "x", "gone": {}, "since": []}', "-1.5", "Infinity"]
KEPT = ["theme", "letters", "since then", "lesson minutes"]
KEPT_HERE = ["clock", "presenting", "at"]  # for one file


@pytest.fixture(scope="module")
def small_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story that `storyglobe new` begins with: it has all that a page has, and opens fast."""
    target = tmp_path_factory.mktemp("small") / "page.html"
    build.write(target, build.page(build.assemble(Path(build.__file__).with_name("starter"))))
    return target


def check_harmless(page: Page) -> None:
    check_shown(page)
    assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []
    assert page.requests() == []


def check_shown(page: Page) -> None:
    assert page.evaluate("window.hit") is None
    assert (
        page.evaluate("document.querySelectorAll('.storyglobe [onerror], img[src=x]').length") == 0
    )
    assert page.evaluate("window.storyglobe.stories[0].broken") == []


def test_no_address_harms_the_page(page: Page, small_page: Path) -> None:
    for address in ADDRESSES:
        page.goto("about:blank")  # or the next one differs by its end only, and nothing is loaded
        page.goto(small_page.as_uri() + address)
        until(page, "window.storyglobe?.stories?.length")
        check_harmless(page)


@pytest.mark.parametrize("window", ["", "?speaker"])
def test_what_stands_in_the_store_is_not_believed(
    page: Page, small_page: Path, window: str
) -> None:
    opened(page, small_page, window)
    for value in STORED:
        stored = json.dumps(value)
        page.evaluate(
            f"{json.dumps(KEPT)}.concat({json.dumps(KEPT_HERE)}"
            f".map((key) => `${{key}} ${{location.pathname}}`)).forEach((key) => {{"
            f" for (const store of [localStorage, sessionStorage])"
            f" store.setItem(`storyglobe ${{key}}`, {stored}); }})"
        )
        page.reload()
        until(page, "window.storyglobe?.stories?.length")
        check_harmless(page)
    if window:
        minutes = page.evaluate("document.querySelector('.sg-sp-length').value")
        assert 1 <= float(minutes) <= 600
        assert "NaN" not in page.evaluate("document.querySelector('.sg-speaker-panel').innerText")
    page.evaluate("localStorage.clear()")
    page.evaluate("sessionStorage.clear()")


def test_other_pages_on_the_channel_break_nothing(page: Page, small_page: Path) -> None:
    opened(page, small_page)
    page.key("s")
    speaker = page.other()
    until(speaker, "window.storyglobe?.stories?.length")
    until(speaker, "document.querySelector('.sg-sp-status').innerText.includes('this step')")
    said = (HARNESS / "intruder.js").read_text("utf-8").replace("HOSTILE", json.dumps(TEXT))
    page.evaluate(said)
    speaker.evaluate(said)
    # and the lesson goes on
    for section in (2, 3):
        speaker.evaluate(
            "(() => { const list = document.querySelector('.sg-sp-steps');"
            f" list.value = {section}; list.dispatchEvent(new Event('change')); }})()"
        )
        until(page, f"{STATE}.section === {section}")
        until(speaker, f"{STATE}.lesson.section === {section}")
    assert "NaN" not in speaker.evaluate("document.querySelector('.sg-speaker-panel').innerText")
    check_shown(speaker)  # what went wrong in it is among the other's problems
    speaker.close()
    rest(page)
    check_harmless(page)
