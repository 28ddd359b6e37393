"""What is read is drawn or accounted for: against counts that do not come from our readers."""

import csv
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import LayerSpec, Report, StorymapError, prepare
from geo.count import counted

Count = Callable[[Path], int]


def from_json(path: Path) -> int:
    return len(json.loads(path.read_text(encoding="utf-8"))["features"])


def from_lines(path: Path) -> int:
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())


def from_index(path: Path) -> int:
    return (path.with_suffix(".shx").stat().st_size - 100) // 8


def from_database(path: Path) -> int:
    with sqlite3.connect(path) as database:
        (count,) = database.execute("SELECT count(*) FROM layer").fetchone()
    database.close()
    return int(count)


def from_rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def from_sheet(path: Path) -> int:
    book = openpyxl.load_workbook(path)
    return int(book.active.max_row) - 1


def from_parquet(path: Path) -> int:
    return int(pq.ParquetFile(path).metadata.num_rows)


def from_elements(path: Path) -> int:
    return path.read_bytes().count(b"<Placemark")


def from_header(path: Path) -> int:
    """`features_count`, the ninth field of a FlatGeobuf's header."""
    data = path.read_bytes()[12:]
    (root,) = struct.unpack_from("<I", data)
    (back,) = struct.unpack_from("<i", data, root)
    (offset,) = struct.unpack_from("<H", data, root - back + 4 + 2 * 8)
    return int(struct.unpack_from("<Q", data, root + offset)[0])


WAYS: dict[str, tuple[Count, dict[str, str]]] = {
    "geojson": (from_json, {}),
    "geojsonl": (from_lines, {"driver": "GeoJSONSeq"}),
    "shp": (from_index, {"encoding": "UTF-8"}),
    "gpkg": (from_database, {"layer": "layer"}),
    "fgb": (from_header, {}),
    "kml": (from_elements, {"driver": "LIBKML"}),
}


def frame(*, empty: int = 0, full: int = 7) -> geopandas.GeoDataFrame:
    points = [shapely.Point(100 + i, 40 + i) for i in range(full)] + [None] * empty
    return geopandas.GeoDataFrame(
        {"title": [f"n{i}" for i in range(full + empty)]}, geometry=points, crs=4326
    )


def report_of(path: Path) -> Report:
    return prepare(LayerSpec(name="layer", source=path, folder=path.parent)).report


@pytest.mark.parametrize("ending", WAYS)
def test_read_is_drawn_and_dropped_by_another_count(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"layer.{ending}"
    count, options = WAYS[ending]
    frame(empty=0 if ending == "fgb" else 3).to_file(path, **options)
    report = report_of(path)
    assert report.read == count(path)
    assert report.read == report.drawn + report.dropped
    assert report.drawn == 7


def test_rows_of_tables_are_counted(tmp_path: Path) -> None:
    text = "name,lon,lat\n" + "".join(f"n{i},{100 + i},40\n" for i in range(5)) + "x,,\n"
    path = tmp_path / "layer.csv"
    path.write_text(text, encoding="utf-8")
    assert report_of(path).read == from_rows(path) == 6
    book = openpyxl.Workbook()
    for row in csv.reader(text.splitlines()):
        book.active.append(row)
    sheet = tmp_path / "layer.xlsx"
    book.save(sheet)
    assert report_of(sheet).read == from_sheet(sheet) == 6
    columns = tmp_path / "layer.parquet"
    frame(empty=2).to_parquet(columns)
    assert report_of(columns).read == from_parquet(columns) == 9


@pytest.mark.parametrize("ending", ["shp", "gpkg", "fgb", "kml"])
def test_our_own_count_agrees_with_a_reader(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"layer.{ending}"
    frame().to_file(path, **WAYS[ending][1])
    format_ = {"shp": "Shapefile", "gpkg": "sqlite", "fgb": "FlatGeobuf", "kml": "KML"}[ending]
    assert counted(path, format_, "layer") == 7


def kml(name: str, *inner: str, kind: str = "Folder") -> str:
    return f"<{kind}><name>{name}</name>{''.join(inner)}</{kind}>"


PLACE = "<Placemark><Point><coordinates>100,50</coordinates></Point></Placemark>"
FOLDERS = {
    "two of one name": [kml("P", PLACE), kml("P", PLACE * 2)],
    "an empty one between": [kml("P", PLACE), kml("P"), kml("P", PLACE * 3)],
    "in folders": [kml("A", kml("P", PLACE)), kml("B", kml("P", PLACE * 2))],
    "in each other": [kml("P", PLACE, kml("P", PLACE * 2))],
    "the name of the whole": [kml("whole", PLACE)],
    "the name of the whole, with places": [kml("whole", PLACE), PLACE * 2],
    "the name of a document": [kml("P", kind="Document"), kml("P", PLACE)],
    "a number of its own": [kml("P", PLACE), kml("P (#2)", PLACE * 2), kml("P", PLACE)],
    "small and large letters": [kml("P", PLACE), kml("p", PLACE * 2)],
    "small and large letters, Cyrillic": [kml("Ж", PLACE), kml("ж", PLACE * 2)],
    "a name at the end": [f"<Folder>{PLACE}<name>P</name></Folder>", kml("P", PLACE * 2)],
}


@pytest.mark.parametrize("folders", FOLDERS.values(), ids=FOLDERS)
def test_folders_of_one_name_are_counted_apart(tmp_path: Path, folders: list[str]) -> None:
    path = tmp_path / "layer.kml"
    text = kml("whole", *folders, kind="Document")
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2">{text}</kml>', encoding="utf-8")
    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    features = {n: pyogrio.read_info(path, layer=n, force_feature_count=True) for n in layers}
    wanted = {name: info["features"] for name, info in features.items()}
    assert {name: counted(path, "KML", name) for name in layers} == wanted
    assert sum(wanted.values()) == text.count("<Placemark>")


def test_deleted_records_of_a_shapefile_are_no_loss(tmp_path: Path) -> None:
    path = tmp_path / "layer.shp"
    frame().to_file(path, encoding="UTF-8")
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    head, size = struct.unpack_from("<HH", data, 8)
    data[head + 2 * size] = ord("*")
    table.write_bytes(data)
    report = report_of(path)
    assert (report.read, report.drawn) == (6, 6)
    assert report.read == report.drawn + report.dropped


@given(st.lists(st.sampled_from(["point", "none", "empty", "flat", "area"]), max_size=12))
def test_every_feature_is_accounted_for(kinds: list[str]) -> None:
    shapes = {
        "point": {"type": "Point", "coordinates": [1, 2]},
        "none": None,
        "empty": {"type": "MultiPoint", "coordinates": []},
        "flat": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0], [0, 0]]]},
        "area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]},
    }
    features = [{"type": "Feature", "properties": {}, "geometry": shapes[kind]} for kind in kinds]
    drawn = sum(kind in {"point", "area"} for kind in kinds)
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path = FOLDER / "layer.geojson"
    path.write_text(text, encoding="utf-8")
    if not drawn:
        with pytest.raises(StorymapError, match="has no feature that can be drawn"):
            report_of(path)
        return
    report = report_of(path)
    assert (report.read, report.drawn, report.dropped) == (len(kinds), drawn, len(kinds) - drawn)


