"""Zip files, unpacked with a hand on the brake: into a temporary folder, under names of our own."""

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from geo.errors import ReadError
from geo.limits import over
from geo.spec import LayerSpec

# What may be in an archive and be read from it, the most telling first.
MAIN: Final = (
    ".shp", ".gpkg", ".fgb", ".parquet", ".geoparquet", ".kml", ".gpx", ".geojson", ".topojson",
    ".geojsonl", ".ndjson", ".json", ".csv", ".tsv", ".xlsx",
)  # fmt: skip
_FOREIGN: Final = {
    (".gdbtable", ".gdbtablx"): "an Esri File Geodatabase",
    (".mif", ".tab"): "MapInfo's",
    (".gml",): "GML",
    (".dxf", ".dwg"): "a drawing of CAD",
    (".zip",): "zip files, which must be unpacked first",
}
ENTRIES: Final = 10_000
SMALL: Final = 10_000_000
"""a ratio says nothing about an archive that unpacks to less than this many bytes"""
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Archive:
    """A zip file that was looked through: its members by name, and those that can be read."""

    path: Path
    members: dict[str, zipfile.ZipInfo]
    mains: tuple[str, ...]
    is_workbook: bool


def look_through(path: Path, spec: LayerSpec) -> Archive:
    """What is in a zip file, nothing unpacked. Raises `ReadError` for what is broken or hostile."""
    name, limits = spec.source, spec.limits
    try:
        with zipfile.ZipFile(path) as file:
            infos = [info for info in file.infolist() if not info.is_dir()]
    # zipfile raises NotImplementedError for versions and methods of packing that it does not know
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise ReadError(f"{name}: is a broken zip file ({error}); download it again") from None
    if len(infos) > ENTRIES:
        raise ReadError(f"{name}: holds {len(infos):,} files; take out the few that are needed")
    for info in infos:
        inner = info.filename.replace("\\", "/")
        if inner.startswith("/") or ":" in inner.split("/")[0] or ".." in inner.split("/"):
            raise ReadError(
                f"{name}: its file '{info.filename[:60]}' leads out of it; pack it anew"
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise ReadError(
                f"{name}: its file '{info.filename[:60]}' is a link; pack the real file"
            )
        if info.flag_bits & 1:
            raise ReadError(f"{name}: is locked with a password; unpack it first")
    total = sum(info.file_size for info in infos)
    packed = max(1, path.stat().st_size)
    if too_much := over("unpacked_bytes", total, limits):
        raise ReadError(f"{name}: unpacks to {too_much}")
    if total > SMALL and (too_much := over("unpacked_ratio", total // packed, limits)):
        raise ReadError(f"{name}: is packed too well to be true: {too_much}")
    members = {info.filename: info for info in infos if not _is_hidden(info.filename)}
    if len(members) < len([info for info in infos if not _is_hidden(info.filename)]):
        raise ReadError(f"{name}: holds two files of one name; pack it anew")
    mains = [member for member in sorted(members) if _ending(member) in MAIN]
    return Archive(
        path,
        members,
        tuple(sorted(mains, key=lambda member: MAIN.index(_ending(member)))),
        is_workbook="xl/workbook.xml" in members,
    )


def foreign(archive: Archive) -> str:
    """What an archive is that holds nothing to read, and the way from there."""
    endings = {_ending(name) for name in archive.members}
    for kinds, what in _FOREIGN.items():
        if endings & set(kinds):
            return f"is a zip file of {what}; export it as GeoPackage"
    if "content.xml" in archive.members:
        return "is an OpenDocument file; save it as .xlsx or .csv"
    held = ", ".join(list(archive.members)[:8]) or "nothing"
    return f"is a zip file without a map's data; it holds {held}"


def unpack(archive: Archive, main: str, folder: Path, spec: LayerSpec) -> Path:
    """Unpack one member, with those that share its name, as `data.*` in `folder`.

    No member gives more bytes than it told `look_through`: zipfile stops there.
    """
    stem = PurePosixPath(main).with_suffix("")
    result = folder / f"data{_ending(main)}"
    try:
        with zipfile.ZipFile(archive.path) as file:
            for name, info in archive.members.items():
                path = PurePosixPath(name)
                if str(path.with_suffix("")).casefold() != str(stem).casefold():
                    continue
                if path.suffix.lower() in MAIN and name != main:
                    continue
                target = folder / f"data{path.suffix.lower()}"
                with file.open(info) as source, target.open("wb") as out:
                    while block := source.read(_BLOCK):
                        out.write(block)
    except Exception as error:  # noqa: BLE001 - zlib, lzma and bz2 have errors of their own
        what = str(error) or type(error).__name__
        raise ReadError(f"{spec.source}: is a broken zip file ({what}); get it again") from None
    return result


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
