"""Polygons that tile an area: made without gaps and overlaps, simplified together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry import LineString, MultiLineString, MultiPoint
from shapely.geometry.base import BaseGeometry

from .shapes import degrees, equal_area, only, parts, union

Tiles = dict[str, BaseGeometry]
GRID_DEG = 1e-6  # about 0.1 m: vertices closer than this become one


def tile(area: BaseGeometry, seeds: Mapping[str, BaseGeometry]) -> Tiles:
    """Divide an area among the seeds; degrees.

    Where seeds overlap, the earlier one has the ground. Ground that no seed covers
    goes to the seed that it touches, else to the nearest; between several it is
    divided at equal distance. A seed that gets nothing is left out.
    """
    claims = _claims(area, seeds)
    for key, ground in _free_ground(area, claims).items():
        claims[key] = union([claims[key], *ground])
    return _noded(area, claims)


def simplify(tiles: Tiles, *, tolerance_m: float, outline: bool) -> Tiles:
    """Drop the detail below `tolerance_m` squared; shared borders stay shared.

    The outer `outline` of the whole is simplified too, or kept as it is.
    """
    plane = [equal_area(tile_) for tile_ in tiles.values()]
    simple = shapely.coverage_simplify(plane, tolerance_m, simplify_boundary=outline)
    return {key: degrees(only("Polygon", tile_)) for key, tile_ in zip(tiles, simple, strict=True)}


def shared_borders(tiles: Mapping[str, BaseGeometry], *, digits: int = 7) -> Tiles:
    """The lines that exactly two of the polygons share, by "A-B" in the order of the tiles."""
    owners: dict[tuple[tuple[float, float], ...], list[str]] = defaultdict(list)
    for key, geometry in tiles.items():
        for edge in _edges(geometry, digits):
            owners[edge].append(key)
    lines: dict[str, list[LineString]] = defaultdict(list)
    for edge, keys in owners.items():
        if len(keys) == 2:
            lines["-".join(keys)].append(LineString(edge))
    return {pair: shapely.line_merge(MultiLineString(edges)) for pair, edges in lines.items()}


def _edges(geometry: BaseGeometry, digits: int) -> list[tuple[tuple[float, float], ...]]:
    found: dict[tuple[tuple[float, float], ...], None] = {}
    for polygon in parts(geometry, "Polygon"):
        for ring in (polygon.exterior, *polygon.interiors):
            points = [(round(x, digits), round(y, digits)) for x, y in ring.coords]
            for edge in pairwise(points):
                if edge[0] != edge[1]:
                    found[min(edge, edge[::-1])] = None
    return list(found)


def _claims(area: BaseGeometry, seeds: Mapping[str, BaseGeometry]) -> Tiles:
    claims: Tiles = {}
    for key, seed in seeds.items():
        ground = shapely.intersection(seed, area)
        rivals = [claim for claim in claims.values() if claim.intersects(ground)]
        if rivals:
            ground = shapely.difference(ground, shapely.union_all(rivals))
        if not (ground := only("Polygon", ground)).is_empty:
            claims[key] = ground
    return claims


def _free_ground(area: BaseGeometry, claims: Tiles) -> dict[str, list[BaseGeometry]]:
    keys, grounds = list(claims), list(claims.values())
    tree = STRtree(grounds)
    given: dict[str, list[BaseGeometry]] = defaultdict(list)
    for gap in parts(shapely.difference(area, shapely.union_all(grounds)), "Polygon"):
        near = sorted(tree.query(gap, predicate="dwithin", distance=1e-7))
        if not near:
            near = [tree.nearest(gap)]
        if len(near) == 1:
            given[keys[near[0]]].append(gap)
            continue
        for index, share in _shares(gap, {int(i): grounds[i] for i in near}).items():
            given[keys[index]].append(share)
    return given


def _shares(gap: BaseGeometry, rivals: Mapping[int, BaseGeometry]) -> dict[int, BaseGeometry]:
    """A gap divided at equal distance between those who touch it."""
    scale = float(np.clip(np.sqrt(gap.area) / 20, 0.0005, 0.01))
    margin = shapely.buffer(gap, scale)
    owner_of: dict[tuple[float, float], int] = {}
    for index, ground in rivals.items():
        bank = shapely.segmentize(shapely.boundary(shapely.intersection(ground, margin)), scale)
        for x, y in shapely.get_coordinates(bank).round(6):
            owner_of.setdefault((float(x), float(y)), index)
    cells = shapely.voronoi_polygons(MultiPoint(list(owner_of)), extend_to=margin, ordered=True)
    mine: dict[int, list[BaseGeometry]] = defaultdict(list)
    for owner, cell in zip(owner_of.values(), shapely.get_parts(cells), strict=True):
        mine[owner].append(cell)
    shares = {owner: shapely.intersection(gap, shapely.union_all(c)) for owner, c in mine.items()}
    return {owner: only("Polygon", share) for owner, share in shares.items()}


def _noded(area: BaseGeometry, claims: Tiles) -> Tiles:
    """The same tiles with every vertex of a shared border in both neighbours."""
    keys, grounds = list(claims), list(claims.values())
    lines = shapely.union_all([shapely.boundary(g) for g in [*grounds, area]], grid_size=GRID_DEG)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inner = shapely.point_on_surface(faces)
    shapely.prepare(area)
    inside = shapely.contains(area, inner)
    faces, inner = faces[inside], inner[inside]
    tree = STRtree(grounds)
    owner = np.full(len(faces), -1)
    face, ground = tree.query(inner, predicate="within")
    owner[face[::-1]] = ground[::-1]
    for index in np.flatnonzero(owner < 0):  # slivers of the grid's own width
        owner[index] = tree.nearest(inner[index])
    return {
        key: only("Polygon", shapely.coverage_union_all(faces[owner == index]))
        for index, key in enumerate(keys)
        if (owner == index).any()
    }
