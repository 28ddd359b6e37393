"""What a file is, by its first bytes: a name proves nothing, and GDAL would believe them too."""

import codecs
import re
from pathlib import Path
from typing import Final

from geo.errors import ReadError

HEAD: Final = 65_536

_MAGIC: Final = (
    (b"SQLite format 3\0", "sqlite"),
    (b"fgb\x03", "FlatGeobuf"),
    (b"PAR1", "GeoParquet"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x00\x00\x27\x0a", "Shapefile"),
)
# What people have at hand, and the way from there.
_FOREIGN: Final = (
    (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    (b"BZh", "is packed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "is packed with xz; unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it first"),
    (b"Rar!", "is a RAR archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel or Word file; save it as .xlsx or .csv"),
    (b"%PDF", "is a PDF, not a map's data"),
    (b"\x89PNG", "is a picture, not a map's data"),
    (b"\xff\xd8\xff", "is a picture, not a map's data"),
    (b"II*\0", "is a raster picture (TIFF), not a map's data"),
    (b"MM\0*", "is a raster picture (TIFF), not a map's data"),
    (b"ARROW1", "is an Arrow or Feather file; save it as GeoParquet"),
    (b"!table", "is a MapInfo table; export it as GeoPackage"),
    (b"!Table", "is a MapInfo table; export it as GeoPackage"),
    (b"fgb", "is a FlatGeobuf of another version; save it anew"),
    (b"PMTiles", "holds map tiles; export the layer as GeoPackage"),
    (b"version https://git-lfs", "is a pointer of Git LFS, not the file itself; run: git lfs pull"),
)
_XML: Final = {"kml": "KML", "gpx": "GPX"}
_PIECES: Final = {
    "document", "folder", "placemark", "style", "stylemap", "networklink", "groundoverlay",
    "update", "point", "linestring", "polygon", "multigeometry",
}  # fmt: skip
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_SKIPPED: Final = re.compile(r"<[!]--.*?-->|<[?].*?[?]>|<[!]DOCTYPE[^>]*>", re.DOTALL)
_TABLES: Final = {".csv", ".tsv", ".tab", ".txt"}
_JSON: Final = {".geojson", ".json", ".topojson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl"}
_OTHERS: Final = {
    ".shp", ".shz", ".gpkg", ".fgb", ".parquet", ".kml", ".kmz", ".gpx", ".xlsx", ".zip",
}  # fmt: skip
_SIDECARS: Final = {".dbf", ".shx", ".prj", ".cpg"}
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

KNOWN: Final = (
    "GeoJSON, TopoJSON, GeoPackage, Shapefile (also zipped), FlatGeobuf, GeoParquet, KML, KMZ, "
    "GPX, CSV, TSV and XLSX"
)


def identify(path: Path, name: Path) -> str:
    """The format of a file: "json", "table", "sqlite", "zip", or the name as we print it.

    `name` is what the author calls it: out of a zip file it has another path. Raises `ReadError`
    for what is none of ours.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(f"{name}: cannot be read ({reason}); check its permissions") from None
    if not head:
        raise ReadError(f"{name}: is empty")
    for magic, format_ in _MAGIC:
        if head.startswith(magic):
            return format_
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise ReadError(f"{name}: {what}")
    if path.suffix.lower() in _SIDECARS:
        raise ReadError(f"{name}: is a part of a Shapefile; name the .shp beside it")
    return _text_format(path, name, head)


def encoding_of(head: bytes) -> str | None:
    """The encoding that a byte order mark tells, None without one."""
    return next((name for bom, name in _BOMS if head.startswith(bom)), None)


def _text_format(path: Path, name: Path, head: bytes) -> str:
    ending = path.suffix.lower()
    text = head.decode(encoding_of(head) or "latin-1", "replace").lstrip("\ufeff \t\r\n")
    if text[:1] in {"{", "[", "\x1e"} and ending not in _TABLES:
        return "json"
    if text.startswith("<"):
        return _xml_format(name, text)
    if "\0" in text:
        raise ReadError(f"{name}: is of no known format; these can be read: {KNOWN}")
    if ending in _TABLES:
        return "table"
    if ending in _JSON:
        return "json"  # whose reader says what stands there instead
    what = f"the ending '{ending}' is not known, nor what is in it"
    if ending in _OTHERS:
        what = f"is not what its ending '{ending}' says, nor of any other known format"
    raise ReadError(f"{name}: {what}; these can be read: {KNOWN}")


def _xml_format(name: Path, text: str) -> str:
    found = _ROOT.search(_SKIPPED.sub("", text))
    root = found.group(1) if found else ""
    if root.lower() in _XML:
        return _XML[root.lower()]
    if root.lower() == "html":
        raise ReadError(f"{name}: is a web page; download the file itself")
    if root.lower() in _PIECES:
        what = f"is a piece of KML, '{root}' without 'kml' round it"
        raise ReadError(f"{name}: {what}; export it again from the program that made it")
    shown = f"XML that begins with <{root[:40]}>" if root else "broken XML"
    raise ReadError(f"{name}: is {shown}, neither KML nor GPX; export it as GeoJSON or GeoPackage")
