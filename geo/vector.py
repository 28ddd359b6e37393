"""Files of GDAL's formats and GeoParquet, read behind the fence; their counts are checked there."""

import contextlib
import glob
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.columns import geometry_column, rows_of
from geo.encoding import decoded, likely_encoding, no_encoding
from geo.errors import ChoiceError, ReadError, raise_all
from geo.fence import fenced
from geo.limits import over
from geo.markup import plain_rows
from geo.paths import inside
from geo.report import BENT, TABLELESS
from geo.source import Source
from geo.spec import LayerSpec
from geo.wkb import shapes_of
from geo.xmltext import as_utf8

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS: Final = {"sqlite": "GeoPackage"}
# What KML and GPX always have, filled or not.
_HOUSEKEEPING: Final = {"tessellate", "extrude", "visibility", "drawOrder", "altitudeMode"}
_SHAPEFILE: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ENCODINGS: Final = ("cp1251", "cp1252", "gbk")


def read_vector(path: Path, format_: str, spec: LayerSpec, scratch: Path) -> Source:
    """One layer of a file. `path` is where it is read from, `spec.source` what it is called.

    Raises `ReadError`, also when the file holds several layers and the spec names none.
    """
    notes: list[str] = []
    if format_ == "Shapefile":
        _check_encoding(spec)
        path = _whole_shapefile(path, spec, scratch, notes)
    if format_ in {"KML", "GPX"}:
        path = as_utf8(path, spec, scratch)
    job = {
        "do": "parquet" if format_ == "GeoParquet" else "vector",
        "path": str(path.resolve()),
        "format": format_,
        "layer": spec.layer,
        "encoding": spec.encoding if format_ == "Shapefile" else None,  # others tell theirs
        "features": spec.limits.features,
        "unpacked_bytes": spec.limits.unpacked_bytes,
        "restore": path.parent == scratch,
    }
    answer, table = _answered(job, spec)
    layers = {name: count for name, kind, count in answer["layers"] if kind is not None and name}
    _check(answer, spec)
    if table is None:
        raise unchosen(layers, spec, FORMATS.get(format_, format_))
    column = geometry_column(table)
    if column is None:
        raise ReadError(f"{spec.source}: is a table without geometries; join it to a layer")
    geometries, marks = shapes_of(table.column(column).to_numpy())
    notes += _linked(answer, spec, is_empty=not any(geometries))
    if answer.get("curves"):
        marks[BENT] = answer["curves"]
    try:
        rows = rows_of(table.drop_columns([column]), spec.limits)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{spec.source}: its text {error.object[:40]!r} is not UTF-8; say which encoding it "
            f"has: {likely_encoding(error.object, _ENCODINGS)}"
        ) from None
    for name, numbers in answer.get("odd_dates", {}).items():
        marks[f"kept with a text in '{name}' that is no date YYYYMMDD"] = numbers
    if format_ == "Shapefile" and not spec.encoding and _is_guessed(path, rows):
        notes.append("has no .cpg: if its texts look wrong, say 'encoding: cp1251' (or gbk …)")
    if format_ in {"KML", "GPX"}:
        rows, said = plain_rows(_filled(rows))
        notes += said
    return Source(
        geometries=geometries,
        rows=rows,
        ids=[row.get("id") for row in rows],
        numbers=np.arange(1, len(rows) + 1),
        crs=answer["crs"] or ("OGC:CRS84" if format_ in {"KML", "GPX"} else None),
        count=max(answer["count"], len(rows)),
        format=FORMATS.get(format_, format_),
        layer=answer["layer"],
        layers=layers,
        marks=marks,
        notes=(*notes, *(f"GDAL says: {_named(note, path, spec)}" for note in answer["notes"])),
    )


def _check(answer: Mapping[str, Any], spec: LayerSpec) -> None:
    """Raise what speaks against the file in the answer about it."""
    raise_all(spec.source, [f"{spec.source}: {fault}" for fault in answer.get("faults", ())])
    if "count" in answer and (too_many := over("features", answer["count"], spec.limits)):
        raise ReadError(f"{spec.source}: has {too_many}")
    if "unpacked" in answer:
        what = over("unpacked_bytes", answer["unpacked"], spec.limits)
        raise ReadError(f"{spec.source}: unpacks to {what}")
    _linked(answer, spec, is_empty=not any(count for _, _, count in answer["layers"]))
    if answer.get("plain"):
        what = "is Parquet without geometries; save it as GeoParquet, or as CSV"
        raise ReadError(f"{spec.source}: {what}")


