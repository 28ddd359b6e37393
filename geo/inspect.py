"""What is in a file, before it becomes a layer: for a person who wants to know what they have."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyproj
import shapely

from geo.bounds import Bounds
from geo.boxes import around
from geo.clean import ORDER
from geo.decimals import decimal_marks
from geo.drawn import Drawn
from geo.errors import ChoiceError
from geo.layer import drawn_from, marks_of
from geo.places import is_place
from geo.project import to_degrees
from geo.read import read
from geo.report import Report, account
from geo.source import Source, selected
from geo.spec import LayerSpec

EXAMPLES: Final = 3


@dataclass(frozen=True)
class LayerInside:
    """One layer of a file that may hold several: its name and how many features it has."""

    name: str
    features: int


@dataclass(frozen=True)
class Column:
    """One field: its type, how many features have a value in it, and some of the values.

    `type` is "text", "number", "yes or no", "list", "object", "mixed" or "empty". `lowest` and
    `highest` are those of numbers, None for anything else; `distinct` counts different values.
    `marks` are the decimal signs that would make numbers of its texts, two where it is not clear.
    """

    name: str
    type: str
    filled: int
    distinct: int
    lowest: float | None
    highest: float | None
    examples: tuple[Any, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What a file holds, and what preparing it would do.

    When the file has several layers and the spec names none, only `format` and `layers` are told:
    `layer` is None and `report` is None. `crs` is a name such as "EPSG:4326"; `bounds` are in
    degrees, None when nothing can be drawn; `kinds` counts drawn features by kind ("point",
    "line", "area").
    """

    format: str
    layers: tuple[LayerInside, ...]
    layer: str | None = None
    crs: str | None = None
    bounds: Bounds | None = None
    kinds: Mapping[str, int] | None = None
    columns: tuple[Column, ...] = ()
    report: Report | None = None


@np.errstate(all="ignore")  # as in geo.layer
def inspect(spec: LayerSpec) -> Inspection:
    """Look into a file as `prepare` would, up to the repairs and without simplifying.

    Raises what `prepare` raises, except that several layers and nothing to draw are no mistakes.
    """
    try:
        source = to_degrees(selected(read(spec), spec), spec)
    except ChoiceError as choice:
        return Inspection(choice.format, _inside(choice.layers))
    drawn = drawn_from(source, spec, is_packed=False)
    return Inspection(
        format=source.format,
        layers=_inside(source.layers),
        layer=source.layer,
        crs=_crs_name(source.crs),
        bounds=around(drawn.boxes) if len(drawn.owner) else None,
        kinds=Counter(drawn.kind),
        columns=columns_of(source.rows),
        report=_report(source, drawn, spec),
    )


def kinds_in(spec: LayerSpec) -> frozenset[str]:
    """Which kinds of features a file holds, with no look at whether they can be drawn.

    Raises what reading raises.
    """
    dimensions = shapely.get_dimensions(read(spec).geometries)
    return frozenset(ORDER[dimension] for dimension in set(dimensions.tolist()) if dimension >= 0)


def _inside(layers: Mapping[str, int]) -> tuple[LayerInside, ...]:
    return tuple(LayerInside(name, count) for name, count in layers.items())


def columns_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The fields of rows of properties, in the order in which they turn up."""
    # one pass: every row may have fields of its own, and a table of them would never end
    filled: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            values = filled.setdefault(name, [])
            if value is not None and value != "":
                values.append(value)
    return tuple(_column(name, values) for name, values in filled.items())


def _column(name: str, values: Sequence[Any]) -> Column:
    types = {_TYPES.get(type(value), "text") for value in values}
    numbers = values if types == {"number"} else []
    different = dict.fromkeys(str(value) for value in values)
    texts = [value for value in values if isinstance(value, str)]
    shown = {str(value): value for value in reversed(values)}
    return Column(
        name=name,
        type=next(iter(types)) if len(types) == 1 else "mixed" if types else "empty",
        filled=len(values),
        distinct=len(different),
        lowest=min(numbers, default=None),
        highest=max(numbers, default=None),
        examples=tuple(shown[text] for text in list(different)[:EXAMPLES]),
        marks=decimal_marks(texts) if types <= {"text", "number"} and not is_place(name) else (),
    )


def _report(source: Source, drawn: Drawn, spec: LayerSpec) -> Report:
    return account(
        spec.name,
        marks_of(source, drawn),
        read=source.count,
        lost=source.lost,
        filtered=source.filtered,
        vertices=drawn.vertices,
        notes=source.notes,
        facts=source.facts,
    )


def _crs_name(crs: pyproj.CRS) -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.name)


_TYPES: Final = {
    bool: "yes or no",
    int: "number",
    float: "number",
    list: "list",
    dict: "object",
}
