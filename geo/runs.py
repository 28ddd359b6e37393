"""Geometries as flat arrays: every part a run of vertices, all runs one after another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

POINT, LINE, EXTERIOR, INTERIOR = range(4)
LEAST: Final = np.array([1, 2, 3, 3])
"""the fewest vertices that a run of each kind can be drawn with"""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Runs:
    """`feature` and `kind` of each run; its vertices are `xy[start[i] : start[i + 1]]`.

    `xy` is longitude and latitude in degrees or, once on the grid, in its units. Rings lack their
    closing vertex. `tag` is the coarsest level of detail that keeps a vertex; 0 is the finest.
    """

    feature: Integers
    kind: Integers
    start: Integers
    xy: Any
    tag: Integers

    @property
    def of(self) -> Integers:
        """The number of the run of each vertex."""
        return np.repeat(np.arange(len(self.feature)), np.diff(self.start))

    def keep(self, wanted: npt.NDArray[np.bool_]) -> "Runs":
        """The runs with the wanted vertices only; what has become too short to draw is left out."""
        of = self.of
        enough = np.bincount(of[wanted], minlength=len(self.feature)) >= LEAST[self.kind]
        wanted = wanted & enough[of]
        counts = np.bincount(of[wanted], minlength=len(self.feature))[enough]
        return replace(
            self,
            feature=self.feature[enough],
            kind=self.kind[enough],
            start=offsets(counts),
            xy=self.xy[wanted],
            tag=self.tag[wanted],
        )

    def following(self) -> Integers:
        """The next vertex of each, round the ring; -1 after the end of a line or of points."""
        after = np.arange(1, len(self.xy) + 1)
        last = self.start[1:] - 1
        after[last] = np.where(self.kind >= EXTERIOR, self.start[:-1], -1)
        after[(self.kind == POINT)[self.of]] = -1
        return after


def offsets(counts: Any) -> Integers:
    """Where each run begins, and the end of the last."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def runs_of(geometries: Sequence[Any]) -> Runs:
    """The runs of geometries in order; points of one feature are one run. Tags are all 0."""
    parts, feature = shapely.get_parts(np.array(geometries, dtype=object), return_index=True)
    types = shapely.get_type_id(parts)
    # rings stand for their polygon; the first of each is its exterior
    rings, polygon = shapely.get_rings(parts, return_index=True)
    inner = np.concatenate([[False], polygon[1:] == polygon[:-1]]) if len(polygon) else polygon > 0
    is_line, is_point = (
        types == shapely.GeometryType.LINESTRING,
        types == shapely.GeometryType.POINT,
    )
    places, xy = feature[is_point], shapely.get_coordinates(parts[is_point])
    owners, sizes = np.unique(places, return_counts=True)
    shapes = np.concatenate([rings, parts[is_line]])
    points, of = shapely.get_coordinates(shapes, return_index=True)
    ringed = np.arange(len(shapes)) < len(rings)
    counts = np.bincount(of, minlength=len(shapes))
    open_end = np.ones(len(points), dtype=bool)
    open_end[(np.cumsum(counts) - 1)[ringed]] = False
    runs = Runs(
        feature=np.concatenate([feature[polygon], feature[is_line], owners]),
        kind=np.concatenate(
            [
                np.where(inner, INTERIOR, EXTERIOR),
                np.full(int(is_line.sum()), LINE),
                np.full(len(owners), POINT),
            ]
        ).astype(np.int64),
        start=offsets(np.concatenate([counts - ringed, sizes])),
        xy=np.concatenate([points[open_end], xy]),
        tag=np.zeros(int(open_end.sum()) + len(xy), dtype=np.int64),
    )
    return in_order(runs)


def in_order(runs: Runs) -> Runs:
    """The same runs, sorted by feature."""
    order = np.argsort(runs.feature, kind="stable")
    if (np.diff(order) == 1).all():
        return runs
    counts = np.diff(runs.start)[order]
    start = offsets(counts)
    rows = np.arange(start[-1]) + np.repeat(runs.start[order] - start[:-1], counts)
    return Runs(runs.feature[order], runs.kind[order], start, runs.xy[rows], runs.tag[rows])
