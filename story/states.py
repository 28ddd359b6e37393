"""What the map shows at a step, resolved: names of features become their numbers."""

import math
from collections.abc import Mapping
from typing import Any

from geo import Bounds, Layer
from story.config import Story
from story.model import Step, StepLayer, Style
from story.names import asked_names, pick
from story.problems import nearest
from story.view import view_of


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
    # a layer that the step names replaces the same layer of the base
    entries = {name: StepLayer(layer=name) for name in story.base}
    for position, entry in enumerate(step.layers):
        keys = _keys(layers[entry.layer])
        marked = entry.mark.only if entry.mark else ()
        for key in [*(entry.only or ()), *marked]:
            if key not in keys:
                known = nearest(key, keys) or f"; it has {', '.join(list(keys)[:8])} …"
                where = story.places[number, position]
                problems.append(f"{where}: layer '{entry.layer}' has no feature '{key}'{known}")
        entries.pop(entry.layer, None)
    show = [
        {"l": order[name], "base": True} | _state(entry, step, layers, story.config.language)
        for name, entry in entries.items()
    ]
    show += [
        {"l": order[entry.layer]} | _state(entry, step, layers, story.config.language)
        for entry in step.layers
        if not entry.hide
    ]
    view = view_of(step, layers)
    return {
        "id": step.id,
        "view": [view.lon, view.lat, view.width_m, view.height_m, view.zoom],
        "show": sorted(show, key=lambda state: int(state["l"])),
    }


def _keys(layer: Layer) -> dict[str, int]:
    return {feature.id: number for number, feature in enumerate(layer.features)}


def _state(
    entry: StepLayer, step: Step, layers: Mapping[str, Layer], language: str
) -> dict[str, Any]:
    """What differs from a layer that is shown whole and plain."""
    keys = _keys(layers[entry.layer])
    only = None if entry.only is None else sorted(keys[key] for key in entry.only if key in keys)
    skip = _doubles(entry, step, layers) if entry.only is None else []
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
            "only": sorted(keys[key] for key in entry.mark.only if key in keys),
            "style": given(entry.mark.style),
            "legend": pick(entry.mark.legend, language),
        },
    }
    return {key: value for key, value in parts.items() if value is not None}


def _doubles(entry: StepLayer, step: Step, layers: Mapping[str, Layer]) -> list[int]:
    """The points of a layer that stand where a named place of the step stands already.

    A context layer of towns and the step's own places often hold the same town.
    """
    named = [
        feature.bounds
        for other in step.layers
        if other.only is not None and other.layer != entry.layer
        for feature in layers[other.layer].features
        if feature.id in other.only and feature.kind == "point"
    ]
    return [
        number
        for number, feature in enumerate(layers[entry.layer].features)
        if feature.kind == "point" and any(_is_near(feature.bounds, box) for box in named)
    ]


def _is_near(a: Bounds, b: Bounds, degrees: float = 0.13) -> bool:
    east = (a.west - b.west + 180) % 360 - 180
    squeeze = max(0.05, math.cos(math.radians(a.south)))
    return math.hypot(east * squeeze, a.south - b.south) < degrees


def given(style: Style) -> dict[str, Any]:
    """What a style says, and nothing of what it leaves open."""
    return style.model_dump(exclude_none=True)
