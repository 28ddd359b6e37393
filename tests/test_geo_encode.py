"""Packing and unpacking: what goes in comes out, within the step of the scale."""

import random
from dataclasses import replace

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.bits import varints
from geo.bounds import Bounds
from geo.coverage import tiling
from geo.encode import Packed, decode, encode
from geo.grid import band, scale_for, snap
from geo.project import METRES_PER_DEGREE, vectors
from geo.runs import Runs, runs_of
from geo.simplify import simplify
from geo.spread import arcs, bridge, great_circle, spread

degrees = st.tuples(st.floats(-180, 180, allow_nan=False), st.floats(-90, 90, allow_nan=False))
shapes = st.lists(st.lists(degrees, min_size=2, max_size=20), min_size=1, max_size=5)


def same(a: Runs, b: Runs) -> bool:
    pairs = [(a.feature, b.feature), (a.kind, b.kind), (a.start, b.start), (a.xy, b.xy)]
    return all(np.array_equal(x, y) for x, y in [*pairs, (a.tag, b.tag)])


@given(shapes, st.sampled_from([100, 446, 3708, 10**5, 10**6]), st.randoms())
def test_what_is_packed_comes_out_again(
    lines: list[list[tuple[float, float]]], scale: int, chance: random.Random
) -> None:
    runs = snap(spread(runs_of([shapely.LineString(line) for line in lines])), scale)
    tag = np.array([chance.randrange(3) for _ in runs.xy], dtype=np.int64)
    packed = Packed(scale, len(lines), (10, 40, 160), replace(runs, tag=tag))
    data = encode(packed)
    assert data == encode(packed)
    found = decode(data)
    assert (found.scale, found.features) == (scale, len(lines))
    assert found.tolerances_m == packed.tolerances_m
    assert same(found.runs, packed.runs)


@given(shapes, st.sampled_from([100, 446, 3708]))
def test_the_grid_is_as_fine_as_it_says(lines: list[list[tuple[float, float]]], scale: int) -> None:
    """What is rounded off is half a step in latitude, and less than a step in longitude."""
    xy = np.array([position for line in lines for position in line])
    nothing = np.zeros(len(xy), dtype=np.int64)
    run = Runs(np.array([0]), np.array([0]), np.array([0, len(xy)]), xy, nothing)
    on_grid = snap(run, scale).xy
    lat = np.radians(xy[:, 1])
    off = np.abs(on_grid / scale - xy)
    assert off[:, 1].max() <= 0.5 / scale + 1e-9
    # where the steps of longitude are wider they are so in degrees, not on the ground
    far = np.abs(xy[:, 1]) < 88
    assert (off[:, 0] * np.cos(lat))[far].max(initial=0) <= 0.52 / scale
    assert (180 * scale) % (1 << int(band(np.array([90 * scale]), scale)[0])) == 0


def test_a_shared_border_is_told_once() -> None:
    """Two neighbours with a long border cost little more than one of them, and agree on it."""
    rng = np.random.default_rng(7)
    wiggle = np.column_stack([rng.uniform(4.9, 5.1, 3000), np.linspace(0, 10, 3000)])
    west = shapely.Polygon([[0, 0], *wiggle, [0, 10]])
    east = shapely.Polygon([[10, 0], *wiggle, [10, 10]])
    both = shapely.orient_polygons(np.array([west, east]), exterior_cw=False)
    sizes = []
    for shapes in ([both[0]], list(both)):
        runs = snap(spread(runs_of([shapely.MultiPolygon([shape]) for shape in shapes])), 10**4)
        packed = Packed(10**4, len(shapes), (1,), runs)
        sizes.append(len(encode(packed)))
        assert same(decode(encode(packed)).runs, runs)
    assert sizes[1] < 1.05 * sizes[0]


def test_coarser_levels_are_made_of_the_same_vertices_and_leap_nowhere() -> None:
    """Also where neighbours are simplified: no level opens a gap between them."""
    rng = np.random.default_rng(3)
    wiggle = np.column_stack([np.linspace(0, 60, 4000), 60 + rng.uniform(-0.2, 0.2, 4000)])
    south = shapely.Polygon([[0, 40], [60, 40], *wiggle[::-1]])
    north = shapely.Polygon([*wiggle, [60, 85], [0, 85]])
    areas = [shapely.MultiPolygon([shape]) for shape in (south, north)]
    tolerances, runs = simplify(areas, ["area", "area"], 500)
    runs = bridge(snap(spread(runs), 446), 446, tolerances)
    packed = Packed(446, 2, tuple(map(round, tolerances)), runs)
    assert len(tolerances) > 2
    for number, tolerance in enumerate(tolerances):
        level = packed.level(number)
        a, b = (level.xy[level.of == run] for run in (0, 1))
        border = [xy[np.abs(xy[:, 1] - 60 * 446) < 0.25 * 446] for xy in (a, b)]
        shared = [{tuple(v) for v in xy.tolist() if 0 < v[0] < 60 * 446} for xy in border]
        assert shared[0] == shared[1], tolerance
        ends = level.following()
        at = vectors(level.xy / 446)
        longest = max(1.0, np.degrees(np.sqrt(4 * tolerance / 6_371_000)))
        assert arcs(at, at[ends]).max() <= 2 * longest, tolerance


@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=50))
def test_varints_are_leb128(values: list[int]) -> None:
    raw = varints(np.array(values, dtype=np.uint64))
    found, value, shift = [], 0, 0
    for byte in raw:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value = shift = 0
    assert found == values


@given(st.floats(0.1, 100_000))
def test_the_step_is_finer_than_the_tolerance(tolerance_m: float) -> None:
    scale = scale_for(tolerance_m, points=False)
    assert 10**2 <= scale <= 10**6
    assert scale % 2 == 0
    if scale < 10**6:
        assert METRES_PER_DEGREE / scale <= max(tolerance_m / 2, 0) + 1e-6


@given(degrees, degrees)
def test_great_circles_have_short_edges_and_keep_their_ends(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    xy = great_circle(np.array([a, b]))
    assert tuple(xy[0]) == a
    assert tuple(xy[-1]) == b


@given(st.lists(st.tuples(st.floats(-180, 179), st.floats(0.1, 20)), min_size=2, max_size=2))
def test_the_union_of_boxes_is_the_short_way_round(boxes: list[tuple[float, float]]) -> None:
    a, b = (Bounds(west, 0, west + width, 10) for west, width in boxes)
    whole = a.union(b)
    assert whole == b.union(a) or abs(whole.width - b.union(a).width) < 1e-9
    assert whole.width <= 180 + a.width + b.width
    assert -180 <= whole.west < 180


def test_the_union_over_180_is_narrow() -> None:
    assert Bounds(170, 0, 180, 5).union(Bounds(-180, 0, -170, 9)) == Bounds(170, 0, 190, 9)


boxes = st.tuples(*(st.integers(0, 12),) * 2, *(st.integers(1, 4),) * 2)


@given(st.lists(boxes, min_size=2, max_size=6, unique=True))
def test_areas_are_judged_as_shapely_judges_them_or_left_to_it(
    corners: list[tuple[int, int, int, int]],
) -> None:
    areas = np.array([shapely.box(x, y, x + w, y + h) for x, y, w, h in corners])
    places = np.concatenate([shapely.get_coordinates(area)[:-1] for area in areas])
    found = tiling(areas, places @ np.array([100, 1]))
    if found is None:
        assert len(np.unique(places, axis=0)) < len(places)
    else:
        assert found is bool(shapely.coverage_is_valid(areas))
