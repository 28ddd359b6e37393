"""Polygons over 180° and round the poles, compared with the package `antimeridian`."""

import json
import math
from pathlib import Path

import antimeridian
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import LayerSpec, prepare
from geo.clean import clean
from geo.dateline import cut, needs_cut

GLOBE = 360 * 180

Ring = list[tuple[float, float]]


def area_of(ring: Ring) -> float:
    cleaned = clean(np.array([shapely.Polygon(ring)], dtype=object))
    (shape,) = cleaned.geometry
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert shape.is_valid
    return float(shape.area)


def wrapped(ring: Ring) -> Ring:
    return [((lon + 180) % 360 - 180, lat) for lon, lat in ring]


@st.composite
def rings(draw: st.DrawFn) -> Ring:
    """Stars round a middle near 180°, none of whose edges spans half the globe."""
    middle = draw(st.floats(150, 210)), draw(st.floats(-40, 40))
    sizes = draw(st.lists(st.floats(2, 30), min_size=5, max_size=30))
    turns = np.linspace(0, 2 * math.pi, len(sizes), endpoint=False)
    points = [
        (middle[0] + size * math.cos(turn), middle[1] + size * math.sin(turn))
        for size, turn in zip(sizes, turns, strict=True)
    ]
    return [*points, points[0]]


@given(rings())
def test_a_polygon_over_180_keeps_its_area_however_it_is_written(ring: Ring) -> None:
    whole = shapely.Polygon(ring).area
    assert area_of(ring) == pytest.approx(whole, rel=1e-6)
    assert area_of([(lon - 360, lat) for lon, lat in ring]) == pytest.approx(whole, rel=1e-6)
    assert area_of(wrapped(ring)) == pytest.approx(whole, rel=1e-6)
    assert area_of(wrapped(ring)[::-1]) == pytest.approx(whole, rel=1e-6)


@given(rings())
def test_antimeridian_cuts_in_the_same_places(ring: Ring) -> None:
    polygon = shapely.Polygon(wrapped(ring))
    if not needs_cut(np.array([polygon], dtype=object))[0]:
        return
    theirs = antimeridian.fix_polygon(polygon, fix_winding=True, great_circle=False)
    if theirs.is_valid and theirs.area < GLOBE / 2:
        assert cut(polygon).symmetric_difference(theirs).area < 1e-6 * GLOBE


@given(
    st.lists(st.floats(20, 85), min_size=8, max_size=40),
    st.sampled_from([1, -1]),
    st.sampled_from([1, -1]),
)
def test_a_ring_round_a_pole_holds_the_pole(lats: list[float], pole: int, direction: int) -> None:
    lons = np.linspace(-180, 180, len(lats), endpoint=False)
    ring = [(float(lon), pole * lat) for lon, lat in zip(lons, lats, strict=True)][::direction]
    cap = cut(shapely.Polygon([*ring, ring[0]]))
    assert cap.is_valid
    assert cap.covers(shapely.Point(0, 90 * pole))
    assert not cap.covers(shapely.Point(0, -90 * pole))
    assert cap.covers(shapely.Point(lons[0], pole * 89))


@pytest.mark.parametrize("close", [[], [[-180, 80]]])
def test_a_cap_written_from_end_to_end_of_the_map_is_a_cap(
    tmp_path: Path, close: list[list[float]]
) -> None:
    ring = [[-180, 80], [-90, 80], [0, 80], [90, 80], [180, 80], *close]
    path = tmp_path / "cap.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    layer = prepare(LayerSpec(name="cap", source=path, folder=tmp_path))
    assert layer.bounds.north == 90
    assert layer.bounds.south == 80
    assert layer.report.drawn == 1


def test_a_band_round_the_pole_has_a_hole_at_the_pole() -> None:
    outer, inner = ([(lon, lat) for lon in range(-170, 190, 20)] for lat in (60.0, 80.0))
    band = cut(shapely.Polygon(outer, [inner]))
    assert band.area == pytest.approx(360 * 20)
    assert not band.covers(shapely.Point(0, 89))


def test_a_map_of_the_whole_world_is_left_alone() -> None:
    world = shapely.box(-180, -90, 180, 90)
    assert not needs_cut(np.array([world], dtype=object))[0]
    assert area_of(list(world.exterior.coords)) == GLOBE


def test_a_hair_beyond_180_is_no_crossing() -> None:
    ring = [(178.7, 71.0), (180.00000000000006, 71.5), (180.00000000000006, 70.8), (178.7, 71.0)]
    cleaned = clean(np.array([shapely.Polygon(ring)], dtype=object))
    assert cleaned.marks == {}
    assert cleaned.geometry[0].bounds[2] == 180


def test_a_line_along_a_whole_parallel_has_its_length(tmp_path: Path) -> None:
    path = tmp_path / "circle.geojson"
    path.write_text(json.dumps({"type": "LineString", "coordinates": [[-180, 66.5], [180, 66.5]]}))
    layer = prepare(LayerSpec(name="circle", source=path, folder=tmp_path))
    assert layer.report.drawn == 1
    assert layer.bounds.width >= 359
    assert (layer.bounds.south, layer.bounds.north) == pytest.approx((66.5, 66.5), abs=0.05)
