"""The styles of a layer, numbered, and its legend: what the browser needs and nothing to guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from story.look.classes import NO_DATA, PLAIN, Class, Classes, Wrong, classes_of
from story.look.sizes import Sizes, sizes_of
from story.model import LayerConfig, Style
from story.names import pick
from story.states import given

_DEFAULTS: Final[dict[str, Style]] = {
    "point": Style(color="#8a2d3b", fill="#ffffff", marker="dot", size=9, width=1.6),
    "line": Style(color="#8a2d3b", width=2, casing="#ffffff"),
    "area": Style(color="#8a6d3b", width=0.8, fill="#d9b872", fill_opacity=0.55),
}
_NO_DATA: Final[dict[str, Style]] = {
    "point": Style(color="#8c897f", fill="#f0eee8"),
    "line": Style(color="#a9a69c"),
    "area": Style(fill="#d5d3cc"),
}
# without a number for its size: small, and hollow
_NO_SIZE: Final[dict[str, Style]] = {
    "point": Style(fill="#ffffff", size=5),
    "line": Style(width=1, dash=[3, 3]),
    "area": Style(),
}
_CLASS_OPACITY: Final = 0.85
"""of areas with a colour by class, whose shades must be told apart"""

Row: TypeAlias = tuple[int | None, str, tuple[int, ...]]
"""A line of the legend: the style of its sample (None for a heading), its text, and the styles of
the features it speaks of: it is shown when one of them is in view"""


@dataclass(frozen=True)
class Look:
    """A layer's styles as plain values; the style of each feature; the legend in its order."""

    styles: tuple[dict[str, Any], ...]
    of: tuple[int, ...]
    legend: tuple[Row, ...]
    counts: Mapping[str, int]
    notes: tuple[str, ...]


def look_of(
    config: LayerConfig,
    rows: Sequence[Mapping[str, Any]],
    kinds: Sequence[str],
    language: str,
    wrong: Wrong,
) -> Look:
    """The look of a layer whose features have these properties and kinds."""
    classes = classes_of(config, rows, language, wrong)
    sizes = sizes_of(config, rows, kinds, language, wrong)
    numbers: dict[tuple[str, str, float | None], int] = {}
    of = tuple(
        numbers.setdefault(key, len(numbers))
        for key in zip(kinds, classes.of, sizes.of, strict=True)
    )
    styles = [_style(config, classes, *key) for key in numbers]
    legend = _legend(config, classes, sizes, numbers, styles, language=language)
    return Look(tuple(styles), of, tuple(legend), classes.counts(), classes.notes)


def _style(
    config: LayerConfig, classes: Classes, kind: str, name: str, size: float | None
) -> dict[str, Any]:
    style = _merged(_DEFAULTS[kind], config.style)
    entry = classes.known.get(name, Class())
    if name == NO_DATA:
        style = style.model_copy(update=given(_NO_DATA[kind]))
    elif entry.colour:
        style = style.model_copy(update=_coloured(config.style, kind, entry.colour))
    style = style.model_copy(update=given(entry.style))
    if size is not None:
        style = style.model_copy(update={"width" if kind == "line" else "size": size})
    elif config.sized and name != NO_DATA:
        style = style.model_copy(update=given(_NO_SIZE[kind]))
    said = given(style)
    # a colour that was asked for is seen; a hatched area has it in its pattern
    hatched = said.get("hatch", "none") != "none"
    if "color" in said and "width" not in said and kind != "point" and not hatched:
        said["width"] = _DEFAULTS[kind].width
    return {"kind": kind} | said


def _merged(default: Style, own: Style) -> Style:
    """A style that names no colour of its own gets the default one; any other stands alone."""
    said = given(own)
    if not said.keys() & {"color", "fill"}:
        return default.model_copy(update=said)
    return Style.model_validate(said)


def _coloured(own: Style, kind: str, colour: str) -> dict[str, Any]:
    """A class's colour where it shows: along lines, inside areas and symbols."""
    if kind == "line":
        return {"color": colour}
    if kind == "point":
        # a symbol without an inside is all outline
        return {"fill": colour, "color": own.color or _darker(colour)}
    opacity = _CLASS_OPACITY if own.fill_opacity is None else own.fill_opacity
    return {"fill": colour, "fill_opacity": opacity}


def _darker(colour: str) -> str:
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(part * 0.62):02x}" for part in parts)


def _legend(
    config: LayerConfig,
    classes: Classes,
    sizes: Sizes,
    numbers: Mapping[tuple[str, str, float | None], int],
    styles: list[dict[str, Any]],
    *,
    language: str,
) -> list[Row]:
    """The lines of the legend; a sample that no feature looks like is added to `styles`."""
    everything = tuple(numbers.values())
    title = pick(config.legend, language)
    # a title stands above classes that have texts, and beside the sample of a layer that has none
    above = any(entry.legend for entry in classes.known.values())
    rows: list[Row] = [(None, title, everything)] if title and above else []
    known = classes.known if above else {next(iter(classes.of), PLAIN): Class(title)}
    for name, entry in known.items():
        for kind in dict.fromkeys(key[0] for key in numbers):
            like = (kind, name) if above else (kind,)
            members = tuple(n for key, n in numbers.items() if key[: len(like)] == like)
            shown = everything if classes.whole else members
            if entry.legend and shown:
                sample = None if config.sized else numbers.get((kind, name, None))
                if sample is None:  # no feature looks so: they have sizes, or are elsewhere
                    sample = len(styles)
                    unsized = config.model_copy(update={"sized": None})
                    styles.append(_style(unsized, classes, kind, name, None))
                rows.append((sample, entry.legend, shown))
    return rows + _size_rows(config, sizes, numbers, styles)


def _size_rows(
    config: LayerConfig,
    sizes: Sizes,
    numbers: Mapping[tuple[str, str, float | None], int],
    styles: list[dict[str, Any]],
) -> list[Row]:
    """A heading and a few sizes, hollow, so that they speak of no class."""
    if not sizes.samples:
        return []
    everything = tuple(numbers.values())
    kind = next(key[0] for key in numbers)
    ink = given(_merged(_DEFAULTS[kind], config.style))
    rows: list[Row] = [(None, sizes.heading, everything)]
    for size, text in sizes.samples:
        key = "width" if kind == "line" else "size"
        rows.append((len(styles), text, everything))
        styles.append(ink | {"kind": kind, key: size, "sized": True})
    return rows
