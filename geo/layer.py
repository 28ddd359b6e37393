"""A source file becomes a layer: the order of work, in one place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.bounds import Bounds
from geo.boxes import around
from geo.drawn import Drawn, Wish, drawn_of, ready
from geo.errors import ReadError
from geo.fence import Worker
from geo.garbage import without_collector
from geo.paths import inside
from geo.project import to_degrees
from geo.read import read
from geo.report import BROKEN, EMPTY, SMALL, Report, account
from geo.source import Source, selected
from geo.spec import LayerSpec


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


def prepare(spec: LayerSpec) -> Layer:
    """Read, check, select, reproject, clean, simplify and encode one layer.

    Raises `ReadError`, `CRSError` or `CheckError`, with file, what and the way out.
    """
    # what overflows or is no number is looked for where it matters; numpy need not say so
    with without_collector(), np.errstate(all="ignore"):
        return _prepared(spec)


def _prepared(spec: LayerSpec) -> Layer:
    with ready(inside(spec.source, spec.folder, spec.folders)) as ahead:
        source = to_degrees(selected(read(spec), spec), spec)
        drawn = drawn_from(source, spec, is_packed=True, ahead=ahead)
    if not len(drawn.owner):
        raise ReadError(f"{spec.source}: has no feature that can be drawn{_why(source)}")
    return Layer(
        name=spec.name,
        features=tuple(_features(source, drawn, spec)),
        packed=drawn.packed,
        bounds=around(drawn.boxes),
        report=account(
            spec.name,
            marks_of(source, drawn),
            read=source.count,
            lost=source.lost,
            filtered=source.filtered,
            vertices=drawn.vertices,
            notes=(*source.notes, *_repeated(source, spec)),
            facts=source.facts,
        ),
        scale=drawn.scale,
        levels=drawn.levels,
    )


def drawn_from(
    source: Source, spec: LayerSpec, *, is_packed: bool, ahead: Worker | None = None
) -> Drawn:
    """What is drawn of a source in degrees; `ahead` is the process of `geo.drawn.ready`, if any.

    Raises `ReadError` where to find out would take too long.
    """
    wish = Wish(check_winding=source.format == "GeoJSON", is_packed=is_packed)
    return drawn_of(source.geometries, source.numbers, spec, wish, ahead)


def _features(source: Source, drawn: Drawn, spec: LayerSpec) -> list[Feature]:
    """One feature for each kind of each row."""
    rows = source.rows
    if spec.key and not any(spec.key in row for row in rows):
        have = ", ".join(sorted({name for row in rows for name in row})) or "no fields"
        what = f"has no field '{spec.key}' for the key; it has {have}"
        raise ReadError(f"{spec.source}: {what}", about="key")
    features = []
    for owner, kind, box in zip(
        drawn.owner.tolist(), drawn.kind, drawn.boxes.tolist(), strict=True
    ):
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
                bounds=Bounds(*box),
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
        return ": it holds none"
    bare = all(shape is None or shape.is_empty for shape in source.geometries)
    what = "all without a geometry" if bare else "but no length or area is left of their shapes"
    return f": {source.count} were read, {what}"


def marks_of(source: Source, drawn: Drawn) -> dict[str, list[int]]:
    """All that happened to features, by what happened, with their numbers in the file."""
    marks = {what: list(found) for what, found in source.marks.items()}
    undrawn = set(source.numbers[drawn.marks.get(EMPTY, [])].tolist())
    broken = undrawn & set(marks.get(BROKEN, ()))
    marks = {what: [n for n in found if n not in undrawn] for what, found in marks.items()}
    marks[BROKEN] = sorted(broken)
    for what, rows in {**drawn.marks, SMALL: drawn.small.tolist()}.items():
        numbers = set(source.numbers[rows].tolist())
        marks.setdefault(what, []).extend(numbers - broken)
    return marks
