"""Levels of detail: of every vertex, down to which coarseness it is needed."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from geo.coverage import Hashes, tiling
from geo.project import METRES_PER_DEGREE, equal_area_plane, own_planes
from geo.runs import EXTERIOR, LINE, POINT, Integers, Runs, runs_of
from geo.tangle import FEW, crowded

COARSEST_M: Final = 40_000.0
ENOUGH: Final = 1_500
STEP: Final = 4.0
MANY: Final = 50_000
"""vertices of an area from which on its parts are simplified one by one"""

_Tagged: TypeAlias = tuple[list[float], Integers]


def simplify(
    geometries: Sequence[Any], kinds: Sequence[str], tolerance_m: float
) -> tuple[list[float], Runs]:
    """The layer at `tolerance_m` metres, then at 4, 16, … times that until it is light.

    Returns these tolerances and the runs of what the finest keeps; a vertex of a coarser level is
    a vertex of every finer one. Areas that tile the plane keep the borders they share: a vertex is
    kept in all areas or in none.
    """
    runs = runs_of(geometries)
    if not len(runs.feature) or (runs.kind == POINT).all():
        return [tolerance_m], runs
    areas = _flattened([g for g, kind in zip(geometries, kinds, strict=True) if kind == "area"])
    here = _hashes(shapely.get_coordinates(areas))
    if len(here):
        here = here[_unclosed(areas)]
    tagged = partial(_tagged, runs, areas, here, tolerance_m)
    known = tiling(areas, here)
    tolerances, tag = _tagged_if_they_tile(areas, tagged) if known is None else tagged(tiles=known)
    return tolerances, replace(runs, tag=tag).keep(tag >= 0)


def _tagged_if_they_tile(areas: Any, tagged: Callable[..., _Tagged]) -> _Tagged:
    """The levels of areas that share vertices.

    Mostly they tile, and to be sure of it takes as long as to simplify them: so both are done at a
    time, and the levels are made anew when they do not.
    """
    with ThreadPoolExecutor(max_workers=1) as aside:
        sure = aside.submit(shapely.coverage_is_valid, areas)
        try:
            found = tagged(tiles=True)
        except shapely.errors.GEOSException:
            if sure.result():
                raise
        if sure.result():
            return found
    return tagged(tiles=False)


def _tagged(runs: Runs, areas: Any, here: Hashes, tolerance_m: float, *, tiles: bool) -> _Tagged:
    """The tolerances of the levels, and of each vertex the coarsest level that keeps it, or -1."""
    lines = _Lines(runs)
    tag = np.full(len(runs.xy), -1)
    tag[(runs.kind == POINT)[runs.of]] = 0
    rows = np.flatnonzero((runs.kind >= EXTERIOR)[runs.of])
    tolerances = [tolerance_m]
    while True:
        # each level from the one before: a quarter of the work, and a third more error at the most
        areas = _simpler_areas(areas, tolerances[-1], tiles=tiles)
        still = among(here, _hashes(shapely.get_coordinates(areas)))
        here, rows = here[still], rows[still]
        kept = np.zeros(len(tag), dtype=bool)
        kept[rows] = True
        kept[lines.vertices] = lines.kept_at(tolerances[-1])
        tag[kept] = len(tolerances) - 1
        if kept.sum() < ENOUGH or tolerances[-1] * STEP > COARSEST_M:
            return tolerances, tag
        tolerances.append(tolerances[-1] * STEP)


class _Lines:
    """The lines of a layer, each in a plane of its own, simpler from level to level.

    On one plane for all a parallel would be bent, or a ring round the pole torn.
    """

    def __init__(self, runs: Runs) -> None:
        numbers = np.flatnonzero(runs.kind == LINE)
        self.vertices = (runs.kind == LINE)[runs.of]
        self.simple = None
        if len(numbers):
            counts = np.diff(runs.start)[numbers]
            of = np.repeat(np.arange(len(numbers)), counts)
            plane = own_planes(runs.xy[self.vertices], counts)
            self.keys = _hashes(plane, of)
            self.simple = shapely.linestrings(plane, indices=of)
            # a line may cross itself, and what would keep it from that costs most of the time; but
            # one that is closed must not fall in on itself, if it does not lie over itself anyway
            self.guarded = shapely.is_closed(self.simple)
            for i in np.flatnonzero(self.guarded & (counts > FEW)):
                xy = shapely.get_coordinates(self.simple[i])
                self.guarded[i] = not crowded(xy[:-1], xy[1:], counts[[i]] - 1).any()

    def kept_at(self, tolerance_m: float) -> npt.NDArray[np.bool_]:
        """Which vertices of the lines are kept, less than so many metres off."""
        if self.simple is None:
            return np.zeros(0, dtype=bool)
        guarded = self.guarded
        self.simple[guarded] = shapely.simplify(self.simple[guarded], tolerance_m)
        self.simple[~guarded] = shapely.simplify(
            self.simple[~guarded], tolerance_m, preserve_topology=False
        )
        xy, of = shapely.get_coordinates(self.simple, return_index=True)
        return among(self.keys, _hashes(xy, of))


def among(hashes: Hashes, few: Hashes) -> npt.NDArray[np.bool_]:
    """Which of the hashes are among a few of them.

    A table that their lowest bits point into tells it of all but every sixteenth at once; looking
    each up in a sorted list costs four times as much, and sorting them all ten times.
    """
    result = np.zeros(len(hashes), dtype=bool)
    if len(few):
        few = np.sort(few)
        low = np.uint64((1 << (len(few).bit_length() + 4)) - 1)
        table = np.zeros(int(low) + 1, dtype=bool)
        table[few & low] = True
        maybe = np.flatnonzero(table[hashes & low])
        at = np.minimum(np.searchsorted(few, hashes[maybe]), len(few) - 1)
        result[maybe] = few[at] == hashes[maybe]
    return result


def _hashes(xy: Any, of: Any = 0) -> Hashes:
    """A number for each place; of two places the same one with a chance of 1 in 10^13 or so."""
    bits = np.ascontiguousarray(xy, dtype=np.float64).view(np.uint64).reshape(-1, 2)
    mixed = bits[:, 0] * np.uint64(0x9E3779B97F4A7C15) + np.asarray(of, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(31)
    mixed = (mixed + bits[:, 1]) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed ^ (mixed >> np.uint64(29)))


def _unclosed(areas: Any) -> Any:
    """Which coordinates of the areas are not the closing ones of their rings."""
    rings = shapely.get_rings(shapely.get_parts(areas))
    kept = np.ones(int(shapely.get_num_coordinates(rings).sum()), dtype=bool)
    kept[np.cumsum(shapely.get_num_coordinates(rings)) - 1] = False
    return kept


def _flattened(areas: list[Any]) -> Any:
    shapes = np.array(areas, dtype=object)
    if not len(shapes):
        return shapes
    plane = equal_area_plane(shapely.total_bounds(shapes))
    there = pyproj.Transformer.from_crs("OGC:CRS84", plane, always_xy=True)
    return shapely.transform(
        shapes, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1]))
    )


def _simpler_areas(areas: Any, tolerance_m: float, *, tiles: bool) -> Any:
    """The areas so many metres simpler."""
    if not len(areas):
        return areas
    if tiles:
        # Visvalingam's measure is an area: its square root is the tolerance
        simple = shapely.coverage_simplify(areas, tolerance_m)
    else:
        simple = _each_simpler(areas, tolerance_m / 2)
    return _without_specks(simple, areas, (0.7 * tolerance_m) ** 2)


def _each_simpler(areas: Any, tolerance_m: float) -> Any:
    """Each area by itself, its parts kept from running into each other.

    To keep them so costs GEOS more than in proportion to their vertices: all land of the world as
    one feature would take ten seconds a level. So the parts of a very large area go their own ways,
    less than the tolerance off, as the parts of different features do.
    """
    large = shapely.get_num_coordinates(areas) > MANY
    simple = np.array(areas, dtype=object)
    simple[~large] = shapely.simplify(areas[~large], tolerance_m)
    parts, of = shapely.get_parts(areas[large], return_index=True)
    simple[large] = shapely.multipolygons(shapely.simplify(parts, tolerance_m), indices=of)
    return simple


def _without_specks(simple: Any, before: Any, smallest: float) -> Any:
    """Without parts under so many square metres; the largest of each area always stays."""
    parts, of = shapely.get_parts(simple, return_index=True)
    size = np.where(
        shapely.get_type_id(parts) == shapely.GeometryType.POLYGON, shapely.area(parts), 0
    )
    largest = np.zeros(len(simple))
    np.maximum.at(largest, of, size)
    kept = (size > 0) & ((size >= smallest) | (size == largest[of]))
    result = np.array(before, dtype=object)
    whole = shapely.multipolygons(parts[kept], indices=of[kept], out=np.full(len(simple), None))
    found = np.unique(of[kept])
    result[found] = whole[found]
    return result


def default_tolerance(bounds: Any) -> float:
    """Metres that keep about 4,000 steps across the layer, and at least one metre."""
    west, south, east, north = (float(value) for value in bounds)
    across = max(east - west, north - south) * METRES_PER_DEGREE
    return max(1.0, min(1_000.0, across / 4_000))
