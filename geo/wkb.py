"""Geometries from WKB, also of the kinds that GEOS does not read: surfaces of triangles or faces.

Format: OGC 06-103r4, section 8.2. A TIN and a PolyhedralSurface are written like a MultiPolygon,
a Triangle like a Polygon: only the numbers of their types differ.
"""

import struct
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.report import BROKEN, CLOSED, FLATTENED, MEASURED
from geo.shapes import Objects

_FLAGS: Final = 0xE0000000
"""PostGIS marks heights, measures and an SRID with the highest bits of the type"""
_AS: Final = {15: 6, 16: 6, 17: 3}


def shapes_of(values: Objects) -> tuple[Objects, dict[str, list[int]]]:
    """The geometries of WKB values in two dimensions, and the numbers (from 1) of those marked."""
    shapes = shapely.from_wkb(values, on_invalid="ignore")
    given = np.array([bool(value) for value in values], dtype=bool)  # b"" is FlatGeobuf's null
    missing = np.flatnonzero(given & (shapes == None))  # noqa: E711 - element by element
    closed, broken = [], []
    for i in missing:
        shapes[i] = shapely.from_wkb(_plain(bytes(values[i])), on_invalid="ignore")
        if shapes[i] is None:
            shapes[i] = shapely.from_wkb(_plain(bytes(values[i])), on_invalid="fix")
            closed.append(shapes[i] is not None)
            broken.append(shapes[i] is None)
        else:
            closed.append(False)
            broken.append(False)
    shapes, marks = flat(shapes)
    marks[CLOSED] = (missing[closed] + 1).tolist()
    marks[BROKEN] = sorted({*marks.get(BROKEN, []), *(missing[broken] + 1).tolist()})
    return shapes, marks


def flat(shapes: Objects) -> tuple[Objects, dict[str, list[int]]]:
    """The geometries in two dimensions, and the numbers (from 1) of those that had more.

    Those with numbers that are not finite become None, and are marked as broken.
    """
    finite = _finite(shapes)
    marks = {FLATTENED: shapely.has_z(shapes), MEASURED: shapely.has_m(shapes), BROKEN: ~finite}
    whole = shapes.copy()
    whole[~finite] = None
    numbers = {what: (np.flatnonzero(which) + 1).tolist() for what, which in marks.items()}
    return shapely.force_2d(whole), numbers


def _finite(shapes: Objects) -> npt.NDArray[np.bool_]:
    """Which geometries have numbers only; "POINT (NaN NaN)" is how some write an empty one."""
    xy, index = shapely.get_coordinates(shapes, return_index=True)
    result = np.ones(len(shapes), dtype=bool)
    result[index[~np.isfinite(xy).all(axis=1)]] = False
    return result


def _plain(value: bytes) -> bytes:
    """The same geometry under the numbers of types that GEOS knows; what is broken stays so."""
    out = bytearray(value)
    try:
        _rename(out, 0, 0)
    except (struct.error, IndexError):
        return value
    return bytes(out)


def _rename(out: bytearray, at: int, depth: int) -> int:
    """Rename the geometry that begins at a byte, and those in it; return where it ends."""
    if depth > 20:
        raise IndexError
    order = "<" if out[at] else ">"
    (code,) = struct.unpack_from(order + "I", out, at + 1)
    flags, iso = code & _FLAGS, code & ~_FLAGS
    kind, dimensions = iso % 1000, 2 + (iso // 1000 in {1, 3}) + (iso // 1000 in {2, 3})
    dimensions += bool(flags & 0x80000000) + bool(flags & 0x40000000)
    struct.pack_into(order + "I", out, at + 1, flags | (iso - kind + _AS.get(kind, kind)))
    at += 9 if flags & 0x20000000 else 5
    if kind == 1:
        return at + 8 * dimensions
    (count,) = struct.unpack_from(order + "I", out, at)
    at += 4
    if kind == 2:
        return at + 8 * dimensions * int(count)
    for _ in _bounded(count, len(out)):
        if kind in {3, 17}:
            (points,) = struct.unpack_from(order + "I", out, at)
            at += 4 + 8 * dimensions * int(points)
        else:
            at = _rename(out, at, depth + 1)
    return at


def _bounded(count: int, size: int) -> Iterable[int]:
    if count > size:
        raise IndexError
    return range(count)
