"""The first picture shows a large layer as a sketch, which stands above what draws it."""

import base64
import gzip
import json
import re
from pathlib import Path

import numpy as np
import pytest

from browsers import Page
from geo.encode import decode
from story import build
from story.build import Built
from story.sketch import FAULT_PX, LARGE, WORTH, sketches
from story.view import METRES_AT_ZOOM_0
from test_story_degrade import without
from test_story_page import opened, until

# what was on the map, and in the page, when the first picture was drawn
WATCH = """
const {mark} = performance;
performance.mark = function (name, ...more) {
  const rest = document.querySelectorAll(".sg-packed").length;
  if (name === "storyglobe-painted") window.first = {inked: inked(), rest};
  return mark.call(performance, name, ...more);
};
function inked() {
  const canvas = document.querySelector(".leaflet-storyglobe-pane canvas");
  const {width, height} = canvas;
  const {data} = canvas.getContext("2d").getImageData(0, 0, width, height);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] > 200 && data[i + 1] < 60) found++;
  return found / (width * height);
}
"""
STORY = """
title: A large layer
relief: false
base: []
layers:
  areas:
    source: areas.geojson
    tolerance_m: 60
    style: {fill: '#ff0000', color: '#ff0000', fill_opacity: 1}
steps:
  - {id: all, title: All, body: Red., layers: [areas], view: {center: [10, 50], zoom: 5}}
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A story of one area with a shore of 60,000 vertices."""
    folder = tmp_path_factory.mktemp("large")
    turn = np.linspace(0, 2 * np.pi, 60_000, endpoint=False)
    far = 1 + np.random.default_rng(1).normal(0, 0.001, 60_000)  # a star crosses itself nowhere
    ring = np.column_stack([10 + 5 * far * np.cos(turn), 50 + 3 * far * np.sin(turn)])
    shape = {"type": "Polygon", "coordinates": [[*ring.tolist(), ring[0].tolist()]]}
    (folder / "areas.geojson").write_text(json.dumps(shape), encoding="utf-8")
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    return build.assemble(folder / "story.yaml")


def test_what_is_large_has_a_sketch(large: Built) -> None:
    packed = large.scene.packed
    sketched = sketches(packed, large.scene.steps[0])
    assert list(sketched) == [0]
    assert len(packed[0]) > LARGE
    assert len(sketched[0]) * WORTH < len(packed[0])
    whole, sketch = decode(packed[0]), decode(gzip.compress(sketched[0]))
    fault = FAULT_PX * METRES_AT_ZOOM_0 / 2**5
    assert sketch.tolerances_m == whole.tolerances_m[-1:]
    assert sketch.tolerances_m[0] <= fault
    level = whole.level(len(whole.tolerances_m) - 1)
    assert sketch.runs.xy.tolist() == level.xy.tolist()


def test_a_fine_view_has_a_fine_sketch_or_none(large: Built) -> None:
    step = large.scene.steps[0]
    close = {**step, "view": [10, 50, 0, 0, 14]}
    assert sketches(large.scene.packed, close) == {}
    assert sketches(large.scene.packed, {**step, "show": []}) == {}


def test_the_first_picture_does_not_wait(page: Page, large: Built, tmp_path: Path) -> None:
    opened(page, without(bare(large), WATCH, tmp_path / "large.html"))
    first = page.evaluate("window.first")
    assert first["rest"] == 0
    assert page.evaluate("document.querySelectorAll('.sg-packed').length") == 0
    assert first["inked"] > 0.01
    assert page.evaluate("inked()") == pytest.approx(first["inked"], rel=0.02)


@pytest.mark.parametrize("broken", ["sg-coarse", "sg-packed"])
def test_damage(page: Page, large: Built, tmp_path: Path, broken: str) -> None:
    """The layer is drawn without its sketch; its sketch is not left to stand for it."""
    island = re.search(rf'class="{broken}">([^<]*)', text := bare(large))
    assert island
    bad = base64.b64encode(b"\x09").decode()
    target = without(
        text[: island.start(1)] + bad + text[island.end(1) :], WATCH, tmp_path / "d.html"
    )
    page.goto(target.as_uri())
    until(page, "window.storyglobe?.stories?.length")
    is_whole = broken == "sg-coarse"
    assert page.evaluate("window.storyglobe.stories[0].failed") == ([] if is_whole else ["areas"])
    until(page, f"(inked() > 0.01) === {str(is_whole).lower()}")
    assert (page.evaluate("window.first.inked") > 0.01) == (not is_whole)


def bare(built: Built) -> str:
    """The page before its policy was put in, which would know no script of ours."""
    text = build.page(built)
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', "", text, count=1)
