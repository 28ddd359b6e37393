"""Write a layer: RFC 7946, one feature a line, the same bytes for the same features."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from .shapes import only

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class Feature:
    """One feature; degrees, longitude first, EPSG:4326."""

    geometry: BaseGeometry
    properties: Properties = field(default_factory=dict)


def rounded(geometry: BaseGeometry, digits: int) -> BaseGeometry:
    """The geometry on a grid of `digits` decimals of a degree, still valid.

    Every vertex moves on its own, so that neighbours keep the borders they share.
    """
    moved = shapely.set_precision(geometry, 10.0**-digits, mode="pointwise")
    if shapely.get_dimensions(geometry) == 2 and not moved.is_valid:
        moved = only("Polygon", shapely.make_valid(moved))
    if moved.geom_type == "MultiLineString":  # a part within one cell of the grid is gone
        moved = MultiLineString([part for part in moved.geoms if part.length])
    return shapely.remove_repeated_points(moved)


def line_of(feature: Feature, digits: int) -> str:
    """The feature as one line of GeoJSON; exteriors run counterclockwise."""
    geometry = shapely.orient_polygons(rounded(feature.geometry, digits))
    if geometry.geom_type.startswith("Multi") and len(geometry.geoms) == 1:
        geometry = geometry.geoms[0]
    shape = {"type": geometry.geom_type, "coordinates": _tidy(_coordinates(geometry), digits)}
    value = {"type": "Feature", "properties": dict(feature.properties), "geometry": shape}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _coordinates(geometry: BaseGeometry) -> Any:
    value: Any = shapely.geometry.mapping(geometry)["coordinates"]
    return value


def _tidy(value: Any, digits: int) -> Any:
    if isinstance(value, float):
        short = round(value, digits)
        return int(short) if short == int(short) else short
    return [_tidy(part, digits) for part in value]


def write(path: Path, features: Iterable[Feature], *, digits: int) -> int:
    """Write the features that are not empty in their order; the number of vertices."""
    kept = [feature for feature in features if not feature.geometry.is_empty]
    lines = ",\n".join(line_of(feature, digits) for feature in kept)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")
    return vertices(path)


def vertices(path: Path) -> int:
    """The number of vertices in a layer's file."""
    collection = shapely.from_geojson(path.read_text(encoding="utf-8"))
    return int(shapely.get_num_coordinates(collection))
