"""Read a source file into a frame in degrees, and count what it holds.

GeoJSON goes through `geo.geojson`; every other format through GDAL, fenced in: the drivers that
can name other files or hosts are switched off before GDAL is loaded.
"""

import math
import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

# GDAL reads these when it is loaded. What is skipped can name other files or hosts from within an
# innocent-looking file; the proxy leads nowhere, so that a file that names a host finds none.
os.environ.setdefault(
    "GDAL_SKIP",
    "VRT,OGR_VRT,GDALG,WFS,OAPIF,HTTP,CSW,GML,Elasticsearch,Carto,AmigoCloud,EEDA,PLSCENES,"
    "NGW,LVBAG,OSM,ESRIJSON,S57,DGN,DXF,GeoRSS,Selafin,SXF,VFK,Idrisi,PDS,JML",
)
os.environ.setdefault("GDAL_HTTP_PROXY", "127.0.0.1:9")
os.environ.setdefault("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none")

import geopandas
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError as ProjError

from geo.errors import CRSError, ReadError
from geo.geojson import read_geojson
from geo.shapes import Shaped, shaped
from geo.spec import LayerSpec

_JSON: Final = {".geojson", ".json", ".geojsonl", ".ndjson", ".geojsons"}
_GDAL: Final = {
    ".shp", ".zip", ".gpkg", ".fgb", ".topojson", ".kml", ".kmz", ".gpx",
}  # fmt: skip
_TABLES: Final = {".csv", ".tsv"}
_LON: Final = ("lon", "lng", "long", "longitude", "x")
_LAT: Final = ("lat", "latitude", "y")


@dataclass(frozen=True)
class Source:
    """A frame in the file's own CRS, and how many features the file says it holds.

    `shapes` tells what was done to each geometry to read it.
    """

    frame: geopandas.GeoDataFrame
    count: int
    shapes: tuple[Shaped, ...]


def read(spec: LayerSpec) -> Source:
    """Read what a layer names. Raises `ReadError`, `CRSError` or `CheckError`."""
    ending = spec.source.suffix.lower()
    if ending in _JSON:
        return _read_geojson(spec)
    if ending in _TABLES:
        return _read_table(spec)
    if ending in _GDAL:
        return _read_gdal(spec)
    known = ", ".join(sorted(_JSON | _GDAL | _TABLES))
    raise ReadError(f"{spec.source}: the ending '{ending}' is not known; these are: {known}")


def _read_geojson(spec: LayerSpec) -> Source:
    collection = read_geojson(spec.source)
    rows: list[dict[str, Any]] = []
    for identifier, _, properties in collection.raw:
        row = dict(properties)
        if identifier is not None and "id" not in row:
            row["id"] = identifier
        rows.append(row)
    shapes = tuple(shaped(geometry) for _, geometry, _ in collection.raw)
    frame = geopandas.GeoDataFrame(
        {"properties": rows},
        geometry=[shape.geometry for shape in shapes],
        crs=spec.crs or _named_crs(spec, collection.crs),
    )
    return Source(frame, len(rows), shapes)


def _as_read(geometries: Iterable[Any]) -> tuple[Shaped, ...]:
    return tuple(
        Shaped(geometry, flattened=geometry is not None and bool(geometry.has_z))
        for geometry in geometries
    )


def _named_crs(spec: LayerSpec, name: str | None) -> Any:
    if name is None:
        return "OGC:CRS84"  # the only CRS GeoJSON allows: RFC 7946, section 4
    try:
        return geopandas.GeoSeries([], crs=name).crs
    except ProjError:
        raise CRSError(
            f"{spec.source}: its CRS '{name}' is not known; say which with 'crs:'"
        ) from None


def _read_table(spec: LayerSpec) -> Source:
    separator = "\t" if spec.source.suffix.lower() == ".tsv" else ","
    try:
        table = pd.read_csv(
            spec.source, sep=separator, dtype=str, keep_default_na=False,
            encoding=spec.encoding or "utf-8-sig",
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise ReadError(f"{spec.source}: cannot be read as a table: {_first(error)}") from None
    names = {column.strip().lower(): column for column in table.columns}
    lon = next((names[name] for name in _LON if name in names), None)
    lat = next((names[name] for name in _LAT if name in names), None)
    if lon is None or lat is None:
        have = ", ".join(map(str, table.columns))
        raise ReadError(f"{spec.source}: needs columns 'lon' and 'lat'; it has {have}")
    x, y = (pd.to_numeric(table[column], errors="coerce") for column in (lon, lat))
    bad = [i + 2 for i in range(len(table)) if table[lon][i].strip() and pd.isna(x[i])]
    bad += [i + 2 for i in range(len(table)) if table[lat][i].strip() and pd.isna(y[i])]
    if bad:
        where = ", ".join(map(str, sorted(set(bad))[:8]))
        raise ReadError(f"{spec.source}: line {where}: not a number of degrees; write 50.25")
    points = [
        None if pd.isna(a) or pd.isna(b) else shapely.Point(a, b) for a, b in zip(x, y, strict=True)
    ]
    frame = geopandas.GeoDataFrame(
        {"properties": table.to_dict("records")}, geometry=points, crs=spec.crs or "OGC:CRS84"
    )
    return Source(frame, len(table), _as_read(points))


def _read_gdal(spec: LayerSpec) -> Source:
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(spec.source) if kind is not None]
        if len(layers) > 1 and spec.layer is None and spec.source.suffix.lower() != ".gpx":
            names = ", ".join(layers)
            raise ReadError(
                f"{spec.source}: holds {len(layers)} layers; say which: 'layer: …' ({names})"
            )
        chosen = spec.layer or (layers[0] if layers else None)
        if chosen is None or (spec.layer and spec.layer not in layers):
            names = ", ".join(layers) or "none with geometries"
            raise ReadError(f"{spec.source}: has no layer '{spec.layer}'; it has {names}")
        info = pyogrio.read_info(
            spec.source, layer=chosen, encoding=spec.encoding, force_feature_count=True
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = geopandas.read_file(
                spec.source, layer=chosen, encoding=spec.encoding, on_invalid="fix"
            )
    except (DataSourceError, DataLayerError, ValueError, OSError, UnicodeError) as error:
        raise ReadError(f"{spec.source}: cannot be read: {_first(error)}") from None
    crs = spec.crs or frame.crs
    if crs is None and spec.source.suffix.lower() in {".topojson", ".kml", ".kmz", ".gpx"}:
        crs = "OGC:CRS84"
    plain = frame.drop(columns=frame.geometry.name)
    rows = [{key: _plain(value) for key, value in row.items()} for row in plain.to_dict("records")]
    result = geopandas.GeoDataFrame({"properties": rows}, geometry=list(frame.geometry), crs=crs)
    return Source(result, max(int(info["features"]), len(rows)), _as_read(result.geometry))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "isoformat"):
        return None if pd.isna(value) else value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, int) and abs(value) > 2**53:
        return str(value)
    return value if isinstance(value, int | float | list | dict) else str(value)


def _first(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
