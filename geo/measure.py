"""Lengths, distances, directions and areas on a sphere, from packed layers."""

import itertools
import math
from typing import Final

import numpy as np

from geo.flat import flatten
from geo.project import EARTH_RADIUS_M
from geo.runs import LINE
from geo.sheet import Detail, Floats, Run, Sheet

_EVERYTHING_M: Final = 20_000.0
"""metres per unit of a sheet of 1,300 units that holds half the globe"""


def _runs(detail: Detail, feature: int) -> list[Floats]:
    return [
        detail.xyz[detail.start[p] : detail.start[p + 1]]
        for p in np.flatnonzero(detail.feature == feature)
    ]


def middle(details: tuple[Detail, ...], feature: int) -> tuple[float, float]:
    """Longitude and latitude in degrees of the middle of a feature's vertices."""
    x, y, z = np.vstack(_runs(details[-1], feature) or _runs(details[0], feature)).mean(axis=0)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def length_m(details: tuple[Detail, ...], feature: int) -> float:
    """Length of a line feature in metres, along great circles between its vertices."""
    detail = details[0]
    total = 0.0
    for p in np.flatnonzero((detail.feature == feature) & (detail.kind == LINE)):
        xyz = detail.xyz[detail.start[p] : detail.start[p + 1]]
        chords = np.linalg.norm(np.diff(xyz, axis=0), axis=1)
        total += float((2 * np.arcsin(np.minimum(1, chords / 2))).sum())
    return total * EARTH_RADIUS_M


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres along the great circle between two places in degrees."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    up = math.sin((lat2 - lat1) / 2) ** 2
    up += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, up)))


def bearing(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Degrees clockwise from north in which `b` lies as seen from `a`."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    east = math.sin(lon2 - lon1) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2)
    north -= math.sin(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return math.degrees(math.atan2(east, north)) % 360


def area_m2(details: tuple[Detail, ...], feature: int) -> float:
    """Area of a feature in square metres; of a small one roughly."""
    lon, lat = middle(details, feature)
    sheet = Sheet(lon, lat, _EVERYTHING_M, 1300, 1300)
    alone = tuple(detail.only(feature) for detail in details)
    found = flatten(alone, sheet, {feature}, thin=1.0)
    return sum(abs(_area(run)) for flat in found for run in flat.runs) * _EVERYTHING_M**2


def area_on(runs: tuple[Run, ...]) -> float:
    """Square units inside the rings of a feature on a sheet; holes count as filled."""
    return sum(abs(_area(run)) for run in runs)


def cross(a: Run, b: Run) -> bool:
    """Whether two lines on a sheet cross."""
    return any(
        _side(p, q, r) != _side(p, q, s) and _side(r, s, p) != _side(r, s, q)
        for p, q in itertools.pairwise(a)
        for r, s in itertools.pairwise(b)
    )


def _side(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> bool:
    return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])


def _area(run: Run) -> float:
    x, y = np.array(run, dtype=float).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
