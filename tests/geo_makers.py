"""Files that no text editor makes, for the cases of `tests/cases/geo`: each function writes one.

A case names its maker in `expected.json`; the maker gets an empty folder and returns the source.
"""

import contextlib
import json
import os
import sqlite3
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyogrio.raw
import shapely

TOWNS = ["Благовещенск", "黑河"]
POINTS = [shapely.Point(127.52, 50.27), shapely.Point(127.49, 50.24)]
Maker = Callable[[Path], Path]


def towns(names: list[str] | None = None, **columns: Any) -> geopandas.GeoDataFrame:
    """Two towns on two banks of a river."""
    return geopandas.GeoDataFrame({"name": names or TOWNS, **columns}, geometry=POINTS, crs=4326)


def _shapefile(folder: Path, encoding: str, names: list[str], *, cpg: bool) -> Path:
    path = folder / "input.shp"
    towns(names).to_file(path, encoding=encoding)
    if not cpg:
        path.with_suffix(".cpg").unlink()
    return path


def shapefile_in_cp1251(folder: Path) -> Path:
    """Russian names, and nothing that tells so."""
    return _shapefile(folder, "CP1251", ["Благовещенск", "Хэйхэ"], cpg=False)


def shapefile_in_gbk(folder: Path) -> Path:
    """Chinese names and the .cpg that tells so."""
    return _shapefile(folder, "GBK", ["布拉戈维申斯克", "黑河"], cpg=True)


def shapefile_without_index(folder: Path) -> Path:
    """The .shx was lost."""
    path = _shapefile(folder, "UTF-8", TOWNS, cpg=True)
    path.with_suffix(".shx").unlink()
    return path


def shapefile_without_table(folder: Path) -> Path:
    """The .dbf was lost."""
    path = _shapefile(folder, "UTF-8", TOWNS, cpg=True)
    path.with_suffix(".dbf").unlink()
    return path


def shapefile_with_more_records_than_shapes(folder: Path) -> Path:
    """The table tells of ten records, the shapes are two."""
    path = _shapefile(folder, "UTF-8", TOWNS, cpg=True)
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes().rstrip(b"\x1a"))
    head, size = struct.unpack_from("<HH", data, 8)
    struct.pack_into("<I", data, 4, 10)
    table.write_bytes(bytes(data) + data[head : head + size] * 8)
    return path


def shapefile_whose_table_is_a_link(folder: Path) -> Path:
    """The .dbf is a link to a file outside."""
    path = _shapefile(folder, "UTF-8", TOWNS, cpg=True)
    outside = folder.parent / f"{folder.name}-outside.dbf"
    path.with_suffix(".dbf").rename(outside)
    path.with_suffix(".dbf").symlink_to(outside)
    return path


def shapefile_far_off_its_prj(folder: Path) -> Path:
    """The .prj says degrees, the numbers do not."""
    path = folder / "input.shp"
    frame = geopandas.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(-248, 625)], crs=4326)
    frame.to_file(path)
    return path


def shapefile_cut_short(folder: Path) -> Path:
    """The last bytes of the .shp are missing."""
    path = _shapefile(folder, "UTF-8", TOWNS, cpg=True)
    path.write_bytes(path.read_bytes()[:-10])
    return path


def shapefile_with_nan(folder: Path) -> Path:
    """The first point has numbers that are none."""
    path = _shapefile(folder, "UTF-8", TOWNS, cpg=True)
    data = bytearray(path.read_bytes())
    struct.pack_into("<2d", data, 112, float("nan"), float("nan"))
    path.write_bytes(data)
    return path


def geopackage_with_everything(folder: Path) -> Path:
    """Nulls among whole numbers and truth values, dates, and a number beyond 2^53."""
    path = folder / "input.gpkg"
    frame = towns(
        TOWNS,
        people=np.array([225091, 223832]),
        big=np.array([9007199254740993, 1]),
        founded=["1856-07-02", None],
        share=[0.5, None],
    )
    frame.to_file(path)
    pyogrio.write_dataframe(frame.drop(columns="geometry"), path, layer="only_a_table", append=True)
    return path


