"""The browser unpacks what Python packed, to the same places, at every level of detail."""

import base64
from pathlib import Path

import numpy as np
import pytest

from browsers import Page
from geo import LayerSpec, prepare
from geo.encode import decode
from geo.project import vectors
from test_story_page import opened

LAYERS = Path(__file__).parent.parent / "layers"
UNPACK = """(async () => {
  const {inflate, decode} = window.storyglobe.core;
  const packed = decode(await inflate('@@DATA@@'));
  return packed.levels.map((_, i) => {
    const {tolerance, parts, kind, feature, start, xyz} = packed.level(i);
    const sums = [0, 0, 0];
    xyz.forEach((value, j) => { sums[j % 3] += value * (j % 97 + 1); });
    return {tolerance, parts, kind: [...kind], feature: [...feature], start: [...start],
      sums, some: [...xyz.subarray(0, 3000)]};
  });
})()"""


@pytest.mark.parametrize("name", ["osm/provinces_ru_cn", "land", "graticule", "places"])
def test_the_browser_and_python_agree(page: Page, story_page: Path, name: str) -> None:
    source = LAYERS / f"{name}.geojson"
    layer = prepare(LayerSpec(name=name, source=source, folder=LAYERS))
    packed = decode(layer.packed)
    opened(page, story_page)
    found = page.evaluate(UNPACK.replace("@@DATA@@", base64.b64encode(layer.packed).decode()))
    assert [level["tolerance"] for level in found] == list(packed.tolerances_m)
    for number, level in enumerate(found):
        runs = packed.level(number)
        assert level["parts"] == len(runs.feature)
        assert level["kind"] == runs.kind.tolist()
        assert level["feature"] == runs.feature.tolist()
        assert level["start"] == runs.start.tolist()
        there = vectors(runs.xy / packed.scale).astype(np.float32)
        weight = np.arange(there.size).reshape(-1, 3) % 97 + 1
        assert level["sums"] == pytest.approx((there * weight).sum(axis=0), rel=1e-5, abs=0.5)
        assert level["some"] == pytest.approx(there.ravel()[:3000].tolist(), abs=1e-6)


def test_bytes_that_lie_are_refused(page: Page, story_page: Path) -> None:
    """A layer that is cut, of another version, or false in its counts is an error, not a hang."""
    opened(page, story_page)
    for raw in ("1", "2", "2,100,1,1,50,255,255,255,127,1,0", "2,100,1,1,50,1,9,1,0,0,3,9,0,0"):
        caught = page.evaluate(
            "(() => { try { window.storyglobe.core.decode(new Uint8Array([" + raw + "]));"
            " return ''; } catch (error) { return error.message; } })()"
        )
        assert "packed layer" in caught, raw
