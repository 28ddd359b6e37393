"""Compose the words of a step's map from its layers."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Final

from geo.flat import flatten
from geo.measure import bearing, cross, distance_m, length_m, middle
from geo.sheet import Sheet, on_sheet
from story.config import Story
from story.kept import kept
from story.model import Step
from story.names import pick
from story.picture.draw import details_of, sheet_of
from story.pool import each
from story.scene import Scene
from story.telling.extent import extent, listed, number, wind
from story.telling.names import carries_names

MOST_ROWS: Final = 80
MOST_NAMES: Final = 6
MOST_DISTANCES: Final = 2
FAR_M: Final = 2_500_000.0
NEIGHBOURS_M: Final = 150_000.0
"""so near to each other, what lies between two places is worth a word"""


@dataclass(frozen=True)
class Row:
    """A feature that the step is about."""

    layer: str
    key: str
    name: str
    what: str
    """the title of its layer"""
    detail: str
    """how long it is, or where"""
    others: tuple[tuple[str, str], ...]
    """its names in the further languages that the step asks for, each with its language"""


@dataclass(frozen=True)
class Told:
    """A step's map in words; `more` features beyond the rows stand in no table."""

    text: str
    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True)
class _Shown:
    """A layer that a step is about, with the numbers of the features that it shows."""

    number: int
    title: str
    kind: str
    features: tuple[int, ...]
    languages: tuple[str, ...]


def tell(story: Story, scene: Scene) -> list[Told]:
    """The words for the map of every step, in order."""
    language = story.config.language
    # beside the scene, the words come from the titles of the layers and the names in the base
    titles = {name: pick(entry.config.title, language) for name, entry in story.layers.items()}
    words = json.dumps([language, story.base, titles])

    def told(step: Mapping[str, Any], config: Step) -> Told:
        written = pick(config.map_text, language)
        make = partial(_told, story, scene, step, written)
        return kept(make, "words", words, written, scene.digest_of(step))

    return each(told, scene.steps, story.config.steps)


def _told(story: Story, scene: Scene, step: Mapping[str, Any], written: str) -> Told:
    sheet = sheet_of(step["view"])
    # on either side of a divider: a reader who does not see it has both
    beside = step["swipe"]["show"] if "swipe" in step else ()
    states = [*step["show"], *(state for state in beside if state not in step["show"])]
    told = (state for state in states if not carries_names(story, scene, states, state))
    shown = _once(_shown(story, scene, state, sheet) for state in told)
    rows = (row for one in shown for row in _rows(scene, one))
    return Told(
        text=written or _composed(scene, step, shown),
        rows=tuple(islice(rows, MOST_ROWS)),
        more=max(0, sum(len(one.features) for one in shown) - MOST_ROWS),
    )


def _once(every: Iterable[_Shown]) -> list[_Shown]:
    """Each layer with those features that were not there before; without any it is left out."""
    found: list[_Shown] = []
    for one in every:
        before = {n for other in found if other.number == one.number for n in other.features}
        if fresh := tuple(n for n in one.features if n not in before):
            found.append(replace(one, features=fresh))
    return found


def _about(story: Story, scene: Scene, state: Mapping[str, Any]) -> Iterable[int]:
    """The features of a layer that a step is about; of a layer of the base only those it names."""
    layer = scene.layers[state["l"]]
    if state.get("only") is not None:
        return list(state["only"])
    if mark := state.get("mark"):
        return list(mark["only"])
    if layer["name"] in story.base:
        return ()
    skipped = set(state.get("skip") or ())
    return [n for n in range(len(layer["features"])) if n not in skipped]


def _shown(story: Story, scene: Scene, state: Mapping[str, Any], sheet: Sheet) -> _Shown:
    layer, packed = scene.layers[state["l"]], scene.packed[state["l"]]
    config = story.layers[layer["name"]].config
    numbers = list(_about(story, scene, state))
    seen = flatten(details_of(packed), sheet, set(numbers), thin=0.5) if numbers else []
    visible = {flat.feature for flat in seen}
    features = tuple(n for n in numbers if n in visible)
    kinds = {layer["styles"][layer["features"][n][1]]["kind"] for n in features}
    title = pick(config.title, story.config.language) or layer["name"]
    kind = next(iter(kinds)) if len(kinds) == 1 else "mixed"
    return _Shown(state["l"], title, kind, features, tuple(state.get("names") or ()))