def _geopackage_of(folder: Path, wkb: bytes, kind: str = "Unknown") -> Path:
    path = folder / "input.gpkg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL registers kinds that the standard does not have
        shapes = np.array([wkb], dtype=object)
        pyogrio.raw.write(path, shapes, [], [], geometry_type=kind, crs="EPSG:4326")
    return path


def geopackage_with_heights_and_measures(folder: Path) -> Path:
    """A line in four dimensions."""
    line = shapely.from_wkt("LINESTRING ZM (127 50 1 2, 128 51 3 4)")
    wkb = shapely.to_wkb(line, flavor="iso", output_dimension=4)
    return _geopackage_of(folder, wkb, "Measured 3D LineString")


def geopackage_with_a_curve(folder: Path) -> Path:
    """An arc of a circle through three places: type 8 of WKB."""
    return _geopackage_of(folder, struct.pack("<BII6d", 1, 8, 3, 127, 50, 128, 51, 129, 50))


def geopackage_with_a_surface_of_triangles(folder: Path) -> Path:
    """A TIN of one triangle: types 16 and 17 of WKB."""
    ring = (0, 0, 10, 0, 0, 10, 0, 0)
    return _geopackage_of(folder, struct.pack("<BIIBIII8d", 1, 16, 1, 1, 17, 1, 4, *ring))


def geopackage_of_tables_only(folder: Path) -> Path:
    """Rows, and no geometry."""
    path = folder / "input.gpkg"
    pyogrio.write_dataframe(towns().drop(columns="geometry"), path, layer="table")
    return path


def _projected(folder: Path, crs: str) -> Path:
    path = folder / "input.gpkg"
    towns().to_crs(crs).to_file(path)
    return path


def geoparquet(folder: Path) -> Path:
    """The towns as GeoParquet, with a list in a column."""
    path = folder / "input.parquet"
    towns(TOWNS, tags=[["a", "b"], []]).to_parquet(path)
    return path


def flatgeobuf_cut_short(folder: Path) -> Path:
    """A FlatGeobuf whose download broke off."""
    path = folder / "input.fgb"
    towns().to_file(path)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def geoparquet_of_arrow(folder: Path) -> Path:
    """The towns as GeoParquet whose geometries are pairs of numbers, not WKB."""
    path = folder / "input.parquet"
    towns().to_parquet(path, geometry_encoding="geoarrow", schema_version="1.1.0")
    return path


def geoparquet_without_a_crs(folder: Path) -> Path:
    """GeoParquet that leaves its CRS out, which means degrees."""
    path = geoparquet(folder)
    table = pq.read_table(path)
    told = json.loads(table.schema.metadata[b"geo"])
    del told["columns"]["geometry"]["crs"]
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(told).encode()}), path)
    return path


class _Wkb(pa.ExtensionType):  # type: ignore[misc]
    """What Arrow calls geometries as WKB, which makes it write Parquet's own type GEOMETRY."""

    def __init__(self, told: str = "{}") -> None:
        self.told = told
        super().__init__(pa.binary(), "geoarrow.wkb")

    def __arrow_ext_serialize__(self) -> bytes:
        return self.told.encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, _: object, told: bytes) -> "_Wkb":
        return cls(told.decode())


def _of_parquets_own_type(folder: Path, told: dict[str, str], points: list[Any]) -> Path:
    path = folder / "input.parquet"
    values = pa.array(shapely.to_wkb(points), pa.binary())
    pa.register_extension_type(_Wkb())
    try:
        column = pa.ExtensionArray.from_storage(_Wkb(json.dumps(told)), values)
        table = pa.table({"name": TOWNS, "where": column})
        pq.write_table(table, path, store_schema=False)
    finally:
        pa.unregister_extension_type("geoarrow.wkb")
    return path


def parquet_of_its_own_type(folder: Path) -> Path:
    """Parquet's own type GEOMETRY, without a word of GeoParquet."""
    return _of_parquets_own_type(folder, {}, POINTS)


