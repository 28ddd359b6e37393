"""Flights and fades: no leap of the camera or of a colour, and the keyboard's way over the map."""

import json
from pathlib import Path
from typing import Any

from browsers import Page
from test_story_page import STATE, go, opened, rest, until

SCRIPTS = Path(__file__).parent / "cases" / "engine"


def script(name: str) -> str:
    """A check that runs where the engine runs."""
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")


def test_flights_show_both_ends_and_last_no_longer_than_they_may(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page)
    assert page.evaluate(script("flights")) == []


def test_looks_fade_and_turn_back_without_a_leap(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    found = page.evaluate(script("fades"))
    assert found["start"] == [1, 1, 0, 0]
    assert found["half"] == [0.5, 1, 0.5, 0]
    assert found["end"] == [0, 1, 1, 0]
    assert found["back"] == found["half"]
    assert found["same"] is True
    assert found["mixed"] == ["rgba(128,128,128,1)", 4, [0.5, 0.5]]
    assert abs(found["bare"] - 0.2) < 1e-9


def test_an_interrupted_flight_goes_on_from_where_it_is(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    go(page, 11)
    rest(page)
    leaps = page.evaluate(
        """(async () => {
          const story = window.storyglobe.stories[0], leaps = [];
          const pause = (ms) => new Promise((done) => setTimeout(done, ms));
          for (const section of [18, 3, 19, 4]) {
            story.go(section);
            for (let i = 0; i < 6; i++) await new Promise(requestAnimationFrame);
            const before = story.state().camera;
            story.go(section === 18 ? 12 : 11);
            const after = story.state().camera;
            leaps.push(Math.abs(before.lon - after.lon) + Math.abs(before.lat - after.lat)
              + Math.abs(before.zoom - after.zoom));
            await pause(300);
          }
          return leaps;
        })()"""
    )
    assert max(leaps) == 0
    rest(page)
    assert page.problems() == []


def test_a_feature_can_be_made_strong_by_anyone(page: Page, story_page: Path) -> None:
    """By the event that charts and tables send, and back to them when the map does it."""
    opened(page, story_page)
    go(page, 11)
    rest(page)
    heard: list[Any] = page.evaluate(script("highlight"))
    assert heard == [0, True, 0, True]


def test_the_keyboard_walks_over_the_places_without_taking_the_story_s_keys(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page)
    go(page, 11)
    rest(page)
    said = "document.querySelector('.sg-tip-name').textContent"
    page.evaluate("document.querySelector('.sg-places').focus()")
    first = page.evaluate(said)
    seen = {first}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowLeft"):
        page.key(key)
        seen.add(page.evaluate(said))
        assert page.evaluate("document.querySelector('.sg-tip').hidden") is False
    assert len(seen) > 2
    page.key("Enter")
    until(page, "document.querySelector('.sg-tip-pinned')")
    assert page.evaluate(STATE)["section"] == 11
    assert page.evaluate("document.activeElement.closest('.sg-tip') !== null")
    page.key("Escape")  # back to the places, then back to the text
    assert page.evaluate("document.activeElement.classList.contains('sg-places')")
    assert page.evaluate("document.querySelector('.sg-tip').hidden") is True
    page.key("Escape")
    assert page.evaluate("document.activeElement.classList.contains('sg-step')")
    page.key("PageUp")
    until(page, f"{STATE}.section !== 11 || window.scrollY")
    assert json.dumps(page.problems()) == "[]"


def test_a_dear_flight_is_drawn_in_fewer_pixels_and_the_map_rests_in_all(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page)
    rest(page)
    found = page.evaluate(script("dear"))
    assert found["flying"] < found["full"] == found["rest"]
    assert found["bare"] == 0
    assert page.evaluate(script("thrift")) == [
        [1, 1],  # cheap from the beginning
        [0.5, 0.5],
        [0.5, 0.5],  # neither dear nor cheap: as it was
        [0.5, 0.5, 0.75, 1],  # finer between two flights, never in one
    ]
    assert page.problems() == []