def _composed(scene: Scene, step: Mapping[str, Any], shown: Sequence[_Shown]) -> str:
    sentences = [f"Map: {extent(scene, step)}."]
    if shown:
        sentences.append("Shown: " + "; ".join(_layer(scene, one) for one in shown) + ".")
    places = [(one.number, n) for one in shown if one.kind == "point" for n in one.features]
    for here, there in list(zip(places[1:], places, strict=False))[:MOST_DISTANCES]:
        sentences.append(_distance(scene, step, there, here))
    return " ".join(sentence for sentence in sentences if sentence)


def _layer(scene: Scene, one: _Shown) -> str:
    """Such as "Russia–China border, 4,200 km as drawn" or "Rivers: Amur and Ussuri"."""
    names = list(dict.fromkeys(_name(scene, one.number, n) for n in one.features))
    names = [name for name in names if name and name != one.title]
    parts = [one.title]
    if names:
        more = len(names) - MOST_NAMES
        shown = [*names[:MOST_NAMES], f"{more} more"] if more > 0 else names
        parts = [f"{one.title}: {listed(shown)}"]
    elif len(one.features) > 1:
        parts.append(f"{len(one.features)} of them")
    if one.kind == "line":
        details = details_of(scene.packed[one.number])
        metres = sum(length_m(details, n) for n in one.features)
        parts.append(f"{number(metres / 1000)} km as drawn")
    return ", ".join(parts)


def _distance(scene: Scene, step: Mapping[str, Any], a: tuple[int, int], b: tuple[int, int]) -> str:
    """Such as "Blagoveshchensk lies 2 km north-east of Heihe, across the Amur."."""
    names = _name(scene, *a), _name(scene, *b)
    from_, to = _place(scene, *b), _place(scene, *a)
    metres = distance_m(from_, to)
    if not all(names) or metres < 200:
        return ""
    # on a long great circle the direction changes on the way
    way = f"{wind(bearing(from_, to)).removesuffix('ern')} of" if metres < FAR_M else "from"
    between = _between(scene, step, from_, to) if metres < NEIGHBOURS_M else ""
    across = f", across the {between}" if between else ""
    return f"{names[0]} lies {number(metres / 1000)} km {way} {names[1]}{across}."


def _between(
    scene: Scene, step: Mapping[str, Any], a: tuple[float, float], b: tuple[float, float]
) -> str:
    """The water that the straight way between two places crosses."""
    metres = distance_m(a, b) / 300
    sheet = Sheet((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, metres, 900, 900)
    ends = (on_sheet(a, sheet), on_sheet(b, sheet))
    for state in step["show"]:
        layer = scene.layers[state["l"]]
        if layer["label"] not in {"line", "water"}:
            continue
        details = details_of(scene.packed[state["l"]])
        for flat in flatten(details, sheet, range(len(layer["features"])), thin=1.0):
            name = _name(scene, state["l"], flat.feature)
            if name and flat.kind == "line" and any(cross(ends, run) for run in flat.runs):
                return name
    return ""


def _rows(scene: Scene, one: _Shown) -> Iterator[Row]:
    layer = scene.layers[one.number]
    for i, n in enumerate(one.features, start=1):
        yield Row(
            layer=str(layer["name"]),
            key=str(layer["features"][n][0]),
            name=_name(scene, one.number, n) or f"{one.title}, {i}",
            what=one.title,
            detail=_detail(scene, one, n),
            others=_others(scene, one, n),
        )


def _detail(scene: Scene, one: _Shown, feature: int) -> str:
    details = details_of(scene.packed[one.number])
    layer = scene.layers[one.number]
    if layer["styles"][layer["features"][feature][1]]["kind"] == "line":
        return f"{number(length_m(details, feature) / 1000)} km"
    lon, lat = middle(details, feature)
    return f"{abs(lat):.1f}° {'NS'[lat < 0]}, {abs(lon):.1f}° {'EW'[lon < 0]}"


def _others(scene: Scene, one: _Shown, feature: int) -> tuple[tuple[str, str], ...]:
    names = scene.layers[one.number].get("names") or {}
    found = (
        (language, names[language][feature]) for language in one.languages if language in names
    )
    return tuple((language, name) for language, name in found if name)


def _name(scene: Scene, layer: int, feature: int) -> str:
    return str(scene.layers[layer]["features"][feature][2] or "")


def _place(scene: Scene, layer: int, feature: int) -> tuple[float, float]:
    return middle(details_of(scene.packed[layer]), feature)