def parquet_of_its_own_type_in_metres(folder: Path) -> Path:
    """The same in Web Mercator, as its type says."""
    points = geopandas.GeoSeries(POINTS, crs=4326).to_crs(3857)
    return _of_parquets_own_type(folder, {"crs": "EPSG:3857"}, list(points))


def parquet_with_text(folder: Path) -> Path:
    """GeoParquet as drafts of it had it, with well-known text, the last of it broken."""
    path = folder / "input.parquet"
    texts = [*(point.wkt for point in POINTS), None, "POINT (1"]
    told = {"primary_column": "where", "columns": {"where": {"encoding": "WKT"}}}
    table = pa.table({"name": [*TOWNS, "x", "y"], "where": texts})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(told)}), path)
    return path


def parquet_of_geoarrow(folder: Path) -> Path:
    """Parquet whose column Arrow calls points, and nothing else does."""
    path = folder / "input.parquet"
    kind = pa.struct({"x": pa.float64(), "y": pa.float64()})
    told = {"ARROW:extension:name": "geoarrow.point", "ARROW:extension:metadata": "{}"}
    points = pa.array([{"x": point.x, "y": point.y} for point in POINTS], kind)
    fields = [pa.field("name", pa.string()), pa.field("where", kind, metadata=told)]
    pq.write_table(pa.table([pa.array(TOWNS), points], schema=pa.schema(fields)), path)
    return path


def plain_parquet(folder: Path) -> Path:
    """Parquet with nothing but columns."""
    path = folder / "input.parquet"
    pq.write_table(pa.table({"lon": [127.5], "lat": [50.2]}), path)
    return path


def geopackage_with_an_absurd_count(folder: Path) -> Path:
    """The file's own notes say that it holds nine thousand million features."""
    return _altered(folder, "UPDATE gpkg_ogr_contents SET feature_count = 9000000000")


def geopackage_without_a_crs(folder: Path) -> Path:
    """The CRS is the one that the standard has for unknown ones."""
    return _altered(
        folder,
        "UPDATE gpkg_geometry_columns SET srs_id = -1",
        "UPDATE gpkg_contents SET srs_id = -1",
    )


def database(folder: Path) -> Path:
    """A database of something else under the name of a GeoPackage."""
    path = folder / "input.gpkg"
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE numbers (number)")
    return path


def _altered(folder: Path, *statements: str) -> Path:
    path = folder / "input.gpkg"
    towns().to_file(path)
    with contextlib.closing(sqlite3.connect(path)) as file:
        for statement in statements:
            file.execute(statement)
        file.commit()
    return path


def flatgeobuf_with_nulls(folder: Path) -> Path:
    """A feature without a geometry, which only a file without an index may have."""
    path = folder / "input.fgb"
    frame = towns()
    frame.loc[0, "geometry"] = None
    frame.to_file(path, SPATIAL_INDEX="NO")
    return path


def flatgeobuf_of_another_version(folder: Path) -> Path:
    """The fourth byte tells the version."""
    path = folder / "input.fgb"
    towns().to_file(path)
    path.write_bytes(path.read_bytes().replace(b"fgb\x03", b"fgb\x02"))
    return path