def _linked(answer: Mapping[str, Any], spec: LayerSpec, *, is_empty: bool) -> list[str]:
    """A sentence about links of a KML file to others. Raises it where the file has nothing else."""
    links = answer.get("links", 0)
    if not links:
        return []
    what = (
        "a link to another file, which is" if links == 1 else f"{links} links to others, which are"
    )
    said = f"{what} not followed (NetworkLink): open it in Google Earth, and save the places as KML"
    if is_empty:
        raise ReadError(f"{spec.source}: holds no places but {said}")
    return [f"has {said}"]


def _answered(job: dict[str, Any], spec: LayerSpec) -> tuple[dict[str, Any], "pa.Table | None"]:
    try:
        return fenced(job, spec)
    except ReadError:
        if job["format"] != "KML":
            raise
        # the driver that knows more of KML breaks down over what it does not know
        with contextlib.suppress(ReadError):
            answer, table = fenced(job | {"format": "plain KML"}, spec)
            if table is not None or spec.layer is None:
                return answer, table
        raise


def unchosen(layers: Mapping[str, int], spec: LayerSpec, format_: str) -> ReadError:
    """What to say when a file's layers, by name with their features, leave a choice, or none."""
    names = ", ".join(layers)
    if spec.layer is not None:
        what = f"has no layer '{spec.layer}'; it has {names or 'none with geometries'}"
        return ReadError(f"{spec.source}: {what}", about="layer")
    if not layers:
        what = "holds no places; export it again from the program that made it"
        if format_ not in {"KML", "GPX", "TopoJSON"}:
            what = "holds no layer with geometries; save a table as CSV"
        return ReadError(f"{spec.source}: {what}")
    filled = [name for name, count in layers.items() if count]
    what = f"holds {len(layers)} layers; say which: 'layer: …' ({names})"
    if 0 < len(filled) < len(layers):
        what += f"; with features: {', '.join(filled)}"
    return ChoiceError(f"{spec.source}: {what}", format_, layers)


def _named(note: str, path: Path, spec: LayerSpec) -> str:
    """A note without the folder in which the file was read: a report tells of no machine."""
    read = path.resolve()
    return note.replace(str(read), spec.source.name).replace(f"{read.parent}/", "")


def _is_guessed(path: Path, rows: list[dict[str, Any]]) -> bool:
    """Whether nothing tells the encoding of texts that go beyond ASCII."""
    siblings = {other.suffix.lower() for other in path.parent.glob(f"{glob.escape(path.stem)}.*")}
    texts = (value for row in rows for value in row.values() if isinstance(value, str))
    return ".cpg" not in siblings and not all(text.isascii() for text in texts)


def _filled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without the columns in which nobody wrote anything."""
    names = rows[0].keys() if rows else ()
    kept = [
        name
        for name in names
        if name not in _HOUSEKEEPING and any(row[name] is not None for row in rows)
    ]
    return [{name: row[name] for name in kept} for row in rows]


def _whole_shapefile(path: Path, spec: LayerSpec, scratch: Path, notes: list[str]) -> Path:
    """The .shp, or a copy whose lost index can be made anew without touching the author's folder.

    Every file that belongs to it must lie where the .shp may lie.
    """
    own = {
        other.suffix.lower(): other
        for other in sorted(path.parent.iterdir())
        if other.stem == path.stem and other.suffix.lower() in _SHAPEFILE
    }
    if path.parent != scratch:
        for other in own.values():
            inside(other, spec.folder, spec.folders)
    if too_much := over("file_bytes", sum(o.stat().st_size for o in own.values()), spec.limits):
        raise ReadError(f"{spec.source}: has {too_much}")
    if ".dbf" not in own:
        if spec.key or spec.keys or spec.select:
            raise ReadError(f"{spec.source}: {TABLELESS}, and the layer asks for one; add it")
        notes.append(TABLELESS)
    if ".shx" in own:
        return path
    notes.append("had no .shx beside it; its index was made anew")
    if path.parent != scratch:
        for ending, other in own.items():
            shutil.copyfile(other, scratch / f"data{ending}")
        path = scratch / "data.shp"
    return path


def _check_encoding(spec: LayerSpec) -> None:
    """GDAL reads as UTF-8 what it does not know, and says nothing."""
    try:
        decoded(b"", spec.encoding or "utf-8")
    except LookupError:
        what = no_encoding(spec.encoding or "")
        raise ReadError(f"{spec.source}: {what}", about="encoding") from None
