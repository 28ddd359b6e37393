"""A source file becomes a layer: the order of work, in one place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.bounds import Bounds
from geo.boxes import around, bounds_of
from geo.clean import Cleaned, clean
from geo.encode import Packed, encode
from geo.errors import ReadError
from geo.garbage import without_collector
from geo.grid import mark_missing, scale_for, snap
from geo.mend import mender
from geo.project import to_degrees
from geo.read import read
from geo.report import BROKEN, EMPTY, SMALL, Report, account
from geo.simplify import default_tolerance, simplify
from geo.source import Source, selected
from geo.spec import LayerSpec
from geo.spread import bridge, spread
from geo.tangle import check_sides


@dataclass(frozen=True)
class Feature:
    """One drawn feature of one kind ("point", "line" or "area"), without its geometry."""

    id: str
    kind: str
    properties: dict[str, Any]
    bounds: Bounds


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


# what overflows or is no number is looked for where it matters; numpy need not say so to an author
@np.errstate(all="ignore")
def prepare(spec: LayerSpec) -> Layer:
    """Read, check, select, reproject, clean, simplify and encode one layer.

    Raises `ReadError`, `CRSError` or `CheckError`, with file, what and the way out.
    """
    with without_collector():
        return _prepared(spec)


def _prepared(spec: LayerSpec) -> Layer:
    source = selected(read(spec), spec)
    source = to_degrees(source, spec)
    cleaned = cleaned_of(source, spec)
    if not len(cleaned.geometry):
        raise ReadError(f"{spec.source}: has no feature that can be drawn{_why(source)}")
    features = _features(source, cleaned, spec)
    geometries = list(cleaned.geometry)
    tolerance_m = spec.tolerance_m or default_tolerance(shapely.total_bounds(cleaned.geometry))
    tolerances, runs = simplify(geometries, cleaned.kind, tolerance_m)
    scale = scale_for(tolerance_m, points=all(kind == "point" for kind in cleaned.kind))
    runs = bridge(snap(spread(runs), scale), scale, tolerances)
    runs, small = mark_missing(runs, geometries, scale, len(tolerances) - 1)
    rounded = tuple(round(tolerance) for tolerance in tolerances)
    packed = encode(Packed(scale, len(features), rounded, runs))
    vertices = int(shapely.get_num_coordinates(cleaned.geometry).sum())
    return Layer(
        name=spec.name,
        features=tuple(features),
        packed=packed,
        bounds=around(np.array([feature.bounds for feature in features])),
        report=account(
            spec.name,
            marks_of(source, cleaned, small=cleaned.owner[small]),
            read=source.count,
            lost=source.lost,
            filtered=source.filtered,
            vertices=(vertices, len(runs.xy)),
            notes=(*source.notes, *_repeated(source, spec)),
        ),
        scale=scale,
        levels=len(tolerances),
    )


def cleaned_of(source: Source, spec: LayerSpec) -> Cleaned:
    """What can be drawn of a source in degrees.

    Raises `ReadError` where to find out would take too long.
    """
    check_sides(source, spec)
    return clean(source.geometries, check_winding=source.format == "GeoJSON", mend=mender(spec))


def _features(source: Source, cleaned: Cleaned, spec: LayerSpec) -> list[Feature]:
    """One feature for each kind of each row."""
    rows = source.rows
    if spec.key and not any(spec.key in row for row in rows):
        have = ", ".join(sorted({name for row in rows for name in row})) or "no fields"
        raise ReadError(f"{spec.source}: has no field '{spec.key}' for the key; it has {have}")
    features = []
    boxes = bounds_of(cleaned.geometry)
    for owner, kind, box in zip(cleaned.owner.tolist(), cleaned.kind, boxes, strict=True):
        row = rows[owner]
        known = row.get(spec.key) if spec.key else source.ids[owner]
        if known is None and not spec.key:
            known = row.get("id")
        features.append(
            Feature(
                id=str(source.numbers[owner] if known is None else known),
                kind=kind,
                properties=dict(row)
                if spec.fields is None
                else {name: row.get(name) for name in spec.fields},
                bounds=box,
            )
        )
    return features


def _repeated(source: Source, spec: LayerSpec) -> Iterator[str]:
    """That several features have the same key: who names one of them means all."""
    if not spec.key:
        return
    first: dict[str, int] = {}
    again: list[str] = []
    for number, row in zip(source.numbers.tolist(), source.rows, strict=True):
        if (key := row.get(spec.key)) is None:
            continue
        if str(key) in first:
            again.append(f"'{key}' in features {first[str(key)]} and {number}")
        first.setdefault(str(key), number)
    if again:
        more = f" and {len(again) - 1:,} more" if len(again) > 1 else ""
        yield f"key '{spec.key}': {again[0]}{more}; what names one of them means all that have it"


def _why(source: Source) -> str:
    if source.filtered:
        return f": {source.filtered} of {source.count} were left out by 'where'"
    if not source.count:
        return ""
    bare = all(shape is None or shape.is_empty for shape in source.geometries)
    what = "all without a geometry" if bare else "but no length or area is left of their shapes"
    return f": {source.count} were read, {what}"


def marks_of(source: Source, cleaned: Cleaned, small: Any = ()) -> dict[str, list[int]]:
    """All that happened to features, by what happened, with their numbers in the file.

    `small` are the rows that became marks.
    """
    marks = {what: list(found) for what, found in source.marks.items()}
    undrawn = set(source.numbers[cleaned.marks.get(EMPTY, [])].tolist())
    broken = undrawn & set(marks.get(BROKEN, ()))
    marks = {what: [n for n in found if n not in undrawn] for what, found in marks.items()}
    marks[BROKEN] = sorted(broken)
    for what, rows in {**cleaned.marks, SMALL: list(small)}.items():
        numbers = set(source.numbers[rows].tolist())
        marks.setdefault(what, []).extend(numbers - broken)
    return marks
