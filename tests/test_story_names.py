"""Names on the map: along bent rivers, in several scripts, and steady while the map is moved."""

import json
from math import hypot
from pathlib import Path
from typing import Any

from browsers import Browser, Page
from test_story_page import STATE, arrive, check_labels, opened, rest, until

BELGRADE, GAS, AMUR, TWIN_TOWNS, EVILS, SEA_ROUTE = 3, 10, 11, 12, 14, 18


def names(state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{label['layer']}:{label['id']}": label for label in state["labels"]}


def countries(state: dict[str, Any]) -> set[str]:
    return {label["text"].upper() for label in state["labels"]}


def test_names_bend_with_rivers_and_stand_in_every_language_asked_for(
    browser: Browser, story_page: Path
) -> None:
    with browser.open(reduced_motion=True) as page:
        opened(page, story_page)
        assert {"MONTENEGRO", "KOSOVO", "SERBIA"} <= countries(arrive(page, BELGRADE))
        small = {"KYRGYZSTAN", "TAJIKISTAN", "UZBEKISTAN", "BELARUS"}
        assert small <= countries(arrive(page, EVILS))
        state = arrive(page, AMUR)
        check_bend(state)
        # the river of the base is named by the step's own
        assert not [key for key in names(state) if key.startswith("rivers:")]
        found = names(arrive(page, TWIN_TOWNS))
        assert found["places:b02"]["text"] == "Heihe Хэйхэ · 黑河"
        # each name on a line of its own where one line would be much longer than the first
        name = found["places:b01"]
        assert name["text"].startswith("Blagoveshchensk Благовещенск 布拉")
        assert name["box"]["right"] - name["box"]["left"] < 180
        # a name too long for its line ends at its comma
        text = names(arrive(page, SEA_ROUTE))["arctic_routes:nsr"]["text"]
        assert "Northern Sea Route, Kara Gate–Bering Strait".startswith(text)
        assert text.startswith("Northern Sea Route")
        check_room(page)


def check_room(page: Page) -> None:
    """A name gives way to lines, and a line of it does not begin with the stroke between two."""
    found = page.evaluate(
        """(() => {
          const {createRoom, placeBeside, wrap} = window.storyglobe.core;
          // a town where two rivers come near each other; further up there is room between them
          const room = createRoom({left: 0, right: 400, top: 0, bottom: 400}, []);
          room.markLine([[150, 0], [150, 160], [185, 160], [185, 400]]);
          room.markLine([[250, 0], [250, 160], [215, 160], [215, 400]]);
          const wish = {key: 'town', x: 200, y: 200, half: 6, width: 90, height: 40, own: true};
          const {dx, dy, leader} = placeBeside(wish, room, {unproject: () => [0, 0, 1]});
          const lines = wrap('Bolshoy Ussuriysky / Heixiazi Island', 20);
          return {at: [dx, dy], leads: Boolean(leader), lines};
        })()"""
    )
    assert found == {
        "at": [0, -70],
        "leads": True,
        "lines": ["Bolshoy Ussuriysky /", "Heixiazi Island"],
    }


def test_letters_on_a_bend_keep_their_distances(browser: Browser, story_page: Path) -> None:
    with browser.open(width=1920, height=1080, reduced_motion=True) as page:
        opened(page, story_page)
        checked = 0
        for section in (GAS, AMUR, SEA_ROUTE):
            for label in arrive(page, section)["labels"]:
                letter_by_letter = len(label["boxes"] or "") == len(label["text"]) > 1
                if letter_by_letter and label["layer"].startswith("rivers"):
                    checked += 1
                    check_distances(page, label)
        assert checked >= 10


def check_distances(page: Page, label: dict[str, Any]) -> None:
    """No letter stands nearer to the next one than where the name is set on a straight line."""
    boxes = label["boxes"]
    size = (boxes[0]["bottom"] - boxes[0]["top"]) / 1.05 / 1.16  # how letters and boxes relate
    wanted: list[float] = page.evaluate(
        f"""((text, size) => {{
          const c = document.createElement('canvas').getContext('2d');
          const serif = getComputedStyle(document.documentElement).getPropertyValue('--sg-serif');
          c.font = `italic 400 ${{size}}px ${{serif}}`;
          const wide = [...text].map((letter) => c.measureText(letter).width);
          return wide.slice(1).map((w, i) => (w + wide[i]) / 2);
        }})({json.dumps(label["text"])}, {size})"""
    )
    for i, least in enumerate(wanted):
        (x1, y1), (x2, y2) = (
            ((box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2)
            for box in boxes[i : i + 2]
        )
        # kerning, and the chord of a bend
        assert hypot(x2 - x1, y2 - y1) > 0.8 * least - 0.5, (
            label["text"],
            label["text"][i : i + 2],
        )


def check_bend(state: dict[str, Any]) -> None:
    """The name of the Amur follows its bends, letter by letter, and reads from left to right."""
    found = names(state)["rivers_border:amur"]
    assert found["text"] == "Amur · Амур · 黑龙江"
    boxes = found["boxes"]
    assert len(boxes) == len(found["text"])
    xs = [(box["left"] + box["right"]) / 2 for box in boxes]
    ys = [(box["top"] + box["bottom"]) / 2 for box in boxes]
    slope = (ys[-1] - ys[0]) / (xs[-1] - xs[0])
    off = max(abs(y - ys[0] - slope * (x - xs[0])) for x, y in zip(xs, ys, strict=True))
    assert off > 1
    assert xs[0] < xs[-1]


def test_names_keep_their_places_when_the_map_is_moved_a_little(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page)
    before = names(arrive(page, AMUR))
    was = page.evaluate(f"JSON.stringify({STATE}.labels[0].box)")
    page.evaluate(
        """(() => {
          const map = document.querySelector('.sg-map');
          const send = (type, clientX, clientY) => map.dispatchEvent(
            new PointerEvent(type, {bubbles: true, pointerId: 7, buttons: 1, clientX, clientY}));
          send('pointerdown', 900, 400);
          send('pointermove', 908, 404);
          send('pointermove', 912, 406);
          send('pointerup', 912, 406);
        })()"""
    )
    assert page.evaluate(STATE)["exploring"] is True
    # names are set anew a moment after the last move
    until(page, f"JSON.stringify({STATE}.labels[0].box) !== {json.dumps(was)}")
    after = names(rest(page))
    kept = before.keys() & after.keys()
    assert len(kept) >= 0.85 * len(before)
    moved = []
    for key in kept:
        x = after[key]["box"]["left"] - before[key]["box"]["left"]
        y = after[key]["box"]["top"] - before[key]["box"]["top"]
        if abs(x - 12) > 9 or abs(y - 6) > 9:
            moved.append(key)
    # the map went 12 and 6 pixels, and so did the names, but for what met the edge
    assert len(moved) <= 0.12 * len(kept), moved
    check_labels(page.evaluate(STATE))
