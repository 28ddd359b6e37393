"""Where the map looks: a box of degrees becomes a centre and an extent in metres.

The page draws in Lambert's azimuthal equal-area projection centred on the camera, in which a box
of longitudes and latitudes is no rectangle. So the centre is found here, from the projected
outline of the box, and the page only has to choose the zoom for its screen.
Formulas: Snyder, Map Projections: A Working Manual (USGS 1395, 1987), p. 185, on a sphere.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from geo import Bounds, Layer
from geo.project import EARTH_RADIUS_M
from story.model import Step, StepLayer

MIN_EXTENT_M: Final = 200.0
PLACE_EXTENT_M: Final = 250_000.0
"""a single place is shown with this much round it"""
SCREEN_ASPECT: Final = 2.4
"""the widest and the highest screen on which a view must fit"""
SCREEN_PX: Final = 2560
METRES_AT_ZOOM_0: Final = 2 * math.pi * EARTH_RADIUS_M / 256
"""what a pixel is wide at Leaflet's zoom 0"""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """A centre, and either an extent to fit or a zoom.

    `lon`, `lat` in degrees; `width_m` and `height_m` in metres on the projected plane.
    """

    lon: float
    lat: float
    width_m: float
    height_m: float
    zoom: float | None = None


def fit(bounds: Bounds) -> View:
    """The view that shows all of a box: its projected outline centred both ways."""
    outline = _outline(bounds)
    lon, lat = _middle(outline)
    width = height = 0.0
    for _ in range(8):
        x, y = _project(outline, lon, lat)
        width, height = float(np.ptp(x)), float(np.ptp(y))
        lon, lat = _unproject(float(x.max() + x.min()) / 2, float(y.max() + y.min()) / 2, lon, lat)
    if max(width, height) < 1:
        width = height = PLACE_EXTENT_M
    return View(
        lon=round(lon, 4),
        lat=round(lat, 4),
        width_m=float(round(max(width, MIN_EXTENT_M))),
        height_m=float(round(max(height, MIN_EXTENT_M))),
    )


def view_of(step: Step, layers: Mapping[str, Layer]) -> View:
    """Where a step looks; without a view of its own, at what its layers show."""
    if step.view is not None and step.view.center is not None:
        lon, lat = step.view.center
        return View(lon=lon, lat=lat, width_m=0, height_m=0, zoom=step.view.zoom)
    wanted = step.view.fit if step.view else None
    if wanted and not isinstance(wanted[0], str):
        west, south, east, north = (float(v) for v in wanted)
        return fit(Bounds(west, south, east, north))
    if wanted:
        return _with_room(fit(_union(layers[str(name)].bounds for name in wanted)))
    return _with_room(
        fit(
            _union(
                _shown(entry, layers[entry.layer]) for _, entry in step.shown() if not entry.hide
            )
        )
    )


def shows(view: View, bounds: Bounds) -> bool:
    """Whether something in a box may be on the screen, however wide or high the screen is."""
    width = max(view.width_m, view.height_m * SCREEN_ASPECT)
    height = max(view.height_m, view.width_m * SCREEN_ASPECT)
    if view.zoom is not None:
        width = height = SCREEN_PX * METRES_AT_ZOOM_0 / 2**view.zoom
    return all(
        float(values.min()) < size / 2 and float(values.max()) > -size / 2
        for values, size in zip(
            _project(_outline(bounds), view.lon, view.lat), (width, height), strict=True
        )
    )


def _with_room(view: View) -> View:
    """Some air round what is fitted, so that nothing stands at the very edge."""
    return replace(view, width_m=view.width_m * 1.2, height_m=view.height_m * 1.2)


def _shown(entry: StepLayer, layer: Layer) -> Bounds:
    if entry.only is None:
        return layer.bounds
    found = [feature.bounds for feature in layer.features if feature.id in entry.only]
    return _union(found) if found else layer.bounds


def _union(boxes: Iterable[Bounds]) -> Bounds:
    every: Sequence[Bounds] = list(boxes)
    whole = every[0]
    for box in every[1:]:
        whole = whole.union(box)
    return whole


def _outline(bounds: Bounds, points: int = 40) -> Floats:
    """Points along the edge of the box, as rows of longitude and latitude in radians."""
    lon = np.linspace(bounds.west, bounds.east, points)
    lat = np.linspace(bounds.south, bounds.north, points)
    edge = np.concatenate(
        [
            np.column_stack([lon, np.full(points, bounds.south)]),
            np.column_stack([lon, np.full(points, bounds.north)]),
            np.column_stack([np.full(points, bounds.west), lat]),
            np.column_stack([np.full(points, bounds.east), lat]),
        ]
    )
    return np.asarray(np.radians(edge), dtype=np.float64)


def _middle(outline: Floats) -> tuple[float, float]:
    """The direction in which the outline lies as a whole, in degrees."""
    lon, lat = outline.T
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    mean = np.array([x.mean(), y.mean(), z.mean()])
    if float(np.hypot(mean[0], mean[1])) < 1e-9:
        return float(np.degrees(lon.mean())), float(np.degrees(lat.mean()))
    return (
        math.degrees(math.atan2(mean[1], mean[0])),
        math.degrees(math.atan2(mean[2], math.hypot(mean[0], mean[1]))),
    )


def _project(points: Floats, lon: float, lat: float) -> tuple[Floats, Floats]:
    lam, phi = points.T
    lam0, phi0 = math.radians(lon), math.radians(lat)
    cos_c = math.sin(phi0) * np.sin(phi) + math.cos(phi0) * np.cos(phi) * np.cos(lam - lam0)
    k = EARTH_RADIUS_M * np.sqrt(2 / np.maximum(1e-3, 1 + cos_c))
    x = k * np.cos(phi) * np.sin(lam - lam0)
    y = k * (math.cos(phi0) * np.sin(phi) - math.sin(phi0) * np.cos(phi) * np.cos(lam - lam0))
    return x, y


def _unproject(x: float, y: float, lon: float, lat: float) -> tuple[float, float]:
    rho = math.hypot(x, y)
    if rho < 1e-6:
        return lon, lat
    c = 2 * math.asin(min(1.0, rho / (2 * EARTH_RADIUS_M)))
    phi0 = math.radians(lat)
    phi = math.asin(math.cos(c) * math.sin(phi0) + y * math.sin(c) * math.cos(phi0) / rho)
    lam = math.atan2(
        x * math.sin(c),
        rho * math.cos(phi0) * math.cos(c) - y * math.sin(phi0) * math.sin(c),
    )
    return (lon + math.degrees(lam) + 540) % 360 - 180, math.degrees(phi)