def workbook(folder: Path) -> Path:
    """A sheet of places, an empty one, and a cell of each kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Название", "Долгота", "Широта", "Население"])
    sheet.append(["Благовещенск", 127.52, 50.27, 225091])
    sheet.append([None, None, None, None])
    sheet.append(["Хэйхэ", "127,49", "50,24", None])
    book.create_sheet("empty")
    path = folder / "input.xlsx"
    book.save(path)
    return path


def kmz(folder: Path) -> Path:
    """A packed KML of two folders."""
    place = "<Placemark><name>{0}</name><Point><coordinates>{1}</coordinates></Point></Placemark>"
    text = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Folder><name>north</name>{place.format('a', '1,2')}</Folder>"
        f"<Folder><name>south</name>{place.format('b', '3,-4')}{place.format('c', '5,-6')}</Folder>"
        "</Document></kml>"
    )
    return _zip(folder / "input.kmz", {"doc.kml": text.encode()})


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


VRT = (
    b'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>/etc/passwd</SrcDataSource>'
    b"</OGRVRTLayer></OGRVRTDataSource>"
)


def zip_with_a_vrt(folder: Path) -> Path:
    """A file that names another file, packed."""
    return _zip(folder / "input.zip", {"map.vrt": VRT})


def zip_that_leads_out(folder: Path) -> Path:
    """A member that wants to be written elsewhere."""
    return _zip(folder / "input.zip", {"../escaped.geojson": b"{}"})


def zip_of_two_of_one_name(folder: Path) -> Path:
    """Two files that only their folders tell apart."""
    point = '{"type": "Feature", "properties": {"name": "%s"}, "geometry": {"type": "Point", '
    point += '"coordinates": [1, 2]}}'
    files = {f"{name}/towns.geojson": (point % name).encode() for name in ("north", "south")}
    return _zip(folder / "input.zip", files)


def zip_of_a_geodatabase(folder: Path) -> Path:
    """What Esri calls a database is a folder of many files."""
    return _zip(folder / "input.zip", {"towns.gdb/a00000001.gdbtable": b"x"})


def zip_bomb(folder: Path) -> Path:
    """A hundred million spaces in a few kilobytes."""
    return _zip(folder / "input.zip", {"data.geojson": b" " * 100_000_000})


def kmz_bomb(folder: Path) -> Path:
    """The same as a map of Google Earth."""
    return _zip(folder / "input.kmz", {"doc.kml": b"<kml>" + b" " * 100_000_000})


def _sheet(folder: Path, rows: list[list[object]]) -> Path:
    path = folder / "input.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def workbook_of_formulas(folder: Path) -> Path:
    """Places that are the results of formulas, which nobody has worked out yet."""
    return _sheet(folder, [["name", "lon", "lat"], ["a", "=127+0.5", "=50+0.25"], ["b", "=B2", 50]])


def workbook_with_a_formula(folder: Path) -> Path:
    """The result of one formula is missing, but no place is."""
    return _sheet(folder, [["name", "lon", "lat", "twice"], ["a", 127.5, 50.25, "=B2*2"]])


def workbook_with_a_title(folder: Path) -> Path:
    """What the table is about stands above the names of its columns."""
    rows: list[list[object]] = [
        ["Towns on the Amur", None, None],
        [None],
        ["name", "lon", "lat"],
        ["a", 127.5, 50.25],
    ]
    return _sheet(folder, rows)


def workbook_bomb(folder: Path) -> Path:
    """The same as a spreadsheet."""
    path = workbook(folder)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/picture.png", b" " * 100_000_000)
    return path


def deep_json(folder: Path) -> Path:
    """Five thousand lists in each other."""
    path = folder / "input.geojson"
    deep = "[" * 5000 + "]" * 5000
    path.write_text(f'{{"type": "Point", "coordinates": [1, 2], "deep": {deep}}}')
    return path


def deep_properties(folder: Path) -> Path:
    """A property of two hundred lists in each other."""
    path = folder / "input.geojson"
    deep: list[Any] = []
    for _ in range(200):
        deep = [deep]
    feature = {"type": "Feature", "geometry": None, "properties": {"deep": deep}}
    path.write_text(json.dumps(feature))
    return path


def tangle(folder: Path) -> Path:
    """An outline of 5,000 vertices that crosses itself in millions of places."""
    ring = np.random.default_rng(7).uniform(0, 50, (5000, 2)).round(4).tolist()
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}))
    return path


def small_tangle(folder: Path) -> Path:
    """An outline of 4,000 vertices, for which nothing but its repair is done behind the fence."""
    ring = np.random.default_rng(7).uniform(0, 0.5, (4000, 2)).round(6).tolist()
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}))
    return path


def zigzag(folder: Path) -> Path:
    """A line that zigzags ever wider: to simplify it takes vertices times vertices steps."""
    i = np.arange(100_000)
    line = np.column_stack([i / 1000, (-1.0) ** i * i / 2500]).round(7).tolist()
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "LineString", "coordinates": line}))
    return path


def long_sides(folder: Path) -> Path:
    """A line of 20,000 sides, each half round the globe: millions of short pieces."""
    line = [[85 if i % 2 else -85, round(i / 200 - 50, 6)] for i in range(20_000)]
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "LineString", "coordinates": line}))
    return path


def hidden_hatching(folder: Path) -> Path:
    """An outline half of which is a calm coast, and half long slanting teeth.

    Most of the sides that are looked at first lie along the coast.
    """
    angle = np.linspace(0, 2 * np.pi, 10_000, endpoint=False)
    coast = np.column_stack([30 + 20 * np.cos(angle), 30 + 20 * np.sin(angle)]).round(6).tolist()
    teeth = []
    for x in np.linspace(60, 80, 2500, endpoint=False):
        teeth += [[x, 0], [x + 20, 20], [x + 20.003, 20], [x + 0.003, 0]]
    ring = [*coast, [51, 29.9], *np.round(teeth[::-1], 7).tolist(), [52, 29], coast[0]]
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    return path


def hatching(folder: Path) -> Path:
    """An outline without fault of 20,000 long sides, each in the box of all others."""
    sides = [[50 * (i % 2) + i / 1000, 50 * (i % 2)] for i in range(20_000)]
    ring = [*sides, [80, -10], [-1, -10], sides[0]]
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    return path


def coast_with_slips(folder: Path) -> Path:
    """A wild coast of 40,000 vertices, at 30 of which two stand in the wrong order."""
    angle = np.linspace(0, 2 * np.pi, 40_000, endpoint=False)
    reach = 10 + np.random.default_rng(7).normal(0, 0.01, len(angle)).cumsum()
    ring = np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]).round(6)
    for at in range(500, 39_500, 1300):
        ring[[at, at + 1]] = ring[[at + 1, at]]
    ring = np.vstack([ring, ring[:1]])
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring.tolist()]}))
    return path


def combs(folder: Path) -> Path:
    """Two areas like combs: thousands of teeth of the one lie across those of the other."""
    teeth = 2000
    ring = [[-1.0, -1.0]]
    for i in range(teeth):
        y = 50 * i / teeth
        ring += [[0.0, y], [50.0, y + 0.002], [50.0, y + 0.012], [0.0, y + 0.015]]
    ring += [[0.0, 51.0], [-1.0, 51.0], ring[0]]
    polygons = [[ring], [[[y, x] for x, y in ring]]]
    features = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": p}, "properties": {}}
        for p in polygons
    ]
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def rounds_of_a_track(folder: Path) -> Path:
    """Three hundred rounds of one track, closed: every side lies over three hundred others."""
    angle = np.tile(np.linspace(0, 2 * np.pi, 100, endpoint=False), 300)
    off = np.random.default_rng(7).normal(0, 1e-4, len(angle))
    ring = np.column_stack([(1 + off) * np.cos(angle), (1 + off) * np.sin(angle)]).round(6)
    line = [*ring.tolist(), ring[0].tolist()]
    path = folder / "input.geojson"
    path.write_text(json.dumps({"type": "LineString", "coordinates": line}))
    return path


def shapefile_of_dates(folder: Path) -> Path:
    """Eight bytes each in a field for dates, some of which are none, and a deleted record."""
    dates = ["20010203", "2001    ", "abcdefgh", "DELETED ", "20010230", "00000101", "        "]
    path = folder / "input.shp"
    frame = geopandas.GeoDataFrame(
        {"name": [f"n{at}" for at in range(len(dates))], "day": dates},
        geometry=[shapely.Point(100 + at, 50) for at in range(len(dates))],
        crs=4326,
    )
    frame.to_file(path, encoding="UTF-8")
    data = bytearray(path.with_suffix(".dbf").read_bytes())
    head, size = struct.unpack_from("<HH", data, 8)
    data[32 + 32 + 11] = ord("D")  # the type of the second field
    for at, date in enumerate(dates):
        end = head + (at + 1) * size
        data[end - size] = ord("*" if date == "DELETED " else " ")
        data[end - 80 : end] = date.ljust(80).encode()
    path.with_suffix(".dbf").write_bytes(data)
    return path


def geopackage_of_far_years(folder: Path) -> Path:
    """Dates of years that Python's calendar does not have."""
    path = folder / "input.gpkg"
    towns(day=["2001-02-03", "2001-02-04"]).to_file(path)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("ALTER TABLE input ADD COLUMN far DATE")
        database.execute("UPDATE input SET far = '12345-01-01'")
    return path


