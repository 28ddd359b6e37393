"""The small globe and the scale bar: true, named, and in nobody's way."""

from pathlib import Path

import pytest
from pyproj import Geod

from browsers import Browser, Page
from test_story_flight import script
from test_story_page import STATE, go, opened, rest


def test_the_bar_is_as_long_as_it_says(page: Page, story_page: Path) -> None:
    """In the middle of the map; the sphere that is drawn differs from the ellipsoid by 0.6 %."""
    geod = Geod(ellps="WGS84")
    opened(page, story_page)
    lengths = set()
    for section in (1, 4, 11, 15, 18):
        go(page, section)
        rest(page)
        bar = page.evaluate(script("bar"))
        number, unit = bar["text"].replace(",", "").replace("\u00a0", " ").split(" ")
        said_m = float(number) * {"m": 1, "km": 1000}[unit]
        true_m = geod.inv(*bar["ends"][0], *bar["ends"][1])[2]
        assert said_m == pytest.approx(true_m, rel=0.01), (section, bar)
        assert 38 <= bar["pixels"] <= 97
        lengths.add(said_m)
    assert len(lengths) > 2


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_nothing_lies_over_globe_and_bar(
    browser: Browser, story_page: Path, size: tuple[int, int]
) -> None:
    width, height = size
    with browser.open(width=width, height=height, reduced_motion=True) as page:
        opened(page, story_page)
        steps = page.evaluate("document.querySelectorAll('.sg-step').length")
        for section in range(steps):
            go(page, section)
            state = rest(page)
            assert page.evaluate(script("overlaps")) == [], section
            bearings = page.evaluate(
                "(({left, right, top, bottom}) => ({left, right, top, bottom}))"
                "(document.querySelector('.sg-scale').getBoundingClientRect())"
            )
            for label in state["labels"]:
                assert apart(label["box"], bearings), (section, label["text"])
        names = page.evaluate(
            "[...document.querySelectorAll('.sg-bearings [role=img]')].map((e) => e.ariaLabel"
            " || e.getAttribute('aria-label'))"
        )
        assert "the map shows the world round" in names[0]
        assert "long in the middle of the map" in names[1]
        assert page.evaluate(f"{STATE}.exploring") is False


def apart(a: dict[str, float], b: dict[str, float]) -> bool:
    """Whether two boxes have nothing in common."""
    across = a["right"] <= b["left"] or b["right"] <= a["left"]
    return across or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
