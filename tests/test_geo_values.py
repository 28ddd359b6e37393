"""Values of every kind reach the page as the file has them: the popup shows them."""

import json
from pathlib import Path

import folium

from browsers import Page
from geo import LayerSpec, prepare
from story.leaflet import Parts, StoryFigure
from story.overlay import PackedLayer
from test_story_page import until

VALUES = """{
  "whole": 9007199254740993, "below": -9007199254740993, "long": 123456789012345678901234567890,
  "small": 0.1, "nothing": null, "yes": true, "no": false, "day": "2020-02-30",
  "moment": "2020-01-01T00:00:00+07:00", "code": "0012", "list": [1, null, 9007199254740993],
  "object": {"a": {"b": [true, "x"]}}, "text": "Амур / 黑龙江 \\"<b>\\" \\\\20 {{ 7 * 7 }}"
}"""
SHOWN = {
    "whole": "9007199254740993",
    "below": "-9007199254740993",
    "long": "123456789012345678901234567890",
}
SHOWN |= {
    "small": "0.1",
    "day": "2020-02-30",
    "moment": "2020-01-01T00:00:00+07:00",
    "code": "0012",
    "list": '[1, null, "9007199254740993"]',
    "object": '{"a": {"b": [true, "x"]}}',
    "text": 'Амур / 黑龙江 "<b>" \\20 {{ 7 * 7 }}',
}
POPUP = """(() => {
  const map = window[document.querySelector('.folium-map').id];
  const at = map.latLngToContainerPoint([50, 100]);
  map.fire('click', {containerPoint: at, latlng: L.latLng(50, 100)});
  return document.querySelectorAll('.leaflet-popup-content dd').length > 0;
})()"""
TOLD = """(() => {
  const texts = (tag) => [...document.querySelectorAll(`.leaflet-popup-content ${tag}`)]
    .map((found) => found.textContent);
  return [texts('dt'), texts('dd')];
})()"""


def test_values_reach_the_page_unharmed(page: Page, tmp_path: Path) -> None:
    source = tmp_path / "values.geojson"
    square = [[[90, 40], [110, 40], [110, 60], [90, 60], [90, 40]]]
    geometry = json.dumps({"type": "Polygon", "coordinates": square})
    source.write_text(
        f'{{"type": "Feature", "geometry": {geometry}, "properties": {VALUES}}}', encoding="utf-8"
    )
    layer = prepare(LayerSpec(name="values", source=source, folder=tmp_path))
    world = folium.Map([50, 100], zoom_start=4, tiles=None)
    figure = StoryFigure(Parts(head="", style="", body="", engine="", language="en"))
    figure.add_child(world)
    popup = [{"field": name, "title": name} for name in json.loads(VALUES)]
    PackedLayer(layer, popup=popup).add_to(world)
    target = tmp_path / "map.html"
    target.write_text(figure.render(), encoding="utf-8")
    page.goto(target.as_uri())
    until(page, "document.querySelector('canvas')")
    until(page, POPUP)
    titles, values = page.evaluate(TOLD)
    told = dict(zip(titles, values, strict=True))
    assert told == {**told, **SHOWN}
    assert "nothing" not in told
    assert "NaN" not in "".join(values)
