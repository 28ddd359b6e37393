"""Border lines of OpenStreetMap and the provinces that lie along them."""

from __future__ import annotations

import shapely
from shapely.geometry import MultiLineString, box
from shapely.geometry.base import BaseGeometry

from .coverage import Tiles, shared_borders, simplify, tile
from .geojson import Feature
from .shapes import length_km, only, parts, simplify_line, union, valid
from .sources import Row, Sources, table
from .world import OSM_COUNTRIES, World, in_pair_order

LINE_TOLERANCE_M = 40.0  # the source keeps 100 m
# About a pixel of the closest view that the story has of them. The length of a river border grows
# with the number of its bends: at this detail it is that of the stretches on which the outlines of
# both neighbours agree (4,200 and 1,287 km), although the gaps between those are closed here.
GENERALISED_M = {"RUS-CHN": 150.0, "AFG-TJK": 450.0}
NEIGHBOURS = ("PAK", "IRN")  # beside the countries that follow OpenStreetMap
WINDOW = box(44, 22, 180, 79)
SHORTEST_KM = 1.0


def grounds(sources: Sources, world: World) -> Tiles:
    """The land of the region's countries as OpenStreetMap has it, without gaps between them."""
    osm = sources.osm_countries
    seeds = {key: valid(osm[key]) for key in in_pair_order([*OSM_COUNTRIES, *NEIGHBOURS])}
    claimed = shapely.union_all([shapely.buffer(seed, 0.03) for seed in seeds.values()])
    land = shapely.intersection(shapely.intersection(world.detail, WINDOW), claimed)
    others = union(g for key, g in osm.items() if key not in seeds)
    return tile(only("Polygon", shapely.difference(land, others)), seeds)


def border_lines(grounds: Tiles) -> Tiles:
    """Every land border of the region by its pair of ISO codes."""
    lines = {}
    for pair, line in shared_borders(grounds).items():
        if set(pair.split("-")) != set(NEIGHBOURS):
            long = [part for part in parts(line, "LineString") if length_km(part) > SHORTEST_KM]
            if long:
                tolerance_m = GENERALISED_M.get(pair, LINE_TOLERANCE_M)
                simple = [simplify_line(part, tolerance_m=tolerance_m) for part in long]
                lines[pair] = MultiLineString(sorted(simple, key=length_km, reverse=True))
    return lines


def _border(line: BaseGeometry, key: str, name: str) -> Feature:
    properties = {"id": key, "name": name, "length_km": round(length_km(line))}
    return Feature(line, properties)


def border_ru_cn(lines: Tiles) -> list[Feature]:
    """Russia–China: `id` east (Amur and beyond) and west (Altai), `length_km` as drawn."""
    east, west = (only("LineString", line) for line in parts(lines["RUS-CHN"], "LineString"))
    return [
        _border(east, "east", "Russia–China border, eastern part"),
        _border(west, "west", "Russia–China border, western part"),
    ]


def border_af_tj(lines: Tiles) -> list[Feature]:
    """Afghanistan–Tajikistan in one line."""
    return [_border(lines["AFG-TJK"], "AFG-TJK", "Afghanistan–Tajikistan border")]


def borders_osm(lines: Tiles) -> list[Feature]:
    """The other borders of the region, `id` by pair of ISO codes."""
    names = {row["id"]: row["name"] for row in table("countries.csv")}
    features = []
    for pair, line in lines.items():
        if pair not in ("RUS-CHN", "AFG-TJK"):
            one, other = pair.split("-")
            name = f"{names[one]}–{names[other]} border"
            feature = _border(line, pair, name)
            features.append(Feature(simplify_line(line, tolerance_m=120), feature.properties))
    return features


def provinces_ru_cn(sources: Sources, grounds: Tiles) -> list[Feature]:
    """The units along the border; those of the two countries meet on it exactly."""
    rows = [row for row in table("provinces.csv") if row["layer"] == "provinces_ru_cn"]
    return _units(sources, grounds, rows, window=box(105, 36, 148, 63), tolerance_m=250)


def provinces_central_asia(sources: Sources, grounds: Tiles) -> list[Feature]:
    """First-level units of the five states."""
    rows = [row for row in table("provinces.csv") if row["layer"] == "provinces_central_asia"]
    return _units(sources, grounds, rows, window=box(44, 34, 90, 57), tolerance_m=500)


def central_asia(sources: Sources, grounds: Tiles) -> list[Feature]:
    """The five states, joined from their units: `id`, `name`, `name_ru`, `name_zh`."""
    units = provinces_central_asia(sources, grounds)
    names = {row["id"]: row for row in table("countries.csv")}
    features = []
    for key in dict.fromkeys(unit.properties["country"] for unit in units):
        mine = [unit.geometry for unit in units if unit.properties["country"] == key]
        features.append(Feature(only("Polygon", shapely.coverage_union_all(mine)), names[key]))
    return features


def badakhshan(sources: Sources, grounds: Tiles) -> list[Feature]:
    """Gorno-Badakhshan and Badakhshan Province, on the two banks of the Panj."""
    rows = [row for row in table("provinces.csv") if row["layer"] == "badakhshan"]
    return _units(sources, grounds, rows, window=box(66, 34, 76, 41), tolerance_m=180)


def _units(
    sources: Sources,
    grounds: Tiles,
    rows: list[Row],
    *,
    window: BaseGeometry,
    tolerance_m: float,
) -> list[Feature]:
    """The named units, cut from the tiles that all units of their countries make.

    The column `old` has the
    unit's names in the package, joined by "+".
    """
    tiles: Tiles = {}
    for country in dict.fromkeys(row["country"] for row in rows):
        ground = only("Polygon", shapely.intersection(grounds[country], window))
        seeds: dict[str, list[BaseGeometry]] = {}
        mine = [row for row in rows if row["country"] == country]
        own = {old: row["id"] for row in mine for old in row["old"].split("+")}
        for old, unit in sources.provinces(country).items():
            if unit.intersects(window):
                seeds.setdefault(own.get(old, f"-{old}"), []).append(unit)
        tiles |= tile(ground, {f"{country} {key}": union(units) for key, units in seeds.items()})
    kept = {row["id"]: tiles[f"{row['country']} {row['id']}"] for row in rows}
    kept = simplify(tile(union(kept.values()), kept), tolerance_m=tolerance_m, outline=True)
    fields = ("id", "name", "name_ru", "name_zh", "country")
    return [
        Feature(kept[row["id"]], {field: row[field] for field in fields if row[field]})
        for row in rows
    ]
