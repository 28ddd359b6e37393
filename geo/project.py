"""Reprojection to degrees, and the plane in which a layer is simplified."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError

from geo.crs import crs_of, is_undefined, name_of
from geo.errors import CRSError
from geo.report import NAMED, NOWHERE
from geo.shapes import Objects
from geo.source import Source
from geo.spec import LayerSpec

EARTH_RADIUS_M: Final = 6_371_000.0
METRES_PER_DEGREE: Final = 111_195.0
"""one degree of a great circle on a sphere of 6,371 km"""
_DEGREES: Final = pyproj.CRS("OGC:CRS84")
_FAR: Final = 20
"""degrees from 0, 0 beyond which a layer is of another part of the world"""
_FARTHEST_M: Final = 1e8
"""metres from the origin of any CRS: the zones of Gauss and Krüger begin at up to 6e7"""


def to_degrees(source: Source, spec: LayerSpec) -> Source:
    """The source in longitude and latitude. Raises `CRSError` when that makes no sense."""
    given = spec.crs or source.crs
    bounds = _bounds(source.geometries)
    if given is None or is_undefined(given):
        if not _in_range(bounds):
            raise CRSError(
                f"{spec.source}: has no CRS and its numbers are not degrees ({_shown(bounds)}); "
                'say which with "crs: EPSG:…"'
            )
        return _placed(source, source.geometries, bounds, _DEGREES)
    crs = crs_of(given, spec)
    if not (crs.is_geographic or crs.is_projected):
        raise CRSError(
            f"{spec.source}: its CRS, {name_of(crs)}, is not one of places on a map; "
            'name its real CRS with "crs: EPSG:…"'
        )
    told = spec.crs is not None  # an author who names it is believed
    if not told and crs.is_projected and not _is_empty(bounds) and _looks_like_degrees(bounds):
        name = name_of(crs)
        raise CRSError(
            f"{spec.source}: its CRS is {name}, in {_unit(crs)}, but its numbers "
            f'({_shown(bounds)}) look like degrees; say "crs: EPSG:4326" if they are, or '
            f'"crs: {name}" if not'
        )
    if told and crs.is_projected and not _is_empty(bounds) and _looks_like_degrees(bounds):
        what = f"its numbers ({_shown(bounds)}) were read as {_unit(crs)}, as its 'crs' says"
        note = f"{what}; if they are degrees, take that line away"
        source = replace(source, notes=(*source.notes, note))
    geometries = source.geometries
    if not crs.is_geographic or not crs.equals(_DEGREES, ignore_axis_order=True):
        geometries = _reprojected(geometries, crs, spec)
        bounds = _bounds(geometries)
    if not _in_range(bounds):
        strays = _strays(source, geometries)
        what = strays or f"its coordinates ({_shown(bounds)}) are no degrees{_way_out(bounds)}"
        raise CRSError(f"{spec.source}: {what}")
    return _placed(source, geometries, bounds, crs)


def _strays(source: Source, geometries: Objects) -> str:
    """Which features lie at no place on the globe, if most do lie at one."""
    each = shapely.bounds(geometries)
    bad = np.flatnonzero([not _in_range(bounds) for bounds in each])
    if 2 * len(bad) >= np.isfinite(each[:, 0]).sum():
        return ""
    numbers = source.numbers[bad].tolist()
    shown = ", ".join(map(str, numbers[:NAMED])) + (" …" if len(numbers) > NAMED else "")
    west, south, east, north = each[bad[0]]
    lon = east if abs(east) > abs(west) else west
    lat = north if abs(north) > abs(south) else south
    which, lies = ("feature", "lies") if len(numbers) == 1 else ("features", "lie")
    return (
        f"{len(numbers):,} of {source.count:,} features {lies} outside of the globe "
        f"({which} {shown}), "
        f"the first at longitude {lon:g}, latitude {lat:g}; mend them in the file, or leave them "
        "out with 'where'"
    )


def _placed(source: Source, geometries: Objects, bounds: Any, crs: pyproj.CRS) -> Source:
    """The source in degrees, with a mark on places at 0, 0 if it reaches far from there."""
    marks = dict(source.marks)
    if not _is_empty(bounds) and np.abs(bounds).max() > _FAR:
        points = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
        points = np.flatnonzero(points & ~shapely.is_empty(geometries))
        at_zero = (shapely.get_coordinates(geometries[points]) == 0).all(axis=1)
        marks[NOWHERE] = source.numbers[points[at_zero]].tolist()
    return replace(source, geometries=geometries, crs=crs, marks=marks)


def _reprojected(geometries: Objects, crs: pyproj.CRS, spec: LayerSpec) -> Objects:
    try:
        there = pyproj.Transformer.from_crs(crs, _DEGREES, always_xy=True)
        xy, index = shapely.get_coordinates(geometries, return_index=True)
        lon, lat = there.transform(xy[:, 0], xy[:, 1])
    except ProjError as error:
        raise CRSError(f"{spec.source}: cannot be reprojected: {error}") from None
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    if crs.is_projected:  # PROJ finds a place for them, too, near a pole as a rule
        metres = max((axis.unit_conversion_factor for axis in crs.axis_info), default=1)
        bad |= (np.abs(xy) * metres > _FARTHEST_M).any(axis=1)
    if bad.any():
        rows = sorted({int(row) + 1 for row in index[bad]})
        shown = ", ".join(map(str, rows[:8])) + (" …" if len(rows) > 8 else "")
        shown = f"feature {shown} lies" if len(rows) == 1 else f"features {shown} lie"
        raise CRSError(
            f"{spec.source}: {shown} outside of its CRS, {name_of(crs)}; "
            'name its real CRS with "crs: EPSG:…"'
        )
    moved: Objects = shapely.set_coordinates(geometries.copy(), np.column_stack([lon, lat]))
    return moved


def _bounds(geometries: Objects) -> Any:
    return shapely.total_bounds(geometries) if len(geometries) else np.full(4, np.nan)


def _is_empty(bounds: Any) -> bool:
    return bool(np.isnan(bounds).any())


def _in_range(bounds: Any) -> bool:
    if _is_empty(bounds):
        return True
    west, south, east, north = bounds
    return bool(west >= -540 and east <= 540 and south >= -90.000001 and north <= 90.000001)


def _looks_like_degrees(bounds: Any) -> bool:
    west, south, east, north = bounds
    # next to the origin of a grid there may be metres too, but not a whole country of them
    return bool(max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90)


def _way_out(bounds: Any) -> str:
    west, south, east, north = bounds
    if west >= -90 and east <= 90 and south >= -180 and north <= 180:
        return (
            ": longitude and latitude seem to be swapped, and longitude comes first; swap them in "
            "the file, or for a table under 'columns'"
        )
    return '; name its real CRS with "crs: EPSG:…"'


def _shown(bounds: Any) -> str:
    return ", ".join(f"{value:g}" for value in bounds)


def _unit(crs: pyproj.CRS) -> str:
    units = {axis.unit_name for axis in crs.axis_info}
    return "metres" if units == {"metre"} else (sorted(units) or ["its own units"])[0]


def equal_area_plane(bounds: Any) -> pyproj.CRS:
    """A plane in metres for simplification: true in area, and little out of shape near the layer.

    Lambert's azimuthal equal-area round the layer; for a layer wider than that projection bears,
    the cylindrical one (EPSG:6933), in which only the areas are true.
    """
    west, south, east, north = (float(value) for value in bounds)
    if east - west > 160 or north - south > 130:
        return pyproj.CRS("EPSG:6933")
    return pyproj.CRS.from_dict(
        {"proj": "laea", "lon_0": (west + east) / 2, "lat_0": (south + north) / 2, "datum": "WGS84"}
    )


def own_planes(xy: Any, counts: Any) -> Any:
    """Each line on Lambert's azimuthal equal-area plane round its own middle, in metres.

    `xy` has the positions of all lines in degrees, one after another, `counts` their lengths. On a
    sphere: thousands of lines would need a pyproj transformer each. Formulas: Snyder, Map
    Projections: A Working Manual (USGS 1395, 1987), p. 185, written with unit vectors.
    """
    here = vectors(xy)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    middle = np.add.reduceat(here, first) / np.asarray(counts)[:, None]
    # all round a great circle: any pole of it will do
    middle[np.linalg.norm(middle, axis=1) < 1e-6] = [0.0, 0.0, 1.0]
    lon = np.arctan2(middle[:, 1], middle[:, 0])
    lat = np.arctan2(middle[:, 2], np.hypot(middle[:, 0], middle[:, 1]))
    level = np.zeros(len(lon))
    axes = (
        np.column_stack([-np.sin(lon), np.cos(lon), level]),
        np.column_stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)]),
        np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]),
    )
    of = np.repeat(np.arange(len(lon)), counts)
    east, north, up = ((here * axis[of]).sum(axis=1) for axis in axes)
    k = EARTH_RADIUS_M * np.sqrt(2 / np.maximum(1e-9, 1 + up))
    return np.column_stack([k * east, k * north])


def vectors(xy: Any) -> Any:
    """Positions in degrees as rows of unit vectors."""
    lon, lat = np.radians(xy).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
