"""Lines and waters of the base map: graticule, Arctic Circle, lakes, rivers."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry import LineString, MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from .coverage import Tiles, simplify
from .geojson import Feature
from .shapes import area_km2, only, parts, simplify_line
from .sources import Sources, table
from .world import DETAIL, World

ARCTIC_CIRCLE_DEG = 66.56  # about 66°33′50″ in the 2020s; it creeps north
GAP_DEG = 0.0002  # some twenty metres: two pieces of one river, torn in the source


def graticule() -> list[Feature]:
    """Meridians and parallels every 10°, the equator and the polar circles by their name."""
    features = []
    for lon in range(-180, 180, 10):
        side = "" if lon in (0, -180) else ("E" if lon > 0 else "W")
        # every second meridian stops before the pole, where they would run together
        top = 88 if lon % 30 == 0 else 80
        line = LineString([(lon, lat) for lat in range(-top, top + 1, 2)])
        properties = {"id": f"meridian_{lon}", "name": f"{abs(lon)}°{side}", "kind": "meridian"}
        features.append(Feature(line, properties))
    for lat in range(-80, 90, 10):
        name = "Equator" if lat == 0 else f"{abs(lat)}°{'N' if lat > 0 else 'S'}"
        properties = {"id": f"parallel_{lat}", "name": name, "kind": "parallel"}
        features.append(Feature(_parallel(lat), properties))
    for key, sign in (("antarctic_circle", -1), ("arctic_circle", 1)):
        properties = {"id": key, "name": key.replace("_", " ").title(), "kind": "polar_circle"}
        features.append(Feature(_parallel(sign * ARCTIC_CIRCLE_DEG), properties))
    return features


def arctic_circle() -> list[Feature]:
    """The Arctic Circle alone."""
    properties = {"id": "arctic_circle", "name": "Arctic Circle (66.56° N)"}
    return [Feature(_parallel(ARCTIC_CIRCLE_DEG), properties)]


def _parallel(lat: float) -> LineString:
    return LineString([(lon, lat) for lon in range(-180, 181, 2)])


def lakes(world: World) -> list[Feature]:
    """Lakes, the largest first: all of 100 km² in the story's regions, of 500 km² elsewhere."""
    named = [(row, Point(float(row["lon"]), float(row["lat"]))) for row in table("lakes.csv")]
    features = []
    for number, lake in enumerate(sorted(world.lakes, key=area_km2, reverse=True), start=1):
        near = bool(DETAIL.contains(lake))
        if area_km2(lake) >= (100 if near else 500):
            simple = simplify({"": lake}, tolerance_m=1000 if near else 4000, outline=True)[""]
            names = [row for row, point in named if lake.contains(point)]
            properties = {"id": str(number)}
            if names:
                properties = {"id": names[0]["id"], "name": names[0]["name"]}
            features.append(Feature(simple, properties))
    return features


def rivers(sources: Sources, borders: Tiles) -> list[Feature]:
    """Main rivers of the world with `id`, `name` and `rank`, 1 for the greatest.

    Those that a layer of the story has in detail agree with it.
    """
    frame = sources.rivers("50m")
    layers = ("rivers_border", "rivers_panj", "rivers_central_asia")
    detailed = {
        river.properties["id"]: river.geometry
        for layer in layers
        for river in _named(sources, borders, layer, tolerance_m=300)
    }
    features = []
    for row in table("rivers_world.csv"):
        line = detailed.get(row["id"])
        if line is None:
            line = simplify_line(_of_names(frame, row["old"]), tolerance_m=900)
        properties = {"id": row["id"], "name": row["name"], "rank": int(row["rank"])}
        features.append(Feature(line, properties))
    return features


def rivers_border(sources: Sources, borders: Tiles) -> list[Feature]:
    """The rivers of the Russia–China border; where they are the border, its own line."""
    return _named(sources, borders, "rivers_border", tolerance_m=0)


def rivers_panj(sources: Sources, borders: Tiles) -> list[Feature]:
    """Amu Darya, Panj and Pamir; where they are the border, its own line."""
    near = box(64, 35, 76, 42)
    return [
        Feature(only("LineString", shapely.intersection(river.geometry, near)), river.properties)
        for river in _named(sources, borders, "rivers_panj", tolerance_m=0)
    ]


def rivers_central_asia(sources: Sources, borders: Tiles) -> list[Feature]:
    """Rivers between the Caspian and the Altai, 1:10m."""
    window = box(46, 34, 92, 56)
    return [
        Feature(only("LineString", shapely.intersection(river.geometry, window)), river.properties)
        for river in (
            *_named(sources, borders, "rivers_panj", tolerance_m=300),
            *_named(sources, borders, "rivers_central_asia", tolerance_m=300),
        )
    ]


def _named(sources: Sources, borders: Tiles, layer: str, *, tolerance_m: float) -> list[Feature]:
    """Rivers put together from the pieces of the table `river_pieces.csv`, in its order."""
    frame = sources.rivers("10m")
    pieces = [row for row in table("river_pieces.csv") if row["layer"] == layer]
    rivers = {row["id"]: row for row in table("rivers.csv")}
    features = []
    for key in dict.fromkeys(row["id"] for row in pieces):
        lines: list[BaseGeometry] = []
        for row in (row for row in pieces if row["id"] == key):
            if row["border"]:
                whole = parts(borders[row["border"]], "LineString")[0]
            elif row["old"]:
                whole = _of_names(frame, row["old"])
            else:  # a way of our own, its points joined by "+"
                lines.append(LineString([_point(text) for text in row["start"].split("+")]))
                continue
            lines.append(_between(whole, row["start"], row["end"]) if row["start"] else whole)
        line = _chained(lines)
        line = simplify_line(line, tolerance_m=tolerance_m) if tolerance_m else line
        features.append(Feature(line, {field: text for field, text in rivers[key].items() if text}))
    return features


def _of_names(frame: Any, names: str) -> BaseGeometry:
    """The rivers of a frame with one of the names, which "+" joins, as few lines."""
    lines = frame.geometry[frame.name.isin(names.split("+"))]
    merged = shapely.line_merge(only("LineString", shapely.union_all(list(lines))))
    return only("LineString", merged)


def _point(text: str) -> Point:
    lon, lat = text.split()
    return Point(float(lon), float(lat))


def _between(line: BaseGeometry, start: str, end: str) -> LineString:
    """The stretch of a river from one point to another, given as "lon lat" near it."""
    whole = max(parts(_joined(line), "LineString"), key=lambda part: part.length)
    stretch: LineString = substring(whole, whole.project(_point(start)), whole.project(_point(end)))
    return stretch


def _joined(line: BaseGeometry) -> BaseGeometry:
    """Lines whose ends nearly meet as one: the Amur of Natural Earth is torn by nine metres."""
    joined: list[BaseGeometry] = []
    for part in parts(line, "LineString"):
        ends = shapely.boundary(MultiLineString(joined))
        joined.append(shapely.snap(part, ends, GAP_DEG) if joined else part)
    return shapely.line_merge(MultiLineString(joined))


def _chained(lines: list[BaseGeometry]) -> BaseGeometry:
    """Single lines in their order as one; anything else as it is."""
    if all(line.geom_type == "LineString" for line in lines):
        return LineString([point for line in lines for point in line.coords])
    return MultiLineString([part for line in lines for part in parts(line, "LineString")])
