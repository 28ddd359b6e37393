"""The boxes of what is drawn, the shorter way round the globe."""

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.bounds import Bounds
from geo.shapes import Objects
from geo.spread import great_circle

_SHORT: Final = 0.2
"""an edge of fewer degrees runs along the great circle and along the straight line alike"""


def bounds_of(geometries: Objects) -> list[Bounds]:
    """The box of each geometry as drawn; parts on both sides of 180° are taken together across it.

    Lines follow great circles, which reach further north or south than their ends.
    """
    boxes = shapely.bounds(geometries)
    plain = (boxes[:, 2] - boxes[:, 0] <= 180) & ~_bent(geometries)
    return [
        Bounds(*box) if ok else _slow(geometry)
        for geometry, box, ok in zip(geometries, boxes.tolist(), plain.tolist(), strict=True)
    ]


def around(boxes: npt.NDArray[np.float64]) -> Bounds:
    """The smallest box round boxes, which are rows of west, south, east and north."""
    west, south, east, north = boxes.T
    low, high = float(south.min()), float(north.max())
    if east.max() - west.min() <= 180:
        return Bounds(float(west.min()), low, float(east.max()), high)
    if (east - west).max() >= 360:
        return Bounds(-180.0, low, 180.0, high)
    # the complement of the widest gap between them
    turn = 360 * np.floor((west + 180) / 360)
    order = np.argsort(west - turn, kind="stable")
    begins, ends = (west - turn)[order], np.maximum.accumulate((east - turn)[order])
    gaps = np.append(begins[1:] - ends[:-1], 0.0)
    # what reaches round the end of the row may close gaps at its beginning
    gaps[:-1] = np.minimum(gaps[:-1], begins[1:] - (ends[-1] - 360))
    gaps[-1] = begins[0] + 360 - ends[-1]
    at = int(np.argmax(gaps))
    if gaps[at] <= 0:
        return Bounds(-180.0, low, 180.0, high)
    first = float(begins[(at + 1) % len(begins)])
    last = float(ends[at] if at == len(begins) - 1 else max(ends[at] + 360, ends[-1]))
    return Bounds(first, low, last, high)


def _bent(geometries: Objects) -> npt.NDArray[np.bool_]:
    result = np.zeros(len(geometries), dtype=bool)
    lines = np.flatnonzero(shapely.get_dimensions(geometries) == 1)
    xy, index = shapely.get_coordinates(geometries[lines], return_index=True)
    if len(xy):
        long = (np.abs(np.diff(xy, axis=0)) > _SHORT).any(axis=1) & (index[1:] == index[:-1])
        result[lines[index[1:][long]]] = True
    return result


def _slow(geometry: Any) -> Bounds:
    return around(np.array([_part(part) for part in shapely.get_parts(geometry)]))


def _part(part: Any) -> Bounds:
    if part.geom_type != "LineString":
        return Bounds(*part.bounds)
    lon, lat = great_circle(np.asarray(part.coords)).T
    lon = np.unwrap(lon, period=360)
    west = float(lon.min())
    shift = 360 * math.floor((west + 180) / 360)
    return Bounds(west - shift, float(lat.min()), float(lon.max()) - shift, float(lat.max()))
