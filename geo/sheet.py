"""A flat sheet of the globe, as a picture shows it.

Lambert's azimuthal equal-area projection round the middle of the sheet, on a sphere; formulas:
Snyder, Map Projections: A Working Manual (USGS 1395, 1987), p. 185.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.encode import decode
from geo.project import EARTH_RADIUS_M
from geo.runs import offsets

HORIZON_UP: Final = math.cos(math.radians(110))
"""beyond 110° from the middle nothing is drawn: the plane tears near the opposite point"""
MARGIN: Final = 8.0
"""so far beyond the edges shapes are kept, so that no outline runs along an edge"""
Floats = npt.NDArray[np.float64]
Run = tuple[tuple[int, int], ...]
"""positions in whole units from the upper left corner"""


@dataclass(frozen=True)
class Sheet:
    """A picture: the place in its middle in degrees, metres per unit, its size in units."""

    lon: float
    lat: float
    metres: float
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Detail:
    """One level of a layer. Part `p` has the rows `start[p]:start[p + 1]` of `xyz`.

    Each is equal to itself alone, so that what was made of it can be kept.
    """

    tolerance_m: float
    feature: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    xyz: Floats

    def rows(self, part: int) -> slice:
        """The rows of a part."""
        return slice(int(self.start[part]), int(self.start[part + 1]))

    def only(self, feature: int) -> "Detail":
        """The parts of one feature, so that nothing is done to all others."""
        own = self.feature == feature
        counts = np.diff(self.start)
        return replace(
            self,
            feature=self.feature[own],
            kind=self.kind[own],
            start=offsets(counts[own]),
            xyz=self.xyz[np.repeat(own, counts)],
        )


def unpack(packed: bytes) -> tuple[Detail, ...]:
    """The levels of a packed layer as unit vectors, the finest first."""
    whole = decode(packed)
    details = []
    for number, tolerance in enumerate(whole.tolerances_m):
        runs = whole.level(number)
        lon, lat = np.radians(runs.xy / whole.scale).T
        xyz = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
        details.append(Detail(float(tolerance), runs.feature, runs.kind, runs.start, xyz))
    return tuple(details)


def project(xyz: Floats, sheet: Sheet) -> tuple[Floats, Floats]:
    """Positions on the sheet, and how far up each lies as seen from its middle (1 … -1).

    What lies beyond the horizon is moved to it.
    """
    lam, phi = math.radians(sheet.lon), math.radians(sheet.lat)
    east = xyz @ np.array([-math.sin(lam), math.cos(lam), 0])
    north = xyz @ np.array(
        [-math.sin(phi) * math.cos(lam), -math.sin(phi) * math.sin(lam), math.cos(phi)]
    )
    up = xyz @ np.array(
        [math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)]
    )
    radius = EARTH_RADIUS_M / sheet.metres
    k = radius * np.sqrt(2 / (1 + np.maximum(up, HORIZON_UP)))
    edge = radius * math.sqrt(2 * (1 - HORIZON_UP)) / np.maximum(np.hypot(east, north), 1e-9)
    k = np.where(up < HORIZON_UP, edge, k)
    return np.column_stack([sheet.width / 2 + k * east, sheet.height / 2 - k * north]), up


def on_sheet(place: tuple[float, float], sheet: Sheet) -> tuple[int, int]:
    """Where a place in degrees lies, in whole units."""
    lon, lat = np.radians(place)
    xyz = np.array([[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]])
    ((x, y),), _ = project(xyz, sheet)
    return round(float(x)), round(float(y))


def lon_lat(spot: tuple[int, int], sheet: Sheet) -> tuple[float, float]:
    """The place in degrees that a spot of the sheet shows."""
    x, y = (spot[0] - sheet.width / 2), (sheet.height / 2 - spot[1])
    rho = math.hypot(x, y) * sheet.metres / EARTH_RADIUS_M
    if rho < 1e-9:
        return sheet.lon, sheet.lat
    c, phi0 = 2 * math.asin(min(1.0, rho / 2)), math.radians(sheet.lat)
    sin_a, cos_a = x / math.hypot(x, y), y / math.hypot(x, y)
    phi = math.asin(math.cos(c) * math.sin(phi0) + cos_a * math.sin(c) * math.cos(phi0))
    lam = math.atan2(
        sin_a * math.sin(c), math.cos(phi0) * math.cos(c) - cos_a * math.sin(phi0) * math.sin(c)
    )
    return (sheet.lon + math.degrees(lam) + 540) % 360 - 180, math.degrees(phi)


def box(sheet: Sheet) -> tuple[float, float, float, float]:
    """The sheet with its margin: west, north, east, south in units."""
    return -MARGIN, -MARGIN, sheet.width + MARGIN, sheet.height + MARGIN


def touches(xy: Floats, sheet: Sheet) -> bool:
    """Whether the box round some positions meets the sheet."""
    west, north, east, south = box(sheet)
    low, high = xy.min(axis=0), xy.max(axis=0)
    return bool(low[0] <= east and high[0] >= west and low[1] <= south and high[1] >= north)


def along_horizon(xy: Floats, hidden: npt.NDArray[np.bool_], sheet: Sheet) -> tuple[Floats, float]:
    """A ring that follows the horizon where it lies beyond it, and twice its area.

    On the sheet y points down, so the area of an anticlockwise ring is negative.
    """
    middle = np.array([sheet.width / 2, sheet.height / 2])
    here, there = xy - middle, np.roll(xy, -1, axis=0) - middle
    turn = np.arctan2(there[:, 1], there[:, 0]) - np.arctan2(here[:, 1], here[:, 0])
    turn = (turn + math.pi) % (2 * math.pi) - math.pi
    both = hidden & np.roll(hidden, -1)
    square = float((here[hidden] ** 2).sum(axis=1)[0])
    cross = here[:, 0] * there[:, 1] - there[:, 0] * here[:, 1]
    area = float(np.where(both, square * turn, cross).sum())
    rows, done = [], 0
    for i in np.flatnonzero(both & (np.abs(turn) > 0.1)).tolist():
        steps = turn[i] * np.linspace(0, 1, int(abs(turn[i]) / 0.1) + 1)[1:]
        start = math.atan2(here[i, 1], here[i, 0])
        arc = np.column_stack([np.cos(start + steps), np.sin(start + steps)])
        rows += [here[done : i + 1], arc * math.sqrt(square)]
        done = i + 1
    return np.vstack([*rows, here[done:]]) + middle, area
