"""Levels of detail: the same layer, coarser and coarser."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyproj
import shapely

from geo.project import METRES_PER_DEGREE, Azimuthal, equal_area_plane

COARSEST_M: Final = 40_000.0
ENOUGH: Final = 1_500
STEP: Final = 4.0
LONGEST_DEGREES: Final = 1.0


@dataclass(frozen=True)
class Level:
    """Geometries in degrees, none of them more than about `tolerance_m` metres off."""

    tolerance_m: float
    geometries: list[Any]


def levels(geometries: list[Any], kinds: list[str], tolerance_m: float) -> list[Level]:
    """The layer at `tolerance_m` metres, then at 4, 16, … times that until it is light.

    Areas that tile the plane keep the borders they share, as long as they are a valid coverage.
    """
    if not geometries:
        return []
    if all(kind == "point" for kind in kinds):
        return [Level(tolerance_m, geometries)]
    areas = [i for i, kind in enumerate(kinds) if kind == "area"]
    flat, there = _flattened([geometries[i] for i in areas])
    shapes = np.array(flat, dtype=object)
    # coverage_simplify fails obscurely when one of the polygons is not valid
    tiles = len(flat) > 1 and bool(shapely.is_valid(shapes).all())
    tiles = tiles and bool(shapely.coverage_is_valid(shapes))
    result: list[Level] = []
    tolerance = tolerance_m
    back = list(geometries)
    while True:
        # each level from the one before: a quarter of the work, and a third more error at the most
        flat = _simpler_areas(flat, tolerance, tiles=tiles)
        back = list(back)
        for i, shape in zip(areas, flat, strict=True):
            # straight in degrees: RFC 7946, section 3.1.1
            back[i] = shapely.segmentize(_moved(shape, there, "INVERSE"), LONGEST_DEGREES)
        for i, kind in enumerate(kinds):
            if kind == "line":
                back[i] = _simpler_line(back[i], tolerance)
        result.append(Level(tolerance, back))
        vertices = int(shapely.get_num_coordinates(np.array(back, dtype=object)).sum())
        if vertices < ENOUGH or tolerance * STEP > COARSEST_M:
            return result
        tolerance *= STEP


def _flattened(areas: list[Any]) -> tuple[list[Any], pyproj.Transformer]:
    bounds = shapely.total_bounds(np.array(areas, dtype=object)) if areas else (0, 0, 1, 1)
    there = pyproj.Transformer.from_crs("OGC:CRS84", equal_area_plane(bounds), always_xy=True)
    return [_moved(geometry, there, "FORWARD") for geometry in areas], there


def _moved(geometry: Any, transformer: pyproj.Transformer, direction: str) -> Any:
    def move(xy: Any) -> Any:
        x, y = transformer.transform(xy[:, 0], xy[:, 1], direction=direction)
        return np.column_stack([x, y])

    return shapely.transform(geometry, move)


def _simpler_areas(flat: list[Any], tolerance_m: float, *, tiles: bool) -> list[Any]:
    if not flat:
        return []
    shapes = np.array(flat, dtype=object)
    if tiles:
        # Visvalingam's measure is an area: its square root is the tolerance
        simple = shapely.coverage_simplify(shapes, tolerance_m)
    else:
        simple = shapely.simplify(shapes, tolerance_m / 2)
    smallest = (0.7 * tolerance_m) ** 2
    return [
        _without_specks(shape, smallest) or whole for shape, whole in zip(simple, flat, strict=True)
    ]


def _without_specks(shape: Any, smallest: float) -> Any:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts:
        return None
    kept = [part for part in parts if part.area >= smallest]
    return shapely.MultiPolygon(kept or [max(parts, key=lambda part: part.area)])


def _simpler_line(geometry: Any, tolerance_m: float) -> Any:
    """Each part in its own plane: a parallel is straight on a cylinder, a ring on the globe."""
    parts = []
    for part in shapely.get_parts(geometry):
        xy = np.asarray(part.coords)
        plane = Azimuthal.round_about(xy)
        flat = shapely.simplify(shapely.LineString(plane.forward(xy)), tolerance_m)
        parts.append(great_circle(plane.inverse(np.asarray(flat.coords))))
    return shapely.MultiLineString(parts)


def great_circle(xy: Any) -> Any:
    """A line of positions in degrees with no edge over a degree, along great circles."""
    lon, lat = np.radians(xy).T
    points = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    cosine = np.clip((points[:-1] * points[1:]).sum(axis=1), -1, 1)
    angle = np.arccos(cosine)
    pieces = np.maximum(1, np.ceil(np.degrees(angle) / LONGEST_DEGREES)).astype(int)
    if (pieces == 1).all():
        return xy
    out = [xy[:1]]
    for i, count in enumerate(pieces):
        if count > 1 and np.sin(angle[i]) > 1e-9:
            t = np.arange(1, count) / count
            a = np.sin((1 - t) * angle[i]) / np.sin(angle[i])
            b = np.sin(t * angle[i]) / np.sin(angle[i])
            between = a[:, None] * points[i] + b[:, None] * points[i + 1]
            out.append(
                np.degrees(
                    np.column_stack(
                        [
                            np.arctan2(between[:, 1], between[:, 0]),
                            np.arctan2(between[:, 2], np.hypot(between[:, 0], between[:, 1])),
                        ]
                    )
                )
            )
        out.append(xy[i + 1 : i + 2])
    return np.vstack(out)


def default_tolerance(bounds: Any) -> float:
    """Metres that keep about 4,000 steps across the layer, and at least one metre."""
    west, south, east, north = (float(value) for value in bounds)
    across = max(east - west, north - south) * METRES_PER_DEGREE
    return max(1.0, min(1_000.0, across / 4_000))
