"""A source file becomes a layer: the order of work, in one place."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.bounds import Bounds
from geo.clean import Cleaned, clean
from geo.encode import Packed, encode
from geo.errors import ReadError
from geo.grid import mark_missing, scale_for, snap
from geo.paths import inside
from geo.project import to_degrees
from geo.read import Source, read
from geo.report import Account, Report
from geo.simplify import default_tolerance, simplify
from geo.spec import LayerSpec
from geo.spread import bridge, great_circle, spread


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
    """Read, check, clean, reproject, simplify and encode one layer.

    Raises `ReadError`, `CRSError` or `CheckError`, with file, what and the way out.
    """
    inside(spec.source, spec.folder)
    source = read(spec)
    frame = to_degrees(source.frame, spec)
    cleaned = [clean(geometry) for geometry in frame.geometry]
    features, geometries, numbers = _features(frame, cleaned, spec)
    if not features:
        raise ReadError(f"{spec.source}: has no feature that can be drawn")
    kinds = [feature.kind for feature in features]
    tolerance_m = spec.tolerance_m or default_tolerance(_total(geometries))
    tolerances, runs = simplify(geometries, kinds, tolerance_m)
    scale = scale_for(tolerance_m, points=all(kind == "point" for kind in kinds))
    runs = bridge(snap(spread(runs), scale), scale, tolerances)
    runs, small = mark_missing(runs, geometries, scale, len(tolerances) - 1)
    rounded = tuple(round(tolerance) for tolerance in tolerances)
    packed = encode(Packed(scale, len(features), rounded, runs))
    account = _account(source, cleaned, small=[numbers[i] for i in small])
    return Layer(
        name=spec.name,
        features=tuple(features),
        packed=packed,
        bounds=_union(features),
        report=account.report(spec.name, before=_vertices(geometries), after=len(runs.xy)),
        scale=scale,
        levels=len(tolerances),
    )


def _features(
    frame: Any, cleaned: list[list[Cleaned]], spec: LayerSpec
) -> tuple[list[Feature], list[Any], list[int]]:
    """One feature for each kind of each row, its geometry, and the number of its row from 1."""
    features, geometries, numbers = [], [], []
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
            numbers.append(number)
    return features, geometries, numbers


def _bounds(geometry: Any) -> Bounds:
    """The box of a geometry as drawn; parts on both sides of 180° are taken together across it."""
    boxes = [_part_bounds(part) for part in shapely.get_parts(geometry)]
    west, east = min(box.west for box in boxes), max(box.east for box in boxes)
    if east - west <= 180:
        south, north = min(box.south for box in boxes), max(box.north for box in boxes)
        return Bounds(west, south, east, north)
    boxes.sort(key=lambda box: -box.width)
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole


def _part_bounds(part: Any) -> Bounds:
    if part.geom_type != "LineString":
        return Bounds(*part.bounds)
    # a line follows great circles, which reach further north or south than its ends
    lon, lat = great_circle(np.asarray(part.coords)).T
    lon = np.unwrap(lon, period=360)
    west = float(lon.min())
    shift = 360 * math.floor((west + 180) / 360)
    return Bounds(west - shift, float(lat.min()), float(lon.max()) - shift, float(lat.max()))


def _union(features: list[Feature]) -> Bounds:
    boxes = sorted((feature.bounds for feature in features), key=lambda box: -box.width)
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole


def _total(geometries: list[Any]) -> Any:
    return shapely.total_bounds(np.array(geometries, dtype=object))


def _account(source: Source, cleaned: list[list[Cleaned]], *, small: list[int]) -> Account:
    def where(happened: Iterable[bool]) -> tuple[int, ...]:
        return tuple(number for number, did in enumerate(happened, start=1) if did)

    return Account(
        read=source.count,
        empty=where(not kinds for kinds in cleaned),
        lost=source.count - len(cleaned),
        closed=where(shape.closed for shape in source.shapes),
        invalid=where(any(one.repaired for one in kinds) for kinds in cleaned),
        doubtful=where(any(one.doubtful for one in kinds) for kinds in cleaned),
        pruned=where(
            shape.pruned and bool(kinds)
            for shape, kinds in zip(source.shapes, cleaned, strict=True)
        ),
        flattened=where(shape.flattened for shape in source.shapes),
        small=tuple(dict.fromkeys(small)),
    )


def _vertices(geometries: list[Any]) -> int:
    return int(shapely.get_num_coordinates(np.array(geometries, dtype=object)).sum())
