"""GeoJSON, read strictly: its faults are named by feature, and nothing vanishes.

Format: RFC 7946, and of its forerunner of 2008 the `crs` member; also one feature a line (RFC 8142
without its separators).
"""

import itertools
import json
import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.errors import CheckError, ReadError

MAX_BYTES: Final = 200_000_000
BIG: Final = 2**53

_KINDS: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


@dataclass
class Collection:
    """The features of a file as it has them: `raw` is one (id, geometry, properties) each."""

    raw: list[tuple[object, dict[str, Any] | None, dict[str, Any]]] = field(default_factory=list)
    crs: str | None = None


def read_geojson(path: Path) -> Collection:
    """Every feature of a GeoJSON file. Raises `ReadError` or `CheckError` with all faults."""
    text = _text(path)
    try:
        root = _parse(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].lstrip().startswith("{") and lines[0].rstrip().endswith("}"):
            return _from_lines(path, lines)
        what = f"not valid JSON: {error.msg}"
        raise ReadError(f"{path}:{error.lineno}: {what}; was the download complete?") from None
    except RecursionError:
        raise ReadError(f"{path}: nested too deeply to be a map; is it the right file?") from None
    except ValueError as error:
        raise ReadError(f"{path}: {error}") from None
    return _from_root(path, root)


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"{path}: {size:,} bytes; a file may have {MAX_BYTES:,}; simplify it")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise ReadError(f"{path}: {what}; GeoJSON is UTF-8, save it as that") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(f"{path}: cannot be read ({reason}); check its permissions") from None


def _parse(text: str) -> object:
    return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise ValueError(f"the key '{twice}' stands twice in one object; remove one of them")
    return result


def _constant(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON; write null instead")


def _integer(digits: str) -> int | str:
    # the browser's numbers are exact up to 2^53; beyond, the digits travel as text
    return int(digits) if len(digits) < 17 and abs(int(digits)) <= BIG else digits


def _from_lines(path: Path, lines: list[str]) -> Collection:
    result, problems = Collection(), []
    for number, line in enumerate(lines, start=1):
        try:
            part = _from_root(path, _parse(line.lstrip("\x1e")))
        except (json.JSONDecodeError, RecursionError) as error:
            problems.append(f"{path}:{number}: not valid JSON: {error}")
            continue
        except ValueError as error:
            problems.append(f"{path}:{number}: {error}")
            continue
        result.raw.extend(part.raw)
    if problems:
        raise CheckError(problems[:20])
    return result


def _from_root(path: Path, root: object) -> Collection:
    if not isinstance(root, dict) or "type" not in root:
        raise ReadError(f"{path}: is JSON but not GeoJSON: it has no 'type'")
    kind = root["type"]
    if kind == "Topology":
        raise ReadError(f"{path}: is TopoJSON; name it with the ending .topojson")
    if kind == "FeatureCollection":
        features = root.get("features")
        if not isinstance(features, list):
            raise ReadError(f"{path}: a FeatureCollection needs a list of 'features'")
    elif kind == "Feature":
        features = [root]
    elif kind in _KINDS or kind == "GeometryCollection":
        features = [{"type": "Feature", "geometry": root, "properties": {}}]
    else:
        raise ReadError(f"{path}: '{kind}' is not a type of GeoJSON")
    result, problems = Collection(crs=_crs(root)), []
    for number, feature in enumerate(features, start=1):
        fault = _fault(feature)
        if fault:
            problems.append(f"{path}: feature {number}: {fault}")
            continue
        properties = feature.get("properties") or {}
        result.raw.append((feature.get("id"), feature.get("geometry"), properties))
    if problems:
        more = len(problems) - 20
        raise CheckError([*problems[:20], *([f"{path}: … and {more} more"] if more > 0 else [])])
    return result


def _fault(feature: object) -> str:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return 'is not a Feature; each needs "type": "Feature"'
    properties = feature.get("properties")
    if properties is not None and not isinstance(properties, dict):
        return "its properties are not an object"
    geometry = feature.get("geometry")
    return "" if geometry is None else _geometry_fault(geometry)


def _geometry_fault(geometry: object) -> str:
    if not isinstance(geometry, dict):
        return "its geometry is not an object"
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            return "a GeometryCollection needs a list of 'geometries'"
        return next((fault for part in parts if (fault := _geometry_fault(part))), "")
    if kind not in _KINDS:
        return f"'{kind}' is not a geometry type; did you mean one of {', '.join(_KINDS)}?"
    return _coordinates_fault(geometry.get("coordinates"), _KINDS[kind])


def _coordinates_fault(value: object, depth: int) -> str:
    if not isinstance(value, list):
        return "its coordinates are not a list of numbers"
    if depth:
        if depth == 1 and _are_plain(value):
            value = []
        return next((fault for part in value if (fault := _coordinates_fault(part, depth - 1))), "")
    if not value:
        return ""
    numbers = [v for v in value if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) != len(value) or len(value) < 2:
        return f"{json.dumps(value)[:60]} is not a position of longitude and latitude"
    if not all(math.isfinite(v) for v in numbers):
        return f"{json.dumps(value)[:60]} is not finite"
    return ""


def _are_plain(positions: list[Any]) -> bool:
    """Whether all is well with a list of positions: the usual case, decided without a loop."""
    if set(map(type, positions)) != {list} or not set(map(len, positions)) <= {2, 3, 4}:
        return False
    numbers = list(itertools.chain.from_iterable(positions))
    return set(map(type, numbers)) <= {int, float} and all(map(math.isfinite, numbers))


def _crs(root: dict[str, Any]) -> str | None:
    crs = root.get("crs")
    if not isinstance(crs, dict):
        return None
    name = (crs.get("properties") or {}).get("name")
    return name if isinstance(name, str) else None
