"""A packed layer on other people's maps: Mercator, feature groups, layer control, hostile names."""

import json
from pathlib import Path

import folium
import pytest

from browsers import Page
from geo import LayerSpec, prepare
from story.leaflet import Parts, StoryFigure, Verbatim
from story.leaflet_files import RenderError
from story.overlay import PackedLayer
from test_story_page import until

NASTY = "{{ 7 * 7 }} {% if %} {# <img src=x onerror=alert(1)> & \"quoted\" 'it' \\20 </script> ${x}"
SQUARE = {
    "type": "Feature",
    "properties": {"id": "a", "name": NASTY},
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[90, 40], [110, 40], [110, 60], [90, 60], [90, 40]]],
    },
}


# a real event on the map, where the square is
POINT = """(() => {
  const map = window[document.querySelector('.folium-map').id];
  const {x, y} = map.latLngToContainerPoint([50, 100]);
  const {left, top} = map.getContainer().getBoundingClientRect();
  const event = {bubbles: true, cancelable: true, clientX: left + x, clientY: top + y};
  map.getPane('mapPane').dispatchEvent(new MouseEvent('@@EVENT@@', event));
})()"""


@pytest.fixture
def square(tmp_path: Path) -> LayerSpec:
    (tmp_path / "square.geojson").write_text(json.dumps(SQUARE), encoding="utf-8")
    return LayerSpec(name="square", source=tmp_path / "square.geojson", folder=tmp_path)


def pixel(page: Page, lon: float, lat: float) -> list[int]:
    """The canvas's own colour at a place of the map."""
    found: list[int] = page.evaluate(
        f"""(() => {{
          const map = window[document.querySelector('.folium-map').id];
          const {{x, y}} = map.latLngToContainerPoint([{lat}, {lon}]);
          const canvas = document.querySelector('canvas');
          const box = canvas.getBoundingClientRect();
          const edge = map.getContainer().getBoundingClientRect();
          const ratio = canvas.width / box.width;
          const probe = document.createElement('canvas');
          const c = probe.getContext('2d', {{willReadFrequently: true}});
          c.drawImage(canvas, (edge.left + x - box.left) * ratio, (edge.top + y - box.top) * ratio,
            1, 1, 0, 0, 1, 1);
          return [...c.getImageData(0, 0, 1, 1).data];
        }})()"""
    )
    return found


@pytest.mark.parametrize("crs", ["EPSG3857", "StoryLAEA"])
def test_a_packed_layer_works_on_any_map(
    page: Page, square: LayerSpec, tmp_path: Path, crs: str
) -> None:
    world = folium.Map(location=[50, 100], zoom_start=3, tiles=None, crs=crs)
    figure = StoryFigure(Parts(head="", style="", body="", engine="", language="en"))
    figure.add_child(world)
    figure.header.add_child(Verbatim("<style>.folium-map { width: 900px; height: 600px }</style>"))
    group = folium.FeatureGroup(name="group").add_to(world)
    layer = prepare(square)
    PackedLayer(layer, name="in a group", style={"fill": "#00ff00", "fill_opacity": 1}).add_to(
        group
    )
    PackedLayer(
        layer, name=NASTY, style={"fill": "#ff0000", "fill_opacity": 1}, popup=["name"]
    ).add_to(world)
    folium.LayerControl(collapsed=False).add_to(world)
    target = tmp_path / "map.html"
    target.write_text(figure.render(), encoding="utf-8")
    page.goto(target.as_uri())
    until(page, "document.querySelector('canvas')")
    until(page, "document.querySelectorAll('.leaflet-control-layers-overlays label').length === 2")
    red, green, none = [255, 0, 0, 255], [0, 255, 0, 255], 0
    wait_for(page, red)
    assert pixel(page, 120, 50) != red
    names = page.evaluate(
        "[...document.querySelectorAll('.leaflet-control-layers-overlays label')]"
        ".map((label) => label.textContent.trim())"
    )
    assert names == ["group", NASTY]
    for number, wanted in ((1, green), (0, none), (1, red)):
        page.evaluate(
            f"document.querySelectorAll('.leaflet-control-layers-overlays input')[{number}].click()"
        )
        wait_for(page, wanted)
    # zoomed and moved, it stays where it is
    page.evaluate(
        "void window[document.querySelector('.folium-map').id]"
        ".setView([45, 95], 5, {animate: false})"
    )
    wait_for(page, red)
    for event, told in (("mousemove", "tooltip"), ("click", "popup")):
        page.evaluate(POINT.replace("@@EVENT@@", event))
        said = f"document.querySelector('.leaflet-{told} dd')"
        until(page, said)
        assert page.evaluate(f"{said}.textContent") == NASTY
    page.evaluate("void window[document.querySelector('.folium-map').id].closePopup()")
    until(page, "!document.querySelector('.leaflet-popup dd')")
    # the keyboard's way: Enter tells what is in the middle, Escape goes back to the map
    page.evaluate("document.querySelector('.folium-map').focus()")
    page.key("Enter")
    until(page, "document.activeElement.localName === 'dl'")
    assert page.evaluate("document.activeElement.textContent").endswith(NASTY)
    page.key("Escape")
    until(page, "document.activeElement.classList.contains('folium-map')")
    assert page.evaluate("document.querySelectorAll('img').length") == 0
    assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []
    assert page.requests() == []


def wait_for(page: Page, wanted: list[int] | int) -> None:
    """Wait for a colour in the middle of the square; 0 is nothing of ours."""
    for _ in range(200):
        found = pixel(page, 100, 50)
        if found == wanted or (wanted == 0 and found not in ([255, 0, 0, 255], [0, 255, 0, 255])):
            return
        page.evaluate("new Promise((done) => setTimeout(done, 25))")
    pytest.fail(f"never {wanted}: {found}")


def test_a_packed_layer_needs_a_map(square: LayerSpec) -> None:
    layer = PackedLayer(prepare(square))
    with pytest.raises(RenderError, match="belongs on a folium"):
        layer.render()
    with pytest.raises(ValueError, match="colour"):
        PackedLayer(prepare(square), style={"color": "url(https://example.org)"})
