"""Small worlds, pixel by pixel: what is filled is what pyproj and shapely say lies there."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from browsers import Page
from geo import LayerSpec, prepare
from story.overlay import PackedLayer
from test_story_flight import script
from test_story_page import opened

RADIUS_M = 6_371_000
METRES_AT_ZOOM_0 = 40_075_016.686 / 256
HORIZON = 110
"""degrees from the camera, beyond which nothing is drawn"""
SIZE = 300
SLACK_PX = 2
"""this near to an edge a pixel may be either: the edge is soft, and simplified to half a pixel"""
CAMERAS = [(100, 50), (-175, 66), (20, -10), (-60, 88)]
ZOOMS = [1.0, 2.6]
"""the whole globe with its rim, and a part of it without"""
WORLD = box(-180, -90, 180, 90)
SCENES: dict[str, list[Any]] = {
    "round a pole": [box(-180, 68, 180, 90)],
    "over 180°": [MultiPolygon([box(165, 40, 180, 75), box(-180, 40, -150, 75)])],
    "round the opposite point": [box(80, -65, 120, -35), box(-20, -88, 60, -30)],
    "the world, but for one side": [WORLD - box(60, 10, 140, 80)],
    "with a hole": [box(70, 30, 130, 70) - box(90, 42, 110, 58)],
    "an island in a lake": [
        box(70, 30, 130, 70) - Polygon([(80, 38), (120, 38), (115, 64), (85, 64)]),
        box(95, 46, 105, 56),
    ],
}


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PackedLayer]:
    """The scenes, packed; their edges have so many vertices that it is plain which way they go."""
    folder = tmp_path_factory.mktemp("scenes")
    made = {}
    for number, (name, shapes) in enumerate(SCENES.items()):
        features = [
            {"type": "Feature", "properties": {"id": str(i)}, "geometry": mapping(fine)}
            for i, fine in enumerate(shapely.segmentize(shape, 0.5) for shape in shapes)
        ]
        source = folder / f"scene{number}.geojson"
        text = json.dumps({"type": "FeatureCollection", "features": features})
        source.write_text(text, encoding="utf-8")
        spec = LayerSpec(name=f"scene{number}", source=source, folder=folder, tolerance_m=500)
        style = {"fill": "#00ff00", "fill_opacity": 1, "width": 0}
        made[name] = PackedLayer(prepare(spec), style=style)
    return made


def expected(name: str, lon: float, lat: float, zoom: float) -> npt.NDArray[np.bool_]:
    """Whether each pixel shows a place inside the scene, by pyproj and shapely alone."""
    metres = METRES_AT_ZOOM_0 / 2**zoom
    middle = (np.arange(SIZE) + 0.5 - SIZE / 2) * metres
    east, north = np.meshgrid(middle, -middle)
    globe = f"+R={RADIUS_M}"
    back = Transformer.from_crs(
        f"+proj=laea +lon_0={lon} +lat_0={lat} {globe}", f"+proj=longlat {globe}", always_xy=True
    )
    seen = np.hypot(east, north) < 2 * RADIUS_M * np.sin(np.radians(HORIZON / 2))
    there = back.transform(np.where(seen, east, 0), np.where(seen, north, 0))
    inside = shapely.contains_xy(shapely.union_all(SCENES[name]), *there)
    return np.asarray(inside & seen)


def certain(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which pixels have none of the other kind near them."""
    sure = np.ones_like(mask)
    for rows in range(-SLACK_PX, SLACK_PX + 1):
        for columns in range(-SLACK_PX, SLACK_PX + 1):
            sure &= np.roll(mask, (rows, columns), axis=(0, 1)) == mask
    return sure


def test_what_is_filled_is_what_lies_there(
    page: Page, story_page: Path, layers: dict[str, PackedLayer]
) -> None:
    opened(page, story_page)
    faults, seen = [], {name: set[bool]() for name in SCENES}
    for name, layer in layers.items():
        for lon, lat in CAMERAS:
            for zoom in ZOOMS:
                wanted = {"scene": layer.scene, "packed": layer.packed, "size": SIZE}
                wanted |= {"lon": lon, "lat": lat, "zoom": zoom}
                green = page.evaluate(script("scene").replace("@@WANTED@@", json.dumps(wanted)))
                found = np.array(list(green)).reshape(SIZE, SIZE) == "1"
                reference = expected(name, lon, lat, zoom)
                sure = certain(reference)
                seen[name] |= set(np.unique(reference[sure]).tolist())
                wrong = int(((found != reference) & sure).sum())
                if wrong or sure.mean() < 0.8:
                    faults.append((name, lon, lat, zoom, wrong, round(float(sure.mean()), 2)))
    assert faults == []
    assert all(both == {True, False} for both in seen.values()), seen
