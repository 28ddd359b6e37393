"""Where in a table the places are: two columns of degrees, or one of geometries as text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from geo.bend import bends, may_bend, straightened
from geo.crs import crs_of
from geo.decimals import NOTHING, number_in
from geo.degrees import number
from geo.errors import CRSError, ReadError, raise_all
from geo.shapes import Objects
from geo.spec import LayerSpec

# Pairs that belong together, the plainest first; compared without case, signs and units.
PAIRS: Final = (
    ("lon", "lat"), ("lng", "lat"), ("long", "lat"), ("longitude", "latitude"),
    ("decimallongitude", "decimallatitude"), ("londd", "latdd"), ("londeg", "latdeg"),
    ("lonwgs84", "latwgs84"), ("geolon", "geolat"), ("geolng", "geolat"), ("intptlon", "intptlat"),
    ("longitud", "latitud"), ("longitudine", "latitudine"), ("längengrad", "breitengrad"),
    ("laengengrad", "breitengrad"), ("länge", "breite"), ("долгота", "широта"),
    ("довгота", "широта"), ("经度", "纬度"), ("經度", "緯度"), ("経度", "緯度"), ("경도", "위도"),
    ("długośćgeograficzna", "szerokośćgeograficzna"), ("boylam", "enlem"),
    ("lengdegrad", "breddegrad"), ("lengtegraad", "breedtegraad"), ("уртраг", "өргөрөг"),
    ("бойлық", "ендік"), ("خطالطول", "خطالعرض"),
    ("x", "y"), ("xcentroid", "ycentroid"),
    ("pointx", "pointy"), ("geomx", "geomy"), ("xcoord", "ycoord"), ("coordx", "coordy"),
    ("easting", "northing"), ("ost", "nord"), ("восток", "север"),
)  # fmt: skip
WKT_NAMES: Final = (
    "wkt",
    "wktgeom",
    "geomwkt",
    "geometrywkt",
    "geom",
    "thegeom",
    "geometry",
    "shape",
)

_UNIT: Final = re.compile(r"[(\[].*?[)\]]|°")
_BOTH: Final = re.compile(r"\s*-?\d{1,3}(\.\d+)?°?\s*[,;]\s*-?\d{1,3}(\.\d+)?°?\s*")
"""two numbers of degrees in one cell, as maps on the web copy them"""
_SIGNS: Final = re.compile(r"[\W_]+")
_EWKT: Final = re.compile(
    r"\s*(?:SRID=(\d+)\s*;)?\s*([A-Za-z]+\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY).*)", re.DOTALL
)
# surfaces that GEOS does not know by these names
_SURFACE: Final = re.compile(r"\b(?:TIN|POLYHEDRALSURFACE)\b", re.IGNORECASE)
_TRIANGLE: Final = re.compile(r"\bTRIANGLE\b", re.IGNORECASE)
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){21,}")


@dataclass(frozen=True)
class Table:
    """Rows of cells under a header. `lines` says where in the file each row begins, from 1.

    `notes` are sentences for the author about its cells, `renamed` about the names of its columns.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    lines: Sequence[int]
    what: str = "line"
    notes: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Places:
    """The geometry of each row, None where its cells are empty, and the CRS if the table says it.

    `curves` are the numbers (from 1) of rows whose curves became short straight lines.
    """

    geometries: Objects
    crs: str | None = None
    note: str = ""
    curves: tuple[int, ...] = ()


def is_place(column: str) -> bool:
    """Whether a column says where a row is, by its name: a reader sees that on the map."""
    key = _key(column)
    return key in WKT_NAMES or any(key in pair for pair in PAIRS)


def tells_places(columns: Iterable[str]) -> bool:
    """Whether there is a pair of columns for degrees, or one for geometries, by their names."""
    keys = {_key(name) for name in columns}
    return any(lon in keys and lat in keys for lon, lat in PAIRS) or not keys.isdisjoint(WKT_NAMES)


def places(table: Table, spec: LayerSpec) -> Places:
    """The geometry of each row.

    Raises `ReadError` when no column fits and `CheckError` for cells that cannot be read.
    """
    if (column := _wkt_column(table, spec)) is not None:
        return _from_text(table, column, spec)
    lon, lat = _lon_lat(table, spec)
    is_degrees = spec.crs is None or _is_geographic(spec)
    xy = np.full((len(table.rows), 2), np.nan)
    bad: list[str] = []
    commas: set[str] = set()
    for at, (row, line) in enumerate(zip(table.rows, table.lines, strict=True)):
        for axis, column in enumerate((lon, lat)):
            cell = row[column]
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                xy[at, axis] = cell
            elif cell is not None and (text := str(cell).strip()).casefold() not in NOTHING:
                value = number(text, is_lat=axis == 1, is_degrees=is_degrees)
                if value is None and spec.decimal:
                    value = number_in(text, spec.decimal)
                if value is None:
                    bad.append(
                        f"{spec.source}: {table.what} {line}: '{text[:40]}' in "
                        f"'{table.columns[column]}' is not a number of degrees, such as 50.25"
                    )
                else:
                    xy[at, axis] = value
                    if "," in text:
                        commas.add(f"'{table.columns[column]}'")
    raise_all(spec.source, bad)
    geometries = np.full(len(xy), None, dtype=object)
    whole = np.isfinite(xy).all(axis=1)
    geometries[whole] = shapely.points(xy[whole])
    where = " and ".join(sorted(commas))
    note = f"the decimal commas in {where} were read as points"
    return Places(geometries, note=note if commas else "")


