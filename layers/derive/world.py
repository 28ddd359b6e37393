"""The ground that every other layer stands on: land and the countries that tile it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry import MultiLineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from .coverage import Tiles, shared_borders, simplify, tile
from .geojson import Feature
from .shapes import area_km2, length_km, only, parts, simplify_line, union, valid, without_specks
from .sources import Sources, table

# Countries whose outline follows OpenStreetMap: the borders that the story tells of.
OSM_COUNTRIES = ("AFG", "KAZ", "KGZ", "TJK", "UZB", "TKM", "RUS", "CHN", "MNG", "PRK")
# Where the land has 1:10m detail: Asia, the Black Sea, the White Sea, the Bering Strait.
DETAIL = union(
    [box(40, 25, 180, 83), box(27, 40, 40, 48), box(26, 63.5, 40, 83), box(-180, 60, -150, 75)]
)
# A bend is dropped when its triangle is smaller than the square of these: outlines then
# move by about half as much.
DETAIL_TOLERANCE_M = 1200.0
REST_TOLERANCE_M = 4000.0
BORDER_TOLERANCE_M = 900.0
CASPIAN = Point(50.8, 41.8)
# Natural Earth's classes of lines that states do not agree on, and two lines that it
# calls indefinite: Pakistan–China and Siachen–China.
DISPUTED = ("Disputed", "Line of control", "Indeterminant frontier", "ForgetMagics")
DISPUTED_BOXES = (box(75.8, 35.3, 77.9, 36.7),)
FRAGMENT_KM = 60.0
# Longer edges get vertices between, so that a border on a parallel stays on it when edges are
# drawn as great circles; the south edge of Antarctica is one point.
LONGEST_DEG = 2.0
DISPUTED_REACH_DEG = 0.15  # Natural Earth and OpenStreetMap differ by up to 18 km here


@dataclass(frozen=True)
class World:
    """Land and countries of the whole world, cut at ±180°, sharing their coasts.

    `land` and `countries` are simplified for display; `detail` is Natural Earth 1:10m
    land as it came.
    """

    land: BaseGeometry
    countries: Tiles
    detail: BaseGeometry
    lakes: list[Polygon]


def world(sources: Sources) -> World:
    """Land from Natural Earth; countries from OpenStreetMap and Natural Earth."""
    detail, rest = union(sources.land("10m")), union(sources.land("50m"))
    near = coast(detail, tolerance_m=DETAIL_TOLERANCE_M)
    far = coast(rest, tolerance_m=REST_TOLERANCE_M)
    near = without_specks(shapely.intersection(near, DETAIL), least_km2=10)
    far = without_specks(shapely.difference(far, DETAIL), least_km2=200)
    land = union([near, far])
    countries = tile(land, country_seeds(sources))
    # vertices where a country's own coast crosses this one: they change no outline
    countries = simplify(countries, tolerance_m=40, outline=True)
    countries = simplify(countries, tolerance_m=BORDER_TOLERANCE_M, outline=False)
    lakes = [lake for lake in holes(detail) if DETAIL.contains(lake)]
    lakes += [lake for lake in holes(rest) if not DETAIL.contains(lake)]
    solid = union(without_lakes(polygon) for polygon in parts(detail, "Polygon"))
    return World(land=land, countries=countries, detail=solid, lakes=lakes)


def coast(land: BaseGeometry, *, tolerance_m: float) -> BaseGeometry:
    """Land without lakes, with a simpler outline that nowhere crosses itself."""
    solid = union(without_lakes(polygon) for polygon in parts(land, "Polygon"))
    return simplify({"land": solid}, tolerance_m=tolerance_m, outline=True)["land"]


def without_lakes(polygon: Polygon) -> Polygon:
    """The polygon without its holes, but for the Caspian Sea."""
    return Polygon(polygon.exterior, [r for r in polygon.interiors if Polygon(r).contains(CASPIAN)])


def holes(land: BaseGeometry) -> list[Polygon]:
    """The lakes: the holes in Natural Earth's land, without the Caspian Sea."""
    rings = [ring for polygon in parts(land, "Polygon") for ring in polygon.interiors]
    return [lake for ring in rings if not (lake := Polygon(ring)).contains(CASPIAN)]


