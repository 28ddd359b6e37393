"""Geometries out of Parquet, by any of the ways to say that they are there; for `geo.worker` alone.

Formats: GeoParquet 1.1 (a text `geo` in the metadata of the file), the types GEOMETRY and GEOGRAPHY
of Parquet itself (in the schema), and GeoArrow's extension types (in the schema of Arrow).
"""

import json
from typing import Any

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

_WKB = {b"ARROW:extension:name": b"geoarrow.wkb"}
_DEGREES = "OGC:CRS84"
"""where GeoParquet and Parquet itself say no other CRS"""


def read_parquet(job: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The features of a file, its geometries as WKB; without them when there are too many."""
    file = pq.ParquetFile(job["path"])
    meta = file.metadata
    geo = _geo(file)
    named = None if geo is not None else _named(file)
    if geo is None and named is None:
        return {"layers": [], "plain": True}, None
    answer: dict[str, Any] = {"layers": [["", "Geometry", meta.num_rows]], "layer": None}
    answer["count"] = meta.num_rows
    size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
    if meta.num_rows > job["features"]:
        return answer, None
    if size > job["unpacked_bytes"]:
        return answer | {"unpacked": size}, None
    return _read(job["path"], file, answer, geo, named or ("", "", None))


def _read(
    path: str,
    file: pq.ParquetFile,
    answer: dict[str, Any],
    geo: dict[str, Any] | None,
    named: tuple[str, str, Any],
) -> tuple[dict[str, Any], Any]:
    if geo is not None:
        column = geo.get("primary_column", "geometry")
        told = geo.get("columns", {}).get(column, {})
        if told.get("encoding") == "WKT":  # in drafts of the format, and in files that follow them
            crs = told.get("crs", _DEGREES)
            return answer | {"crs": _crs_text(crs)}, _with_wkb(file.read(), column, from_text=True)
        return _from_frame(answer, geopandas.read_parquet(path))
    column, kind, crs = named
    if kind in {"wkb", "wkt"}:
        table = _with_wkb(file.read(), column, from_text=kind == "wkt")
        return answer | {"crs": _crs_text(crs)}, table
    return _from_frame(answer, geopandas.GeoDataFrame.from_arrow(file.read(), geometry=column))


def _geo(file: pq.ParquetFile) -> dict[str, Any] | None:
    """What GeoParquet has to say of a file; None where it is no such file."""
    text = (file.metadata.metadata or {}).get(b"geo")
    if text is None:
        return None
    told = json.loads(text)
    return told if isinstance(told, dict) else None


def _named(file: pq.ParquetFile) -> tuple[str, str, Any] | None:
    """The first column whose type is that of geometries, how they are written, and their CRS."""
    for at, field in enumerate(file.schema_arrow):
        metadata = field.metadata or {}
        name = metadata.get(b"ARROW:extension:name", b"").decode()
        name = getattr(field.type, "extension_name", name)
        if name.startswith("geoarrow.") or name == "ogc.wkb":
            told = json.loads(metadata.get(b"ARROW:extension:metadata") or b"{}")
            return field.name, name.partition(".")[2], told.get("crs")
        if not pa.types.is_nested(field.type) and len(file.schema) == len(file.schema_arrow):
            told = json.loads(file.schema.column(at).logical_type.to_json())
            if told.get("Type") in {"Geometry", "Geography"}:
                return field.name, "wkb", told.get("crs") or _DEGREES
    return None


def _crs_text(crs: Any) -> str | None:
    """A CRS as the reader of it takes it: a name, or PROJJSON as a text."""
    if isinstance(crs, str):
        return f"EPSG:{crs[5:]}" if crs.lower().startswith("srid:") else crs
    return None if crs is None else json.dumps(crs)


def _with_wkb(table: pa.Table, column: str, *, from_text: bool) -> pa.Table:
    at = table.column_names.index(column)
    values = table.column(at).to_pylist()
    if from_text:
        values = shapely.to_wkb(shapely.from_wkt(values, on_invalid="ignore")).tolist()
    made = pa.array(values, pa.binary())
    return table.set_column(at, pa.field(column, pa.binary(), metadata=_WKB), made)


def _from_frame(answer: dict[str, Any], frame: Any) -> tuple[dict[str, Any], Any]:
    crs = frame.crs.to_json() if frame.crs is not None else None
    arrow = frame.to_arrow(index=False, geometry_encoding="WKB")
    return answer | {"crs": crs}, pa.table(arrow)