position = st.tuples(
    st.floats(-200, 380, allow_subnormal=False) | st.sampled_from([-180, 180, 0, 360]),
    st.floats(-90, 90, allow_subnormal=False) | st.sampled_from([-90, 90, 0]),
).map(list)
positions = st.lists(position, max_size=7)
simple = st.one_of(
    st.builds(lambda p: {"type": "Point", "coordinates": p}, position),
    *(
        st.builds(lambda c, kind=kind: {"type": kind, "coordinates": c}, coordinates)
        for kind, coordinates in {
            "MultiPoint": positions,
            "LineString": positions,
            "MultiLineString": st.lists(positions, max_size=3),
            "Polygon": st.lists(positions, max_size=3),
            "MultiPolygon": st.lists(st.lists(positions, max_size=2), max_size=3),
        }.items()
    ),
)
geometry = st.recursive(
    simple,
    lambda inner: st.builds(
        lambda parts: {"type": "GeometryCollection", "geometries": parts},
        st.lists(inner, max_size=3),
    ),
    max_leaves=4,
)


@settings(max_examples=60)
@given(st.lists(geometry, min_size=1, max_size=4))
def test_whatever_the_shapes_none_vanishes(geometries: list[dict[str, object]]) -> None:
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in geometries]
    path = FOLDER / "layer.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    try:
        layer = prepare(LayerSpec(name="layer", source=path, folder=FOLDER))
    except StorymapError as error:
        assert "has no feature that can be drawn" in str(error)  # noqa: PT017 - the only way out
        return
    report = layer.report
    assert report.read == len(geometries) == report.drawn + report.dropped
    assert len({feature.id for feature in layer.features}) == report.drawn
    for feature in layer.features:
        assert -180 <= feature.bounds.west <= 180
        assert -90 <= feature.bounds.south <= feature.bounds.north <= 90


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), st.integers(0, 9))
def test_features_left_out_by_the_author_are_counted_apart(values: list[int], wanted: int) -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    features = [
        {"type": "Feature", "properties": {"v": value}, "geometry": point if value else None}
        for value in [*values, wanted, 5]
    ]
    path = FOLDER / "layer.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    spec = LayerSpec(
        name="layer",
        source=path,
        folder=FOLDER,
        transform=lambda row: {**row, "double": row["v"] * 2},
        select=lambda row: row["double"] >= 2 * min(wanted, 5),
    )
    layer = prepare(spec)
    every = [*values, wanted, 5]
    kept = [value for value in every if value >= min(wanted, 5)]
    assert layer.report.read == len(every)
    assert layer.report.filtered == len(every) - len(kept)
    assert layer.report.drawn == sum(value > 0 for value in kept)
    assert layer.report.read == layer.report.drawn + layer.report.dropped + layer.report.filtered
    assert [feature.properties["double"] for feature in layer.features] == [
        2 * value for value in kept if value
    ]


@pytest.fixture(autouse=True, scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    # hypothesis wants no fixture that is made once for each test
    global FOLDER  # noqa: PLW0603 - as above
    FOLDER = tmp_path_factory.mktemp("counts")


FOLDER = Path()


def test_a_zip_is_counted_like_what_is_in_it(tmp_path: Path) -> None:
    inner = tmp_path / "layer.geojson"
    frame(empty=1).to_file(inner)
    packed = tmp_path / "layer.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(inner, "a/layer.geojson")
    assert report_of(packed).read == from_json(inner)
