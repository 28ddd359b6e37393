"""Geometry that the layers share: planes, simplification, circles, great circles.

Everything goes in and comes out in degrees, longitude first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

EARTH_M = 6_371_007.2  # radius of the sphere with the area of WGS 84
GEOD = Geod(ellps="WGS84")
Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def parts(geometry: BaseGeometry, kind: str) -> list[BaseGeometry]:
    """All simple parts of one kind ("Polygon", "LineString"), nested ones too."""
    found: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == kind:
            found.append(part)
        elif hasattr(part, "geoms"):
            found += parts(part, kind)
    return [part for part in found if not part.is_empty]


def only(kind: str, geometry: BaseGeometry) -> BaseGeometry:
    """The geometry without anything that is not of the kind "Polygon" or "LineString"."""
    many = MultiPolygon if kind == "Polygon" else MultiLineString
    result: BaseGeometry = many(parts(geometry, kind))
    return result


def valid(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, repaired."""
    return only("Polygon", shapely.make_valid(geometry))


def union(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """The polygons of all geometries as one."""
    return only("Polygon", shapely.union_all(list(geometries)))


def equal_area(geometry: BaseGeometry) -> BaseGeometry:
    """Degrees to metres on a cylinder that keeps areas everywhere; ±180° are its edges."""

    def forward(lonlat: Array) -> Array:
        lon, lat = np.radians(lonlat).T
        return np.column_stack((EARTH_M * lon, EARTH_M * np.sin(lat)))

    return shapely.transform(geometry, forward)


def degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Back from `equal_area`."""

    def backward(metres: Array) -> Array:
        x, y = (metres / EARTH_M).T
        lonlat: Array = np.degrees(np.column_stack((x, np.arcsin(np.clip(y, -1, 1)))))
        return lonlat

    return shapely.transform(geometry, backward)


def area_km2(geometry: BaseGeometry) -> float:
    """Area on the sphere."""
    return float(equal_area(geometry).area) / 1e6


def without_specks(geometry: BaseGeometry, *, least_km2: float) -> BaseGeometry:
    """The polygons and holes of at least this area; the largest polygon always stays."""
    polygons = sorted(parts(geometry, "Polygon"), key=area_km2, reverse=True)
    kept = [polygon for polygon in polygons[1:] if area_km2(polygon) >= least_km2]
    kept = [_without_small_holes(polygon, least_km2) for polygon in polygons[:1] + kept]
    return MultiPolygon(kept)


def _without_small_holes(polygon: Polygon, least_km2: float) -> Polygon:
    holes = [hole for hole in polygon.interiors if area_km2(Polygon(hole)) >= least_km2]
    return Polygon(polygon.exterior, holes)


def cut_at_180(geometry: BaseGeometry) -> BaseGeometry:
    """Polygons whose rings run across ±180°, cut there; the planar ones unchanged."""
    return union(_cut(polygon) for polygon in parts(geometry, "Polygon"))


def _cut(polygon: Polygon) -> BaseGeometry:
    exterior = _unrolled(polygon.exterior)
    if not any(_jumps(ring) for ring in (polygon.exterior, *polygon.interiors)):
        return valid(polygon)
    whole = valid(Polygon(exterior))
    for hole in polygon.interiors:
        whole = whole.difference(_sheet(valid(Polygon(_unrolled(hole)))))
    return _sheet(whole)


def _jumps(ring: LineString) -> bool:
    return bool((np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])) > 180).any())


def _unrolled(ring: LineString) -> Array:
    xy: Array = shapely.get_coordinates(ring)
    lon = np.unwrap(xy[:, 0], period=360)
    line: Array = np.column_stack((lon, xy[:, 1]))
    if abs(lon[-1] - lon[0]) > 180:  # the ring goes round a pole: close it there
        pole = 90.0 if xy[:, 1].mean() > 0 else -90.0
        line = np.vstack((line, [[lon[-1], pole], [lon[0], pole]]))
    return line


def _sheet(geometry: BaseGeometry) -> BaseGeometry:
    """What lies on the sheets beside -180…180, moved there."""
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        piece = shapely.intersection(geometry, box(turn - 180, -90, turn + 180, 90))
        pieces.append(shapely.transform(piece, lambda xy, turn=turn: xy - [turn, 0.0]))
    return union(pieces)


def simplify_line(line: BaseGeometry, *, tolerance_m: float) -> BaseGeometry:
    """Drop vertices that move a line less than `tolerance_m`; its parts keep their ends."""
    scale = np.array([np.cos(np.radians(shapely.get_coordinates(line)[:, 1].mean())), 1.0])
    plane = shapely.transform(line, lambda xy: xy * scale)
    plane = shapely.simplify(plane, tolerance_m / 111_195)
    return shapely.transform(plane, lambda xy: xy / scale)


def length_km(line: BaseGeometry) -> float:
    """Geodesic length, WGS 84."""
    return float(GEOD.geometry_length(line)) / 1000


def circle(center: Point, *, radius_km: float, points: int = 72) -> Polygon:
    """A geodesic circle."""
    turns = np.linspace(0, 360, points, endpoint=False)
    ring = [GEOD.fwd(center.x, center.y, float(turn), radius_km * 1000)[:2] for turn in turns]
    return Polygon(ring)


def great_circle(waypoints: Sequence[tuple[float, float]], *, step_deg: float) -> LineString:
    """The way through the points along great circles, no leg longer than `step_deg`.

    Longitudes run on past ±180°: `cut_line_at_180` brings them back.
    """
    way = [waypoints[0]]
    for start, end in pairwise(waypoints):
        metres = GEOD.inv(*start, *end)[2]
        count = max(0, int(np.ceil(metres / 111_195 / step_deg)) - 1)
        way += [*GEOD.npts(*start, *end, count), end] if count else [end]
    lon = np.unwrap([point[0] for point in way], period=360)
    return LineString(np.column_stack((lon, [point[1] for point in way])))


def cut_line_at_180(line: LineString) -> BaseGeometry:
    """A line whose longitudes run on past ±180°, as parts within -180…180."""
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        piece = shapely.intersection(line, box(turn - 180, -90, turn + 180, 90))
        pieces += [
            shapely.transform(part, lambda xy, turn=turn: xy - [turn, 0.0])
            for part in parts(piece, "LineString")
        ]
    return pieces[0] if len(pieces) == 1 else MultiLineString(pieces)
