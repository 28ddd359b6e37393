"""Make geometries drawable, and tell what that took.

The order matters: two dimensions, degrees in range, cut at 180°, then valid; a shape that was made
valid before it was cut would fill the wrong side of the globe.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.dateline import cut, needs_cut, round_turns, snapped
from geo.mend import Mender, mended
from geo.report import CUT, DOUBTFUL, EMPTY, INVALID, PRUNED, REPEATED, WOUND
from geo.shapes import rings_of, simple_parts

Objects = npt.NDArray[np.object_]
Integers = npt.NDArray[np.int64]

ORDER: Final = ("point", "line", "area")
"""kinds in the order in which the pieces of one feature follow each other"""


@dataclass(frozen=True)
class Cleaned:
    """What can be drawn: one geometry for each kind of each feature, in the order of the features.

    `owner` is the row that a geometry comes from. `marks` are rows (from 0) to which something
    happened.
    """

    owner: Integers
    kind: list[str]
    geometry: Objects
    marks: dict[str, list[int]]


def clean(geometries: Objects, *, check_winding: bool = False, mend: Mender = mended) -> Cleaned:
    """What can be drawn of geometries in degrees and two dimensions.

    `check_winding` counts rings that go against RFC 7946; other formats have other rules. `mend`
    makes areas valid.
    """
    parts, owner = simple_parts(geometries)
    dimension = shapely.get_dimensions(parts)
    marks: dict[str, list[int]] = {}
    made = [_points(parts[dimension == 0], owner[dimension == 0])]
    made.append(_lines(parts[dimension == 1], owner[dimension == 1], marks))
    made.append(
        _areas(
            parts[dimension == 2], owner[dimension == 2], marks, mend, check_winding=check_winding
        )
    )
    owners = np.concatenate([of for of, _ in made])
    order = np.argsort(owners, kind="stable")
    kinds = np.repeat(ORDER, [len(of) for of, _ in made])
    drawn = np.zeros(len(geometries), dtype=bool)
    drawn[owners] = True
    _mark(marks, EMPTY, np.flatnonzero(~drawn))
    # what became of a feature that is not drawn is of no interest beside that
    marks = {
        what: [row for row in rows if drawn[row] or what == EMPTY] for what, rows in marks.items()
    }
    return Cleaned(
        owner=owners[order],
        kind=kinds[order].tolist(),
        geometry=np.concatenate([shapes for _, shapes in made])[order],
        marks=marks,
    )


def _mark(marks: dict[str, list[int]], what: str, rows: Integers) -> None:
    if len(rows):
        marks[what] = sorted({*marks.get(what, []), *rows.tolist()})


def _points(parts: Objects, owner: Integers) -> tuple[Integers, Objects]:
    xy = shapely.get_coordinates(parts)
    xy[:, 0] = (xy[:, 0] + 180) % 360 - 180
    return _gathered(shapely.points(xy), owner, shapely.multipoints)


def _lines(
    parts: Objects, owner: Integers, marks: dict[str, list[int]]
) -> tuple[Integers, Objects]:
    _mark(marks, REPEATED, np.unique(owner[_repeats(parts)]))
    parts = round_turns(parts)
    has_length = shapely.length(parts) > 0
    _mark(marks, PRUNED, np.unique(owner[~has_length]))
    return _gathered(parts[has_length], owner[has_length], shapely.multilinestrings)


def _areas(
    parts: Objects,
    owner: Integers,
    marks: dict[str, list[int]],
    mend: Mender,
    *,
    check_winding: bool,
) -> tuple[Integers, Objects]:
    rings, of_ring = rings_of(parts)
    _mark(marks, REPEATED, np.unique(owner[of_ring[_repeats(rings)]]))
    parts = snapped(parts)
    crossing = needs_cut(parts)
    if check_winding:  # of one that jumps nobody can tell
        wrong = ~shapely.is_ccw(shapely.get_exterior_ring(parts)) & ~crossing
        _mark(marks, WOUND, np.unique(owner[wrong & (shapely.area(parts) > 0)]))
    _mark(marks, CUT, np.unique(owner[crossing]))
    whole = parts.copy()
    for i in np.flatnonzero(crossing):
        whole[i] = cut(parts[i], mend)
    bad = ~shapely.is_valid(whole)
    if bad.any():
        _mark(marks, INVALID, np.unique(owner[bad]))
        before = shapely.area(whole[bad])
        whole[bad] = mend(whole[bad])
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = shapely.area(whole[bad]) / before
        # a bow-tie of two like lobes has no area before, and both of them after
        changed = np.where(before > 0, ~((ratio >= 0.98) & (ratio <= 1.02)), ratio > 0)
        _mark(marks, DOUBTFUL, np.unique(owner[bad][changed]))
    pieces, of_part = simple_parts(whole)
    kept = shapely.area(pieces) > 0
    lost = np.setdiff1d(np.arange(len(parts)), of_part[kept])
    _mark(marks, PRUNED, np.unique(owner[lost]))
    owners, shapes = _gathered(pieces[kept], owner[of_part[kept]], shapely.multipolygons)
    several = np.flatnonzero(shapely.get_num_geometries(shapes) > 1)
    overlapping = several[~shapely.is_valid(shapes[several])]
    shapes[overlapping] = mend(shapes[overlapping])
    _mark(marks, INVALID, owners[overlapping])
    return owners, shapely.orient_polygons(shapes)


def _gathered(parts: Objects, owner: Integers, together: Any) -> tuple[Integers, Objects]:
    """One multi-part geometry for each owner, whose parts follow each other."""
    if not len(parts):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=object)
    owners, index = np.unique(owner, return_inverse=True)
    return owners, together(parts, indices=index)


def _repeats(lines: Objects) -> npt.NDArray[np.bool_]:
    """Which of these lines or rings have a vertex twice in a row."""
    xy, index = shapely.get_coordinates(lines, return_index=True)
    same = (index[1:] == index[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    result = np.zeros(len(lines), dtype=bool)
    result[index[1:][same]] = True
    return result
