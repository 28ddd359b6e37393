"""Polygons that cross the line of 180° or hold a pole, cut so that a flat map can bear them."""

import warnings
from typing import Any

import antimeridian
import numpy as np
import numpy.typing as npt
import shapely


def needs_cut(polygons: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Which polygons leave the range of -180 to 180, or cross its ends without being cut there."""
    west, _, east, _ = shapely.bounds(polygons).T
    outside: npt.NDArray[np.bool_] = (west < -180) | (east > 180)
    for i in np.flatnonzero(~outside & (east - west > 180)):
        rings = [polygons[i].exterior, *polygons[i].interiors]
        outside[i] = any(_crosses(np.asarray(ring.coords)) for ring in rings) or (
            east[i] - west[i] == 360 and _is_cap(polygons[i])
        )
    return outside


def cut(polygon: Any) -> Any:
    """The polygon in pieces, none of which crosses 180°; a pole inside it is led round."""
    if _is_cap(polygon):
        polygon = shapely.Polygon(_open(np.asarray(polygon.exterior.coords)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # winding is put right afterwards, for every polygon
        return antimeridian.fix_polygon(polygon, fix_winding=False, great_circle=False)


def _crosses(ring: Any) -> bool:
    # a ring that was cut runs down ±180 itself; any other step of more than half the globe crosses
    steps = np.abs(np.diff(ring[:, 0]))
    return not np.isclose(steps[steps > 180], 360).all()


def _is_cap(polygon: Any) -> bool:
    """A ring once round the globe from -180 to 180: flat it has no inside, on the globe a pole."""
    if polygon.interiors or polygon.is_valid:
        return False
    ring = np.asarray(polygon.exterior.coords)
    steps = np.diff(ring[:, 0])
    far = np.abs(steps) > 180
    if far.sum() != 1 or not np.isclose(np.abs(steps[far]), 360).all():
        return False
    return bool(np.isclose(abs((steps - 360 * np.round(steps / 360)).sum()), 360))


def _open(ring: Any) -> Any:
    """The ring without the second of two vertices that are one place on either side of 180°."""
    at = int(np.argmax(np.abs(np.diff(ring[:, 0]))))
    kept = np.delete(ring[:-1], (at + 1) % (len(ring) - 1), axis=0)
    return np.vstack([kept, kept[:1]])
