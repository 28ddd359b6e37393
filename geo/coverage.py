"""Whether areas tile the plane, told without a long look where they plainly do not."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.tangle import sides

SAMPLE: Final = 300
SIDES: Final = 100
SHARE: Final = 10
"""the sampled sides may be held against so many times the vertices of all areas"""

Hashes = npt.NDArray[np.uint64]


def tiling(areas: Any, places: Hashes) -> bool | None:
    """Whether areas tile the plane; None where only `shapely.coverage_is_valid` can tell.

    They do when no two overlap, and neighbours share their borders vertex by vertex. `places` has a
    number for each place of their vertices, which are not closed.
    """
    # coverage_simplify fails obscurely when one of the polygons is not valid
    if len(areas) < 2 or not shapely.is_valid(areas).all():
        return False
    if _overlap(areas) or _run_into_each_other(areas):
        return False
    ordered = np.sort(places)
    if (ordered[1:] == ordered[:-1]).any():
        return None
    # nothing is shared, so they are apart or overlap; islands in the box of a continent would each
    # be looked for in all of it
    one, other = shapely.STRtree(areas).query(areas, predicate="intersects")
    areas = areas[np.unique(one[one != other])]
    return not len(areas) or bool(shapely.coverage_is_valid(areas))


def _overlap(areas: Any) -> bool:
    """Whether areas plainly overlap: of a few hundred, one in a hundred lies on another one.

    Where areas overlap many times over, the thorough look would take minutes.
    """
    sample = areas[:: 1 + len(areas) // SAMPLE]
    inner = shapely.point_on_surface(sample)
    point, _ = shapely.STRtree(areas).query(inner, predicate="within")
    return len(point) > len(sample) * 1.01


def _run_into_each_other(areas: Any) -> bool:
    """Whether a side of one area plainly leads through another: of a hundred, one does.

    Areas that cross like the teeth of two combs do so in as many places as all their sides
    multiplied; where they tile, a side lies on borders only.
    """
    begin, end, of = sides(areas)
    sample = np.unique(np.linspace(0, len(of) - 1, SIDES).astype(np.int64))
    lines = shapely.linestrings(np.stack([begin[sample], end[sample]], axis=1))
    line, area = shapely.STRtree(areas).query(lines)
    foreign = of[sample][line] != area
    line, area = line[foreign], area[foreign]
    order = np.argsort(np.arange(len(line)) * 7919 % max(len(line), 1))  # of all areas by turns
    affordable = np.cumsum(shapely.get_num_coordinates(areas[area[order]])) < SHARE * len(of)
    chosen = order[affordable]
    return bool(shapely.relate_pattern(lines[line[chosen]], areas[area[chosen]], "T********").any())
