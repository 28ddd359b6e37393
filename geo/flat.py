"""A packed layer on a flat sheet: clipped to its edges and thinned to its units.

The twin in Python of what the page's painter does, for pictures that need no script.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely

from geo.runs import EXTERIOR, LINE, POINT
from geo.sheet import (
    HORIZON_UP,
    Detail,
    Floats,
    Run,
    Sheet,
    along_horizon,
    box,
    project,
    touches,
)

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


def flatten(
    details: tuple[Detail, ...], sheet: Sheet, wanted: Container[int], *, thin: float
) -> list[Flat]:
    """What a sheet shows of the wanted features of a layer, by their numbers.

    Lines and outlines may be `thin` units off; pieces hardly longer than that leave no mark.
    """
    detail = details[0]
    for coarser in details:
        if coarser.tolerance_m <= 1.5 * sheet.metres:
            detail = coarser
    if not any(int(number) in wanted for number in np.unique(detail.feature)):
        return []
    seen = _seen(detail, sheet)
    found = []
    for (feature, kind), own in seen.parts.items():
        if feature not in wanted:
            continue
        if kind == "area":
            flat = _areas(feature, detail, sheet, thin)
        else:
            runs = [seen.xy[detail.rows(p)] for p in own]
            ups = [seen.up[detail.rows(p)] for p in own]
            flat = (
                _points(feature, runs, ups, sheet)
                if kind == "point"
                else _lines(feature, runs, ups, sheet, thin)
            )
        if flat is not None and flat.runs:
            found.append(flat)
    return found


@dataclass(frozen=True)
class _Seen:
    """A level on a sheet: its positions, how far up they lie, and the parts that may be seen."""

    xy: Floats
    up: Floats
    parts: dict[tuple[int, str], list[int]]
    """numbers of parts by feature and kind"""


@lru_cache(maxsize=4)
def _seen(detail: Detail, sheet: Sheet) -> _Seen:
    xy, up = project(detail.xyz, sheet)
    marks = _leaves_a_mark(detail, xy, up, sheet)
    parts: dict[tuple[int, str], list[int]] = {}
    for p in np.flatnonzero(marks).tolist():
        kind = _KINDS.get(int(detail.kind[p]), "area")
        parts.setdefault((int(detail.feature[p]), kind), []).append(p)
    return _Seen(xy, up, parts)


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


def _points(feature: int, runs: list[Floats], ups: list[Floats], sheet: Sheet) -> Flat | None:
    xy, up = np.vstack(runs), np.concatenate(ups)
    inside = (up >= HORIZON_UP) & (xy >= 0).all(axis=1)
    inside &= (xy[:, 0] <= sheet.width) & (xy[:, 1] <= sheet.height)
    places = tuple((round(x), round(y)) for x, y in xy[inside].tolist())
    return Flat(feature, "point", (places,), places[0], 0) if places else None


def _lines(
    feature: int, runs: list[Floats], ups: list[Floats], sheet: Sheet, thin: float
) -> Flat | None:
    pieces = [
        shapely.LineString(piece)
        for xy, up in zip(runs, ups, strict=True)
        for piece in np.split(xy, np.flatnonzero(np.diff((up >= HORIZON_UP).astype(int))) + 1)
        if len(piece) > 1 and touches(piece, sheet)
    ]
    cut = [shapely.clip_by_rect(piece, *box(sheet)) for piece in pieces]
    lines = [
        part for geometry in cut for part in shapely.get_parts(geometry) if part.length > 2 * thin
    ]
    if not lines:
        return None
    longest = max(lines, key=lambda line: line.length)
    middle = longest.interpolate(0.5, normalized=True)
    return Flat(
        feature,
        "line",
        tuple(run for line in lines if len(run := _whole(line.simplify(thin).coords)) > 1),
        (round(middle.x), round(middle.y)),
        round(sum(line.length for line in lines)),
    )


def _polygons(detail: Detail, sheet: Sheet, feature: int) -> Iterator[Any]:
    """The polygons of a feature, each with its holes cut out."""
    whole = None
    seen = _seen(detail, sheet)
    for p in seen.parts[feature, "area"]:
        row = detail.rows(p)
        shape = _ring(seen.xy[row], seen.up[row], sheet, exterior=detail.kind[p] == EXTERIOR)
        if detail.kind[p] == EXTERIOR:
            if whole is not None:
                yield whole
            whole = shape
        elif whole is not None and shape is not None:
            whole = whole.difference(shape)
    if whole is not None:
        yield whole


def _ring(xy: Floats, up: Floats, sheet: Sheet, *, exterior: bool) -> Any:
    """The inside of a ring where the sheet shows it, or nothing."""
    hidden = up < HORIZON_UP
    if not hidden.any() and not touches(xy, sheet):
        return None
    if hidden.any():
        xy, area = along_horizon(xy, hidden, sheet)
        # a ring round the opposite point is projected inside out, which its winding gives away
        turned = (area > 0) == exterior and abs(area) > SPECK
        if hidden.all() and not turned:
            return None
    else:
        turned = False
    halves = np.round(xy * 2) / 2  # far fewer vertices to repair and to clip
    halves = halves[np.concatenate([[True], (np.diff(halves, axis=0) != 0).any(axis=1)])]
    if len(halves) < 3 or not (turned or np.ptp(halves, axis=0).prod() > SPECK):
        return None
    shape = shapely.Polygon(halves)
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    whole = shapely.box(*box(sheet))
    return whole.difference(shape) if turned else whole.intersection(shape)


@lru_cache(maxsize=8192)
def _united(detail: Detail, sheet: Sheet, feature: int) -> Any:
    """All of a feature's areas, or nothing: words and pictures of a step ask for the same."""
    shapes = list(_polygons(detail, sheet, feature))
    # parts that were cut apart at 180° become one again, on whole units
    return shapely.union_all(shapes, grid_size=1.0) if shapes else None


def _areas(feature: int, detail: Detail, sheet: Sheet, thin: float) -> Flat | None:
    whole = _united(detail, sheet, feature)
    if whole is None:
        return None
    kept = [
        part
        for part in shapely.get_parts(shapely.simplify(whole, thin))
        if part.geom_type == "Polygon" and part.area > SPECK
    ]
    if not kept:
        return None
    rings = [ring for part in kept for ring in (part.exterior, *part.interiors)]
    page = shapely.box(0, 0, sheet.width, sheet.height)
    largest = max((part.intersection(page) for part in kept), key=lambda part: part.area)
    spot = shapely.point_on_surface(largest if largest.area else kept[0])
    west, _, east, _ = largest.bounds if largest.area else (0, 0, 0, 0)
    return Flat(
        feature,
        "area",
        tuple(run for ring in rings if len(run := _whole(ring.coords)[:-1]) > 2),
        (round(spot.x), round(spot.y)),
        round(east - west),
    )


def _whole(coordinates: Any) -> Run:
    """Positions on whole units, none twice in a row."""
    xy = np.round(np.asarray(coordinates)).astype(int)
    kept = np.concatenate([[True], (np.diff(xy, axis=0) != 0).any(axis=1)])
    return tuple(map(tuple, xy[kept].tolist()))
