"""Areas: members of unions, Crimea, reported areas, schematic circles."""

from __future__ import annotations

from shapely.geometry import Point

from .coverage import Tiles, simplify
from .geojson import Feature
from .shapes import circle, without_specks
from .sources import Sources, table
from .world import World, crimea_parts

MEMBER_TOLERANCE_M = 4000.0  # for views of a continent


def members(world: World, union: str) -> list[Feature]:
    """The members of a union with the year in which they `joined`."""
    rows = [row for row in table("members.csv") if row["union"] == union]
    names = {row["id"]: row for row in table("countries.csv")}
    tiles: Tiles = {row["id"]: world.countries[row["id"]] for row in rows}
    tiles = simplify(tiles, tolerance_m=MEMBER_TOLERANCE_M, outline=True)
    features = []
    for row in rows:
        properties = {**names[row["id"]], "joined": int(row["joined"])}
        features.append(Feature(without_specks(tiles[row["id"]], least_km2=150), properties))
    return features


def crimea(sources: Sources, world: World) -> list[Feature]:
    """Crimea with Sevastopol, cut from Ukraine."""
    names = {"id": "crimea", "name": "Crimea", "name_ru": "Крым", "name_zh": "克里米亚"}
    return [Feature(crimea_parts(sources, world)[0], names)]


def circles(layer: str) -> list[Feature]:
    """The schematic circles of a layer, with their `radius_km`."""
    features = []
    for row in table("circles.csv"):
        if row["layer"] == layer:
            center, radius = Point(float(row["lon"]), float(row["lat"])), float(row["radius_km"])
            properties = {"id": row["id"], "name": row["name"], "radius_km": int(radius)}
            features.append(Feature(circle(center, radius_km=radius), properties))
    return features


def reported_area(badakhshan: list[Feature]) -> list[Feature]:
    """Areas of reported bases: a whole province and a wide circle, never a point."""
    province = [f for f in badakhshan if f.properties["id"] == "badakhshan_af"]
    return province + circles("reported_area")
