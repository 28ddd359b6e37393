"""TopoJSON, turned into the geometry objects of GeoJSON: arcs joined, deltas added up.

Format: the TopoJSON specification 1.0, sections 2.1.2 to 2.1.4. It is JSON, so it is parsed as
strictly as GeoJSON is; and GDAL drops features without geometry, and what is nested in properties.
"""

from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from geo.errors import ReadError, raise_all
from geo.geojson import Collection, crs_of
from geo.limits import Limits, over
from geo.rules import feature_fault
from geo.spec import LayerSpec

_ARC_DEPTH: Final = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
_POINT_DEPTH: Final = {"Point": 0, "MultiPoint": 1}


class _FaultError(Exception):
    """What is wrong with a geometry."""


class _TooManyError(Exception):
    """The limit that the joined arcs are over."""


def layers_of(root: dict[str, Any], path: Path) -> dict[str, list[dict[str, Any]]]:
    """The objects of a topology by name, each as its list of geometries. Raises `ReadError`."""
    objects = root.get("objects")
    if not isinstance(objects, dict) or not isinstance(root.get("arcs"), list):
        raise ReadError(f"{path}: a Topology needs 'objects' and 'arcs'; export it anew")
    result = {}
    for name, value in objects.items():
        if not isinstance(value, dict):
            raise ReadError(f"{path}: its object '{name[:40]}' is no geometry; export it anew")
        inner = value.get("geometries") if value.get("type") == "GeometryCollection" else [value]
        if not isinstance(inner, list):
            raise ReadError(f"{path}: its object '{name[:40]}' has no list of 'geometries'")
        result[str(name)] = inner
    return result


def collect_topology(
    root: dict[str, Any], geometries: list[dict[str, Any]], spec: LayerSpec
) -> Collection:
    """The features of one object. Raises `ReadError`, `CRSError`, or `CheckError` with all faults.

    No version of the format has a `crs`, but older writers kept that of their GeoJSON.
    """
    path = spec.source
    if too_many := over("features", len(geometries), spec.limits):
        raise ReadError(f"{path}: has {too_many}")
    try:
        topology = _Topology(root, spec.limits)
    except _FaultError as fault:
        raise ReadError(f"{path}: {fault}; export it anew") from None
    result, problems = Collection(), []
    if root.get("crs") is not None:
        result.crs = crs_of(str(path), root["crs"])
    for number, geometry in enumerate(geometries, start=1):
        try:
            feature = topology.feature(geometry)
        except _FaultError as fault:
            problems.append(f"{path}: feature {number}: {fault}")
            continue
        except _TooManyError as too_many:
            raise ReadError(f"{path}: has {too_many}") from None
        if what := feature_fault(feature, spec.limits):
            problems.append(f"{path}: feature {number}: {what}")
        else:
            result.add(feature)
    raise_all(path, problems)
    return result


class _Topology:
    """Arcs as lists of positions, and the way from quantised numbers to real ones."""

    def __init__(self, root: dict[str, Any], limits: Limits) -> None:
        transform: Any = root.get("transform")
        self.is_quantised = transform is not None
        try:
            kx, ky = transform["scale"] if self.is_quantised else (1, 1)
            dx, dy = transform["translate"] if self.is_quantised else (0, 0)
            self.scale = float(kx), float(ky)
            self.shift = float(dx), float(dy)
        except (TypeError, KeyError, ValueError):
            raise _FaultError("its 'transform' is not two numbers of scale and translate") from None
        self.arcs = [self._arc(arc, number) for number, arc in enumerate(root["arcs"])]
        self.limits, self.vertices = limits, 0

    def _arc(self, arc: Any, number: int) -> list[list[float]]:
        try:
            if not self.is_quantised:
                return [[p[0], p[1], *p[2:3]] for p in arc]
            xs = accumulate(p[0] for p in arc)
            ys = accumulate(p[1] for p in arc)
            (kx, ky), (dx, dy) = self.scale, self.shift
            # heights are left as they are: they will be counted, and dropped
            return [
                [x * kx + dx, y * ky + dy, *p[2:3]] for x, y, p in zip(xs, ys, arc, strict=True)
            ]
        except (TypeError, IndexError, KeyError):
            raise _FaultError(f"its arc {number} is not a list of positions") from None

    def feature(self, geometry: Any) -> dict[str, Any]:
        """A feature of GeoJSON."""
        if not isinstance(geometry, dict):
            raise _FaultError("is not a geometry")
        result = {
            "type": "Feature",
            "properties": geometry.get("properties"),
            "geometry": self._geometry(geometry, 0),
        }
        if "id" in geometry:
            result["id"] = geometry["id"]
        return result

    def _geometry(self, geometry: Any, depth: int) -> dict[str, Any] | None:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if isinstance(geometry, dict) and kind is None:
            return None
        kind = str(kind)  # whatever stands there
        if depth > 50:
            raise _FaultError("its geometries are nested too deeply")
        if kind == "GeometryCollection":
            parts = geometry.get("geometries")
            if not isinstance(parts, list):
                raise _FaultError("a GeometryCollection needs a list of 'geometries'")
            inner = [self._geometry(part, depth + 1) for part in parts]
            return {"type": kind, "geometries": [part for part in inner if part is not None]}
        if kind in _POINT_DEPTH:
            places = self._points(geometry.get("coordinates"), _POINT_DEPTH[kind])
            return {"type": kind, "coordinates": places}
        if kind in _ARC_DEPTH:
            lines = self._joined(geometry.get("arcs"), _ARC_DEPTH[kind])
            return {"type": kind, "coordinates": lines}
        raise _FaultError(f"'{str(kind)[:40]}' is not a geometry type")

    def _points(self, value: Any, depth: int) -> Any:
        if depth and isinstance(value, list):
            return [self._points(one, depth - 1) for one in value]
        if not self.is_quantised or value == []:
            return value
        try:
            return [value[i] * self.scale[i] + self.shift[i] for i in (0, 1)]
        except (TypeError, IndexError, KeyError):
            raise _FaultError("its coordinates are not a position") from None

    def _joined(self, arcs: Any, depth: int) -> Any:
        if not isinstance(arcs, list):
            raise _FaultError("its 'arcs' are not a list")
        if depth:
            return [self._joined(part, depth - 1) for part in arcs]
        line: list[list[float]] = []
        for index in arcs:
            if type(index) is not int or not -len(self.arcs) <= index < len(self.arcs):
                raise _FaultError(f"has no arc {str(index)[:20]}; the file has {len(self.arcs)}")
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            line.extend(arc[1:] if line else arc)
            # a small file may name one arc a million times
            if len(line) + self.vertices > self.limits.vertices:
                raise _TooManyError(over("vertices", len(line) + self.vertices, self.limits))
        self.vertices += len(line)
        return line
