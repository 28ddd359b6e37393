"""A packed layer on a flat sheet: clipped to its edges and thinned to its units.

The twin in Python of what the page's painter does, for pictures that need no script.
"""

from collections.abc import Container, Sequence

import numpy as np
import shapely

from geo.outlines import areas
from geo.runs import offsets
from geo.seen import Flat, rows_of, seen_on, whole
from geo.sheet import HORIZON_UP, Detail, Floats, Sheet, box

__all__ = ["Flat", "flatten"]


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
    seen = seen_on(detail, sheet)
    owned = {key: parts for key, parts in seen.parts.items() if key[0] in wanted}
    of_areas = [feature for feature, kind in owned if kind == "area"]
    of_lines = [feature for feature, kind in owned if kind == "line"]
    found = {
        "area": areas(of_areas, detail, sheet, thin=thin) if of_areas else {},
        "line": _lines(of_lines, detail, sheet, thin) if of_lines else {},
        "point": {
            feature: flat
            for (feature, kind), parts in owned.items()
            if kind == "point"
            and (flat := _points(feature, *_places(parts, detail, sheet), sheet)) is not None
        },
    }
    flats = [found[kind].get(feature) for feature, kind in owned]
    return [flat for flat in flats if flat is not None and flat.runs]


def _places(parts: list[int], detail: Detail, sheet: Sheet) -> tuple[Floats, Floats]:
    seen = seen_on(detail, sheet)
    rows, _ = rows_of(detail, parts)
    return seen.xy[rows], seen.up[rows]


def _points(feature: int, xy: Floats, up: Floats, sheet: Sheet) -> Flat | None:
    inside = (up >= HORIZON_UP) & (xy >= 0).all(axis=1)
    inside &= (xy[:, 0] <= sheet.width) & (xy[:, 1] <= sheet.height)
    places = tuple((round(x), round(y)) for x, y in xy[inside].tolist())
    return Flat(feature, "point", (places,), places[0], 0) if places else None


def _lines(features: Sequence[int], detail: Detail, sheet: Sheet, thin: float) -> dict[int, Flat]:
    """What the sheet shows of the lines of features, all at a time."""
    seen = seen_on(detail, sheet)
    owned = [seen.parts[feature, "line"] for feature in features]
    rows, counts = rows_of(detail, [p for own in owned for p in own])
    xy, up = seen.xy[rows], seen.up[rows]
    begins = np.zeros(len(xy), dtype=bool)
    begins[offsets(counts)[:-1]] = True
    begins[1:] |= np.diff(up >= HORIZON_UP)  # at the horizon a line is cut
    starts = np.flatnonzero(begins)
    piece = np.cumsum(begins) - 1
    low, high = np.minimum.reduceat(xy, starts), np.maximum.reduceat(xy, starts)
    west, north, east, south = box(sheet)
    kept = (high >= (west, north)).all(axis=1) & (low <= (east, south)).all(axis=1)
    kept &= np.bincount(piece) > 1
    owner = np.repeat(np.repeat(np.arange(len(owned)), list(map(len, owned))), counts)[starts]
    of_kept = kept[piece]
    if not of_kept.any():
        return {}
    index = (np.cumsum(kept) - 1)[piece[of_kept]]
    cut = shapely.clip_by_rect(shapely.linestrings(xy[of_kept], indices=index), *box(sheet))
    parts, of = shapely.get_parts(cut, return_index=True)
    lengths = shapely.length(parts)
    long = lengths > 2 * thin
    parts, lengths, of = parts[long], lengths[long], owner[kept][of[long]]
    if not len(parts):
        return {}
    found, first = np.unique(of, return_index=True)
    longest = parts[np.lexsort((-lengths, of))[first]]
    middles = shapely.get_coordinates(
        shapely.line_interpolate_point(longest, 0.5, normalized=True)
    ).tolist()
    simple = shapely.simplify(parts, thin)
    xy, line = shapely.get_coordinates(simple, return_index=True)
    runs = whole(xy, line, len(simple))
    ends = [*first[1:].tolist(), len(parts)]
    result = {}
    for i, (begin, end, spot) in enumerate(zip(first.tolist(), ends, middles, strict=True)):
        feature = features[int(found[i])]
        result[feature] = Flat(
            feature,
            "line",
            tuple(run for run in runs[begin:end] if len(run) > 1),
            (round(spot[0]), round(spot[1])),
            round(sum(lengths[begin:end].tolist())),
        )
    return result
