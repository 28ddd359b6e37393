"""No long edges: what is straight in the data is bent on the globe, and needs vertices between."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.project import EARTH_RADIUS_M, vectors
from geo.runs import EXTERIOR, LEAST, LINE, POINT, Integers, Runs, offsets
from geo.shapes import simple_parts

LONGEST_DEGREES: Final = 1.0
"""the longest edge of the finest level"""


def spread(runs: Runs) -> Runs:
    """The runs, in degrees, with vertices added so that no edge is longer than a degree.

    Edges of areas are straight in degrees (RFC 7946, section 3.1.1), of lines along great circles.
    What is added belongs to the finest level only.
    """
    after = runs.following()
    edges = np.flatnonzero(after >= 0)
    kind = runs.kind[runs.of[edges]]
    a, b = runs.xy[edges], runs.xy[after[edges]]
    length = np.hypot(*(b - a).T)
    line = kind == LINE
    length[line] = arcs(vectors(a[line]), vectors(b[line]))
    pieces = np.maximum(1, np.ceil(length / LONGEST_DEGREES)).astype(int)
    extra = np.zeros(len(runs.xy), dtype=np.int64)
    extra[edges] = pieces - 1
    if not extra.any():
        return runs
    rows = np.arange(len(runs.xy)) + offsets(extra)[:-1]
    xy = np.empty((len(runs.xy) + int(extra.sum()), 2))
    tag = np.zeros(len(xy), dtype=np.int64)
    xy[rows], tag[rows] = runs.xy, runs.tag
    which = np.repeat(np.arange(len(edges)), pieces - 1)
    number = np.arange(len(which)) - offsets(pieces - 1)[:-1][which] + 1
    between = np.where(
        (kind[which] == LINE)[:, None],
        _along_great_circle(a[which], b[which], number / pieces[which]),
        _straight(a[which], b[which], number, pieces[which]),
    )
    xy[rows[edges][which] + number] = between
    counts = np.diff(runs.start) + np.bincount(runs.of, extra, len(runs.feature)).astype(np.int64)
    return replace(runs, start=offsets(counts), xy=xy, tag=tag)


def added(shapes: Any) -> int:
    """About how many vertices `spread` would add to lines and areas in degrees."""
    parts, _ = simple_parts(shapes)
    dimension = shapely.get_dimensions(parts)
    runs = np.concatenate([parts[dimension == 1], shapely.get_rings(parts[dimension == 2])])
    xy, of = shapely.get_coordinates(runs, return_index=True)
    east, north = np.abs(np.diff(xy, axis=0))[of[1:] == of[:-1]].T
    return int(np.hypot(np.minimum(east, 180), north).astype(np.int64).sum())


def great_circle(xy: Any) -> Any:
    """A line of positions in degrees with no edge over a degree, along great circles."""
    nothing = np.zeros(1, dtype=np.int64)
    tag = np.zeros(len(xy), dtype=np.int64)
    line = Runs(nothing, np.array([LINE]), np.array([0, len(xy)]), np.asarray(xy, float), tag)
    return spread(line).xy


def bridge(runs: Runs, scale: int, tolerances: Sequence[float]) -> Runs:
    """Keep more of the vertices of runs on the grid where a coarse level would leap too far.

    An edge may be as long as its bend on the globe stays within the tolerance of its level. In the
    end a place has one tag, whatever run it belongs to: neighbours agree on their border.
    """
    tag, of = runs.tag.copy(), runs.of
    at = vectors(runs.xy / scale)
    for level in range(len(tolerances) - 1, 0, -1):
        bend = np.degrees(np.sqrt(4 * tolerances[level] / EARTH_RADIUS_M))
        limit = max(LONGEST_DEGREES, float(bend))
        while len(leaps := _leaps(runs, of, at, tag >= level, limit)):
            tag[leaps] = level
    key = runs.xy[:, 0] * np.int64(2**32) + runs.xy[:, 1]
    _, place = np.unique(key, return_inverse=True)
    most = np.zeros(int(place.max(initial=0)) + 1, dtype=np.int64)
    np.maximum.at(most, place, tag)
    return replace(runs, tag=most[place])


def _leaps(
    runs: Runs, of: Integers, at: Any, kept: npt.NDArray[np.bool_], limit: float
) -> Integers:
    """The vertices in the middle of too long edges between kept vertices."""
    drawn = np.bincount(of[kept], minlength=len(runs.feature)) >= LEAST[runs.kind]
    rows = np.flatnonzero(kept & (drawn & (runs.kind != POINT))[of])
    if not len(rows):
        return rows
    run = of[rows]
    last = np.append(run[1:] != run[:-1], True)
    first = rows[np.append(True, last[:-1])]
    counts = np.diff(runs.start)
    after = np.append(rows[1:], 0)
    # a ring goes on at its beginning, a line nowhere
    ahead = np.where(last, first[np.cumsum(last) - last] + counts[run], after)
    ahead = np.where(last & (runs.kind[run] < EXTERIOR), rows, ahead)
    begin = runs.start[run]
    end = begin + (ahead - begin) % counts[run]
    long = (ahead - rows > 1) & (arcs(at[rows], at[end]) > limit)
    middle = (rows + ahead)[long] // 2
    result: Integers = begin[long] + (middle - begin[long]) % counts[run][long]
    return result


def arcs(a: Any, b: Any) -> Any:
    """The angles between rows of unit vectors, in degrees."""
    return np.degrees(2 * np.arcsin(np.clip(np.linalg.norm(a - b, axis=1) / 2, 0, 1)))


def _straight(a: Any, b: Any, number: Integers, pieces: Integers) -> Any:
    # from the same end for both neighbours, so that they get the very same vertices
    back = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    low, high = np.where(back[:, None], b, a), np.where(back[:, None], a, b)
    share = np.where(back, pieces - number, number) / pieces
    return low + (high - low) * share[:, None]


def _along_great_circle(a: Any, b: Any, share: Any) -> Any:
    p, q = vectors(a), vectors(b)
    angle = np.radians(arcs(p, q))
    sine = np.maximum(np.sin(angle), 1e-9)
    u, v = np.sin((1 - share) * angle) / sine, np.sin(share * angle) / sine
    x, y, z = (u[:, None] * p + v[:, None] * q).T
    return np.degrees(np.column_stack([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))]))
