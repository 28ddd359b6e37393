"""Reprojection to degrees, and the plane in which a layer is simplified."""

from typing import Any, Final

import geopandas
import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError as ProjError

from geo.errors import CRSError
from geo.spec import LayerSpec

EARTH_RADIUS_M: Final = 6_371_000.0
METRES_PER_DEGREE: Final = 111_195.0
"""one degree of a great circle on a sphere of 6,371 km"""
_DEGREES: Final = pyproj.CRS("OGC:CRS84")


def to_degrees(frame: geopandas.GeoDataFrame, spec: LayerSpec) -> geopandas.GeoDataFrame:
    """The frame in longitude and latitude. Raises `CRSError` when that makes no sense."""
    if frame.crs is None:
        bounds = _bounds(frame)
        if not _in_range(bounds):
            raise CRSError(
                f"{spec.source}: has no CRS and its numbers are not degrees; "
                'say which with "crs: EPSG:…"'
            )
        frame = frame.set_crs(_DEGREES)
    elif not frame.crs.is_geographic or not frame.crs.equals(_DEGREES, ignore_axis_order=True):
        try:
            frame = frame.to_crs(_DEGREES)
        except ProjError as error:
            raise CRSError(f"{spec.source}: cannot be reprojected: {error}") from None
    bounds = _bounds(frame)
    if not _in_range(bounds):
        shown = ", ".join(f"{value:g}" for value in bounds)
        raise CRSError(
            f"{spec.source}: its coordinates ({shown}) are no degrees; "
            'name its real CRS with "crs: EPSG:…"'
        )
    return frame


def _bounds(frame: geopandas.GeoDataFrame) -> Any:
    drawn = [geometry for geometry in frame.geometry if geometry is not None]
    bounds = shapely.total_bounds(np.array(drawn, dtype=object)) if drawn else np.zeros(4)
    return np.zeros(4) if np.isnan(bounds).any() else bounds


def _in_range(bounds: Any) -> bool:
    west, south, east, north = bounds
    return bool(west >= -540 and east <= 540 and south >= -90.000001 and north <= 90.000001)


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
