"""A level of a layer on a flat sheet, before anything is drawn: which of its parts may be seen."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from geo.runs import EXTERIOR, LINE, POINT, Integers, offsets
from geo.sheet import HORIZON_UP, Detail, Floats, Run, Sheet, box, project

SPECK: Final = 10.0
"""areas of fewer square units leave no mark"""
_KINDS: Final = {POINT: "point", LINE: "line"}


@dataclass(frozen=True)
class Flat:
    """What a sheet shows of one feature, in whole units from its upper left corner.

    `anchor` is a place inside it (on it, for a line), `width` what it spans from west to east.
    """

    feature: int
    kind: str
    runs: tuple[Run, ...]
    anchor: tuple[int, int]
    width: int


@dataclass(frozen=True)
class Seen:
    """A level on a sheet: its positions, how far up they lie, and the parts that may be seen."""

    xy: Floats
    up: Floats
    parts: dict[tuple[int, str], list[int]]
    """numbers of parts by feature and kind"""


@lru_cache(maxsize=8)
def seen_on(detail: Detail, sheet: Sheet) -> Seen:
    """What a sheet may show of a level."""
    xy, up = project(detail.xyz, sheet)
    marks = _leaves_a_mark(detail, xy, up, sheet)
    parts: dict[tuple[int, str], list[int]] = {}
    for p in np.flatnonzero(marks).tolist():
        kind = _KINDS.get(int(detail.kind[p]), "area")
        parts.setdefault((int(detail.feature[p]), kind), []).append(p)
    return Seen(xy, up, parts)


def rows_of(detail: Detail, parts: list[int]) -> tuple[Integers, Integers]:
    """The rows of some parts, one after another, and how many each has."""
    counts = np.diff(detail.start)[parts]
    start = offsets(counts)
    return np.arange(start[-1]) + np.repeat(detail.start[parts] - start[:-1], counts), counts


def whole(coordinates: Any, of: Any, count: int) -> list[Run]:
    """So many runs on whole units, none of their positions twice in a row.

    `of` is the number of the run of each position.
    """
    xy = np.round(coordinates).astype(int)
    new = np.ones(len(xy), dtype=bool)
    new[1:] = (xy[1:] != xy[:-1]).any(axis=1) | (of[1:] != of[:-1])
    places = list(map(tuple, xy[new].tolist()))
    ends = offsets(np.bincount(of[new], minlength=count)).tolist()
    return [tuple(places[ends[i] : ends[i + 1]]) for i in range(count)]


def _leaves_a_mark(detail: Detail, xy: Floats, up: Floats, sheet: Sheet) -> Any:
    """Which parts may be seen, judged for all at once: most islands of the world are specks.

    An area behind the horizon is seen when it goes round the opposite point; one that crosses it is
    left to a closer look.
    """
    starts = np.asarray(detail.start[:-1], dtype=np.intp)
    low, high = np.minimum.reduceat(xy, starts), np.maximum.reduceat(xy, starts)
    west, north, east, south = box(sheet)
    on_sheet = (high >= (west, north)).all(axis=1) & (low <= (east, south)).all(axis=1)
    is_area = detail.kind >= EXTERIOR
    seen = on_sheet & (~is_area | ((high - low).prod(axis=1) > SPECK))
    crosses = is_area & (np.minimum.reduceat(up, starts) < HORIZON_UP)
    behind = is_area & (np.maximum.reduceat(up, starts) < HORIZON_UP)
    seen |= crosses & ~behind
    if behind.any():
        rows = np.repeat(behind, np.diff(detail.start))
        seen[behind] = _goes_round(xy[rows], np.diff(detail.start)[behind], sheet)
    return seen


def _goes_round(xy: Floats, counts: Any, sheet: Sheet) -> Any:
    """Which rings of so many positions, one after another, go round the middle of the sheet."""
    angle = np.arctan2(xy[:, 1] - sheet.height / 2, xy[:, 0] - sheet.width / 2)
    starts = np.cumsum(counts) - counts
    after = np.arange(1, len(xy) + 1)
    after[starts + counts - 1] = starts
    turn = (angle[after] - angle + np.pi) % (2 * np.pi) - np.pi
    return np.abs(np.add.reduceat(turn, starts)) > np.pi
