"""Areas made valid; those that could take for ever, behind the fence."""

import base64
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import shapely

from geo.errors import ReadError
from geo.fence import fenced
from geo.limits import over
from geo.shapes import Objects, simple_parts
from geo.spec import LayerSpec
from geo.tangle import crossings

MANY: Final = 500
"""so many vertices may cross each other in 500 · 500 places, and no more than that in a moment"""

Mender = Callable[[Objects], Objects]


def mended(shapes: Objects) -> Objects:
    """Areas made valid, and only areas: what collapses into lines or points is left out.

    The other method of GEOS turns areas into lines, and overlaps into holes.
    """
    made = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    return np.array([_polygons(shape) for shape in made], dtype=object)


def mender(spec: LayerSpec, *, is_fenced: bool = False) -> Mender:
    """`mended`, within the limits of a layer. It raises `ReadError` beyond them.

    Where it `is_fenced` already, nothing is sent behind another fence.
    """
    most, found = spec.limits.crossings, 0

    def mend(shapes: Objects) -> Objects:
        nonlocal found
        found += crossings(shapes, most - found)
        if too_many := over("crossings", found, spec.limits):
            what = f"its outlines cross themselves in at least {too_many}"
            raise ReadError(f"{spec.source}: {what}")
        large = (shapely.get_num_coordinates(shapes) > MANY) & (not is_fenced)
        result = shapes.copy()
        result[~large] = mended(shapes[~large])
        if large.any():
            result[large] = [_polygons(shape) for shape in _fenced(shapes[large], spec)]
        return result

    return mend


def _fenced(shapes: Objects, spec: LayerSpec) -> Any:
    texts = [base64.b64encode(shapely.to_wkb(shape)).decode() for shape in shapes]
    try:
        _, table = fenced({"do": "mend", "shapes": texts}, spec)
    except ReadError as error:
        what = "its outlines cross themselves too often to be repaired; draw them anew"
        raise ReadError(f"{error} ({what})") from None
    if table is None:
        raise ReadError(f"{spec.source}: its outlines could not be repaired; draw them anew")
    return shapely.from_wkb(table.column(0).to_numpy())


def _polygons(geometry: Any) -> Any:
    parts, _ = simple_parts(np.array([geometry], dtype=object))
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])
