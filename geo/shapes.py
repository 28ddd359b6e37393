"""Many geometries at once: GeoJSON's objects as shapely has them, and the parts of shapely's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.report import CLOSED, FLATTENED, PRUNED

Objects = npt.NDArray[np.object_]
Integers = npt.NDArray[np.int64]


class UnsoundError(Exception):
    """Some geometry object is not as RFC 7946 has it; which one takes a slower look."""


@dataclass(frozen=True)
class Shaped:
    """Geometries in two dimensions, None where there is nothing to draw.

    `marks` are the rows (from 0) to which something was done.
    """

    geometries: Objects
    marks: dict[str, list[int]]


@dataclass(frozen=True)
class _Heap:
    """Coordinates of one dimension, as lists: of points, of lines, or of polygons."""

    parts: list[Any] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)


def shaped(objects: Sequence[dict[str, Any] | None]) -> Shaped:
    """The shapes of geometry objects. Raises `UnsoundError`."""
    heaps = {kind: _Heap() for kind in ("Point", "LineString", "Polygon")}
    for row, geometry in enumerate(objects):
        if geometry is not None:
            for kind, coordinates in _leaves(geometry):
                if kind not in heaps:
                    raise UnsoundError
                heaps[kind].parts.append(coordinates)
                heaps[kind].owner.append(row)
    marks: dict[str, set[int]] = {FLATTENED: set(), CLOSED: set(), PRUNED: set()}
    made = [
        _points(heaps["Point"], marks),
        _lines(heaps["LineString"], marks),
        _polygons(heaps["Polygon"], marks),
    ]
    owner = np.concatenate([of for of, _ in made])
    parts = np.concatenate([shapes for _, shapes in made])
    result = np.full(len(objects), None, dtype=object)
    order = np.argsort(owner, kind="stable")
    _, index, count = np.unique(owner[order], return_inverse=True, return_counts=True)
    single = count[index] == 1
    result[owner[order][single]] = parts[order][single]
    if not single.all():
        several, index = np.unique(owner[order][~single], return_inverse=True)
        result[several] = shapely.geometrycollections(parts[order][~single], indices=index)
    return Shaped(result, {what: sorted(found) for what, found in marks.items() if found})


def _leaves(geometry: Any) -> Iterator[tuple[str, Any]]:
    """Points, lines and polygons of a geometry object, each with its coordinates."""
    waiting = [geometry]
    try:
        while waiting:
            one = waiting.pop()
            kind = one["type"]
            if kind == "GeometryCollection":
                waiting.extend(reversed(_list(one["geometries"])))
            elif kind.startswith("Multi"):
                for part in _list(one["coordinates"]):
                    yield kind[5:], _list(part)
            elif one["coordinates"] != []:
                yield kind, _list(one["coordinates"])
    except (KeyError, TypeError, AttributeError):
        raise UnsoundError from None


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise UnsoundError
    return value


def _positions(positions: list[Any]) -> tuple[Any, npt.NDArray[np.bool_]]:
    """The first two numbers of each position as rows, and which positions have more."""
    if not positions:
        return np.empty((0, 2)), np.empty(0, dtype=bool)
    if set(map(type, positions)) != {list}:
        raise UnsoundError
    sizes = np.fromiter(map(len, positions), dtype=np.int64, count=len(positions))
    if not set(map(type, chain.from_iterable(positions))) <= {int, float} or sizes.min() < 2:
        raise UnsoundError
    numbers = np.fromiter(chain.from_iterable(positions), dtype=float, count=int(sizes.sum()))
    if not np.isfinite(numbers).all():
        raise UnsoundError
    at = np.cumsum(sizes) - sizes
    return numbers[at[:, None] + [0, 1]], sizes > 2


def _points(heap: _Heap, marks: dict[str, set[int]]) -> tuple[Integers, Objects]:
    xy, high = _positions(heap.parts)
    owner = np.array(heap.owner, dtype=np.int64)
    marks[FLATTENED].update(owner[high].tolist())
    return owner, shapely.points(xy) if len(xy) else np.empty(0, dtype=object)


def _lines(heap: _Heap, marks: dict[str, set[int]]) -> tuple[Integers, Objects]:
    owner = np.array(heap.owner, dtype=np.int64)
    sizes = np.fromiter(map(len, heap.parts), dtype=np.int64, count=len(heap.parts))
    xy, high = _positions(list(chain.from_iterable(heap.parts)))
    marks[FLATTENED].update(np.repeat(owner, sizes)[high].tolist())
    marks[PRUNED].update(owner[sizes == 1].tolist())
    return _built(xy, sizes, sizes > 1, owner, shapely.linestrings)


def _polygons(heap: _Heap, marks: dict[str, set[int]]) -> tuple[Integers, Objects]:
    owner = np.array(heap.owner, dtype=np.int64)
    number = np.fromiter(map(len, heap.parts), dtype=np.int64, count=len(heap.parts))
    rings = [_list(ring) for ring in chain.from_iterable(heap.parts)]
    sizes = np.fromiter(map(len, rings), dtype=np.int64, count=len(rings))
    polygon = np.repeat(np.arange(len(owner)), number)
    xy, high = _positions(list(chain.from_iterable(rings)))
    marks[FLATTENED].update(np.repeat(owner[polygon], sizes)[high].tolist())
    # GEOS refuses an open ring, and what is meant is plain
    ends = np.cumsum(sizes)
    open_ = np.zeros(len(sizes), dtype=bool)
    long = sizes > 2
    open_[long] = (xy[ends[long] - 1] != xy[(ends - sizes)[long]]).any(axis=1)
    marks[CLOSED].update(owner[polygon[open_]].tolist())
    xy = np.insert(xy, ends[open_], xy[(ends - sizes)[open_]], axis=0)
    sizes = sizes + open_
    good = sizes > 3
    marks[PRUNED].update(owner[polygon[(sizes > 0) & ~good]].tolist())
    first = np.concatenate([[True], polygon[1:] != polygon[:-1]]) if len(polygon) else good
    has_outline = np.zeros(len(owner), dtype=bool)
    has_outline[polygon[first & good]] = True  # without its outline a polygon is nothing
    good &= has_outline[polygon]
    of, shapes = _built(xy, sizes, good, polygon, shapely.linearrings)
    if not len(shapes):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=object)
    kept, index = np.unique(of, return_inverse=True)
    return owner[kept], shapely.polygons(shapes, indices=index)


def _built(
    xy: Any, sizes: Integers, good: npt.NDArray[np.bool_], owner: Integers, make: Any
) -> tuple[Integers, Objects]:
    """Lines or rings of the runs of `xy` that are good, each with its owner."""
    if not good.any():
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=object)
    index = np.repeat(np.cumsum(good) - 1, sizes)
    return owner[good], make(xy[np.repeat(good, sizes)], indices=index[np.repeat(good, sizes)])


def simple_parts(geometries: Objects) -> tuple[Objects, Integers]:
    """The points, lines and polygons that geometries consist of, and the row of each."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (deep := shapely.get_type_id(parts) > 3).any():
        inner, index = shapely.get_parts(parts[deep], return_index=True)
        order = np.argsort(np.concatenate([owner[~deep], owner[deep][index]]), kind="stable")
        parts = np.concatenate([parts[~deep], inner])[order]
        owner = np.concatenate([owner[~deep], owner[deep][index]])[order]
    full = ~shapely.is_empty(parts)
    return parts[full], owner[full]


def rings_of(polygons: Objects) -> tuple[Objects, Integers]:
    """All rings of polygons, and the row of each."""
    rings, of = shapely.get_rings(polygons, return_index=True)
    return rings, of
