"""One layer of a file by GDAL, with one driver; for `geo.worker` alone, behind the fence."""

import os
import sys
from pathlib import Path
from typing import Any

from geo.columns import geometry_column
from geo.count import counted, network_links
from geo.dbf import as_written
from geo.xmltext import gpx_faults

# The only drivers that GDAL may open a file with; geo.sniff has told which one.
DRIVERS = {
    "sqlite": ["GPKG"],
    "FlatGeobuf": ["FlatGeobuf"],
    "Shapefile": ["ESRI Shapefile"],
    "KML": ["LIBKML"],
    "plain KML": ["KML"],
    "GPX": ["GPX"],
    "WKT": ["CSV"],  # which nobody can ask for: geo.bend writes that file
}
# GPX's vertices as points of their own: nobody means them who names no layer.
GPX_VERTICES = {"route_points", "track_points"}
# Every driver that GDAL has or had for vectors; one that reads rasters can give no features.
ALL_DRIVERS = """
    ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,Arrow,AutoCAD Driver,CAD,CSV,CSW,Carto,DGN,DWG,DXF,
    EDIGEO,EEDA,ESRI Shapefile,ESRIJSON,Elasticsearch,FITS,FileGDB,FlatGeobuf,GDALG,GML,GPKG,
    GPSBabel,GPX,GTFS,GeoJSON,GeoJSONSeq,GeoRSS,HANA,HDF5,HTTP,Idrisi,Interlis 1,Interlis 2,
    JML,JP2OpenJPEG,JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MSSQLSpatial,MVT,MapInfo File,MapML,
    MiraMonVector,MongoDBv3,MySQL,NAS,NGW,NITF,OAPIF,OCI,ODBC,ODS,OGCAPI,OGR_GMT,OGR_PDS,
    OGR_VRT,OSM,OpenFileGDB,Oracle,PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,PMTiles,Parquet,PostgreSQL,
    S57,SOSI,SQLite,SVG,SXF,Selafin,TIGER,TopoJSON,UK .NTF,VDV,VFK,VICAR,VRT,WAsP,WFS,XLS,
    XLSX,XODR,netCDF
"""


def _gdal(job: dict[str, Any]) -> Any:
    """GDAL, with every driver but one switched off before it is loaded."""
    slow = ("pandas", "geopandas", "shapely")
    for name in slow:
        sys.modules[name] = None  # type: ignore[assignment] # pyogrio asks for them in vain
    allowed = DRIVERS[job["format"]]
    skipped = (name.strip() for name in ALL_DRIVERS.split(","))
    os.environ["GDAL_SKIP"] = ",".join(name for name in skipped if name not in allowed)
    import pyogrio.raw  # noqa: PLC0415 - GDAL_SKIP counts when it is loaded

    for name in slow:
        del sys.modules[name]
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True} if job.get("restore") else {})
    return pyogrio


def read_layer(job: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The features of one layer of GDAL's; without them when there is a choice, or too many."""
    pyogrio = _gdal(job)
    found = [[str(name), kind] for name, kind in pyogrio.list_layers(job["path"])]
    counts = {}
    for name, kind in found:
        info = pyogrio.read_info(job["path"], layer=name, force_feature_count=True)
        counts[name] = 0 if kind is None else int(info["features"])
        if job["format"] == "sqlite" and kind is not None:
            # the number that GDAL takes from the file's own notes may be stale, or absurd
            counts[name] = counted(Path(job["path"]), "sqlite", name) or counts[name]
    if job["format"] == "GPX":  # its five layers are always there
        found = [[name, kind] for name, kind in found if counts[name]]
    answer: dict[str, Any] = {
        "layers": [[name, kind, counts[name]] for name, kind in found],
        "links": network_links(Path(job["path"])) if job["format"].endswith("KML") else 0,
    }
    drawn = [name for name, kind in found if kind is not None]
    filled = [name for name in drawn if counts[name] and name not in GPX_VERTICES]
    name = job["layer"]
    if name is None:
        only = filled if len(filled) == 1 else drawn if len(drawn) == 1 else [None]
        name = only[0]
    if name not in drawn:
        return answer, None
    if job["format"] == "GPX" and (faults := gpx_faults(Path(job["path"]))):
        return answer | {"faults": faults}, None
    own = counted(Path(job["path"]), job["format"], name)
    # of a Shapefile GDAL counts the deleted records too
    is_own = job["format"] == "Shapefile" and own > 0
    answer |= {"layer": name, "count": own if is_own else max(counts[name], own)}
    if answer["count"] > job["features"]:
        return answer, None
    meta, table = pyogrio.raw.read_arrow(
        job["path"], layer=name, encoding=job["encoding"], datetime_as_string=True
    )
    answer["crs"] = meta["crs"]
    if job["format"] == "Shapefile":
        table, answer["odd_dates"] = as_written(table, Path(job["path"]))
    if curves := _curves(table):
        # only the slower way turns curves into straight lines
        _, _, shapes, _ = pyogrio.raw.read(job["path"], layer=name, columns=[])
        answer["curves"] = curves
        table = _with_geometry(table, shapes)
    return answer, table


def _curves(table: Any) -> list[int]:
    """Numbers (from 1) of the geometries that have curves: types 8 to 14 of WKB."""
    column = table.column(geometry_column(table)).to_pylist()
    codes = (
        int.from_bytes(wkb[1:5], "little" if wkb[0] else "big") & 0x1FFFFFFF if wkb else 0
        for wkb in column
    )
    return [number for number, code in enumerate(codes, start=1) if 8 <= code % 1000 <= 14]


def _with_geometry(table: Any, shapes: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - only where a table travels

    at = table.column_names.index(geometry_column(table))
    column = pa.array([None if shape is None else bytes(shape) for shape in shapes], pa.binary())
    return table.set_column(at, table.schema.field(at), column)
