"""The same layers twice: as a page of ours, and as a Folium page made the usual way."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
import numpy as np

from story import build
from story.build import Built
from story.leaflet import Parts, StoryFigure, Verbatim
from story.sketch import sketches

WORLD = [[-89, -180], [89, 180]]
View = tuple[float, float, int]
"""lat, lon and Leaflet's zoom"""


@dataclass(frozen=True)
class Sample:
    """A page, the views that it is flown through, and what its geometries weigh in it."""

    name: str
    path: Path
    ours: bool
    views: list[View]
    vertices: int
    data_bytes: int
    """of the geometries alone"""


def real(folder: Path) -> tuple[Sample, Sample]:
    """The story that ships, from the files that its author gave."""
    built = build.assemble(None)
    sources = [entry.source for entry in built.story.layers.values()]
    views = [_view(step["view"]) for step in built.scene.steps]
    return _pair(folder, "story", built, sources, views)


def synthetic(folder: Path, vertices: int) -> tuple[Sample, Sample]:
    """Areas that tile a part of Asia, with so many vertices together."""
    name = f"{vertices // 1000} k"
    source = folder / f"areas-{vertices}.geojson"
    source.write_text(json.dumps(_areas(vertices)), encoding="utf-8")
    steps = "".join(
        f"- {{id: s{i}, title: Step {i}, body: A mosaic., layers: [areas],"
        f" view: {{center: [{lon}, {lat}], zoom: {zoom}}}}}\n"
        for i, (lat, lon, zoom) in enumerate(VIEWS)
    )
    tolerance_m = 2e7 / vertices  # a thirtieth of the way from a vertex to the next
    layer = (
        f"{{source: {source.name}, tolerance_m: {tolerance_m}, "
        "style: {fill: '#e7dcc3', color: '#555'}}"
    )
    config = folder / f"{vertices}.yaml"
    config.write_text(
        f"title: {name}\nrelief: false\nbase: []\nlayers: {{areas: {layer}}}\nsteps:\n{steps}",
        encoding="utf-8",
    )
    views = [_view([lon, lat, 0, 0, zoom]) for lat, lon, zoom in VIEWS]
    return _pair(folder, name, build.assemble(config), [source], views)


VIEWS = ((50.0, 100.0, 3.5), (45.0, 75.0, 6.0), (60.0, 130.0, 5.0), (40.0, 110.0, 7.0))


def _view(view: Sequence[Any]) -> View:
    """A view of a step as a place and a zoom in Mercator that shows the same part of the world."""
    lon, lat, width, height, zoom = view
    stretch = np.log2(np.cos(np.radians(lat)))
    if zoom is None:
        # 850 × 650 pixels are free of cards in the window that is measured
        zoom = np.log2(156_543 * min(850 / width, 650 / height))
    return float(lat), float(lon), max(1, round(float(zoom + stretch)))


def _pair(
    folder: Path, name: str, built: Built, sources: list[Path], views: list[View]
) -> tuple[Sample, Sample]:
    """The naive page, then ours."""
    naive, ours = folder / f"{name}-folium.html", folder / f"{name}-ours.html"
    ours.write_text(build.page(built), encoding="utf-8")
    world = folium.Map(
        location=views[0][:2], zoom_start=views[0][2], tiles=None, prefer_canvas=True
    )
    # without the network: its links are inlined as ours are, so only the layers differ
    style = (Path(__file__).parent / "plain_style.html").read_text("utf-8")
    figure = StoryFigure(Parts(head="", style="", body="", engine="", language="en"))
    figure.add_child(world)
    figure.header.add_child(Verbatim(style))
    folium.Rectangle(WORLD, fill=True, fill_opacity=1, color="#dbe6ec").add_to(world)
    vertices = data_bytes = 0
    for source in sources:
        data = json.loads(source.read_text("utf-8"))
        folium.GeoJson(data).add_to(world)
        vertices += _count(data)
        data_bytes += len(json.dumps([shape["geometry"] for shape in data["features"]]))
    sketched = sketches(built.scene.packed, built.scene.steps[0]).values()
    naive.write_text(figure.render(), encoding="utf-8")
    return (
        Sample(
            f"{name}, Folium",
            naive,
            views=views,
            vertices=vertices,
            data_bytes=data_bytes,
            ours=False,
        ),
        Sample(
            f"{name}, ours",
            ours,
            ours=True,
            views=views,
            vertices=built.vertices,
            data_bytes=sum(
                len(base64.b64encode(blob)) for blob in (*built.scene.packed, *sketched)
            ),
        ),
    )


def _count(data: Any) -> int:
    """How many positions there are in a value of GeoJSON."""
    if isinstance(data, dict):
        return sum(_count(v) for k, v in data.items() if k not in ("properties", "bbox", "crs"))
    if not isinstance(data, list):
        return 0
    if data and isinstance(data[0], int | float):
        return 1
    return sum(map(_count, data))


def _areas(vertices: int) -> dict[str, Any]:
    """A grid of areas with wiggly borders, which neighbours share.

    Their coordinates have all the digits that data have once they were reprojected.
    """
    side = 20
    per_edge = max(2, vertices // (4 * side * side))
    rng = np.random.default_rng(1)
    lon, lat = np.linspace(60, 140, side + 1), np.linspace(30, 70, side + 1)
    t = np.linspace(0, 1, per_edge, endpoint=False)
    bow = np.minimum(1, 8 * t * (1 - t))

    def back(run: Any, end: tuple[float, float]) -> Any:
        """The same border from its other end."""
        return np.vstack([[end], run[:0:-1]])

    def edge(a: tuple[float, float], b: tuple[float, float]) -> Any:
        noise = np.cumsum(rng.normal(0, 0.004, (per_edge, 2)), axis=0) * bow[:, None]
        return np.outer(1 - t, a) + np.outer(t, b) + noise - noise[0]

    flat = [
        [edge((lon[i], lat[j]), (lon[i + 1], lat[j])) for j in range(side + 1)] for i in range(side)
    ]
    tall = [
        [edge((lon[i], lat[j]), (lon[i], lat[j + 1])) for j in range(side)] for i in range(side + 1)
    ]
    features = []
    for i in range(side):
        for j in range(side):
            ring = np.vstack(
                [
                    flat[i][j],
                    tall[i + 1][j],
                    back(flat[i][j + 1], (lon[i + 1], lat[j + 1])),
                    back(tall[i][j], (lon[i], lat[j + 1])),
                    [flat[i][j][0]],
                ]
            )
            shape = {"type": "Polygon", "coordinates": [ring.tolist()]}
            features.append(
                {"type": "Feature", "properties": {"id": f"{i}-{j}"}, "geometry": shape}
            )
    return {"type": "FeatureCollection", "features": features}
