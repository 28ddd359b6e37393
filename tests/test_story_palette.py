"""The colours of the story that ships, step by step, on paper and in a dark room.

Every eye and a grey print tell its tints apart; names have a contrast of 4.5:1, lines and symbols
one of 3:1, against all that may lie under them.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browsers import Browser
from colour_vision import EYES, contrast, difference, linear, over
from story import build
from story.build import Built
from test_story_page import opened

ROOT = Path(__file__).parent.parent
LETTERING = (ROOT / "story" / "browser" / "lettering.js").read_text(encoding="utf-8")
SEA, LAND, HALO = "#dbe6ec", "#f6f2e7", "#fcfaf5"
APART = 7.5
"""L*a*b* units between two tints that mean different things; 2.3 can just be told apart"""

Ink = Callable[[str], str]


@pytest.fixture(scope="module")
def built() -> Built:
    return build.assemble(None)


@pytest.fixture(scope="module")
def night(chromium: Browser, story_page: Path, built: Built) -> Ink:
    """The page's own colours for a dark room."""
    colours = set(re.findall(r"#[0-9a-f]{6}", json.dumps(built.scene.layers)))
    colours |= set(re.findall(r"#[0-9a-f]{6}", json.dumps(built.scene.steps) + LETTERING))
    wanted = sorted(colours | {SEA, LAND, HALO})
    with chromium.open() as page:
        opened(page, story_page)
        found = page.evaluate(f"{json.dumps(wanted)}.map(window.storyglobe.core.nightOf)")
    numbers = [[int(part) for part in re.findall(r"\d+", text)[:3]] for text in found]
    table = {c: "#" + "".join(f"{v:02x}" for v in n) for c, n in zip(wanted, numbers, strict=True)}
    return table.__getitem__


def looks(built: Built, step: dict[str, Any]) -> Iterator[tuple[bool, str, dict[str, Any]]]:
    """Every look that a step's layers have: whether the step names the layer, its name, a style."""
    other_side = step.get("swipe", {}).get("show", [])
    for state in [*step["show"], *other_side]:
        layer = built.scene.layers[state["l"]]
        only = range(len(layer["features"])) if state.get("only") is None else state["only"]
        mark = state.get("mark") or {"only": [], "style": {}}
        plain = {layer["features"][i][1] for i in only if i not in mark["only"]}
        for number in sorted(plain):
            yield (
                not state.get("base"),
                layer["name"],
                layer["styles"][number] | state.get("style", {}),
            )
        if mark["only"]:
            first = layer["styles"][layer["features"][mark["only"][0]][1]]
            yield True, layer["name"], first | {"fill_opacity": 1} | mark["style"]


def tints(built: Built, step: dict[str, Any], ink: Ink) -> dict[str, str]:
    """The tints of areas that a step shows: colour as seen on land, with the pattern it bears."""
    found = {ink(LAND): "", ink(SEA): ""}
    for _, _, style in looks(built, step):
        if style["kind"] == "area" and style.get("fill") and style.get("fill_opacity", 1) > 0.2:
            seen = over(ink(style["fill"]), ink(LAND), style.get("fill_opacity", 1))
            found.setdefault(seen, style.get("hatch", ""))
    return found


def paper(colour: str) -> str:
    return colour


def test_the_simulation_knows_what_it_simulates() -> None:
    # red and green of one lightness part for most eyes, and not for a protanope or a deuteranope
    red, green = "#b5584c", "#77803f"
    assert difference(red, green, "tritanopia") > 40
    assert difference(red, green, "deuteranopia") < 25
    assert difference("#ffffff", "#000000", "grey print") == pytest.approx(100, abs=0.1)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
    assert linear("#ffffff") == (1, 1, 1)


@pytest.mark.parametrize("eye", EYES)
def test_tints_of_a_step_are_told_apart(built: Built, eye: str) -> None:
    close = []
    for step in built.scene.steps:
        found = tints(built, step, paper)
        for i, (a, hatch) in enumerate(found.items()):
            for b, other in list(found.items())[:i]:
                least = APART if eye != "grey print" else 3.5
                if hatch == other and difference(a, b, eye) < least:
                    close.append((step["id"], a, b, round(difference(a, b, eye), 1)))
    assert close == []


def test_lines_and_symbols_of_a_step_stand_out(built: Built, night: Ink) -> None:
    faint = []
    for ink in (paper, night):
        for step in built.scene.steps:
            grounds = tints(built, step, ink)
            for own, name, style in looks(built, step):
                if not own or style["kind"] == "area" or style.get("marker") == "none":
                    continue
                for ground in grounds:
                    ratio = contrast(ink(style["color"]), ground)
                    if ratio < 3:
                        faint.append(
                            (
                                ink.__name__,
                                step["id"],
                                name,
                                style["color"],
                                ground,
                                round(ratio, 2),
                            )
                        )
    assert faint == []


def test_names_can_be_read_wherever_they_stand(built: Built, night: Ink) -> None:
    inks = set(re.findall(r'ink: "(#[0-9a-f]{6})"', LETTERING))
    assert len(inks) >= 5
    faint = []
    labels = {layer["name"]: layer["label"] for layer in built.scene.layers}
    for ink in (paper, night):
        for step in built.scene.steps:
            routes = {
                style["color"]
                for own, name, style in looks(built, step)
                if own and style["kind"] == "line" and labels[name] == "route"
            }
            for ground in tints(built, step, ink):
                behind = over(ink(HALO), ground, 0.9)
                faint += [
                    (step["id"], colour, ground)
                    for colour in sorted(inks | routes)
                    if contrast(ink(colour), behind) < 4.5
                ]
    assert faint == []
