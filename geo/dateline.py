"""Polygons that cross the line of 180° or hold a pole, cut so that a flat map can bear them.

A ring is first laid out flat without a jump, as far east or west as it takes. What comes back to
its start a whole turn further has gone round a pole, and is led there and back. Then the plane is
cut into strips of 360°, which are laid on each other. Lines are drawn on the globe, and need none
of it, but for one thing: an edge once round the globe would have no length there.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.mend import Mender, mended

Objects = npt.NDArray[np.object_]

NOISE: Final = 1e-6
"""degrees beyond 180 that come from rounding, not from the data"""
_TURN: Final = 359.99
"""an edge of so many degrees of longitude leads round the globe, not across 180°"""


def snapped(geometries: Objects) -> Objects:
    """The geometries with what is a hair beyond ±180 put on it."""
    west, _, east, _ = shapely.bounds(geometries).T
    near = ((west < -180) & (west >= -180 - NOISE)) | ((east > 180) & (east <= 180 + NOISE))
    if not near.any():
        return geometries
    result = geometries.copy()
    result[near] = shapely.transform(geometries[near], _without_noise)
    return result


def needs_cut(polygons: Objects) -> npt.NDArray[np.bool_]:
    """Which polygons leave the range of -180 to 180, or cross its ends without being cut there."""
    west, _, east, _ = shapely.bounds(polygons).T
    result: npt.NDArray[np.bool_] = (west < -180) | (east > 180)
    for i in np.flatnonzero(~result & (east - west > 180)):
        rings = [polygons[i].exterior, *polygons[i].interiors]
        result[i] = any(_jumps(np.asarray(ring.coords)).any() for ring in rings) or (
            east[i] - west[i] > _TURN and _is_cap(polygons[i])
        )
    return result


def cut(polygon: Any, mend: Mender = mended) -> Any:
    """The polygon laid out flat and cut at 180°, in one or several pieces, made valid."""
    is_cap = _is_cap(polygon)
    outline, *inner = [
        _sides(_laid_out(np.asarray(ring.coords), is_cap=is_cap), mend)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    whole, holes = outline[0], [sides[0] for sides in inner]
    if len(outline) > 1 and any(
        len(sides) > 1 and not whole.intersects(sides[0]) for sides in inner
    ):
        whole = outline[1]  # the hole lies round the other pole
    for hole in holes:
        for turn in (-360, 0, 360):
            whole = whole.difference(
                shapely.transform(hole, lambda xy, by=turn: np.add(xy, [by, 0]))
            )
    if whole.is_empty:
        return shapely.MultiPolygon()  # a ring that leads there and back, with nothing inside
    west, _, east, _ = whole.bounds
    pieces = []
    for turn in range(int((west + 180) // 360), int((east + 180) // 360) + 1):
        strip = shapely.box(-180 + 360 * turn, -90, 180 + 360 * turn, 90)
        piece = whole.intersection(strip)
        pieces.append(shapely.transform(piece, lambda xy, by=turn: np.subtract(xy, [360 * by, 0])))
    areas = [part for part in shapely.get_parts(pieces) if part.geom_type == "Polygon"]
    joined = shapely.multipolygons(areas)
    return joined if joined.is_valid else shapely.union_all(areas)


def round_turns(lines: Objects) -> Objects:
    """The lines, with vertices on the parallel where an edge leads once round the globe."""
    west, _, east, _ = shapely.bounds(lines).T
    result = lines
    for i in np.flatnonzero(east - west > _TURN):
        xy = np.asarray(lines[i].coords)
        if (np.abs(np.diff(xy[:, 0])) > _TURN).any():
            result = result.copy()
            result[i] = shapely.segmentize(lines[i], 1.0)
    return result


def _without_noise(xy: Any) -> Any:
    lon = np.where(np.abs(xy[:, 0]) <= 180 + NOISE, np.clip(xy[:, 0], -180, 180), xy[:, 0])
    return np.column_stack([lon, xy[:, 1]])


def _jumps(ring: Any) -> npt.NDArray[np.bool_]:
    # a ring that was cut runs down ±180 itself; any other step of more than half the globe crosses
    steps = np.abs(np.diff(ring[:, 0]))
    return np.asarray((steps > 180) & (steps < _TURN))


def _is_cap(polygon: Any) -> bool:
    """A ring once round the globe from -180 to 180: flat it has no inside, on the globe a pole."""
    ring = np.asarray(polygon.exterior.coords)
    steps = np.diff(ring[:, 0])
    turns = np.abs(steps) > _TURN
    return bool(turns.sum() == 1) and not polygon.is_valid


def _laid_out(ring: Any, *, is_cap: bool) -> Any:
    """The ring without a jump."""
    steps = np.diff(ring[:, 0])
    crosses = np.abs(steps) > 180 if is_cap else _jumps(ring)
    turns = np.where(crosses, -360 * np.sign(steps), 0.0)
    lon = ring[:, 0] + np.concatenate([[0.0], np.cumsum(turns)])
    return np.column_stack([lon, ring[:, 1]])


def _sides(path: Any, mend: Mender) -> list[Any]:
    """What a ring that was laid out has inside; round a pole both sides, the smaller first.

    Which side is meant the winding would tell, if writers of files agreed on it.
    """
    if abs(path[-1, 0] - path[0, 0]) < 1:
        return [_valid(path, mend)]
    ends = [[path[-1, 0], 90.0], [path[0, 0], 90.0]]
    sides = [_valid(np.vstack([path, np.multiply(ends, [1, pole])]), mend) for pole in (1, -1)]
    return sorted(sides, key=lambda side: float(side.area))


def _valid(path: Any, mend: Mender) -> Any:
    region = shapely.Polygon(path)
    if region.is_valid:
        return region
    return mend(np.array([region], dtype=object))[0]
