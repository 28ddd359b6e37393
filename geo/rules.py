"""What RFC 7946 asks of a feature, said in a sentence where a feature breaks it."""

import json
import math
from difflib import get_close_matches
from typing import Any, Final

from geo.jsontext import is_finite
from geo.limits import Limits

KINDS: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""how many lists a position lies in, by type of geometry"""

_PLAIN: Final = {str, int, bool, type(None)}


def feature_fault(feature: object, limits: Limits) -> str:
    """What is wrong with a feature, apart from its coordinates; "" when nothing is."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return 'is not a Feature; each needs "type": "Feature"'
    properties = feature.get("properties")
    if properties is not None and not isinstance(properties, dict):
        return "its properties are not an object; write {} for none"
    if isinstance(feature.get("id"), dict | list):
        return "its id is neither a text nor a number"
    geometry = feature.get("geometry")
    if geometry is not None and not isinstance(geometry, dict):
        return "its geometry is not an object; write null for none"
    fault = ""
    if properties and not _PLAIN.issuperset(map(type, properties.values())):
        fault = _depth_fault(properties, "properties are", limits) or _finite_fault(properties)
    if not fault and geometry is not None and geometry.get("type") == "GeometryCollection":
        fault = _depth_fault(geometry, "geometry is", limits)
    return fault


def _finite_fault(properties: dict[str, Any]) -> str:
    endless = next((name for name, value in properties.items() if not is_finite(value)), None)
    return "" if endless is None else f"its '{endless[:40]}' holds a number too large; write null"


def geometry_fault(geometry: object) -> str:  # noqa: PLR0911 - one a fault
    """What is wrong with a geometry object; "" when nothing is."""
    if geometry is None:
        return ""
    if not isinstance(geometry, dict):
        return "its geometry is not an object"
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            return "a GeometryCollection needs a list of 'geometries'"
        if any(part is None for part in parts):
            return "a GeometryCollection holds null"
        return next((fault for part in parts if (fault := geometry_fault(part))), "")
    if kind is None:
        return "its geometry has no 'type'; write null for none"
    if not isinstance(kind, str) or kind not in KINDS:  # a list is in no dictionary
        near = get_close_matches(str(kind), KINDS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(KINDS)}"
        return f"'{str(kind)[:40]}' is not a geometry type; {hint}"
    if "coordinates" not in geometry:
        return f"its {kind} has no 'coordinates'"
    coordinates = geometry["coordinates"]
    if coordinates == []:
        return ""
    return _coordinates_fault(coordinates, KINDS[kind])


def _coordinates_fault(value: object, depth: int) -> str:
    if not isinstance(value, list):
        return (
            f"{_shown(value)} stands where a list of {'positions' if depth else 'numbers'} should"
        )
    if depth:
        return next((fault for part in value if (fault := _coordinates_fault(part, depth - 1))), "")
    numbers = [v for v in value if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) != len(value) or len(value) < 2:
        return f"{_shown(value)} is not a position of longitude and latitude"
    if not all(math.isfinite(v) for v in numbers):
        return f"{_shown(value)} is not finite"
    return ""


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def _depth_fault(value: Any, what: str, limits: Limits) -> str:
    level = [value]
    for _ in range(limits.nesting):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return ""
    return (
        f"its {what} nested over the limit of {limits.nesting:,} levels; "
        "flatten them, or raise limits: nesting"
    )
