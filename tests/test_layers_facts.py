"""What the committed layers must get right: sides of borders, lengths, years, licences."""

import functools
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
import yaml
from pyproj import Geod
from shapely.geometry import Point, box

LAYERS = Path(__file__).parents[1] / "layers"
FILES = sorted(
    path.relative_to(LAYERS).as_posix()
    for path in LAYERS.rglob("*.geojson")
    if "derive" not in path.parts
)
GEOD = Geod(ellps="WGS84")

BLAGOVESHCHENSK, HEIHE = Point(127.52637, 50.27593), Point(127.49016, 50.24413)
# on Heixiazi / Bolshoy Ussuriysky: the western half and Tarabarov are China's since 2008
HEIXIAZI_WEST, TARABAROV = Point(134.55, 48.35), Point(134.62, 48.385)
USSURIYSKY_EAST, KHABAROVSK = Point(134.85, 48.37), Point(135.0971, 48.46204)
# the dredged canal and the Great Bitter Lake
SUEZ_CANAL = box(32.2, 29.85, 32.7, 31.35)


@functools.cache
def features(file: str) -> dict[str, tuple[dict[str, Any], Any]]:
    """Properties and geometry of a layer's features by their id."""
    collection = json.loads((LAYERS / file).read_text("utf-8"))
    return {
        feature["properties"]["id"]: (
            feature["properties"],
            shapely.from_geojson(json.dumps(feature["geometry"])),
        )
        for feature in collection["features"]
    }


@functools.cache
def catalogue() -> dict[str, dict[str, Any]]:
    layers: dict[str, dict[str, Any]] = yaml.safe_load((LAYERS / "layers.yaml").read_text("utf-8"))
    return layers["layers"]


def holder(file: str, point: Point) -> list[str]:
    """The ids of the polygons that hold a point."""
    return [key for key, (_, shape) in features(file).items() if shape.contains(point)]


def km(line: Any) -> float:
    return float(GEOD.geometry_length(line)) / 1000


