"""Names on the map: along bent rivers, in several scripts, and steady while the map is moved."""

from pathlib import Path
from typing import Any

from browsers import Page
from test_story_page import STATE, check_labels, go, opened, rest

AMUR, TWIN_TOWNS, SEA_ROUTE = 11, 12, 18


def names(state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{label['layer']}:{label['id']}": label for label in state["labels"]}


def test_a_river_s_name_bends_with_it_in_every_language_asked_for(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page)
    go(page, AMUR)
    state = rest(page)
    found = names(state)["rivers_border:amur"]
    assert found["text"] == "Amur · Амур · 黑龙江"
    # a box for each letter; on a bend their heights do not lie on one straight line
    boxes = found["boxes"]
    assert len(boxes) == len(found["text"])
    xs = [(box["left"] + box["right"]) / 2 for box in boxes]
    ys = [(box["top"] + box["bottom"]) / 2 for box in boxes]
    slope = (ys[-1] - ys[0]) / (xs[-1] - xs[0])
    off = max(abs(y - ys[0] - slope * (x - xs[0])) for x, y in zip(xs, ys, strict=True))
    assert off > 1
    assert xs[0] < xs[-1], "it reads from left to right"
    check_labels(state)


def test_towns_stand_under_both_their_names(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    go(page, TWIN_TOWNS)
    found = names(rest(page))
    assert found["places:b02"]["text"] == "Heihe Хэйхэ · 黑河"
    assert found["places:b01"]["text"].startswith("Blagoveshchensk Благовещенск · ")


def test_a_long_name_of_a_route_is_cut_at_its_comma(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    go(page, SEA_ROUTE)
    text = names(rest(page))["arctic_routes:nsr"]["text"]
    assert "Northern Sea Route, Kara Gate–Bering Strait".startswith(text)
    assert text.startswith("Northern Sea Route")


def test_names_keep_their_places_when_the_map_is_moved_a_little(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page)
    go(page, AMUR)
    before = names(rest(page))
    page.evaluate(
        """(() => {
          const map = document.querySelector('.sg-map');
          const send = (type, clientX, clientY) => map.dispatchEvent(
            new PointerEvent(type, {bubbles: true, pointerId: 7, clientX, clientY}));
          send('pointerdown', 900, 400);
          send('pointermove', 908, 404);
          send('pointermove', 912, 406);
          send('pointerup', 912, 406);
        })()"""
    )
    assert page.evaluate(STATE)["exploring"] is True
    # names are set anew a moment after the last move
    page.evaluate("new Promise((done) => setTimeout(done, 600))")
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
