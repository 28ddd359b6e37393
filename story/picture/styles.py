"""Which features a step shows, and how: the twin of state.js."""

from collections.abc import Mapping
from typing import Any, Final

from story.picture.parts import Style

# what a template asks of every style
_UNSET: Final = dict.fromkeys(("color", "width", "dash", "casing", "fill"))


def chosen(layer: Mapping[str, Any], state: Mapping[str, Any]) -> set[int]:
    """The features that a step shows and that leave a mark."""
    only = state.get("only")
    numbers = set(range(len(layer["features"])) if only is None else only)
    numbers -= set(state.get("skip") or ())
    if layer["label"] not in {None, "none"} and not state.get("quiet"):
        return numbers
    marked = marked_in(state)
    drawn = {
        (number, is_marked): is_drawn(dressed(style, state, is_marked=is_marked))
        for number, style in enumerate(layer["styles"])
        for is_marked in ((False, True) if marked else (False,))
    }
    return {n for n in numbers if drawn[layer["features"][n][1], n in marked]}


def marked_in(state: Mapping[str, Any]) -> frozenset[int]:
    """The features that a step sets apart from the rest of their layer."""
    return frozenset(state["mark"]["only"] if state.get("mark") else ())


def is_drawn(style: Style) -> bool:
    """Whether anything of a style is to be seen."""
    if style["kind"] == "point":
        return style.get("marker") != "none"
    filled = style.get("fill") and style.get("fill_opacity", 1) > 0
    hatched = style.get("hatch", "none") != "none"
    area = style["kind"] == "area" and (filled or hatched)
    return bool(area or (style.get("color") and style.get("width")))


def dressed(style: Style, state: Mapping[str, Any], *, is_marked: bool = False) -> dict[str, Any]:
    """A style as the step asks for it; emphasis and marks are the same as in state.js."""
    result = {**_UNSET, "fill_opacity": 1, **style, **(state.get("style") or {})}
    if state.get("emphasis"):
        for key, factor in {"width": 1.5, "size": 1.25}.items():
            if result.get(key):
                result[key] = round(result[key] * factor, 2)
        result["fill_opacity"] = min(1, round(result["fill_opacity"] * 1.6, 3))
    if is_marked:
        own = state["mark"]["style"]
        result |= ({"fill_opacity": 1} if own.get("fill") else {}) | own
    return result
