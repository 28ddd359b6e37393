"""The grid on which vertices travel: whole numbers instead of degrees.

Latitude has `scale` steps a degree. Longitude has as many, but only every second, fourth or eighth
of them is used nearer to the poles, where a degree of longitude is so much shorter.
"""

import math
from dataclasses import replace
from typing import Any, Final

import numpy as np
import shapely

from geo.project import METRES_PER_DEGREE
from geo.runs import EXTERIOR, LINE, Integers, Runs, in_order, offsets

FINER: Final = 2
"""steps of the grid in the tolerance of a layer: what is rounded off is half a step"""
_BANDS: Final = (60, 76, 83)
"""degrees of latitude from which on longitude has half as many steps, and half again"""


def scale_for(tolerance_m: float, *, points: bool) -> int:
    """Steps a degree: half the tolerance each, and an even number, so that 180° is a step."""
    if points:
        return 10**5
    steps = math.ceil(METRES_PER_DEGREE * FINER / tolerance_m / 2) * 2
    return min(10**6, max(10**2, steps))


def band(y: Integers, scale: int) -> Integers:
    """How many times the steps of longitude are halved, at latitudes in steps."""
    return np.searchsorted(np.array(_BANDS) * scale, np.abs(y), side="right")


def snap(runs: Runs, scale: int) -> Runs:
    """The runs on the grid, without vertices that fell upon the one before."""
    y = np.round(runs.xy[:, 1] * scale).astype(np.int64)
    width = 1 << band(y, scale)
    x = np.round(runs.xy[:, 0] * scale / width).astype(np.int64) * width
    xy = np.column_stack([x, y])
    after = runs.following()
    same = (after >= 0) & (xy == xy[after]).all(axis=1)
    tag = _shared(runs.tag, same, after)
    return replace(runs, xy=xy, tag=tag).keep(~same)


def _shared(tag: Integers, same: Any, after: Integers) -> Integers:
    """Of vertices that fall together the one that stays is needed as far as any of them."""
    tag = tag.copy()
    chained = np.flatnonzero(same)
    for _ in range(8):
        more = tag[chained] > tag[after[chained]]
        if not more.any():
            break
        np.maximum.at(tag, after[chained], tag[chained])
    return tag


def mark_missing(runs: Runs, geometries: list[Any], scale: int, top: int) -> tuple[Runs, list[int]]:
    """Add a mark of two steps for each feature that became too small, and return their numbers.

    A feature must not vanish from the map because it is smaller than the detail that is kept.
    """
    there = np.zeros(len(geometries), dtype=bool)
    there[runs.feature] = True
    missing = np.flatnonzero(~there)
    if not len(missing):
        return runs, []
    marks, kinds = [], []
    for number in missing:
        middle = shapely.point_on_surface(geometries[number])
        y = round(middle.y * scale)
        step = 1 << int(band(np.array([y]), scale)[0])
        x = round(middle.x * scale / step) * step
        is_line = "Line" in geometries[number].geom_type
        corners = [[x, y], [x + step, y]] if is_line else [[x, y], [x + step, y], [x, y + 1]]
        marks.append(corners)
        kinds.append(LINE if is_line else EXTERIOR)
    counts = np.concatenate([np.diff(runs.start), [len(corners) for corners in marks]])
    more = Runs(
        feature=np.concatenate([runs.feature, missing]),
        kind=np.concatenate([runs.kind, kinds]),
        start=offsets(counts),
        xy=np.concatenate([runs.xy, *marks]),
        tag=np.concatenate([runs.tag, np.full(sum(map(len, marks)), top)]),
    )
    return in_order(more), [int(number) for number in missing]
