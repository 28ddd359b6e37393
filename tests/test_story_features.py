"""The features that a step shows and marks: the same ones on the page, in pictures and in words."""

import copy
import json
from pathlib import Path
from typing import Any

from story import build
from story.build import Built


def place(key: str, name: str, lon: float, year: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"k": key, "name": name, "year": year},
        "geometry": {"type": "Point", "coordinates": [lon, 50]},
    }


PLACES = [
    place("a", "Alpha", 100, 2001),
    place("a", "Again", 110, 2005),
    place("b", "Beta", 120, 2010),
]
STEP = {
    "id": "s",
    "title": "S",
    "body": "One.",
    "view": {"center": [110, 52], "zoom": 4},
    "layers": ["it"],
}
STORY = {
    "title": "T",
    "base": [],
    "layers": {"it": {"source": "it.geojson", "key": "k", "label": "name"}},
}


def told(folder: Path, *, quiz: dict[str, Any] | None = None, **step: Any) -> Built:
    """A story of one step over three places, two of which have the key `a`."""
    (folder / "it.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": PLACES}), encoding="utf-8"
    )
    story = {**copy.deepcopy(STORY), "steps": [{**STEP, **step}]}
    if quiz:
        story["quiz"] = quiz
    (folder / "story.yaml").write_text(json.dumps(story), encoding="utf-8")
    return build.assemble(folder / "story.yaml")


def test_a_key_of_several_features_means_all_of_them(tmp_path: Path) -> None:
    mark = {"only": ["a"], "style": {"fill": "#ff0000"}}
    built = told(
        tmp_path,
        layers=[{"layer": "it", "only": ["a"], "mark": mark}],
        reveal=[{"layers": [{"layer": "it", "only": ["a"]}]}],
        quiz={"layer": "it", "places": ["b", "a"]},
    )
    state = built.scene.steps[0]
    assert state["show"][0]["only"] == [0, 1]
    assert state["show"][0]["mark"]["only"] == [0, 1]
    assert state["reveal"][0]["hide"] == [[0, [0, 1]]]
    assert built.scene.quiz is not None
    assert built.scene.quiz["places"] == [2, 0]
    assert built.scene.quiz["count"] == 2