def edges(file: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    for _, shape in features(file).values():
        for part in shapely.get_parts(shape):
            rings = [part]
            if part.geom_type == "Polygon":
                rings = [part.exterior, *part.interiors]
            for ring in rings:
                yield from pairwise(ring.coords)


# --- The files ----------------------------------------------------------------------------------


def test_every_file_is_in_the_catalogue_once_and_every_entry_has_its_file() -> None:
    assert sorted(layer["source"] for layer in catalogue().values()) == FILES


def test_every_layer_says_where_it_comes_from_and_how_exact_it_is() -> None:
    for name, layer in catalogue().items():
        assert {"title", "licence", "date", "accuracy"} <= layer.keys(), name


def test_the_table_of_the_readme_is_true() -> None:
    table = (LAYERS / "README.md").read_text("utf-8")
    for name, layer in catalogue().items():
        (row,) = [line for line in table.splitlines() if line.startswith(f"| {name} |")]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        shapes = [shape for _, shape in features(layer["source"]).values()]
        count = f"{shapely.get_num_coordinates(shapes).sum():,}"
        assert cells[1:3] == [f"[{layer['source']}]({layer['source']})", count]
        assert cells[4:7] == [layer["licence"], layer["date"], layer["accuracy"]], name


def test_openstreetmap_stays_in_its_folder_with_its_licence() -> None:
    assert "Open Database License" in (LAYERS / "osm" / "NOTICE.md").read_text("utf-8")
    for name, layer in catalogue().items():
        assert (layer["licence"] == "ODbL-1.0") == layer["source"].startswith("osm/"), name
        if layer["licence"] == "ODbL-1.0":
            assert "OpenStreetMap contributors" in layer["attribution"], name


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_small_valid_and_within_the_degrees(file: str) -> None:
    assert (LAYERS / file).stat().st_size < 2 * 2**20
    collection = json.loads((LAYERS / file).read_text("utf-8"))
    assert len(collection["features"]) == len(features(file)), "an id twice"
    for key, (_, shape) in features(file).items():
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180, key
        assert -90 <= south <= north <= 90, key
        assert shape.is_valid, key


@pytest.mark.parametrize("file", FILES)
def test_no_edge_runs_across_the_date_line(file: str) -> None:
    assert max((abs(a[0] - b[0]) for a, b in edges(file)), default=0) <= 180


def test_no_border_has_a_straight_leg_of_more_than_four_degrees() -> None:
    for file in FILES:
        if "bound" in file or "border" in file:
            assert max(max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in edges(file)) < 4, file


def test_a_tint_of_an_area_is_in_the_legend() -> None:
    for name, layer in catalogue().items():
        classes = layer.get("classes") or {"": {}}
        for value, own in classes.items():
            style = {**layer.get("style", {}), **own.get("style", {})}
            drawn = "fill" in style and "marker" not in style and style.get("fill_opacity", 1) > 0
            if drawn and name not in {"land", "lakes"}:
                assert own.get("legend") or layer.get("legend"), f"{name}: {value}"


# --- Borders ------------------------------------------------------------------------------------


def test_the_russia_china_border_is_two_lines_of_about_4200_km() -> None:
    lines = features("osm/border_ru_cn.geojson")
    assert set(lines) == {"east", "west"}
    assert {shape.geom_type for _, shape in lines.values()} == {"LineString"}
    assert abs(sum(km(shape) for _, shape in lines.values()) - 4200) <= 30
    assert all(abs(km(shape) - own["length_km"]) < 5 for own, shape in lines.values())


def test_the_afghan_tajik_border_is_one_line_of_about_1300_km() -> None:
    ((own, line),) = features("osm/border_af_tj.geojson").values()
    assert line.geom_type == "LineString"
    assert abs(km(line) - 1287) <= 20
    assert abs(km(line) - own["length_km"]) < 5


@pytest.mark.parametrize(
    ("file", "china", "amur", "khabarovsk"),
    [
        ("osm/countries.geojson", "CHN", "RUS", "RUS"),
        ("osm/provinces_ru_cn.geojson", "heilongjiang", "amur", "khabarovsk"),
    ],
)
def test_towns_and_islands_lie_on_their_own_side_of_the_amur(
    file: str, china: str, amur: str, khabarovsk: str
) -> None:
    assert holder(file, HEIHE) == [china]
    assert holder(file, BLAGOVESHCHENSK) == [amur]
    assert holder(file, HEIXIAZI_WEST) == [china]
    assert holder(file, TARABAROV) == [china]
    assert holder(file, USSURIYSKY_EAST) == [khabarovsk]
    assert holder(file, KHABAROVSK) == [khabarovsk]


def test_provinces_of_the_two_countries_neither_overlap_nor_gape() -> None:
    shapes = features("osm/provinces_ru_cn.geojson").values()
    sides = [
        shapely.union_all([shape for own, shape in shapes if own["country"] == country])
        for country in ("RUS", "CHN")
    ]
    assert shapely.intersection(*sides).area < 1e-4
    east = features("osm/border_ru_cn.geojson")["east"][1]
    near = shapely.intersection(shapely.boundary(sides[0]), shapely.buffer(east, 0.01))
    # both meet on the border line itself, give or take their simplification
    assert km(shapely.intersection(near, shapely.buffer(sides[1], 0.001))) > 3000


def test_the_two_badakhshans_meet_on_the_border_line() -> None:
    units = features("osm/badakhshan.geojson")
    assert set(units) == {"gbao", "badakhshan_af"}
    assert units["gbao"][1].contains(Point(73.96674, 38.17023))
    assert units["badakhshan_af"][1].contains(Point(70.58002, 37.11664))
    assert shapely.intersection(units["gbao"][1], units["badakhshan_af"][1]).area < 1e-5


def test_crimea_is_in_ukraine_and_taiwan_stands_alone() -> None:
    assert holder("osm/countries.geojson", Point(34.11, 44.96)) == ["UKR"]
    assert holder("osm/countries.geojson", Point(33.86, 44.75)) == ["UKR"]
    assert holder("osm/countries.geojson", Point(121.0, 24.0)) == ["TWN"]
    assert holder("osm/countries.geojson", Point(63.3, 45.965)) == ["KAZ"]
    crimea = features("crimea.geojson")["crimea"][1]
    russia = features("osm/countries.geojson")["RUS"][1]
    assert shapely.intersection(crimea, russia).area < 1e-4
    assert features("osm/boundaries.geojson")["UKR-crimea"][0]["kind"] == "disputed"


def test_countries_tile_the_land() -> None:
    land = shapely.union_all([shape for _, shape in features("land.geojson").values()])
    countries = [shape for _, shape in features("osm/countries.geojson").values()]
    assert abs(shapely.area(countries).sum() - land.area) < 1e-4 * land.area


@pytest.mark.parametrize("file", ["osm/rivers.geojson", "osm/rivers_border.geojson"])
def test_the_amur_runs_to_the_sea_in_one_line(file: str) -> None:
    line = features(file)["amur"][1]
    assert line.geom_type == "LineString"
    mouth = Point(line.coords[-1])
    assert mouth.distance(Point(141.2, 52.95)) < 0.01  # in the Amur Liman
    assert not any(shape.contains(mouth) for _, shape in features("land.geojson").values())
    assert km(line) == pytest.approx(2824, rel=0.05)  # as published


# --- Unions -------------------------------------------------------------------------------------


def test_the_sco_has_its_members_and_their_years() -> None:
    years = {key: own["joined"] for key, (own, _) in features("osm/sco.geojson").items()}
    founders = dict.fromkeys(("CHN", "RUS", "KAZ", "KGZ", "TJK", "UZB"), 2001)
    assert years == founders | {"IND": 2017, "PAK": 2017, "IRN": 2023, "BLR": 2024}


def test_turkmenistan_is_of_central_asia_but_of_no_union() -> None:
    assert set(features("osm/central_asia.geojson")) == {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    assert set(features("osm/eaeu.geojson")) == {"RUS", "BLR", "KAZ", "ARM", "KGZ"}


# --- Routes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "published_km"),
    [
        ("nsr", 4818),
        ("nep_murmansk", 944),
        ("nep_west", 2976),
        ("nep_east", 6399),
        ("nwp", 5565),
        ("tsr", 6982),
        ("suez", 19477),
        ("nep_full", 14934),
    ],
)
def test_a_sea_route_keeps_off_the_land_and_has_its_length(route: str, published_km: int) -> None:
    own, line = features("arctic_routes.geojson")[route]
    assert km(line) == pytest.approx(published_km, rel=0.02)
    assert own["measured_km"] == pytest.approx(km(line), abs=5)
    assert own["measured_nm"] == pytest.approx(own["measured_km"] / 1.852, abs=1)
    at_sea = shapely.difference(line, SUEZ_CANAL)
    masses = [shape for _, shape in features("land.geojson").values() if shape.intersects(at_sea)]
    assert sum(km(shapely.intersection(mass, at_sea)) for mass in masses) == 0


def test_pipelines_end_at_their_fields_and_crossings() -> None:
    lines = {key: shape for key, (_, shape) in features("pipelines.geojson").items()}
    places = {key: shape for key, (_, shape) in features("places.geojson").items()}
    for line, place in [("pos_1", "f06"), ("pos_1", "b04"), ("pos_2", "f07"), ("cn_east", "b04")]:
        assert lines[line].distance(places[place]) < 0.01, (line, place)
    border = features("osm/border_ru_cn.geojson")["east"][1]
    assert places["b04"].distance(border) < 0.01


def test_gas_and_oil_run_side_by_side() -> None:
    lines = {key: shape for key, (_, shape) in features("pipelines.geojson").items()}
    for gas in (lines["pos_1"], lines["pos_2"]):
        near = shapely.buffer(lines["espo_1"], 0.07)  # five kilometres or more
        assert km(shapely.intersection(gas, near)) < 0.05 * km(gas)


def test_an_arc_leads_from_where_it_says_to_where_it_says() -> None:
    places = {own["name"]: shape for own, shape in features("places.geojson").values()}
    ways = {"su35_ru_cn": ("Komsomolsk-on-Amur", "Beijing"), "arms_ru_tr": ("Moscow", "Ankara")}
    for key, (start, end) in ways.items():
        line = features("arcs.geojson")[key][1]
        assert Point(line.coords[0]).distance(places[start]) < 0.01
        assert Point(line.coords[-1]).distance(places[end]) < 0.01


# --- Points -------------------------------------------------------------------------------------


def test_a_reported_base_is_an_area_and_never_a_pin() -> None:
    areas = features("osm/reported_area.geojson")
    assert set(areas) == {"badakhshan_af", "shaymoq"}
    assert {shape.geom_type for _, shape in areas.values()} <= {"Polygon", "MultiPolygon"}
    for key in ("t11", "t14", "t15"):
        assert features("places.geojson")[key][0]["kind"] == "label"


def test_places_say_how_sure_they_are() -> None:
    places = features("places.geojson")
    assert not {"t19", "a27"} & places.keys()
    for key, (own, shape) in places.items():
        assert shape.geom_type == "Point"
        assert own["kind"] in catalogue()["places"]["classes"], key
        if own["kind"] != "label" or "confidence" in own:
            assert own["confidence"] in {"A", "B", "C"}, key
        if own.get("confidence") == "C":
            assert own["radius_km"] > 0, key


def test_bridges_stand_on_the_border_line() -> None:
    lines = {
        "RUS-CHN": features("osm/border_ru_cn.geojson")["east"][1],
        "AFG-TJK": features("osm/border_af_tj.geojson")["AFG-TJK"][1],
    }
    for key, (own, shape) in features("places.geojson").items():
        if own["kind"] == "bridge" and own["confidence"] == "A":
            assert shape.distance(lines[own["country"]]) < 0.01, key


def test_places_lie_in_their_country() -> None:
    countries = features("osm/countries.geojson")
    for file in ("places.geojson", "towns.geojson"):
        for key, (own, shape) in features(file).items():
            if len(own.get("country", "")) == 3 and own.get("kind") not in {"strait", "drill"}:
                # ports and capes may fall off a generalised coast
                assert countries[own["country"]][1].distance(shape) < 0.12, key


def test_the_name_of_a_small_state_stands_in_it() -> None:
    countries = features("osm/countries.geojson")
    for key, (own, point) in features("small_states.geojson").items():
        assert countries[key][0]["name"] == own["name"]
        assert countries[key][1].contains(point), key


def test_towns_have_their_geonames_id_and_a_rank() -> None:
    for key, (own, _) in features("towns.geojson").items():
        assert key.isdigit()
        assert own["rank"] in {1, 2, 3, 4}
        assert isinstance(own["capital"], bool)
        assert own["country"] in features("osm/countries.geojson")


def test_seas_have_no_rival_names_or_claim_lines() -> None:
    seas = features("seas.geojson")
    assert seas["south_china_sea"][0]["name"] == "South China Sea"
    assert {shape.geom_type for _, shape in seas.values()} == {"Point"}
    land = [shape for key, (_, shape) in features("land.geojson").items() if int(key) < 40]
    lakes = [shape for _, shape in features("lakes.geojson").values()]
    for key, (_, shape) in seas.items():
        dry = any(mass.contains(shape) for mass in land)
        assert not dry or any(lake.contains(shape) for lake in lakes), key


def test_what_has_russian_and_chinese_names_tells_them() -> None:
    told = []
    for name, layer in catalogue().items():
        file = layer["source"]
        asked = [part.get("field") for part in layer.get("popup", []) if isinstance(part, dict)]
        for language in ("name_ru", "name_zh"):
            named = any(own.get(language) for own, _ in features(file).values())
            if named and layer.get("popup"):
                assert language in asked, f"{name}: {language}"
                told.append(name)
    assert {"countries", "places", "provinces_ru_cn", "rivers_border", "sco"} <= set(told)
