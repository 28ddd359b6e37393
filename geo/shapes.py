"""Geometries of GeoJSON as shapely has them, and what had to be done to each on the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import shapely


@dataclass(frozen=True)
class Shaped:
    """A geometry in two dimensions, or None where there is nothing to draw.

    `flattened`: it had heights, which were left out. `closed`: a ring was open. `pruned`: a part
    had too few positions to be drawn and was left out.
    """

    geometry: Any
    flattened: bool = False
    closed: bool = False
    pruned: bool = False


def shaped(geometry: dict[str, Any] | None) -> Shaped:
    """The shape of a geometry object that `geo.geojson` has found sound."""
    if geometry is None:
        return Shaped(None)
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return _together([shaped(part) for part in geometry["geometries"]])
    return _BUILDERS[kind](geometry["coordinates"])


def _together(parts: Iterable[Shaped]) -> Shaped:
    every = list(parts)
    found = [part.geometry for part in every if part.geometry is not None]
    return Shaped(
        shapely.GeometryCollection(found) if found else None,
        flattened=any(part.flattened for part in every),
        closed=any(part.closed for part in every),
        pruned=any(part.pruned for part in every),
    )


def _flat(positions: list[list[float]]) -> tuple[list[list[float]], bool]:
    return [position[:2] for position in positions], any(len(p) > 2 for p in positions)


def _point(position: list[float]) -> Shaped:
    if not position:
        return Shaped(None)
    return Shaped(shapely.Point(position[:2]), flattened=len(position) > 2)


def _line(positions: list[list[float]]) -> Shaped:
    flat, flattened = _flat(positions)
    if len(flat) < 2:
        return Shaped(None, pruned=bool(flat))
    return Shaped(shapely.LineString(flat), flattened=flattened)


def _polygon(rings: list[list[list[float]]]) -> Shaped:
    flattened = closed = pruned = False
    kept: list[list[list[float]]] = []
    for number, ring in enumerate(rings):
        flat, high = _flat(ring)
        flattened = flattened or high
        if len(flat) > 2 and flat[0] != flat[-1]:
            # GEOS refuses an open ring, and what is meant is plain
            flat.append(flat[0])
            closed = True
        if len(flat) > 3:
            kept.append(flat)
            continue
        pruned = pruned or bool(flat)
        if number == 0:  # without its outline a polygon is nothing
            return Shaped(None, flattened, closed, pruned)
    if not kept:
        return Shaped(None)
    return Shaped(shapely.Polygon(kept[0], kept[1:]), flattened, closed, pruned)


_BUILDERS: dict[str, Callable[[Any], Shaped]] = {
    "Point": _point,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": lambda parts: _together(map(_point, parts)),
    "MultiLineString": lambda parts: _together(map(_line, parts)),
    "MultiPolygon": lambda parts: _together(map(_polygon, parts)),
}
