"""Which areas of a file a box of degrees lies over, and where in each of them."""

from dataclasses import dataclass

import shapely

from geo.bounds import Bounds
from geo.read import read
from geo.spec import LayerSpec


@dataclass(frozen=True)
class Region:
    """An area under a box: how much of the box's areas it makes up, and how much of it is there.

    `east` and `north` are where the middle of the box lies in the area's largest part: 0 at its
    western and southern edge, 1 at its eastern and northern one.
    """

    name: str
    share: float
    covered: float
    east: float
    north: float


def regions_under(bounds: Bounds, spec: LayerSpec, *, field: str) -> list[Region]:
    """The areas of a file under a box, those with the largest share first.

    Areas are compared in degrees with the cosine of the box's latitude left out: all lie in it.
    """
    source = read(spec)
    boxes = [shapely.box(*bounds)]
    if bounds.east > 180:
        west = bounds._replace(east=180.0)
        boxes = [
            shapely.box(*west),
            shapely.box(-180.0, bounds.south, bounds.east - 360, bounds.north),
        ]
    box = shapely.union_all(boxes)
    middle_lon, middle_lat = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    found = []
    for shape, row in zip(source.geometries, source.rows, strict=True):
        if shape is None or not shape.intersects(box):
            continue
        whole = shapely.make_valid(shape)
        part = max(shapely.get_parts(whole), key=lambda one: one.area)
        west, south, east, north = part.bounds
        # beyond 180° or not, as the area is written
        there = middle_lon + 360 * round(((west + east) / 2 - middle_lon) / 360)
        common = whole.intersection(box).area
        found.append(
            Region(
                name=str(row.get(field) or ""),
                share=common,
                covered=common / whole.area,
                east=(there - west) / (east - west),
                north=(middle_lat - south) / (north - south),
            )
        )
    total = sum(region.share for region in found) or 1.0
    shares = [Region(r.name, r.share / total, r.covered, r.east, r.north) for r in found if r.name]
    return sorted(shares, key=lambda region: (-region.share, region.name))
