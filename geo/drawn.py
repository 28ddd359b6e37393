"""From geometries in degrees to what a page draws; of a large layer in a process of its own.

Most of it takes as long as there are vertices, but not all: what GEOS does to outlines takes as
long as there are pairs of sides that lie near each other, which for some ten thousand sides may be
minutes and gigabytes; and a line that zigzags ever wider breaks it down. So what is large, or
tangled, is done behind the fence (`geo.fence`), where time and memory have bounds.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.boxes import bounds_of
from geo.clean import ORDER as KINDS
from geo.clean import clean
from geo.encode import Packed, encode
from geo.errors import ReadError
from geo.fence import Worker, at_hand, fenced_arrays
from geo.grid import mark_missing, scale_for, snap
from geo.limits import Limits, over
from geo.mend import mender
from geo.shapes import Objects
from geo.simplify import default_tolerance, simplify
from geo.spec import LayerSpec
from geo.spread import added, bridge, spread
from geo.tangle import check_sides, is_tangled

FEW: Final = 5_000
"""vertices whose sides may all lie over each other, and take no more than a second"""
LARGE: Final = 20_000
"""vertices beyond which it is not even looked how their sides lie"""
READY: Final = 1_000_000
"""bytes of a file that mostly has more vertices than that"""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is drawn of a layer: one shape for each kind of each feature that can be drawn.

    `owner` is the row (from 0) that a shape comes from, `kind` and `boxes` (west, south, east,
    north) are its own. `marks` are rows to which something happened, `small` those that became
    marks. `vertices` are their numbers before and after simplification. `packed` is described in
    `geo.encode`, and empty where nobody asked for it.
    """

    owner: Integers
    kind: tuple[str, ...]
    boxes: npt.NDArray[np.float64]
    marks: Mapping[str, list[int]]
    small: Integers
    vertices: tuple[int, int]
    scale: int = 0
    levels: int = 0
    packed: bytes = b""


@dataclass(frozen=True)
class Wish:
    """How shapes are to be drawn: whether winding is looked at, and whether they are packed."""

    check_winding: bool
    is_packed: bool


def drawn_of(
    geometries: Objects,
    numbers: Integers,
    spec: LayerSpec,
    wish: Wish,
    ahead: Worker | None = None,
) -> Drawn:
    """What is drawn of geometries in degrees and two dimensions, with their numbers in the file.

    `ahead` is a process that may be there for it: see `ready`. Raises `ReadError` over a limit, or
    where it cannot be worked out within time and memory.
    """
    shapes = geometries[shapely.get_dimensions(geometries) > 0]
    size = int(shapely.get_num_coordinates(shapes).sum())
    if size <= LARGE:
        check_sides(geometries, numbers, spec)
        if size + added(shapes) <= LARGE and not (size > FEW and is_tangled(shapes)):
            return made(geometries, spec, wish)
        return _behind_the_fence(geometries, spec, wish, ahead)
    with at_hand("draw", wanted=ahead is None) as own, ThreadPoolExecutor(max_workers=1) as aside:
        worker = ahead or own
        drawing = aside.submit(_behind_the_fence, geometries, spec, wish, worker)
        try:
            check_sides(geometries, numbers, spec)  # meanwhile, for it takes its time too
            return drawing.result()
        except BaseException:
            if worker:
                worker.kill()
            raise


def made(geometries: Objects, spec: LayerSpec, wish: Wish, *, is_fenced: bool = False) -> Drawn:
    """What is drawn of geometries, worked out here, be it fenced or not. Raises `ReadError`."""
    # what overflows or is no number is looked for where it matters; numpy need not say so
    with np.errstate(all="ignore"):
        mend = mender(spec, is_fenced=is_fenced)
        cleaned = clean(geometries, check_winding=wish.check_winding, mend=mend)
        shapes = cleaned.geometry
        vertices = int(shapely.get_num_coordinates(shapes).sum())
        if too_many := over("vertices", vertices + added(shapes), spec.limits):
            what = "with its long sides bent round the globe in short pieces"
            raise ReadError(f"{spec.source}: {what} it has {too_many}")
        drawn = Drawn(
            owner=cleaned.owner,
            kind=tuple(cleaned.kind),
            boxes=np.array(bounds_of(shapes), dtype=float).reshape(-1, 4),
            marks=cleaned.marks,
            small=np.empty(0, dtype=np.int64),
            vertices=(vertices, vertices),
        )
        return _packed(drawn, shapes, spec) if wish.is_packed and len(shapes) else drawn


