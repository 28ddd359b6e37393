"""Outlines that lie over themselves so often that to look at them would take minutes.

Geometry takes as long as there are pairs of sides whose boxes meet: of a coast every side meets a
few others, of a hatching every side all others. And to repair an outline takes as long as there are
places where it crosses itself.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import ReadError
from geo.limits import over
from geo.shapes import Objects, simple_parts
from geo.spec import LayerSpec

FEW: Final = 500
"""so many sides may meet each other in 500 · 500 pairs, and no more than that in a moment"""
SAMPLES: Final = 8
STRAY: Final = 2
"""of the samples so many may meet very many sides: a long straight border of a long coast does"""
COAST: Final = 100
"""so many others a side of a wild coast may meet"""
PAIRS: Final = 200
"""so many pairs of sides are looked at in the time that one crossing takes to be repaired"""
AT_A_TIME: Final = 1_000_000

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def check_sides(shapes: Objects, numbers: Integers, spec: LayerSpec) -> None:
    """Raise `ReadError` if the sides of areas lie over each other more often than they may.

    It looks at a few sides of each area. `numbers` are those of the shapes in the file.
    """
    large = (shapely.get_dimensions(shapes) == 2) & (shapely.get_num_coordinates(shapes) > FEW)
    rows = np.flatnonzero(large)
    parts, owner = simple_parts(shapes[rows])
    begin, end, of = sides(parts)
    pairs = crowded(begin, end, np.bincount(owner[of], minlength=len(rows)))
    found = int(pairs.sum()) // PAIRS
    if too_many := over("crossings", found, spec.limits):
        worst = numbers[rows[np.argmax(pairs)]]
        what = f"its outlines run over themselves as if they crossed in about {too_many}"
        raise ReadError(f"{spec.source}: {what} (look at feature {worst} first)")


def crowded(begin: Floats, end: Floats, counts: Integers) -> Integers:
    """About how many pairs of sides lie over each other; 0 where they do as much as a coast's.

    `counts` are those of the sides of each outline, which follow each other.
    """
    low, high = np.minimum(begin.T, end.T), np.maximum(begin.T, end.T)
    first = np.cumsum(counts) - counts
    met = np.empty((SAMPLES, len(counts)), dtype=np.int64)
    for number in range(SAMPLES):
        sample = first + number * (counts - 1) // (SAMPLES - 1)
        meet = np.ones(len(begin), dtype=bool)
        for axis in (0, 1):
            meet &= low[axis] <= np.repeat(high[axis, sample], counts)
            meet &= high[axis] >= np.repeat(low[axis, sample], counts)
        met[number] = np.add.reduceat(meet, first, dtype=np.int64)
    usual = np.sort(met, axis=0)[:-STRAY].sum(axis=0) // SAMPLES
    return np.where(usual > COAST, usual * counts, 0)


def is_tangled(shapes: Objects) -> bool:
    """Whether a side of these lines and areas lies near many others, on the average of all sides.

    All sides are looked at: what takes GEOS long may be in a small part of a shape. Near means that
    circles round both meet, so that it does not matter which way a plane is turned.
    """
    parts, _ = simple_parts(shapes)
    areas = shapely.get_dimensions(parts) == 2
    runs = np.concatenate([parts[~areas], shapely.get_rings(parts[areas])])
    xy, of = shapely.get_coordinates(runs, return_index=True)
    begin, end = xy[:-1][of[1:] == of[:-1]], xy[1:][of[1:] == of[:-1]]
    middle, reach = (begin + end) / 2, np.hypot(*(end - begin).T)[:, None] / 2
    boxes = shapely.box(*(middle - reach).T, *(middle + reach).T)
    enough, found = COAST * len(boxes), 0
    for one, _ in _meeting(boxes):
        found += len(one)
        if found > enough:
            return True
    return False


def crossings(shapes: Objects, enough: int) -> int:
    """In how many places the sides of each of these areas cross; counted until there are enough."""
    begin, end, of = sides(shapes)
    # each in a square of its own, so that no two of them meet
    west, south, east, north = shapely.bounds(shapes)[of].T
    size = np.maximum(np.maximum(east - west, north - south), 1e-300)
    corner = np.column_stack([west, south])
    begin, end = ((xy - corner) / size[:, None] for xy in (begin, end))
    begin[:, 0] += 2 * of
    end[:, 0] += 2 * of
    low, high = np.minimum(begin, end), np.maximum(begin, end)
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    found = 0
    for one, other in _meeting(boxes):
        found += int(np.count_nonzero(_cross(begin[one], end[one], begin[other], end[other])))
        if found > enough:
            break
    return found


def _meeting(boxes: Any) -> Iterator[tuple[Integers, Integers]]:
    """Pairs of boxes that meet, each once, about a million at a time."""
    tree = shapely.STRtree(boxes)
    at, count = 0, 64
    while at < len(boxes):
        one, other = tree.query(boxes[at : at + count])
        at, before = at + count, at
        yield one[other > one + before] + before, other[other > one + before]
        count = max(1, min(4 * count, AT_A_TIME * count // max(len(one), 1)))


def _cross(a: Floats, b: Floats, c: Floats, d: Floats) -> npt.NDArray[np.bool_]:
    """Whether the line from a to b crosses that from c to d, not counting ends that touch."""
    return np.asarray((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))


def _side(a: Floats, b: Floats, p: Floats) -> Floats:
    """On which side of the line from a to b a place lies: the sign tells."""
    return np.asarray(
        np.sign(
            (b[:, 0] - a[:, 0]) * (p[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[:, 0] - a[:, 0])
        )
    )


def sides(shapes: Objects) -> tuple[Floats, Floats, Integers]:
    """Where each side of areas begins and ends, and the number of its area.

    One for each coordinate: that of the last in a ring has no length.
    """
    parts, shape = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    sizes = shapely.get_num_coordinates(rings)
    begin = shapely.get_coordinates(rings)
    end = np.empty_like(begin)
    end[:-1] = begin[1:]
    last = np.cumsum(sizes) - 1
    end[last] = begin[last]
    return begin, end, np.repeat(shape[part], sizes)
