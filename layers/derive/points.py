"""Places of the story, context towns and the label points of seas and small states."""

from __future__ import annotations

from typing import Any

from shapely.geometry import Point

from .geojson import Feature
from .sources import Row, Sources, table

NAMES = ("id", "name", "name_ru", "name_zh")
PLACE_FIELDS = (*NAMES, "name_local", "kind", "country", "note", "confidence")
ISO3 = {row["iso2"]: row["iso3"] for row in table("iso.csv")}


def places(sources: Sources) -> list[Feature]:
    """The gazetteer; `confidence` A is good to 2 km, B to 5 km, C to `radius_km`.

    A place with a `geonameid` stands where GeoNames has it.
    """
    features = []
    for row in table("places.csv"):
        properties: dict[str, Any] = {field: row[field] for field in PLACE_FIELDS if row[field]}
        if row["radius_km"]:
            properties["radius_km"] = int(row["radius_km"])
        if row["geonameid"]:
            properties["geonameid"] = row["geonameid"]
            town = sources.geonames[row["geonameid"]]
            features.append(Feature(Point(town["longitude"], town["latitude"]), properties))
        else:
            features.append(Feature(_point(row), properties))
    return features


def towns(sources: Sources) -> list[Feature]:
    """Towns of GeoNames with `population` and `rank`, 1 for capitals and the greatest."""
    features = []
    for row in table("towns.csv"):
        town = sources.geonames[row["geonameid"]]
        capital = row["capital"] == "true"
        properties = {
            "id": row["geonameid"],
            "name": row["name"],
            "country": ISO3[town["countrycode"]],
            "population": town["population"],
            "rank": rank(town["population"], capital=capital),
            "capital": capital,
        }
        features.append(Feature(Point(town["longitude"], town["latitude"]), properties))
    features.sort(key=lambda town: -town.properties["population"])
    return sorted(features, key=lambda town: town.properties["rank"])


def rank(population: int, *, capital: bool) -> int:
    """1 to 4 for the label of a town; 1 is shown first."""
    if capital or population >= 3_000_000:
        return 1
    return 2 if population >= 400_000 else 3 if population >= 60_000 else 4


def seas() -> list[Feature]:
    """Label points of seas, straits, gulfs and big lakes."""
    features = []
    for row in table("seas.csv"):
        names = {field: row[field] for field in NAMES}
        features.append(Feature(_point(row), {**names, "rank": int(row["rank"])}))
    return features


def small_states() -> list[Feature]:
    """A point within each state that is too small on the map for its name."""
    rows = table("small_states.csv")
    return [Feature(_point(row), {"id": row["id"], "name": row["name"]}) for row in rows]


def _point(row: Row) -> Point:
    return Point(float(row["lon"]), float(row["lat"]))