def geoparquet_of_far_years(folder: Path) -> Path:
    """Times beyond the year 9999."""
    path = folder / "input.parquet"
    towns().to_parquet(path)
    table = pq.read_table(path)
    for name, values in {
        "time": pa.array([568_971_820_800, 0], pa.int64()).cast(pa.timestamp("ms")),
        "far": pa.array([568_971_820_800_000, 0], pa.int64()).cast(pa.timestamp("ms")),
        "farther": pa.array([2**60, 0], pa.int64()).cast(pa.timestamp("us")),
    }.items():
        table = table.append_column(name, values)
    pq.write_table(table, path)
    return path


def long_line_of_geojson(folder: Path) -> Path:
    """Two features, a line each, the first of more than a million characters."""
    path = folder / "input.geojsonl"
    features = [
        {
            "type": "Feature",
            "properties": {"text": "x" * size},
            "geometry": shapely.geometry.mapping(p),
        }
        for size, p in zip((1_100_000, 1), POINTS, strict=True)
    ]
    path.write_text("".join(f"{json.dumps(one)}\r\n" for one in features), encoding="utf-8")
    return path


def workbook_beyond_numbers(folder: Path) -> Path:
    """A cell with a number that no computer holds."""
    path = _sheet(folder, [["lon", "lat", "n"], [100, 50, 123456], [101, 51, 2]])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    return _zip(path, {name: part.replace(b">123456<", b">1e999<") for name, part in parts.items()})


