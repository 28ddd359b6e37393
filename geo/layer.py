"""A source file becomes a layer: the order of work, in one place."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from geo.bounds import Bounds
from geo.clean import Cleaned, clean
from geo.encode import encode, scale_for
from geo.errors import ReadError
from geo.paths import inside
from geo.project import to_degrees
from geo.read import Source, read
from geo.simplify import Level, default_tolerance, levels
from geo.spec import LayerSpec

NAMED: Final = 8


@dataclass(frozen=True)
class Feature:
    """One drawn feature of one kind ("point", "line" or "area"), without its geometry."""

    id: str
    kind: str
    properties: dict[str, Any]
    bounds: Bounds


@dataclass(frozen=True)
class Report:
    """What became of the features of a source. `read == drawn + dropped`, always."""

    name: str
    read: int
    drawn: int
    repaired: int
    dropped: int
    vertices_before: int
    vertices_after: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A prepared layer. `packed` is described in `geo.encode`; bounds are in degrees."""

    name: str
    features: tuple[Feature, ...]
    packed: bytes
    bounds: Bounds
    report: Report
    scale: int
    levels: int


def prepare(spec: LayerSpec) -> Layer:
    """Read, check, clean, reproject, simplify and encode one layer.

    Raises `ReadError`, `CRSError` or `CheckError`, with file, what and the way out.
    """
    inside(spec.source, spec.folder)
    source = read(spec)
    frame = to_degrees(source.frame, spec)
    cleaned = [clean(geometry) for geometry in frame.geometry]
    features, geometries = _features(frame, cleaned, spec)
    if not features:
        raise ReadError(f"{spec.source}: has no feature that can be drawn")
    kinds = [feature.kind for feature in features]
    tolerance_m = spec.tolerance_m or default_tolerance(_total(geometries))
    detail = levels(geometries, kinds, tolerance_m)
    scale = scale_for(tolerance_m, points=all(kind == "point" for kind in kinds))
    packed = encode(detail, len(features), scale)
    return Layer(
        name=spec.name,
        features=tuple(features),
        packed=packed,
        bounds=_union(features),
        report=_report(spec, source, cleaned, geometries, detail[0]),
        scale=scale,
        levels=len(detail),
    )


def _features(
    frame: Any, cleaned: list[list[Cleaned]], spec: LayerSpec
) -> tuple[list[Feature], list[Any]]:
    features, geometries = [], []
    rows = list(frame["properties"])
    key = spec.key or "id"
    if spec.key and not any(spec.key in row for row in rows):
        have = ", ".join(sorted({name for row in rows for name in row})) or "no fields"
        raise ReadError(f"{spec.source}: has no field '{spec.key}' for the key; it has {have}")
    for number, (row, kinds) in enumerate(zip(rows, cleaned, strict=True), start=1):
        identifier = row.get(key)
        kept = row if spec.fields is None else {k: row.get(k) for k in spec.fields}
        for one in kinds:
            features.append(
                Feature(
                    id=str(number if identifier is None else identifier),
                    kind=one.kind,
                    properties=kept,
                    bounds=_bounds(one.geometry),
                )
            )
            geometries.append(one.geometry)
    return features, geometries


def _bounds(geometry: Any) -> Bounds:
    """The box of a geometry; parts on both sides of 180° are taken together across it."""
    boxes = [Bounds(*part.bounds) for part in shapely.get_parts(geometry)]
    west, east = min(box.west for box in boxes), max(box.east for box in boxes)
    if east - west <= 180:
        south, north = min(box.south for box in boxes), max(box.north for box in boxes)
        return Bounds(west, south, east, north)
    boxes.sort(key=lambda box: -box.width)
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole


def _union(features: list[Feature]) -> Bounds:
    boxes = sorted((feature.bounds for feature in features), key=lambda box: -box.width)
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole


def _total(geometries: list[Any]) -> Any:
    return shapely.total_bounds(np.array(geometries, dtype=object))


def _report(
    spec: LayerSpec,
    source: Source,
    cleaned: list[list[Cleaned]],
    geometries: list[Any],
    finest: Level,
) -> Report:
    empty = [number for number, kinds in enumerate(cleaned, start=1) if not kinds]
    lost = source.count - len(cleaned)
    repaired = [n for n, kinds in enumerate(cleaned, start=1) if any(k.repaired for k in kinds)]
    cut = sum(any(k.cut for k in kinds) for kinds in cleaned)
    doubtful = [n for n, kinds in enumerate(cleaned, start=1) if any(k.doubtful for k in kinds)]
    notes = list(source.notes)
    if empty:
        notes.append(_say(empty, source.count, "dropped: no geometry that can be drawn"))
    if lost:
        notes.append(f"{lost} of {source.count} features dropped: the reader could not take them")
    if repaired:
        notes.append(_say(repaired, source.count, "repaired: the shape was not valid"))
    if doubtful:
        notes.append(_say(doubtful, source.count, "changed area when repaired; look at them"))
    closed = sum("ring was closed" in note for note in source.notes)
    return Report(
        name=spec.name,
        read=source.count,
        drawn=len(cleaned) - len(empty),
        repaired=max(len(repaired), int(source.notes[0].split()[0]) if closed else 0),
        dropped=len(empty) + lost,
        vertices_before=_vertices(geometries),
        vertices_after=_vertices(finest.geometries),
        notes=tuple(notes) + ((f"{cut} features cut at 180°",) if cut and not spec.key else ()),
    )


def _vertices(geometries: list[Any]) -> int:
    return int(shapely.get_num_coordinates(np.array(geometries, dtype=object)).sum())


def _say(numbers: list[int], total: int, what: str) -> str:
    shown = ", ".join(map(str, numbers[:NAMED])) + (" …" if len(numbers) > NAMED else "")
    return f"{len(numbers)} of {total} features {what} (feature {shown})"
