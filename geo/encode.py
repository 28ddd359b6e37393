"""Pack a layer into the bytes that travel in the page, and unpack them again.

All numbers are unsigned varints (LEB128: seven bits a byte, low first); signed ones are zig-zag
coded first. Then gzip, without a time stamp.

    version (1), scale (units per degree), features, levels
    for each level, the finest first:
        tolerance in metres, parts, vertices
        for each part: feature − feature of the part before, kind, vertices
            kind: 0 points, 1 line, 2 exterior ring, 3 interior ring
        for each vertex of the level: x − x before, y − y before (signed, from 0, 0)

x and y are longitude and latitude times the scale, rounded. Rings lack their closing vertex.
"""

import gzip
import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.project import METRES_PER_DEGREE
from geo.simplify import Level

VERSION: Final = 1
POINT, LINE, EXTERIOR, INTERIOR = range(4)

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """A run of vertices: `xy` has a row of scaled longitude and latitude each."""

    feature: int
    kind: int
    xy: Integers


def scale_for(tolerance_m: float, *, points: bool) -> int:
    """Units per degree: a power of ten whose step is at most a quarter of the tolerance."""
    if points:
        return 10**5
    digits = math.ceil(math.log10(METRES_PER_DEGREE / (tolerance_m / 4)))
    return int(10 ** min(6, max(2, digits)))


def encode(
    levels: list[Level], parts_by_level: list[list[Part]], features: int, scale: int
) -> bytes:
    """The packed layer: the same bytes for the same parts. The lists go level by level."""
    numbers = [np.array([VERSION, scale, features, len(levels)], dtype=np.uint64)]
    for level, parts in zip(levels, parts_by_level, strict=True):
        head = [round(level.tolerance_m), len(parts), sum(len(part.xy) for part in parts)]
        before = 0
        for part in parts:
            head += [part.feature - before, part.kind, len(part.xy)]
            before = part.feature
        numbers.append(np.array(head, dtype=np.uint64))
        if parts:
            xy = np.vstack([part.xy for part in parts])
            steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
            numbers.append(((steps << 1) ^ (steps >> 63)).astype(np.uint64))
    return gzip.compress(varints(np.concatenate(numbers)), 9, mtime=0)


def parts_of(level: Level, scale: int) -> list[Part]:
    """The parts of a level in the order of their features, quantised."""
    parts = []
    for number, geometry in enumerate(level.geometries):
        for kind, coordinates in _runs(geometry):
            xy = np.round(np.asarray(coordinates)[:, :2] * scale).astype(np.int64)
            if kind != POINT:
                xy = xy[np.concatenate([[True], (np.diff(xy, axis=0) != 0).any(axis=1)])]
            if kind >= EXTERIOR and len(xy) > 1 and (xy[0] == xy[-1]).all():
                xy = xy[:-1]
            if len(xy) >= (1, 2, 3, 3)[kind]:
                parts.append(Part(number, kind, xy))
    return parts


def mark_missing(parts: list[Part], geometries: list[Any], scale: int) -> list[int]:
    """Add a mark of two steps for each feature that became too small, and return their numbers.

    A feature must not vanish from the map because it is smaller than the detail that is kept.
    """
    present = {part.feature for part in parts}
    missing = [number for number in range(len(geometries)) if number not in present]
    for number in missing:
        middle = shapely.point_on_surface(geometries[number])
        x, y = round(middle.x * scale), round(middle.y * scale)
        is_line = "Line" in geometries[number].geom_type
        corners = [[x, y], [x + 1, y]] if is_line else [[x, y], [x + 1, y], [x, y + 1]]
        kind = LINE if is_line else EXTERIOR
        parts.append(Part(number, kind, np.array(corners, dtype=np.int64)))
    parts.sort(key=lambda part: part.feature)
    return missing


def _runs(geometry: Any) -> list[tuple[int, Any]]:
    runs: list[tuple[int, Any]] = []
    points = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Point":
            points.append(part.coords[0])
        elif part.geom_type == "LineString":
            runs.append((LINE, part.coords))
        elif part.geom_type == "Polygon" and not part.is_empty:
            runs.append((EXTERIOR, part.exterior.coords))
            runs.extend((INTERIOR, ring.coords) for ring in part.interiors)
    return [(POINT, points), *runs] if points else runs


def varints(values: npt.NDArray[np.uint64]) -> bytes:
    """Unsigned LEB128 of each value in turn."""
    sizes = np.ones(len(values), dtype=np.int64)
    for shift in range(7, 64, 7):
        sizes += (values >> np.uint64(shift)) > 0
    places = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    out = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for i in range(int(sizes.max(initial=1))):
        has = sizes > i
        byte = ((values[has] >> np.uint64(7 * i)) & np.uint64(127)).astype(np.uint8)
        out[places[has] + i] = byte | np.where(sizes[has] > i + 1, 128, 0).astype(np.uint8)
    return out.tobytes()


def decode(packed: bytes) -> tuple[int, list[tuple[int, list[Part]]]]:
    """The scale, and each level as its tolerance in metres and its parts: what the browser does."""
    raw = np.frombuffer(gzip.decompress(packed), dtype=np.uint8)
    ends = np.flatnonzero(raw < 128)
    starts = np.concatenate([[0], ends[:-1] + 1])
    values = np.zeros(len(ends), dtype=np.uint64)
    for i in range(int((ends - starts).max(initial=0)) + 1):
        has = ends - starts >= i
        values[has] |= (raw[starts[has] + i] & 127).astype(np.uint64) << np.uint64(7 * i)
    numbers = values.astype(np.int64)
    scale, count, at = int(numbers[1]), int(numbers[3]), 4
    levels = []
    for _ in range(count):
        tolerance, parts, vertices = (int(value) for value in numbers[at : at + 3])
        heads = numbers[at + 3 : at + 3 + 3 * parts].reshape(parts, 3)
        at += 3 + 3 * parts
        signed = numbers[at : at + 2 * vertices]
        at += 2 * vertices
        steps = ((signed >> 1) ^ -(signed & 1)).reshape(vertices, 2)
        runs = np.split(np.cumsum(steps, axis=0), np.cumsum(heads[:, 2])[:-1]) if parts else []
        features = np.cumsum(heads[:, 0])
        levels.append(
            (
                tolerance,
                [
                    Part(int(f), int(k), xy)
                    for f, k, xy in zip(features, heads[:, 1], runs, strict=True)
                ],
            )
        )
    return scale, levels
