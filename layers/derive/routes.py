"""Sea routes, pipelines, a rail corridor and arcs: schematic lines from our own waypoints."""

from __future__ import annotations

from typing import Any

import numpy as np
from shapely.geometry import LineString

from .geojson import Feature
from .shapes import GEOD, cut_line_at_180, great_circle, length_km
from .sources import Sources, table, waypoints

KM_IN_NAUTICAL_MILE = 1.852


def sea_routes() -> list[Feature]:
    """Great circles between the waypoints, cut at ±180°, with their measured lengths."""
    features = []
    for route in waypoints("sea_routes.geojson"):
        line = great_circle(_points(route), step_deg=1.0)
        kilometres = length_km(line)
        properties = {
            **route["properties"],
            "measured_km": round(kilometres),
            "measured_nm": round(kilometres / KM_IN_NAUTICAL_MILE),
        }
        features.append(Feature(cut_line_at_180(line), properties))
    return features


def overland(name: str) -> list[Feature]:
    """Lines of one of our own files as they are drawn there: straight between the points."""
    return [Feature(LineString(_points(line)), line["properties"]) for line in waypoints(name)]


def arcs(sources: Sources) -> list[Feature]:
    """Links between two places, bent `bulge_km` to the right of the great circle."""
    places = {row["id"]: row for row in table("places.csv")}
    features = []
    for row in table("arcs.csv"):
        ends = [sources.geonames[places[row[end]]["geonameid"]] for end in ("start", "end")]
        way = great_circle([(end["longitude"], end["latitude"]) for end in ends], step_deg=1.0)
        properties = {field: row[field] for field in ("id", "name", "kind")}
        features.append(Feature(bent(way, bulge_km=float(row["bulge_km"])), properties))
    return features


def bent(line: LineString, *, bulge_km: float) -> LineString:
    """The line with its middle moved `bulge_km` to the right, its ends where they were."""
    points = list(line.coords)
    moved = []
    for number, (lon, lat) in enumerate(points):
        a, b = points[max(0, number - 1)], points[min(len(points) - 1, number + 1)]
        azimuth = GEOD.inv(*a, *b)[0]
        aside = bulge_km * 1000 * np.sin(np.pi * number / (len(points) - 1))
        moved.append(GEOD.fwd(lon, lat, azimuth + 90, float(aside))[:2])
    return LineString(moved)


def _points(feature: dict[str, Any]) -> list[tuple[float, float]]:
    return [(point[0], point[1]) for point in feature["geometry"]["coordinates"]]