def country_seeds(sources: Sources) -> Tiles:
    """Countries in the order in which they win where two sources overlap.

    Ukraine (with Crimea) and Taiwan come before Russia and China; Hong Kong and
    Macao are left to the polygon of China that holds them.
    """
    osm = sources.osm_countries
    natural_earth = {a3: geometry for a3, _, geometry in sources.world_countries}
    first = {"UKR": natural_earth["UKR"], "TWN": natural_earth["TWN"]}
    ten = {a3: valid(osm[a3]) for a3 in OSM_COUNTRIES}
    ukraine = union([valid(osm["UKR"]), natural_earth["UKR"]])
    ten["RUS"] = only("Polygon", shapely.difference(ten["RUS"], ukraine))
    gone = {*first, *ten, "HKG", "MAC"}
    return {**first, **ten, **{a3: g for a3, g in natural_earth.items() if a3 not in gone}}


def land(world: World) -> list[Feature]:
    """One feature a land mass, the largest first, with its `id`."""
    masses = sorted(parts(world.land, "Polygon"), key=area_km2, reverse=True)
    return [
        Feature(shapely.segmentize(mass, LONGEST_DEG), {"id": str(number)})
        for number, mass in enumerate(masses, start=1)
    ]


def countries(sources: Sources, world: World) -> list[Feature]:
    """Country polygons with `id` (ISO 3166-1 alpha-3), `name`, some with `name_ru`, `name_zh`."""
    names = {row["id"]: row for row in table("countries.csv")}
    given = {a3: name for a3, name, _ in sources.world_countries}
    features = []
    for key, geometry in sorted(world.countries.items()):
        row = names.get(key, {"id": key, "name": given[key]})
        properties = {field: text for field, text in row.items() if text}
        features.append(Feature(shapely.segmentize(geometry, LONGEST_DEG), properties))
    return features


def boundaries(sources: Sources, world: World) -> list[Feature]:
    """Lines between the countries, with the `kind` international or disputed."""
    borders = shared_borders({key: world.countries[key] for key in in_pair_order(world.countries)})
    contested = shapely.union_all(_contested(sources))
    near = shapely.buffer(contested, DISPUTED_REACH_DEG)
    features = []
    for pair, line in sorted(borders.items()):
        open_part = only("LineString", shapely.line_merge(shapely.intersection(line, near)))
        agreed = only("LineString", shapely.line_merge(shapely.difference(line, near)))
        agreed = shapely.segmentize(agreed, LONGEST_DEG)
        features.append(Feature(agreed, {"id": pair, "kind": "international"}))
        features.append(Feature(open_part, {"id": f"{pair}-disputed", "kind": "disputed"}))
    drawn = shapely.buffer(shapely.union_all(list(borders.values())), DISPUTED_REACH_DEG)
    rest = parts(shapely.line_merge(shapely.difference(contested, drawn)), "LineString")
    others = MultiLineString([line for line in rest if length_km(line) > FRAGMENT_KM])
    isthmus = crimea_parts(sources, world)[1]
    lines = {"others": simplify_line(others, tolerance_m=300), "UKR-crimea": isthmus}
    features += [Feature(line, {"id": key, "kind": "disputed"}) for key, line in lines.items()]
    return features


def in_pair_order(keys: Iterable[str]) -> list[str]:
    """ISO codes in the order in which a border's id names its two countries."""
    rank = {key: number for number, key in enumerate(OSM_COUNTRIES)}
    return sorted(keys, key=lambda key: (rank.get(key, len(rank)), key))


def _contested(sources: Sources) -> list[BaseGeometry]:
    frame = sources.boundary_lines()
    lines = []
    for kind, line in zip(frame.featurecla, frame.geometry, strict=True):
        inside = any(area.contains(line) for area in DISPUTED_BOXES)
        if kind.startswith(DISPUTED) or (kind.startswith("Indefinite") and inside):
            lines.append(line)
    return lines


def crimea_parts(sources: Sources, world: World) -> tuple[BaseGeometry, BaseGeometry]:
    """Crimea with Sevastopol, cut from Ukraine's polygon, and its land line."""
    units = sources.provinces("UKR")
    names = ("Crimea", "Sevastopol")
    crimea = union(units[name] for name in names)
    others = union(unit for name, unit in units.items() if name not in names)
    halves = tile(world.countries["UKR"], {"crimea": crimea, "others": others})
    return halves["crimea"], shared_borders(halves)["crimea-others"]
