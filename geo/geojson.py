"""GeoJSON, read strictly: its faults are named by feature, and nothing vanishes.

Formats: RFC 7946, and of its forerunner of 2008 the `crs` member; one feature a line; and RFC 8142,
texts that begin with the record separator.
"""

import contextlib
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.errors import CRSError, ReadError, raise_all
from geo.jsontext import Fault, JsonError, is_sequence, parse, records, text_of
from geo.limits import over
from geo.rules import KINDS, feature_fault, geometry_fault
from geo.spec import LayerSpec

# the way in which GML names a CRS, which some writers of GeoJSON took over
_GML_CRS: Final = re.compile(r"https?://www\.opengis\.net/gml/srs/epsg\.xml#(\d+)")
_DEGREES: Final = {
    None, "EPSG:4326", "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326",
}  # fmt: skip


@dataclass
class Collection:
    """The features of a file as it has them: ids, geometry objects, properties."""

    ids: list[object] = field(default_factory=list)
    geometries: list[dict[str, Any] | None] = field(default_factory=list)
    properties: list[dict[str, Any]] = field(default_factory=list)
    crs: str | None = None

    def add(self, feature: dict[str, Any]) -> None:
        """Add a feature that was found sound."""
        self.ids.append(feature.get("id"))
        self.geometries.append(feature.get("geometry"))
        self.properties.append(feature.get("properties") or {})


def read_roots(path: Path, spec: LayerSpec) -> list[tuple[int, object]]:
    """The JSON values in a file, each with its line; more than one when it is a sequence.

    Raises `ReadError`, or `CheckError` with all faults.
    """
    text = text_of(path, spec)
    found: list[tuple[int, object]] = []
    problems: list[str] = []
    told: set[tuple[int, int]] = set()
    for line, record in records(text) if is_sequence(text) else [(0, text)]:
        try:
            found.append((line, parse(record, spec.limits)))
        except JsonError as error:
            found.append((line, error.value))
            for fault in error.faults:
                problems.append(f"{_where(spec, line, fault.line)}: {_of(fault)}{fault.what}")
                told.add((line, fault.feature or 1))
    if problems:
        with contextlib.suppress(ReadError):  # of what is no GeoJSON at all
            problems += faults([one for one in found if one[1] is not None], spec, told)
    if len(problems) == len(found) == 1:
        raise ReadError(problems[0])
    raise_all(spec.source, problems)
    return found


def _where(spec: LayerSpec, line: int, inner: int) -> str:
    """The file and the line, where one is known, of a line within the text that begins at one."""
    at = max(line + inner - 1, line) if line else inner
    return f"{spec.source}:{at}" if at else str(spec.source)


def _of(fault: Fault) -> str:
    return f"feature {fault.feature}: " if fault.feature else ""


def collect(roots: list[tuple[int, object]], spec: LayerSpec) -> Collection:
    """Every feature of a file. Raises `ReadError`, `CRSError`, or `CheckError` with all faults."""
    result, is_sound = Collection(), True
    for number, (line, root) in enumerate(roots):
        where = f"{spec.source}:{line}" if line else str(spec.source)
        features = _features(where, root)
        named = root.get("crs") if isinstance(root, dict) else None
        crs = None if named is None else crs_of(where, named)
        if number == 0:
            result.crs = crs
        elif crs != result.crs and not {crs, result.crs} <= _DEGREES:
            told = f"{result.crs or 'none'} above and {crs or 'none'} here"
            raise CRSError(f"{where}: a file has one 'crs', and this one {told}; split it")
        for feature in features:
            if feature_fault(feature, spec.limits):
                is_sound = False
            else:
                result.add(feature)
    if not is_sound:
        raise_all(spec.source, list(faults(roots, spec)))
    if too_many := over("features", len(result.ids), spec.limits):
        raise ReadError(f"{spec.source}: has {too_many}")
    return result


def faults(
    roots: list[tuple[int, object]],
    spec: LayerSpec,
    told: Container[tuple[int, int]] = frozenset(),
) -> Iterator[str]:
    """All that is wrong with the features of a file, a sentence for each.

    Features of which it is `told`, by the line of their root and their number, are left out.
    """
    for line, root in roots:
        where = f"{spec.source}:{line}" if line else str(spec.source)
        for number, feature in enumerate(_features(where, root), start=1):
            if (line, number) in told:
                continue
            fault = feature_fault(feature, spec.limits) or geometry_fault(feature.get("geometry"))
            if fault:
                yield f"{where}: feature {number}: {fault}"


def _features(where: str, root: object) -> list[Any]:
    if not isinstance(root, dict) or not isinstance(root.get("type"), str):
        what = "has Esri's features" if _is_esri(root) else "has no 'type'"
        if isinstance(root, dict) and "elements" in root:
            what = "has OpenStreetMap's elements, as the Overpass API gives them"
        if isinstance(root, list):
            what = 'is a list, without {"type": "FeatureCollection", "features": …} round it'
        raise ReadError(f"{where}: is JSON but not GeoJSON: it {what}; export it as GeoJSON")
    kind = root["type"]
    if kind == "FeatureCollection":
        features = root.get("features")
        if not isinstance(features, list):
            raise ReadError(f"{where}: a FeatureCollection needs a list of 'features'")
        return features
    if kind == "Feature":
        return [root]
    if kind in KINDS or kind == "GeometryCollection":
        return [{"type": "Feature", "geometry": root, "properties": {}}]
    raise ReadError(f"{where}: '{kind[:40]}' is not a type of GeoJSON; export it as GeoJSON")


def _is_esri(root: object) -> bool:
    return isinstance(root, dict) and ("geometryType" in root or "spatialReference" in root)


def crs_of(where: str, crs: object) -> str:
    """The name in the `crs` member of 2008; what that cannot name, the author has to."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str):
        found = _GML_CRS.fullmatch(name)
        return f"EPSG:{found[1]}" if found else name
    code = properties.get("code") if isinstance(properties, dict) else None
    if isinstance(crs, dict) and crs.get("type") == "EPSG" and isinstance(code, int | str):
        return f"EPSG:{code}"
    raise CRSError(f"{where}: its 'crs' does not name a CRS; say which with \"crs: EPSG:…\"")
