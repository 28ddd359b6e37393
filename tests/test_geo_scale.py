"""What a million vertices ask: work in proportion to them, and the same result all at a time."""

import functools
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geo.drawn
import geo.simplify
from geo import Layer, LayerSpec, prepare
from geo.encode import Packed, decode
from geo.flat import flatten
from geo.runs import EXTERIOR
from geo.sheet import Sheet, unpack
from geo.simplify import among, simplify
from geo.tangle import crossings, sides
from geo_makers import combs

WIGGLES = 200


def side(begin: tuple[int, int], end: tuple[int, int]) -> Any:
    """A wiggly border, the same from either end: its vertices without the last."""
    low, high = np.array(min(begin, end), float), np.array(max(begin, end), float)
    t = np.linspace(0, 1, WIGGLES)[:, None]
    across = (high - low)[::-1] * 0.05 * np.sin(t * np.pi) * np.sin(37 * t + low.sum())
    line = low + (high - low) * t + across
    line[[0, -1]] = low, high
    return np.round(line if begin < end else line[::-1], 6)[:-1]


def mosaic(path: Path, across: int) -> Path:
    """Areas of 4 · WIGGLES vertices that tile a square of so many areas a side."""
    features = []
    for x in range(across):
        for y in range(across):
            corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            ring = np.concatenate([side(a, b) for a, b in itertools.pairwise(corners)])
            closed = [*ring.tolist(), ring[0].tolist()]
            geometry = {"type": "Polygon", "coordinates": [closed]}
            features.append({"type": "Feature", "properties": {}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def prepared(path: Path) -> Layer:
    return prepare(LayerSpec(name=path.stem, source=path, folder=path.parent, tolerance_m=200))


def polygons(packed: Packed, level: int) -> Any:
    runs = packed.level(level)
    assert (runs.kind == EXTERIOR).all()
    return shapely.polygons(shapely.linearrings(runs.xy.astype(float), indices=runs.of))


def test_what_tiles_the_plane_tiles_it_at_every_level(tmp_path: Path) -> None:
    """No gap and no overlap, on the very numbers that the page draws."""
    layer = prepared(mosaic(tmp_path / "mosaic.geojson", 4))
    packed = decode(layer.packed)
    assert layer.levels > 2
    sizes = []
    for level in range(layer.levels):
        areas = polygons(packed, level)
        sizes.append(int(shapely.get_num_coordinates(areas).sum()))
        assert len(areas) == 16
        assert shapely.is_valid(areas).all()
        assert shapely.coverage_is_valid(areas)
        whole = shapely.union_all(areas)
        assert whole.geom_type == "Polygon"
        assert not whole.interiors
        assert whole.area == shapely.area(areas).sum()
    assert sizes == sorted(set(sizes), reverse=True)


class Handed:
    """Counts the calls of a program, and the vertices that it hands to shapely."""

    def __init__(self) -> None:
        self.calls = 0
        self.vertices: Counter[str] = Counter()

    def trace(self, _frame: FrameType, event: str, _argument: object) -> None:
        self.calls += event in {"call", "c_call"}

    def counting(self, name: str, function: Any) -> Any:
        @functools.wraps(function)
        def counted(*args: Any, **named: Any) -> Any:
            if args and isinstance(args[0], np.ndarray) and args[0].dtype == object:
                self.vertices[name] += int(LIBRARY["get_num_coordinates"](args[0]).sum())
            return function(*args, **named)

        return counted


LIBRARY = {
    name: value
    for name, value in vars(shapely).items()
    if callable(value) and not isinstance(value, type) and not name.startswith("_")
}


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Handed]:
    monkeypatch.setattr(geo.drawn, "LARGE", 10**9)  # what another process does is not counted
    counter = Handed()
    for name, function in LIBRARY.items():
        monkeypatch.setattr(shapely, name, counter.counting(name, function))
    yield counter
    sys.setprofile(None)


def test_the_work_grows_in_proportion_to_the_vertices(tmp_path: Path, handed: Handed) -> None:
    """Four times the vertices: four times as many handed to GEOS, and no more calls for each."""
    told = []
    for across in (3, 6, 12):
        path = mosaic(tmp_path / f"mosaic-{across}.geojson", across)
        handed.calls, handed.vertices = 0, Counter()
        sys.setprofile(handed.trace)
        layer = prepared(path)
        sys.setprofile(None)
        told.append((layer.report.vertices_before, handed.calls, handed.vertices))
    (n1, calls1, _), (n2, calls2, _), (n3, calls3, _) = told
    assert n3 > 3.9 * n2 > 15 * n1
    assert calls3 - calls2 < 4.4 * (calls2 - calls1)
    assert calls3 < n3, "calls for areas, not for their vertices"
    for name, vertices in told[-1][2].items():
        assert vertices <= 1.1 * n3 / n2 * told[1][2][name], name
    assert told[-1][2]["coverage_simplify"] > n3


def test_of_a_very_large_area_no_part_waits_for_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """GEOS looks at all parts of what it simplifies at once, which is not in proportion to them."""
    rng = np.random.default_rng(5)
    circle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    islands = [
        shapely.Polygon(
            np.column_stack([np.cos(circle), np.sin(circle)]) * rng.uniform(0.9, 1, (400, 1))
            + [3 * (i % 5), 3 * (i // 5)]
        )
        for i in range(20)
    ]
    world = shapely.MultiPolygon(islands)
    small = shapely.transform(islands[0], lambda xy: xy + 0.5)  # so that they are no coverage
    monkeypatch.setattr(geo.simplify, "MANY", 1000)
    most = []
    plain = shapely.simplify

    def simplified(shapes: Any, *args: Any, **named: Any) -> Any:
        most.append(int(shapely.get_num_coordinates(shapes).max(initial=0)))
        return plain(shapes, *args, **named)

    monkeypatch.setattr(shapely, "simplify", simplified)
    _, runs = simplify([world, small], ["area", "area"], 2000)
    assert max(most) <= 401
    assert len(runs.feature) == 21
    # apart from each other, as these are, they come out as they did together
    monkeypatch.setattr(geo.simplify, "MANY", 10**9)
    _, together = simplify([world, small], ["area", "area"], 2000)
    assert np.array_equal(runs.xy, together.xy)
    assert np.array_equal(runs.tag, together.tag)


def test_areas_that_overlap_many_times_over_are_not_looked_at_thoroughly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """GEOS would compare each border with all others: minutes, for a few thousand circles."""
    rng = np.random.default_rng(2)
    corners = rng.integers(0, 50, (2000, 2))
    boxes = [shapely.MultiPolygon([shapely.box(x, y, x + 9, y + 9)]) for x, y in corners]
    monkeypatch.setattr(shapely, "coverage_is_valid", lambda _: pytest.fail("looked at"))
    _, runs = simplify(boxes, ["area"] * len(boxes), 1000)
    assert len(runs.feature) == len(boxes)


def test_areas_like_combs_are_not_looked_at_thoroughly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two areas of a few thousand teeth cross in the square of that many places."""
    source = combs(tmp_path)
    monkeypatch.setattr(shapely, "coverage_is_valid", lambda _: pytest.fail("looked at"))
    report = prepare(LayerSpec(name="combs", source=source, folder=tmp_path)).report
    assert (report.read, report.drawn) == (2, 2)


@given(st.integers(4, 40), st.integers(0, 2**32))
def test_crossings_are_counted_as_geos_counts_them(size: int, seed: int) -> None:
    shapes = shapely.polygons(np.random.default_rng(seed).uniform(0, 1000, (2, size, 2)))
    found = 0
    for i in (0, 1):
        begin, end, _ = sides(shapes[[i]])
        lines = shapely.linestrings(np.stack([begin, end], axis=1))
        lines = lines[shapely.length(lines) > 0]
        one, other = shapely.STRtree(lines).query(lines, predicate="crosses")
        found += int(np.count_nonzero(one < other))
    assert crossings(shapes, 10**9) == found


numbers = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 40) | st.just(2**63), max_size=60)


@given(numbers, numbers)
def test_what_is_among_a_few_is_found_as_numpy_finds_it(every: list[int], few: list[int]) -> None:
    # numbers whose lowest bits are alike, too
    hashes = np.array([*every, *(n ^ 2**40 for n in few), *few[:3]], dtype=np.uint64)
    found = among(hashes, np.array(few, dtype=np.uint64))
    assert np.array_equal(found, np.isin(hashes, np.array(few, dtype=np.uint64)))


def world() -> dict[str, Any]:
    """Features of every kind, holes, parts beyond 180°, a cap, and lines round the globe."""
    cap = [[lon, 70 + lon % 7] for lon in range(-180, 181, 9)]
    hole = [[20, 10], [20, 20], [30, 20], [30, 10], [20, 10]]
    wide = [[10, 0], [60, 0], [60, 40], [10, 40], [10, 0]]
    islands = [
        [[[x, y], [x + 2, y], [x, y + 2], [x, y]]] for x, y in [(170, 5), (179, 8), (-60, 3)]
    ]
    geometries = [
        {"type": "Polygon", "coordinates": [[*cap, [180, 90], [-180, 90], cap[0]]]},
        {"type": "Polygon", "coordinates": [wide, hole]},
        {"type": "MultiPolygon", "coordinates": islands},
        {"type": "Polygon", "coordinates": [[[0, 0], [0.01, 0], [0, 0.01], [0, 0]]]},
        {"type": "LineString", "coordinates": [[lon, lon / 9] for lon in range(-170, 171, 10)]},
        {"type": "MultiLineString", "coordinates": [[[0, 0], [50, 50]], [[170, 0], [-170, 9]]]},
        {"type": "MultiPoint", "coordinates": [[30, 30], [-150, -30]]},
        {"type": "Point", "coordinates": [31, 12]},
    ]
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": g} for g in geometries],
    }


@pytest.mark.parametrize("place", [(30, 20), (-150, -20), (0, 90), (180, 0), (40, -60)])
def test_a_picture_of_all_features_is_that_of_each(
    place: tuple[float, float], tmp_path: Path
) -> None:
    path = tmp_path / "world.geojson"
    path.write_text(json.dumps(world()))
    layer = prepared(path)
    for metres in (20_000, 4_000):
        sheet = Sheet(*place, metres, 900, 600)
        together = flatten(unpack(layer.packed), sheet, range(8), thin=1)
        alone = [
            flat
            for feature in range(8)
            for flat in flatten(unpack(layer.packed), sheet, {feature}, thin=1)
        ]
        assert sorted(together, key=lambda flat: flat.feature) == alone
        assert len(alone) > 2 or metres < 20_000