def _packed(drawn: Drawn, shapes: Objects, spec: LayerSpec) -> Drawn:
    tolerance_m = spec.tolerance_m or default_tolerance(shapely.total_bounds(shapes))
    tolerances, runs = simplify(list(shapes), drawn.kind, tolerance_m)
    scale = scale_for(tolerance_m, points=all(kind == "point" for kind in drawn.kind))
    runs = bridge(snap(spread(runs), scale), scale, tolerances)
    runs, small = mark_missing(runs, list(shapes), scale, len(tolerances) - 1)
    rounded = tuple(round(tolerance) for tolerance in tolerances)
    return replace(
        drawn,
        small=drawn.owner[small],
        vertices=(drawn.vertices[0], len(runs.xy)),
        scale=scale,
        levels=len(tolerances),
        packed=encode(Packed(scale, len(drawn.owner), rounded, runs)),
    )


def ready(source: Path) -> AbstractContextManager[Worker | None]:
    """While a large file is read, what will draw it starts: that takes a third of a second."""
    return at_hand("draw", wanted=source.stat().st_size > READY)


def _behind_the_fence(
    geometries: Objects, spec: LayerSpec, wish: Wish, ahead: Worker | None
) -> Drawn:
    wkb = shapely.to_wkb(geometries)
    values = [value or b"" for value in wkb]
    sent = {
        "sizes": np.fromiter(map(len, values), dtype=np.int64, count=len(values)),
        "wkb": np.frombuffer(b"".join(values), dtype=np.uint8),
    }
    job = {
        "do": "draw",
        "source": str(spec.source),
        "tolerance_m": spec.tolerance_m,
        "limits": asdict(spec.limits),
        "wish": asdict(wish),
    }
    if spec.at_leisure:
        spec.at_leisure()
    answer, found = fenced_arrays(job, spec, sent, ahead)
    return Drawn(
        owner=found["owner"],
        kind=tuple(KINDS[number] for number in found["kind"].tolist()),
        boxes=found["boxes"],
        marks=answer["marks"],
        small=found["small"],
        vertices=tuple(answer["vertices"]),
        scale=answer["scale"],
        levels=answer["levels"],
        packed=found["packed"].tobytes(),
    )


def answered(job: dict[str, Any], sent: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `_behind_the_fence` asks for, on the other side of it: an answer, and arrays."""
    ends = np.cumsum(sent["sizes"])
    data = sent["wkb"].tobytes()
    values = [data[end - size : end] or None for size, end in zip(sent["sizes"], ends, strict=True)]
    spec = LayerSpec(
        name="",
        source=Path(job["source"]),
        folder=Path(),
        tolerance_m=job["tolerance_m"],
        limits=Limits(**job["limits"]),
    )
    wish = Wish(**job["wish"])
    try:
        drawn = made(shapely.from_wkb(np.array(values, dtype=object)), spec, wish, is_fenced=True)
    except ReadError as error:
        return {"refused": str(error)}, {}
    answer = {
        "marks": {what: [int(row) for row in rows] for what, rows in drawn.marks.items()},
        "vertices": drawn.vertices,
        "scale": drawn.scale,
        "levels": drawn.levels,
    }
    return answer, {
        "owner": drawn.owner,
        "kind": np.array([KINDS.index(kind) for kind in drawn.kind], dtype=np.uint8),
        "boxes": drawn.boxes,
        "small": drawn.small,
        "packed": np.frombuffer(drawn.packed, dtype=np.uint8),
    }
