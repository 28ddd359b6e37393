"""What the map shows at a step, resolved: names of features become their numbers."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geo import Bounds, Layer
from geo.words import many
from story.config import Story
from story.features import named, no_field, numbers_of, unknown
from story.model import StepLayer, Style
from story.names import asked_names, pick
from story.reveals import reveals_of
from story.view import view_of
from story.yamlfile import Key

# a year, or a date of ISO 8601 that begins with one
_DATED = re.compile(r"(-?\d{1,6})(?:-\d\d.*)?")
_NO_YEAR = 1_000_000


def state_of_step(
    story: Story,
    number: int,
    layers: Mapping[str, Layer],
    order: Mapping[str, int],
    problems: list[str],
) -> dict[str, Any]:
    """The map of one step: its view, and every layer that it shows, in painter's order.

    Names of features that the data does not have become `problems`.
    """
    step = story.config.steps[number]
    problems.extend(_missing(story, number, layers))

    def show(entries: Sequence[StepLayer]) -> list[dict[str, Any]]:
        """The state of every layer shown; one that the step names replaces that of the base."""
        own = {entry.layer: entry for entry in entries}
        base = {name: StepLayer(layer=name) for name in story.base if name not in own}
        states = [
            {"l": order[name]}
            | ({"base": True} if name in base or _is_ground(entry, story) else {})
            | _state(entry, entries, layers, story.config.language)
            for name, entry in (base | own).items()
            if not entry.hide
        ]
        return sorted(states, key=lambda state: int(state["l"]))

    view = view_of(step, layers)
    swipe, time = step.swipe, _years(story, number, layers, order, problems)
    parts: dict[str, Any] = {
        "id": step.id,
        "relief": story.config.relief if step.relief is None else step.relief,
        "view": [view.lon, view.lat, view.width_m, view.height_m, view.zoom],
        "show": _until(show([*step.layers, *(swipe.left if swipe else ())]), time),
        "layout": step.layout if step.layout != "side" else None,
        "swipe": swipe and {"show": show([*step.layers, *swipe.right])},
        "time": time,
        "reveal": reveals_of(story, number, layers, order, problems) or None,
    }
    return {key: value for key, value in parts.items() if value is not None}


def _until(show: list[dict[str, Any]], time: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The states as they are in the story's own time: later features of a dated layer are out."""
    if time is None:
        return show
    for state in show:
        if state["l"] == time["l"]:
            time["only"] = state.get("only")
            there = [i for i, year in enumerate(time["years"]) if year <= time["until"]]
            state["only"] = [i for i in there if time["only"] is None or i in time["only"]]
    return show


def _missing(story: Story, number: int, layers: Mapping[str, Layer]) -> Iterator[str]:
    """Problems: features that a step names and its layers do not have."""
    for part, entry in story.config.steps[number].shown():
        keys = numbers_of(layers[entry.layer])
        asked: list[tuple[Key, str]] = [((*part, "only"), key) for key in entry.only or ()]
        if entry.mark:
            asked += [((*part, "mark", "only"), key) for key in entry.mark.only]
        for asking, key in asked:
            if key not in keys:
                where = story.places[number, *asking]
                yield f"{where}: {unknown(entry.layer, key, layers[entry.layer])}"


def _years(
    story: Story,
    number: int,
    layers: Mapping[str, Layer],
    order: Mapping[str, int],
    problems: list[str],
) -> dict[str, Any] | None:
    """The slider of a step, with the year of every feature of its layer."""
    time = story.config.steps[number].time
    if time is None:
        return None
    if missing := no_field(time.layer, time.field, layers[time.layer]):
        problems.append(f"{story.places[number, 'time', 'field']}: {missing}")
        return None
    years: list[int] = []
    odd: list[str] = []
    for feature in layers[time.layer].features:
        value = feature.properties.get(time.field)
        year = value if isinstance(value, int | float) else None
        if isinstance(value, str) and (dated := _DATED.fullmatch(value)):
            year = int(dated[1])
        if year is not None and abs(year) < _NO_YEAR:
            years.append(int(year))
        else:
            what = "no value there" if value is None else f"{value!r}, which is no year"
            odd.append(f"feature '{feature.id}' of layer '{time.layer}' has {what}")
    if odd:
        more = f" (and {many(len(odd) - 1, 'more feature')})" if len(odd) > 1 else ""
        way = f"'{time.field}' must hold a year such as 2001, or a date such as 2001-06-15"
        problems.append(f"{story.places[number, 'time', 'field']}: {odd[0]}{more}; {way}")
    until = time.last if time.until is None else time.until
    return {
        "l": order[time.layer], "years": years,
        "first": time.first, "last": time.last, "until": until,
    }  # fmt: skip


def _is_ground(entry: StepLayer, story: Story) -> bool:
    """Whether a layer stays the ground of a step that only keeps it out of the legend."""
    return (
        entry.layer in story.base
        and not entry.legend
        and entry.model_fields_set == {"layer", "legend"}
    )


def _state(
    entry: StepLayer, entries: Sequence[StepLayer], layers: Mapping[str, Layer], language: str
) -> dict[str, Any]:
    """What differs from a layer that is shown whole and plain."""
    keys = numbers_of(layers[entry.layer])
    only = None if entry.only is None else named(entry.only, keys)
    skip = _doubles(entry, entries, layers) if entry.only is None else []
    parts = {
        "only": only,
        "skip": skip or None,
        "emphasis": entry.emphasis or None,
        "fade": entry.fade or None,
        "quiet": None if entry.label else True,
        "unlisted": None if entry.legend else True,
        "style": given(entry.style) or None,
        "names": asked_names(entry, language),
        "mark": entry.mark
        and {
            "only": named(entry.mark.only, keys),
            "style": given(entry.mark.style),
            "legend": pick(entry.mark.legend, language),
        },
    }
    return {key: value for key, value in parts.items() if value is not None}


def _doubles(
    entry: StepLayer, entries: Sequence[StepLayer], layers: Mapping[str, Layer]
) -> list[int]:
    """The points of a layer that stand where a named place of the step stands already.

    A context layer of towns and the step's own places often hold the same town.
    """
    boxes = [
        feature.bounds
        for other in entries
        if other.only is not None and other.layer != entry.layer
        for feature in layers[other.layer].features
        if feature.id in other.only and feature.kind == "point"
    ]
    return [
        number
        for number, feature in enumerate(layers[entry.layer].features)
        if feature.kind == "point" and any(_is_near(feature.bounds, box) for box in boxes)
    ]


def _is_near(a: Bounds, b: Bounds, degrees: float = 0.13) -> bool:
    east = (a.west - b.west + 180) % 360 - 180
    squeeze = max(0.05, math.cos(math.radians(a.south)))
    return math.hypot(east * squeeze, a.south - b.south) < degrees


def given(style: Style) -> dict[str, Any]:
    """What a style says, and nothing of what it leaves open."""
    return style.model_dump(exclude_none=True)
