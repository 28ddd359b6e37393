"""Points that stand on the map for the sake of a name alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from story.config import Story
from story.scene import Scene


def carries_names(
    story: Story, scene: Scene, states: Sequence[Mapping[str, Any]], state: Mapping[str, Any]
) -> bool:
    """Whether a layer only writes beside points what areas of the step are called.

    Its points tell nothing else: no size, no class, no popup. The areas are told as such.
    """
    layer = scene.layers[state["l"]]
    config = story.layers[layer["name"]].config
    if config.sized or config.by or config.popup or _kinds(layer) != {"point"}:
        return False
    some = range(len(layer["features"])) if state.get("only") is None else state["only"]
    named = {_called(layer["features"][n]) for n in some}
    areas = (scene.layers[other["l"]] for other in states)
    return named <= {
        _called(feature) for area in areas if "area" in _kinds(area) for feature in area["features"]
    }


def _kinds(layer: Mapping[str, Any]) -> set[str]:
    return {style["kind"] for style in layer["styles"]}


def _called(feature: Sequence[Any]) -> tuple[str, str]:
    return str(feature[0]), str(feature[2] or "")
