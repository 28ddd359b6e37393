"""Where a step's map looks, in words: the countries in view, and which part of each."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from geo.flat import flatten
from geo.measure import area_m2, area_on, bearing, distance_m, middle
from geo.sheet import Sheet, lon_lat
from story.picture.draw import details_of, sheet_of
from story.scene import Scene

WORTH_NAMING: Final = 0.05
"""a share of the land in view"""
MOST: Final = 3
ALMOST_ALL: Final = 0.7
_WINDS: Final = (
    "northern", "north-eastern", "eastern", "south-eastern",
    "southern", "south-western", "western", "north-western",
)  # fmt: skip


def extent(scene: Scene, step: Mapping[str, Any]) -> str:
    """Such as "eastern Russia and north-eastern China, about 2,100 km across"."""
    sheet = sheet_of(step["view"])
    countries = _countries(scene, step, sheet)
    across = number(sheet.width * sheet.metres / 1000)
    if not countries:
        lon, lat = round(sheet.lon), round(sheet.lat)
        return f"around {_degrees(lat, 'NS')}, {_degrees(lon, 'EW')}, about {across} km across"
    return f"{listed(countries)}, about {across} km across"


def _countries(scene: Scene, step: Mapping[str, Any], sheet: Sheet) -> list[str]:
    found: list[tuple[float, str]] = []
    states = [state for state in step["show"] if scene.layers[state["l"]]["label"] == "country"]
    if not states:
        return []
    # the layer that holds most countries is the map of the world
    layer_number = max((s["l"] for s in states), key=lambda n: len(scene.layers[n]["features"]))
    layer, packed = scene.layers[layer_number], scene.packed[layer_number]
    features = range(len(layer["features"]))
    for flat in flatten(details_of(packed), sheet, features, thin=2.0):
        name = str(layer["features"][flat.feature][2])
        size = area_on(flat.runs)
        if flat.kind == "area" and name:
            whole = _area(packed, flat.feature)
            part = _part(packed, flat.feature, lon_lat(flat.anchor, sheet))
            seen = size * sheet.metres**2 / whole if whole else 1.0
            found.append((size, name if seen > ALMOST_ALL else f"{part}{name}"))
    land = sum(size for size, _ in found)
    found.sort(key=lambda item: (-item[0], item[1]))
    chosen = [name for size, name in found if size > WORTH_NAMING * land]
    if len(chosen) > MOST + 1:
        others = len(found) - MOST
        return [*chosen[:MOST], f"{others} other countries"]
    return chosen


@lru_cache(maxsize=4096)
def _area(packed: bytes, feature: int) -> float:
    return area_m2(details_of(packed), feature)


def _part(packed: bytes, feature: int, seen: tuple[float, float]) -> str:
    """Which part of a country is in view, such as "eastern ", or nothing where that is unclear."""
    centre = middle(details_of(packed), feature)
    reach = (_area(packed, feature) ** 0.5) / 8
    return f"{wind(bearing(centre, seen))} " if distance_m(centre, seen) > reach else ""


def wind(degrees: float) -> str:
    """One of eight parts, such as "north-eastern"."""
    return _WINDS[round(degrees / 45) % 8]


def number(value: float) -> str:
    """A number as one says it: two figures that count, with commas."""
    size = len(str(max(1, int(abs(value))))) - 2
    return f"{int(round(value, -max(0, size))):,}" if value >= 1 else f"{value:.1f}"


def listed(words: Sequence[str]) -> str:
    """Such as "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _degrees(value: int, signs: str) -> str:
    return f"{abs(value)}° {signs[value < 0]}"
