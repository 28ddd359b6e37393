"""Files in, layers or messages out. A case is a folder with a sentence for a name.

`input.*` is prepared, or what the `make` of `expected.json` names in `geo_makers`; `spec` holds
what else the author said, with `limits`. `expected.json` also has the counts of the report and what
else must be true, or the exact `message` (the file is called FILE there), or under `error` a part
of it. To add a case, add a folder.
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo import Layer, LayerSpec, Limits, StorymapError, prepare
from geo.encode import decode
from geo.paths import resolve
from geo.runs import EXTERIOR, LINE, Runs
from geo_makers import MAKERS

CASES = sorted((Path(__file__).parent / "cases" / "geo").iterdir())


def spec_of(case: Path, expected: dict[str, Any], folder: Path) -> LayerSpec:
    said = dict(expected.get("spec", {}))
    limits = Limits(**said.pop("limits", {}))
    if "make" in expected:
        source = MAKERS[expected["make"]](folder)
    else:
        (source,) = case.glob("input.*")
    return LayerSpec(name="layer", source=source, folder=source.parent, limits=limits, **said)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_becomes_a_layer_or_a_message(case: Path, tmp_path: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    spec = spec_of(case, expected, tmp_path)
    if "error" in expected or "message" in expected:
        with pytest.raises(StorymapError) as caught:
            prepare(spec)
        said = str(caught.value).replace(str(spec.source), "FILE")
        assert "Traceback" not in said
        assert spec.source.stem in said or "FILE" in said
        assert said == expected.get("message", said)
        assert expected.get("error", "") in said
        return
    layer = prepare(spec)
    report = layer.report
    assert report.read == report.drawn + report.dropped + report.filtered
    for key in ("read", "drawn", "repaired", "dropped"):
        assert getattr(report, key) == expected[key], key
    parts = decode(layer.packed).runs
    for key, check in CHECKS.items():
        if key in expected:
            check(layer, parts, expected[key])


def drawn(layer: Layer, runs: Runs) -> list[tuple[int, Any]]:
    """The kind of each run and its positions in degrees."""
    pieces = np.split(runs.xy / layer.scale, runs.start[1:-1])
    return [(int(kind), xy) for kind, xy in zip(runs.kind, pieces, strict=True)]


def check_ids(layer: Layer, _: Runs, wanted: list[str]) -> None:
    assert [feature.id for feature in layer.features] == wanted


def check_kinds(layer: Layer, _: Runs, wanted: list[str]) -> None:
    assert [feature.kind for feature in layer.features] == wanted


def check_bounds(layer: Layer, _: Runs, wanted: list[float]) -> None:
    assert list(layer.bounds) == pytest.approx(wanted, abs=0.01)


def check_notes(layer: Layer, _: Runs, wanted: list[str]) -> None:
    assert list(layer.report.notes) == wanted


def check_facts(layer: Layer, _: Runs, wanted: list[str]) -> None:
    assert list(layer.report.facts) == wanted


def check_properties(layer: Layer, _: Runs, wanted: dict[str, Any]) -> None:
    assert layer.features[0].properties == wanted


def check_names(layer: Layer, _: Runs, wanted: list[Any]) -> None:
    assert [feature.properties["name"] for feature in layer.features] == wanted


def check_values(layer: Layer, _: Runs, wanted: dict[str, list[Any]]) -> None:
    for name, values in wanted.items():
        assert [feature.properties[name] for feature in layer.features] == values


def check_area(layer: Layer, runs: Runs, wanted: list[float]) -> None:
    """Square degrees of what is drawn: rings against the clock count down."""
    area = 0.0
    for kind, xy in drawn(layer, runs):
        ring = shapely.LinearRing(xy)
        assert ring.is_ccw == (kind == EXTERIOR)
        assert np.abs(xy[:, 0]).max() <= 180
        area += shapely.Polygon(xy).area * (1 if kind == EXTERIOR else -1)
    assert area == pytest.approx(wanted[0], abs=wanted[1])


def check_longest(layer: Layer, runs: Runs, wanted: float) -> None:
    """No drawn segment is longer than so many degrees of arc."""
    for kind, xy in drawn(layer, runs):
        assert kind == LINE
        lon, lat = np.radians(xy).T
        p = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
        arc = np.degrees(np.arccos(np.clip((p[:-1] * p[1:]).sum(axis=1), -1, 1)))
        assert arc.max() <= wanted


def check_north(layer: Layer, runs: Runs, wanted: float) -> None:
    assert runs.xy[:, 1].max() / layer.scale > wanted


CHECKS: dict[str, Callable[[Layer, Runs, Any], None]] = {
    "ids": check_ids,
    "kinds": check_kinds,
    "values": check_values,
    "bounds": check_bounds,
    "names": check_names,
    "notes": check_notes,
    "facts": check_facts,
    "properties": check_properties,
    "area": check_area,
    "longest": check_longest,
    "north": check_north,
}


def test_neighbours_keep_the_border_they_share(tmp_path: Path) -> None:
    """Two wiggly neighbours tile a rectangle at every level: no gap, no overlap."""
    wiggle = [(5 + 0.3 * math.sin(y / 9), y / 200) for y in range(2001)]
    west = [[0, 0], *wiggle, [0, 10], [0, 0]]
    east = [[10, 0], [10, 10], *wiggle[::-1], [10, 0]]
    features = [
        {
            "type": "Feature",
            "properties": {"id": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, ring in {"west": west, "east": east}.items()
    ]
    path = tmp_path / "two.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    layer = prepare(LayerSpec(name="two", source=path, folder=tmp_path, tolerance_m=50))
    packed = decode(layer.packed)
    assert len(packed.tolerances_m) > 1
    for number, tolerance in enumerate(packed.tolerances_m):
        a, b = (shapely.Polygon(xy) for _, xy in drawn(layer, packed.level(number)))
        assert a.intersection(b).area < 1e-9, tolerance
        assert shapely.union_all([a, b]).area == pytest.approx(a.area + b.area, abs=1e-9)
        assert len(shapely.get_parts(shapely.union_all([a, b]))) == 1
        assert not list(shapely.union_all([a, b]).interiors)


def test_levels_stay_within_their_tolerance(tmp_path: Path) -> None:
    line = [[100 + i / 50, 50 + math.sin(i / 7) / 20] for i in range(2000)]
    path = tmp_path / "line.geojson"
    path.write_text(json.dumps({"type": "LineString", "coordinates": line}))
    layer = prepare(LayerSpec(name="line", source=path, folder=tmp_path, tolerance_m=100))
    packed = decode(layer.packed)
    original = shapely.LineString(line)
    sizes = []
    for number, tolerance in enumerate(packed.tolerances_m):
        ((_, xy),) = drawn(layer, packed.level(number))
        kept = shapely.LineString(xy)
        off = shapely.hausdorff_distance(original, kept) * 111_195
        assert off <= tolerance * 1.8, (tolerance, off)  # a degree of longitude is shorter here
        sizes.append(len(xy))
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("/etc/passwd", "absolute path"),
        ("../secret.geojson", "leads out of the folder"),
        ("https://example.org/x.geojson", "no addresses"),
        ("/vsicurl/https://example.org/x", "no addresses"),
        ("PG:dbname=x", "no addresses"),
        ("a.zip!b.shp", "no addresses"),
        ("", "is empty"),
        ("folder", "is a folder"),
        ("linked.geojson", "leads out of the folder"),
        ("plces.geojson", "did you mean 'places.geojson'"),
    ],
)
def test_only_files_of_the_folder_are_read(tmp_path: Path, source: str, message: str) -> None:
    folder = tmp_path / "story"
    (folder / "folder").mkdir(parents=True)
    (folder / "places.geojson").write_text("{}")
    (tmp_path / "secret.geojson").write_text("{}")
    (folder / "linked.geojson").symlink_to(tmp_path / "secret.geojson")
    with pytest.raises(StorymapError, match=message):
        resolve(source, folder)


def test_a_file_that_may_not_be_read_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "latin.geojson"
    path.write_bytes('{"type": "Point", "name": "é"}'.encode("latin-1"))
    with pytest.raises(StorymapError, match="is not UTF-8"):
        prepare(LayerSpec(name="x", source=path, folder=tmp_path))
