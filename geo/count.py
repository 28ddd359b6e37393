"""How many features a file holds, counted without the reader whose word is to be checked."""

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.parsers import expat

_BLOCK: Final = 1 << 16


def counted(path: Path, format_: str, layer: str) -> int:
    """Features of a layer; 0 where the format leaves no way to count them."""
    counter = _COUNTERS.get(format_)
    if counter is None:
        return 0
    try:
        return counter(path, layer)
    except (OSError, sqlite3.Error, expat.ExpatError, ValueError):
        return 0  # the reader says what is wrong with the file


def network_links(path: Path) -> int:
    """How many other files, or hosts, a KML file asks to be read in its place."""
    try:
        return _elements(path).get(("NetworkLink", ""), 0)
    except (OSError, expat.ExpatError, ValueError):
        return 0  # as above


def _shapefile(path: Path, _: str) -> int:
    """Records of the .dbf that are not deleted, or of the .shx, whichever are more."""
    own = {
        other.suffix.lower(): other for other in path.parent.iterdir() if other.stem == path.stem
    }
    shapes = max(0, (own[".shx"].stat().st_size - 100) // 8) if ".shx" in own else 0
    if ".dbf" not in own:
        return shapes
    with own[".dbf"].open("rb") as file:
        told = file.read(32)
        head, size = _int(told, 8, 2), max(1, _int(told, 10, 2))
        records = min(_int(told, 4, 4), (own[".dbf"].stat().st_size - head) // size)
        deleted = 0
        for at in range(records):
            file.seek(head + at * size)
            deleted += file.read(1) == b"*"
    return records - deleted if shapes <= records else shapes


def _geopackage(path: Path, layer: str) -> int:
    name = layer.replace('"', '""')
    uri = f"{path.as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
        (count,) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608 - quoted
    return int(count)


def _flatgeobuf(path: Path, _: str) -> int:
    """The features one by one, each of which tells its size; an index may lie before them."""
    with path.open("rb") as file:
        file.seek(8)
        size = _int(file.read(4))
        told, node = _flatgeobuf_header(file.read(size))
        file.seek(12 + size + _index_bytes(told, node))
        count = 0
        while length := _int(file.read(4)):
            file.seek(length, 1)
            count += 1
    return count


def _flatgeobuf_header(header: bytes) -> tuple[int, int]:
    """Fields 8 and 9 of the table `Header`: features_count and index_node_size."""
    root = _int(header)
    table = root - int.from_bytes(header[root : root + 4], "little", signed=True)
    length = _int(header, table, 2)

    def field(number: int, size: int, default: int) -> int:
        offset = _int(header, table + 4 + 2 * number, 2) if 4 + 2 * number < length else 0
        return _int(header, root + offset, size) if offset else default

    return field(8, 8, 0), field(9, 2, 16)


def _int(data: bytes, at: int = 0, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _index_bytes(features: int, node: int) -> int:
    """Size of a packed Hilbert R-tree: 40 bytes a node, level by level up to the root."""
    if node < 2 or features == 0:
        return 0
    nodes = level = features
    while level > 1:
        level = -(-level // node)
        nodes += level
    return nodes * 40


def _gpx(path: Path, layer: str) -> int:
    wanted = {"waypoints": "wpt", "routes": "rte", "tracks": "trk"}.get(layer)
    return _elements(path).get((wanted, ""), 0) if wanted else 0


def _kml(path: Path, layer: str) -> int:
    found = _elements(path)
    return found.get(("Placemark", layer), 0) or found.get(("Placemark", _BARE), 0)


@dataclass(slots=True)
class _Open:
    """An element whose end is yet to come, and what is known of it if it is a folder of KML."""

    kind: str
    is_whole: bool
    name: str | None = None
    places: int = 0


def _elements(path: Path) -> dict[tuple[str, str], int]:
    """How often each element stands in the file, by its name and that of the KML folder round it.

    Names of elements are without their namespaces; a folder's is told from others of that name.
    """
    found: dict[tuple[str, str], int] = {}
    stack: list[_Open] = []
    folders: list[_Open] = []
    text: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        one = _Open(kind, kind == "Document" and len(stack) == 1)
        is_place = one.kind == "Placemark"
        # what is not right in a folder belongs to a tour, or tells of a change to other files
        if is_place and stack and stack[-1].kind in _FOLDERS:
            stack[-1].places += 1
        elif not is_place or [outer.kind for outer in stack] == ["kml"]:
            key = one.kind, _BARE if is_place else ""
            found[key] = found.get(key, 0) + 1
        if one.kind in _FOLDERS:
            folders.append(one)
        stack.append(one)
        text.clear()

    def end(tag: str) -> None:
        stack.pop()
        if tag.rpartition(":")[2] == "name" and stack and stack[-1].name is None:
            stack[-1].name = "".join(text).strip()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    with path.open("rb") as file:
        _feed(parser, file)
    # the outermost Document is a folder only where places lie directly in it
    names = _told_apart([one for one in folders if one.places or not one.is_whole])
    return found | {("Placemark", name): folder.places for name, folder in names.items()}


def _told_apart(folders: list[_Open]) -> dict[str, _Open]:
    """The folders by the names that GDAL gives them: a name that is taken gets a number."""
    names: dict[bytes, tuple[str, _Open]] = {}
    for folder in folders:
        name, number = folder.name or "", 2
        while name.encode().lower() in names:  # of bytes only A to Z have a case, as for GDAL
            name, number = f"{folder.name or ''} (#{number})", number + 1
        names[name.encode().lower()] = name, folder
    return dict(names.values())


def _feed(parser: Any, file: BinaryIO) -> None:
    while block := file.read(_BLOCK):
        parser.Parse(block, False)  # noqa: FBT003 - expat's own way
    parser.Parse(b"", True)  # noqa: FBT003 - as above


_FOLDERS: Final = {"Folder", "Document"}
_BARE: Final = "\0"
"""in place of a folder's name, which cannot hold it, for what lies in no folder"""
_COUNTERS: Final[dict[str, Callable[[Path, str], int]]] = {
    "Shapefile": _shapefile,
    "sqlite": _geopackage,
    "FlatGeobuf": _flatgeobuf,
    "GPX": _gpx,
    "KML": _kml,
}
