"""Packing and unpacking: what goes in comes out, within the step of the scale."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.bounds import Bounds
from geo.encode import decode, encode, parts_of, scale_for, varints
from geo.simplify import Level, great_circle

degrees = st.tuples(st.floats(-180, 180, allow_nan=False), st.floats(-90, 90, allow_nan=False))


@given(st.lists(st.lists(degrees, min_size=2, max_size=20), min_size=1, max_size=5))
def test_lines_survive_the_journey(lines: list[list[tuple[float, float]]]) -> None:
    scale = 10**4
    level = Level(10.0, [shapely.LineString(line) for line in lines])
    parts = parts_of(level, scale)
    packed = encode([level], [parts], len(lines), scale)
    assert packed == encode([level], [parts], len(lines), scale)
    found_scale, ((tolerance, parts),) = decode(packed)
    assert (found_scale, tolerance) == (scale, 10)
    for part in parts:
        wanted = np.round(np.array(lines[part.feature]) * scale).astype(np.int64)
        keep = np.concatenate([[True], (np.diff(wanted, axis=0) != 0).any(axis=1)])
        assert (part.xy == wanted[keep]).all()


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
    if scale < 10**6:
        assert 111_195 / scale <= max(tolerance_m / 4, 0) + 1e-6


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
