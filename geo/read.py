"""Read a source file into features, and count what it holds.

What a file is, its first bytes tell. GeoJSON, TopoJSON and CSV are read here; all other formats in
a process of their own, behind a fence (`geo.fence`).
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np
import shapely

from geo.archive import foreign, look_through, unpack
from geo.decimals import Rows, with_numbers
from geo.errors import ReadError, raise_all
from geo.fence import fenced
from geo.geojson import Collection, collect, read_roots
from geo.limits import over
from geo.paths import inside
from geo.places import Table, is_place, places
from geo.report import BENT, NAMED
from geo.rules import geometry_fault
from geo.shapes import Shaped, UnsoundError, shaped
from geo.sniff import identify
from geo.source import Source
from geo.spec import LayerSpec
from geo.table import check_title, header, properties, read_csv, renamed
from geo.topojson import collect_topology, layers_of
from geo.vector import read_vector, unchosen
from geo.wkb import flat

_NEVER_UNPACKED: Final = {"json", "table"}
"""formats that need no folder; one that is made may outlast a build that is killed"""


def read(spec: LayerSpec) -> Source:
    """Read what a layer names.

    Raises `ReadError`, `CRSError` or `CheckError`, each with the file, what and the way out.
    """
    inside(spec.source, spec.folder, spec.folders)
    if too_big := over("file_bytes", spec.source.stat().st_size, spec.limits):
        raise ReadError(f"{spec.source}: has {too_big}")
    if identify(spec.source, spec.source) in _NEVER_UNPACKED:
        source = _read(spec.source, spec, Path())
    else:
        with tempfile.TemporaryDirectory(prefix="layer-") as scratch:
            source = _read(spec.source, spec, Path(scratch))
    vertices = int(shapely.get_num_coordinates(source.geometries).sum())
    if too_many := over("vertices", vertices, spec.limits):
        raise ReadError(f"{spec.source}: has {too_many}")
    found = _numbered(source.rows, spec, source.facts)
    notes = (*source.notes, *found.notes, *_unused(spec, source))
    return replace(source, rows=found.rows, notes=notes, facts=found.facts)


def _numbered(
    rows: Sequence[Mapping[str, Any]], spec: LayerSpec, facts: tuple[str, ...] = ()
) -> Rows:
    """The rows with the numbers that the spec's decimal sign makes; not of keys, nor of places.

    `facts` are what it made before.
    """
    if spec.decimal is None:
        return Rows(rows, facts)
    own = {spec.key, *spec.keys, spec.lon, spec.lat, spec.wkt}
    found = with_numbers(rows, spec.decimal, lambda name: name in own or is_place(name))
    unused = "'decimal' changes nothing here: no text reads as a number with that sign"
    notes = found.notes if facts or found.facts or found.notes else (unused,)
    return replace(found, facts=(*facts, *found.facts), notes=notes)


_ENCODED: Final = {"CSV", "GPX", "KML", "Shapefile"}
"""formats whose files may leave their encoding to the author"""


def _unused(spec: LayerSpec, source: Source) -> Iterator[str]:
    """What an author said that a file of this format has no use for: a slip, or another file."""
    said = {
        "layer": spec.layer is not None and source.layer is None,
        "encoding": spec.encoding is not None and source.format not in _ENCODED,
        "columns": (spec.lon or spec.wkt) is not None and source.format not in {"CSV", "XLSX"},
    }
    for key, is_unused in said.items():
        if is_unused:
            yield f"'{key}' changes nothing here: {source.format} has no use for it"


def _read(path: Path, spec: LayerSpec, scratch: Path) -> Source:
    format_ = identify(path, spec.source)
    if format_ == "json":
        return _read_json(path, spec)
    if format_ == "table":
        return _from_table(read_csv(path, spec), spec, format="CSV")
    if format_ == "zip":
        return _read_zip(path, spec, scratch)
    return read_vector(path, format_, spec, scratch)


def _read_json(path: Path, spec: LayerSpec) -> Source:
    roots = read_roots(path, spec)
    root = roots[0][1] if roots else None
    if isinstance(root, dict) and root.get("type") == "Topology":
        found = layers_of(root, spec.source)
        counts = {name: len(inner) for name, inner in found.items()}
        name = _chosen(counts, spec, "TopoJSON")
        collection = collect_topology(root, found[name], spec)
        return _from_json(collection, spec, "TopoJSON", layer=name, layers=counts)
    return _from_json(collect(roots, spec), spec, "GeoJSON")


def _from_json(collection: Collection, spec: LayerSpec, format_: str, **more: Any) -> Source:
    rows: list[dict[str, Any]] = []
    for identifier, row in zip(collection.ids, collection.properties, strict=True):
        is_new = identifier is not None and "id" not in row
        rows.append({**row, "id": identifier} if is_new else row)
    shapes = _shaped(collection, spec)
    return Source(
        geometries=shapes.geometries,
        rows=rows,
        ids=collection.ids,
        numbers=np.arange(1, len(rows) + 1),
        crs=collection.crs or "OGC:CRS84",  # the only CRS GeoJSON allows: RFC 7946, section 4
        count=len(rows),
        format=format_,
        marks={what: [row + 1 for row in found] for what, found in shapes.marks.items()},
        **more,
    )


def _shaped(collection: Collection, spec: LayerSpec) -> Shaped:
    try:
        return shaped(collection.geometries)
    except UnsoundError:
        faults = [
            f"{spec.source}: feature {number}: {fault}"
            for number, geometry in enumerate(collection.geometries, start=1)
            if (fault := geometry_fault(geometry))
        ]
        raise_all(spec.source, faults)
        raise


def _from_table(table: Table, spec: LayerSpec, **more: Any) -> Source:
    found = places(table, spec)
    said = (found.note,) if found.note else ()
    geometries, marks = flat(found.geometries)
    marks[BENT] = list(found.curves)
    rows = properties(table, spec.decimal)
    return Source(
        geometries=geometries,
        rows=rows,
        ids=[row.get("id") for row in rows],
        numbers=np.arange(1, len(rows) + 1),
        crs=found.crs or "OGC:CRS84",
        count=len(table.rows),
        marks=marks,
        notes=(*(() if spec.decimal else said), *table.notes, *table.renamed),
        facts=said if spec.decimal else (),
        **more,
    )


def _read_zip(path: Path, spec: LayerSpec, scratch: Path) -> Source:
    archive = look_through(path, spec)
    if archive.is_workbook:
        return _read_workbook(path, spec)
    if not archive.mains:
        raise ReadError(f"{spec.source}: {foreign(archive)}")
    # of several kinds the first is meant: a .csv beside a .shp explains it
    kind = PurePosixPath(archive.mains[0]).suffix.lower()
    same = [name for name in archive.mains if PurePosixPath(name).suffix.lower() == kind]
    names = {PurePosixPath(name).stem: name for name in same}
    if len(names) < len(same):  # of two files of one name the folders tell which is which
        names = {str(PurePosixPath(name).with_suffix("")): name for name in same}
    if len(names) == 1:
        (main,) = names.values()
        return _read(unpack(archive, main, scratch, spec), spec, scratch)
    name = _chosen(dict.fromkeys(names, 0), spec, "zip")
    inner = replace(spec, layer=None)
    found = _read(unpack(archive, names[name], scratch, spec), inner, scratch)
    return replace(found, layer=name, layers=dict.fromkeys(names, 0))


def read_rows(spec: LayerSpec) -> Rows:
    """The rows of a file by name of column; a table needs no places for that.

    Raises `ReadError` or `CheckError`, as `read` does.
    """
    path = inside(spec.source, spec.folder, spec.folders)
    if too_big := over("file_bytes", path.stat().st_size, spec.limits):
        raise ReadError(f"{spec.source}: has {too_big}")
    format_ = identify(path, spec.source)
    if format_ == "table":
        table = read_csv(path, spec)
    elif format_ == "zip" and look_through(path, spec).is_workbook:
        table = _workbook(path, spec)[0]
    else:
        source = read(spec)
        return Rows(source.rows, source.facts, source.notes)
    found = _numbered(properties(table, spec.decimal), spec)
    return replace(found, notes=(*table.notes, *table.renamed, *found.notes))


def _read_workbook(path: Path, spec: LayerSpec) -> Source:
    table, name, sheets = _workbook(path, spec)
    source = _from_table(table, spec, format="XLSX", layer=name, layers=sheets)
    if table.notes and len(table.rows) and not any(source.geometries):
        raise ReadError(f"{spec.source}: {table.notes[0]}")
    return source


def _unknown(cells: list[str]) -> tuple[str, ...]:
    """A sentence about cells whose formulas have no results; none where there are none."""
    if not cells:
        return ()
    shown = ", ".join(cells[:NAMED]) + (" …" if len(cells) > NAMED else "")
    what = f"the results of {len(cells):,} formulas are"
    what = what if len(cells) > 1 else "the result of a formula is"
    way = "open it once in a spreadsheet program and save it there"
    return (f"{what} not stored in it ({shown}); {way}",)


def _workbook(path: Path, spec: LayerSpec) -> tuple[Table, str, dict[str, int]]:
    """The sheet that the spec names, or the only one; its name; the rows of every sheet."""
    job = {"do": "workbook", "path": str(path), "layer": spec.layer}
    answer, _ = fenced(job | {"features": spec.limits.features}, spec)
    sheets = {name: rows for name, _, rows in answer["layers"] if rows}
    if "rows" not in answer:
        _chosen(sheets, spec, "XLSX")
    check_title(answer["rows"], answer["lines"], "row", spec)
    columns, *rows = answer["rows"]
    lines, notes, names = answer["lines"][1:], _unknown(answer["unknown"]), header(columns)
    table = Table(names, rows, lines, "row", notes, renamed(columns, names))
    return table, answer["layer"], sheets


def _chosen(layers: dict[str, int], spec: LayerSpec, format_: str) -> str:
    if spec.layer in layers:
        return str(spec.layer)
    if spec.layer is None and len(layers) == 1:
        return next(iter(layers))
    raise unchosen(layers, spec, format_)
