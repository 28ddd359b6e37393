"""The page for everybody: axe, the keyboard alone, zoom, and what a screen reader is told.

New steps, commands and dialogs are covered without a word here.

The accessibility tree of every step is a golden file; `make goldens` writes it anew.
"""

import importlib.util
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from browser_chromium import Chromium, ChromiumPage
from browsers import Browser, Page
from story.build import Built
from story.tongues import mark_languages
from test_story_page import opened, rest, until

SMALL = "small_targets.js"
HARNESS = Path(__file__).parent / "harness"
GOLDEN = Path(__file__).parent / "cases" / "access" / "tree.yaml"
# only axe itself is wanted of the package that carries it
_CARRIER = importlib.util.find_spec("axe_playwright_python")
AXE = Path(str(_CARRIER and _CARRIER.origin)).with_name("axe.min.js").read_text(encoding="utf-8")
SIZES = [(1920, 1080), (1366, 768), (1024, 768), (390, 844)]
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
LOOKS = [(size, scheme) for scheme in SCHEMES for size in SIZES]
# one look in turn at each step; all of them with `make access`, which takes some minutes
EVERY = os.environ.get("STORYGLOBE_ACCESS") == "every"
# the steps that wait are looked at one by one where they are current
SEEN = "{exclude: ['.sg-step:not(.sg-current)']}"
STEP = "document.querySelector('.sg-step.sg-current')"
# what moves the lesson, and what covers the page with nothing to read
NOT_A_MODE = re.compile(
    r"digit.*|next|previous|first|last|go|full|spotlight .*|cursor.*|undo|clear"
)
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
)


def script(name: str) -> str:
    return (HARNESS / name).read_text(encoding="utf-8")


def audit(page: Page, scope: str = "document") -> list[str]:
    found: list[str] = page.evaluate(f"({script('axe_run.js').replace('SCOPE', scope)})()")
    return found


def faults(page: Page) -> list[str]:
    """What is wrong with what is shown now."""
    small: list[str] = page.evaluate(script(SMALL))
    return audit(page, SEEN) + small


def go(page: Page, section: int) -> None:
    page.evaluate(f"window.storyglobe.stories[0].go({section})")
    rest(page)


def unfold(page: Page) -> None:
    """Open everything that can be opened at the step."""
    page.evaluate(f"{STEP}.querySelectorAll('details').forEach((fold) => {{ fold.open = true; }})")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")


def modes(page: Page) -> Iterator[str]:
    """Every command that can be given now, given, and taken back after the `yield`."""
    for name in page.evaluate("window.storyglobe.stories[0].commands()"):
        if NOT_A_MODE.fullmatch(name):
            continue
        page.evaluate(f"window.storyglobe.stories[0].run({json.dumps(name)})")
        rest(page)
        yield str(name)
        page.evaluate("document.querySelectorAll('dialog[open]').forEach((box) => box.close())")
        page.evaluate("window.dispatchEvent(new Event('pointerdown'))")  # a kiosk would play on


@pytest.fixture(scope="module")
def walked(chromium: Chromium, story_page: Path) -> Iterator[ChromiumPage]:
    """One page for all looks at it: reduced motion, so that each step is there at once."""
    with chromium.open(width=1366, height=768, reduced_motion=True) as page:
        opened(page, story_page)
        page.raw.evaluate(AXE)
        yield page


def test_axe_finds_nothing_at_any_step(
    walked: ChromiumPage, chromium: Chromium, story_page: Path, shipped: Built
) -> None:
    found = {}
    with chromium.open(reduced_motion=True) as other:  # what was narrow once is no golden tree
        opened(other, story_page)
        other.raw.evaluate(AXE)
        for section in range(len(shipped.scene.steps) + 2):
            found[section, "first"] = looked_at(walked, section)
            for look in LOOKS if EVERY else [LOOKS[section % len(LOOKS)]]:
                (width, height), scheme = look
                other.raw.emulate_media(color_scheme=scheme)
                other.resize(width, height)
                found[section, str(look)] = looked_at(other, section)
    assert {where: faults for where, faults in found.items() if faults} == {}


def looked_at(page: Page, section: int) -> list[str]:
    """What is wrong with a step and what lies on the map; of the whole page once."""
    go(page, section)
    unfold(page)
    scope = "document" if section == 1 else "['.sg-step.sg-current', '.sg-map-ui']"
    small: list[str] = page.evaluate(script(SMALL))
    return audit(page, scope) + small


@pytest.mark.parametrize(
    ("size", "scheme"), LOOKS if EVERY else [LOOKS[i] for i in (4, 1, 2, 7)], ids=str
)
def test_axe_finds_nothing_at_any_size_in_any_mode(
    chromium: Chromium, story_page: Path, size: tuple[int, int], scheme: str
) -> None:
    width, height = size
    found = {}
    with chromium.open(
        width=width, height=height, reduced_motion=True, color_scheme=scheme
    ) as page:
        opened(page, story_page)
        page.raw.evaluate(AXE)
        for section in (0, 11):
            go(page, section)
            found[f"step {section}"] = faults(page)
        # in the order in which they are offered: first while reading, then while presenting
        for when in ["reading", "presenting"] if EVERY or width != 1024 else ["reading"]:
            for mode in modes(page):
                found[f"{when}, {mode}"] = faults(page)
        assert page.problems() == []
    assert {where: faults for where, faults in found.items() if faults} == {}
    assert len(found) > 6


