"""Curves in well-known text, as short straight lines: GEOS has none, so GDAL is asked."""

import csv
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from geo.columns import geometry_column
from geo.errors import ReadError
from geo.fence import fenced
from geo.shapes import Objects
from geo.spec import LayerSpec
from geo.wkb import shapes_of

_ARC: Final = re.compile(r"\bCIRCULARSTRING\b", re.IGNORECASE)
_CURVES: Final = re.compile(
    r"\b(?:CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE)\b", re.IGNORECASE
)


def may_bend(text: str) -> bool:
    """Whether well-known text is of a kind that may have curves, which GEOS does not read."""
    return _CURVES.search(text) is not None


def bends(text: str) -> bool:
    """Whether well-known text has a curve."""
    return _ARC.search(text) is not None


def straightened(texts: Sequence[str], spec: LayerSpec) -> Objects:
    """The geometries of texts that may have curves, None for what is no such text.

    Raises `ReadError` where GDAL cannot be asked at all.
    """
    nothing: Objects = np.full(len(texts), None, dtype=object)
    with tempfile.TemporaryDirectory(prefix="curves-") as scratch:
        path = Path(scratch) / "curves.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["WKT", "n"], *zip(texts, range(len(texts)), strict=True)])
        job: dict[str, Any] = {
            "do": "vector",
            "path": str(path),
            "format": "WKT",
            "layer": None,
            "encoding": None,
            "features": spec.limits.features,
        }
        try:
            _, table = fenced(job, spec)
        except ReadError as error:
            raise ReadError(f"{error} (its curves; write them as lines)") from None
    column = geometry_column(table) if table is not None else None
    if table is None or column is None or table.num_rows != len(texts):
        return nothing
    shapes, _ = shapes_of(table.column(column).to_numpy())
    return shapes