def zipped_geopackage_of_tomorrow(folder: Path) -> Path:
    """A file of a version that is yet to come: GDAL says so, and names the file."""
    inner = folder / "towns.gpkg"
    towns().to_file(inner)
    with contextlib.closing(sqlite3.connect(inner)) as database, database:
        database.execute("PRAGMA user_version = 99999")
    return _zip(folder / "input.zip", {inner.name: inner.read_bytes()})


def lists_in_lists(folder: Path) -> Path:
    """As deep as JSON is still read, and half a character, for which all is gone through again."""
    path = folder / "input.geojson"
    nested = "[" * 700 + "]" * 700
    path.write_text(
        f'{{"type": "Feature", "geometry": null, "properties": {{"a": "\\ud83d", "b": {nested}}}}}',
        encoding="utf-8",
    )
    return path


def points_in_points(folder: Path) -> Path:
    """TopoJSON whose points lie in lists as deep as JSON is still read."""
    path = folder / "input.topojson"
    nested = "[" * 700 + "]" * 700
    path.write_text(
        '{"type": "Topology", "transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [], '
        f'"objects": {{"x": {{"type": "MultiPoint", "coordinates": {nested}}}}}}}',
        encoding="utf-8",
    )
    return path


def pipe(folder: Path) -> Path:
    """A pipe into which nobody writes."""
    path = folder / "input.geojson"
    os.mkfifo(path)
    return path


def link_to_itself(folder: Path) -> Path:
    """A link that leads to itself."""
    path = folder / "input.geojson"
    path.symlink_to(path)
    return path


def kmz_with_entities(folder: Path) -> Path:
    """A map of Google Earth whose text defines an entity."""
    text = (
        '<!DOCTYPE kml [<!ENTITY a "ha">]><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark>'
        "<name>&a;</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>"
    )
    return _zip(folder / "input.kmz", {"doc.kml": text.encode()})


MAKERS: dict[str, Maker] = {
    name: value
    for name, value in globals().items()
    if callable(value) and not name.startswith("_") and getattr(value, "__doc__", None)
    and getattr(value, "__module__", "") == __name__
}  # fmt: skip
MAKERS |= {
    "gauss_krueger": lambda folder: _projected(folder, "EPSG:28422"),
    "mercator": lambda folder: _projected(folder, "EPSG:3857"),
    "arctic": lambda folder: _projected(folder, "EPSG:3413"),
}
