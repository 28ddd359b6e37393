"""What a file holds, before anything is reprojected, repaired or left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.report import Marks
from geo.spec import LayerSpec


@dataclass(frozen=True)
class Source:
    """The features of one layer of a file, in the CRS of the file.

    `geometries` are in two dimensions, None where there is none; `rows` are their properties, `ids`
    what the file calls them (None where it does not) and `numbers` their places in the file, from
    1. `count` is how many features the file says it holds, by a count that does not come from the
    reader. `marks` and `notes` tell what was done to read them.
    """

    geometries: npt.NDArray[np.object_]
    rows: Sequence[Mapping[str, Any]]
    ids: Sequence[object]
    numbers: npt.NDArray[np.int64]
    crs: Any
    """anything that pyproj knows; None when the file does not say"""
    count: int
    format: str
    layer: str | None = None
    layers: Mapping[str, int] = field(default_factory=dict)
    """all layers of the file by name, with their features; 0 also where nobody counted"""
    marks: Marks = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    """what was done because the author said so: nothing to warn of"""
    filtered: int = 0

    @property
    def lost(self) -> int:
        """Features that the file holds and no reader found."""
        return self.count - len(self.rows) - self.filtered


def selected(source: Source, spec: LayerSpec) -> Source:
    """The source with the properties that the spec makes, and those features that it wants."""
    rows = source.rows
    if spec.transform is not None:
        rows = [spec.transform(row) for row in rows]
    if spec.select is None:
        return source if rows is source.rows else replace(source, rows=rows)
    wanted = np.array([bool(spec.select(row)) for row in rows], dtype=bool)
    left_out = set(source.numbers[~wanted].tolist())
    return replace(
        source,
        geometries=source.geometries[wanted],
        rows=_kept(rows, wanted),
        ids=_kept(source.ids, wanted),
        numbers=source.numbers[wanted],
        marks={
            what: [n for n in found if n not in left_out] for what, found in source.marks.items()
        },
        filtered=len(left_out),
    )


def _kept(values: Sequence[Any], wanted: npt.NDArray[np.bool_]) -> list[Any]:
    return [value for value, keep in zip(values, wanted, strict=True) if keep]