def test_axe_finds_nothing_in_the_speaker_s_window(chromium: Chromium, story_page: Path) -> None:
    with chromium.open(width=1180, height=800, reduced_motion=True) as page:
        opened(page, story_page, "?speaker")
        page.raw.evaluate(AXE)
        for width, height in ((1180, 800), *SIZES):
            page.resize(width, height)
            rest(page)
            for scheme in SCHEMES:
                page.raw.emulate_media(color_scheme=scheme)
                assert audit(page) + page.evaluate(script(SMALL)) == [], (width, scheme)
            assert page.evaluate(script("lost_text.js")) == [], width


@pytest.mark.parametrize("look", ["dark", "forced", "contrast"])
def test_axe_finds_nothing_in_any_theme(
    chromium: Chromium, story_page: Path, shipped: Built, look: str
) -> None:
    looks = {
        "dark": {"color_scheme": "dark"},
        "forced": {"forced_colors": "active"},
        "contrast": {"contrast": "more"},
    }
    with chromium.open(width=1366, height=768, reduced_motion=True, **looks[look]) as page:
        opened(page, story_page)
        page.raw.evaluate(AXE)
        last = len(shipped.scene.steps) + 1
        for section in range(last + 1) if EVERY else (0, 10, 15, last):
            assert looked_at(page, section) == [], section
        go(page, 15)
        page.evaluate("window.storyglobe.stories[0].run('present')")
        rest(page)
        assert audit(page, SEEN) == []


def test_the_keyboard_goes_everywhere_and_is_seen(browser: Browser, story_page: Path) -> None:
    with browser.open(width=1366, height=768, reduced_motion=True) as page:
        opened(page, story_page)
        seen: list[dict[str, Any]] = []
        for _ in range(260):
            page.key("Tab")
            rest(page)
            now = page.evaluate(script("focus_now.js"))
            if now is None or (seen and now["name"] == seen[0]["name"] and now["order"] == -1):
                break
            seen.append(now)
        else:
            pytest.fail(f"the keyboard never comes out again: {seen[-4:]}")
        assert [stop["name"] for stop in seen if not stop["seen"]] == []
        assert [s["name"] for s in seen if not (s["outlined"] or s["step"])] == []
        in_story = [stop["order"] for stop in seen if stop["order"] >= 0]
        assert in_story == sorted(in_story), "the keyboard jumps about in the story"
        assert "skip" in seen[0]["name"].lower()
        names = " ".join(stop["name"] for stop in seen)
        for wanted in ("Next step", "Zoom in", "The map in words", "Who says?", "Named places"):
            assert wanted in names
        assert page.problems() == []


@pytest.mark.parametrize(("width", "height"), [(320, 256), (640, 384), (390, 844)])
def test_zoomed_in_and_spaced_out_nothing_is_lost(
    chromium: Chromium, story_page: Path, shipped: Built, width: int, height: int
) -> None:
    with chromium.open(width=width, height=height, reduced_motion=True) as page:
        opened(page, story_page)
        page.raw.add_style_tag(content=SPACING)
        for section in (0, 1, 12, len(shipped.scene.steps) + 1):
            go(page, section)
            unfold(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
            assert page.evaluate(script("lost_text.js")) == [], section


def test_languages_are_marked(walked: ChromiumPage) -> None:
    assert walked.evaluate("document.documentElement.lang") == "en"
    assert walked.evaluate("document.querySelectorAll('.sg-features [lang=ru]').length") > 3
    assert walked.evaluate("document.querySelectorAll('.sg-features [lang=zh]').length") > 3
    wrap = '<span lang="@@LANGUAGE@@">@@TEXT@@</span>'
    html = '<p title="Амур">Амур, 黑龙江 <b lang="ru">Хэйхэ</b></p><script>"Амур"</script>'
    assert mark_languages(html, "en", wrap) == (
        '<p title="Амур"><span lang="ru">Амур</span>, <span lang="zh">黑龙江</span> '
        '<b lang="ru">Хэйхэ</b></p><script>"Амур"</script>'
    )
    assert mark_languages("<p>Амур</p>", "ru-RU", wrap) == "<p>Амур</p>"


def test_a_screen_reader_is_told_what_it_was(walked: ChromiumPage, shipped: Built) -> None:
    walked.evaluate("document.querySelectorAll('details').forEach((f) => { f.open = false; })")
    trees = []
    for section in range(len(shipped.scene.steps) + 2):
        go(walked, section)
        tree = walked.raw.locator(".sg-step.sg-current").aria_snapshot()
        trees.append("\n".join(line[:110] for line in tree.splitlines()))
    ui = walked.raw.locator(".sg-map-ui").aria_snapshot()
    now = "\n\n".join([*trees, re.sub(r"- status:.*", "- status", ui)]) + "\n"
    if os.environ.get("STORYGLOBE_GOLDENS") == "write":
        GOLDEN.write_text(now, encoding="utf-8")
    assert now == GOLDEN.read_text(encoding="utf-8"), "see the change, then: make goldens"


def test_axe_finds_nothing_in_firefox(firefox: Browser, story_page: Path, shipped: Built) -> None:
    with firefox.open(width=1366, height=768, reduced_motion=True) as page:
        opened(page, story_page)
        page.evaluate(f"(() => {{ {AXE}; window.axe = window.axe || axe; }})()")
        until(page, "window.axe")
        last = len(shipped.scene.steps) + 1
        for section in range(last + 1) if EVERY else (0, 1, 11, last):
            assert looked_at(page, section) == [], section