def _key(name: str) -> str:
    return _SIGNS.sub("", _UNIT.sub("", str(name))).casefold()


def _named(table: Table, about: str, spec: LayerSpec) -> int:
    """The column that a field of the spec names."""
    name = getattr(spec, about)
    if name not in table.columns:
        what = f"has no column '{name}'; it has {_have(table)}"
        raise ReadError(f"{spec.source}: {what}", about=about)
    return table.columns.index(name)


def _lon_lat(table: Table, spec: LayerSpec) -> tuple[int, int]:
    if spec.lon is not None and spec.lat is not None:
        return _named(table, "lon", spec), _named(table, "lat", spec)
    keys = {_key(name): at for at, name in reversed(list(enumerate(table.columns)))}
    for lon, lat in PAIRS:
        if lon in keys and lat in keys:
            return keys[lon], keys[lat]
    way = "name them with 'columns: {lon: …, lat: …}'"
    for at, name in enumerate(table.columns):
        if any(_is_pair(str(row[at])) for row in table.rows[:1]):
            way = f"'{name}' holds both numbers: make two columns of it, lat and lon"
    what = f"needs columns 'lon' and 'lat', or one of WKT; it has {_have(table)}"
    raise ReadError(f"{spec.source}: {what}: {way}")


def _is_pair(cell: str) -> bool:
    """Whether a cell holds two numbers, and not one with a decimal comma."""
    return bool(_BOTH.fullmatch(cell)) and number_in(cell, ",") is None


def _have(table: Table) -> str:
    shown = ", ".join(str(name)[:40] for name in table.columns[:30])
    return shown + (" …" if len(table.columns) > 30 else "")


def _wkt_column(table: Table, spec: LayerSpec) -> int | None:
    if spec.wkt is not None:
        return _named(table, "wkt", spec)
    if spec.lon is not None:
        return None
    keys = {_key(name): at for at, name in reversed(list(enumerate(table.columns)))}
    for name in WKT_NAMES:
        if name in keys:
            cells = (row[keys[name]] for row in table.rows)
            first = next((str(cell) for cell in cells if cell not in {None, ""}), "")
            if _EWKT.fullmatch(first) or _HEX.fullmatch(first):
                return keys[name]
    return None


def _from_text(table: Table, column: int, spec: LayerSpec) -> Places:
    geometries = np.full(len(table.rows), None, dtype=object)
    unread: dict[int, str] = {}
    crs: set[str] = set()
    for at, row in enumerate(table.rows):
        text = "" if row[column] is None else str(row[column]).strip()
        if not text:
            continue
        found = _EWKT.fullmatch(text)
        geometries[at] = _geometry(found[2] if found else text)
        if geometries[at] is None:
            unread[at] = found[2] if found else text
        if found and found[1]:
            crs.add(f"EPSG:{found[1]}")
    curves = [at for at, text in unread.items() if may_bend(text)]
    if curves:
        geometries[curves] = straightened([unread[at] for at in curves], spec)
    bad = [
        f"{spec.source}: {table.what} {table.lines[at]}: '{unread[at][:40]}' in "
        f"'{table.columns[column]}' is no WKT; write POINT (127.5 50.25)"
        for at in unread
        if geometries[at] is None
    ]
    if len(crs) > 1:
        bad.append(f"{spec.source}: names several CRSs ({', '.join(sorted(crs))}); keep one")
    raise_all(spec.source, bad)
    bent = tuple(at + 1 for at in curves if bends(unread[at]))
    return Places(geometries, next(iter(crs), None), curves=bent)


def _geometry(text: str) -> Any:
    """The geometry of WKT, or of WKB in hexadecimal digits; None when it is neither."""
    text = _TRIANGLE.sub("POLYGON", _SURFACE.sub("MULTIPOLYGON", text))
    try:
        if _HEX.fullmatch(text):
            return shapely.from_wkb(text)
        return shapely.from_wkt(text, on_invalid="fix")
    except (shapely.errors.GEOSException, ValueError, NotImplementedError):
        return None  # NotImplementedError: a kind of geometry that shapely does not have


def _is_geographic(spec: LayerSpec) -> bool:
    try:
        return bool(crs_of(spec.crs, spec).is_geographic)
    except CRSError:
        return True  # geo.project says what is wrong with it
