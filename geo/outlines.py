"""Areas on a flat sheet: their rings led along the horizon, clipped, thinned and put together.

All areas of a layer at a time: thousands of calls for one area each would cost more than the work.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from geo.runs import EXTERIOR, Integers, offsets
from geo.seen import SPECK, Flat, Seen, rows_of, seen_on, whole
from geo.shapes import Objects
from geo.sheet import HORIZON_UP, Detail, Floats, Sheet, along_horizon, box


def areas(features: Sequence[int], detail: Detail, sheet: Sheet, *, thin: float) -> dict[int, Flat]:
    """What the sheet shows of the areas of features, by their numbers; `thin` units off at most."""
    shapes = _united(features, detail, sheet)
    parts, of = shapely.get_parts(shapely.simplify(shapes, thin), return_index=True)
    large = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (
        shapely.area(parts) > SPECK
    )
    parts, of = parts[large], of[large]
    if not len(parts):
        return {}
    clipped = shapely.intersection(parts, shapely.box(0, 0, sheet.width, sheet.height))
    size = shapely.area(clipped)
    found, first = np.unique(of, return_index=True)
    largest = np.lexsort((-size, of))[first]  # one feature after another, its largest part first
    visible = size[largest] > 0
    spots = shapely.get_coordinates(
        shapely.point_on_surface(np.where(visible, clipped[largest], parts[first]))
    )
    west, _, east, _ = np.where(visible, shapely.bounds(clipped[largest]).T, 0.0)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    runs = whole(xy, ring, len(rings))
    ends = np.searchsorted(of[of_ring], found, side="right").tolist()
    begin, result = 0, {}
    for i, (end, spot, width) in enumerate(
        zip(ends, spots.tolist(), (east - west).tolist(), strict=True)
    ):
        feature = features[int(found[i])]
        own = tuple(run[:-1] for run in runs[begin:end] if len(run) > 3)
        result[feature] = Flat(feature, "area", own, (round(spot[0]), round(spot[1])), round(width))
        begin = end
    return result


def _united(features: Sequence[int], detail: Detail, sheet: Sheet) -> Objects:
    """All areas of each feature as one, or None."""
    known = _known(detail, sheet)
    new = [feature for feature in features if feature not in known]
    if new:
        seen = seen_on(detail, sheet)
        owned = [seen.parts[feature, "area"] for feature in new]
        rings = iter(_rings([p for own in owned for p in own], detail, sheet, seen))
        polygons = [_polygons([next(rings) for _ in own], detail.kind[own]) for own in owned]
        # parts that were cut apart at 180° become one again, on whole units
        result = np.full(len(new), None, dtype=object)
        single = np.array([len(own) == 1 for own in polygons])
        alone = np.array([own[0] for own in polygons if len(own) == 1], dtype=object)
        result[single] = shapely.union_all(alone[:, None], grid_size=1.0, axis=1)
        for i, own in enumerate(polygons):
            if len(own) > 1:
                result[i] = shapely.union_all(own, grid_size=1.0)
        known.update(zip(new, result, strict=True))
    return np.array([known[feature] for feature in features], dtype=object)


@lru_cache(maxsize=512)
def _known(_detail: Detail, _sheet: Sheet) -> dict[int, Any]:
    """The areas that were put together on a sheet: words and pictures of a step ask for the same.

    Two threads that ask at once at the worst both do the work.
    """
    return {}


def _polygons(shapes: list[Any], kinds: Integers) -> list[Any]:
    """The polygons of a feature, each with its holes cut out, from the insides of its rings."""
    found: list[Any] = []
    outside = None
    for shape, kind in zip(shapes, kinds, strict=True):
        if kind == EXTERIOR:
            found += [outside] if outside is not None else []
            outside = shape
        elif outside is not None and shape is not None:
            outside = outside.difference(shape)
    return found + ([outside] if outside is not None else [])


def _rings(parts: list[int], detail: Detail, sheet: Sheet, seen: Seen) -> Objects:
    """The inside of each ring where the sheet shows it, or None."""
    result = np.full(len(parts), None, dtype=object)
    rows, counts = rows_of(detail, parts)
    xy, up = seen.xy[rows], seen.up[rows]
    turned = np.zeros(len(parts), dtype=bool)
    hidden = np.minimum.reduceat(up, offsets(counts)[:-1]) < HORIZON_UP
    if hidden.any():
        rings = np.split(xy, np.cumsum(counts)[:-1])
        for i in np.flatnonzero(hidden):
            beyond = seen.up[detail.rows(parts[i])] < HORIZON_UP
            exterior = bool(detail.kind[parts[i]] == EXTERIOR)
            rings[i], turned[i] = _before_horizon(rings[i], beyond, sheet, exterior=exterior)
        xy, counts = np.concatenate(rings), np.array([len(ring) for ring in rings])
    halves = np.round(xy * 2) / 2  # far fewer vertices to repair and to clip
    of = np.repeat(np.arange(len(parts)), counts)
    new = np.ones(len(of), dtype=bool)
    new[1:] = (halves[1:] != halves[:-1]).any(axis=1) | (of[1:] != of[:-1])
    halves, of = halves[new], of[new]
    good = np.bincount(of, minlength=len(parts)) >= 3
    halves, of = halves[good[of]], of[good[of]]
    begins = np.flatnonzero(np.diff(of, prepend=-1))
    span = np.maximum.reduceat(halves, begins) - np.minimum.reduceat(halves, begins)
    good[good] = turned[good] | (span.prod(axis=1) > SPECK)
    if not good.any():
        return result
    index = (np.cumsum(good) - 1)[of[good[of]]]
    shapes = shapely.polygons(shapely.linearrings(halves[good[of]], indices=index))
    bad = ~shapely.is_valid(shapes)
    shapes[bad] = shapely.make_valid(shapes[bad], method="structure", keep_collapsed=False)
    sheet_box = shapely.box(*box(sheet))
    turned = turned[good]
    shapes[turned] = shapely.difference(sheet_box, shapes[turned])
    shapes[~turned] = shapely.intersection(sheet_box, shapes[~turned])
    result[good] = shapes
    return result


def _before_horizon(
    xy: Floats, hidden: Any, sheet: Sheet, *, exterior: bool
) -> tuple[Floats, bool]:
    """A ring led along the horizon, and whether the sheet shows what lies outside of it.

    Nothing is left of one that lies beyond.
    """
    xy, area = along_horizon(xy, hidden, sheet)
    # a ring round the opposite point is projected inside out, which its winding gives away
    turned = (area > 0) == exterior and abs(area) > SPECK
    return (xy[:0] if hidden.all() and not turned else xy), turned
