"""Make geometries drawable, and count what that took.

The order matters: two dimensions, degrees in range, cut at 180°, then valid; a shape that was made
valid before it was cut would fill the wrong side of the globe.
"""

import warnings
from dataclasses import dataclass
from typing import Any, Final

import antimeridian
import numpy as np
import shapely

KINDS: Final = {
    "Point": "point", "MultiPoint": "point",
    "LineString": "line", "MultiLineString": "line", "LinearRing": "line",
    "Polygon": "area", "MultiPolygon": "area",
}  # fmt: skip


@dataclass(frozen=True)
class Cleaned:
    """One kind of geometry of one feature, drawable; and whether it had to be repaired or cut."""

    kind: str
    geometry: Any
    repaired: bool = False
    cut: bool = False
    doubtful: bool = False


def clean(geometry: Any) -> list[Cleaned]:
    """What can be drawn of a geometry in degrees, one entry for each kind; empty when nothing."""
    if geometry is None or geometry.is_empty:
        return []
    flat = shapely.force_2d(geometry)
    by_kind: dict[str, list[Any]] = {}
    for part in _simple_parts(flat):
        by_kind.setdefault(KINDS[part.geom_type], []).append(part)
    result = []
    for kind, parts in by_kind.items():
        cleaned = _CLEANERS[kind](parts)
        if cleaned is not None and not cleaned.geometry.is_empty:
            result.append(cleaned)
    return result


def _simple_parts(geometry: Any) -> list[Any]:
    parts: list[Any] = []
    for part in shapely.get_parts(geometry):
        if part.is_empty:
            continue
        if part.geom_type in {
            "GeometryCollection",
            "MultiPolygon",
            "MultiPoint",
            "MultiLineString",
        }:
            parts.extend(_simple_parts(part))
        else:
            parts.append(part)
    return parts


def _points(parts: list[Any]) -> Cleaned:
    xy = np.array([part.coords[0] for part in parts])
    xy[:, 0] = (xy[:, 0] + 180) % 360 - 180
    return Cleaned("point", shapely.MultiPoint(xy))


def _lines(parts: list[Any]) -> Cleaned | None:
    kept = [part for part in parts if part.length > 0]
    return Cleaned("line", shapely.MultiLineString(kept)) if kept else None


def _areas(parts: list[Any]) -> Cleaned | None:
    pieces: list[Any] = []
    repaired = cut = doubtful = False
    for part in parts:
        whole = part
        if _needs_cut(part):
            whole, cut = _cut(part), True
        if not whole.is_valid:
            mended = _polygons(shapely.make_valid(whole, method="structure", keep_collapsed=False))
            repaired = True
            if whole.area > 0 and not 0.98 <= mended.area / whole.area <= 1.02:
                doubtful = True
            whole = mended
        pieces.extend(_simple_parts(whole))
    pieces = [piece for piece in pieces if piece.geom_type == "Polygon" and piece.area > 0]
    if not pieces:
        return None
    merged = shapely.MultiPolygon(pieces)
    if not merged.is_valid:
        merged = _polygons(shapely.union_all(pieces))
        repaired = True
    return Cleaned("area", shapely.orient_polygons(merged), repaired, cut, doubtful)


def _polygons(geometry: Any) -> Any:
    return shapely.MultiPolygon(
        [part for part in _simple_parts(geometry) if part.geom_type == "Polygon"]
    )


def _needs_cut(polygon: Any) -> bool:
    west, _, east, _ = polygon.bounds
    if west < -180 or east > 180:
        return True
    if east - west <= 180:
        return False
    rings = [polygon.exterior, *polygon.interiors]
    return any(_jumps(np.asarray(ring.coords)[:, 0]) for ring in rings)


def _jumps(lon: Any) -> bool:
    # a ring that was cut runs down ±180 itself; any other step of more than half the globe crosses
    return bool((np.abs(np.diff(lon)) > 180).any()) and not _follows_pole(lon)


def _follows_pole(lon: Any) -> bool:
    steps = np.abs(np.diff(lon))
    return bool(np.isclose(steps[steps > 180], 360).all())


def _cut(polygon: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # winding is put right afterwards, for every polygon
        return antimeridian.fix_polygon(polygon, fix_winding=False, great_circle=False)


_CLEANERS: Final = {"point": _points, "line": _lines, "area": _areas}
