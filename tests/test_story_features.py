"""The features that a step shows and marks: the same ones on the page, in pictures and in words."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from story import build
from story.build import Built
from story.config import load
from story.guess import guess_of
from story.names import pick
from story.page import _attributions
from story.picture import Picture, draw
from story.picture.draw import details_of
from story.problems import ConfigError
from story.telling import Told, tell
from story.telling.extent import _area


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
STORY: dict[str, Any] = {
    "title": "T",
    "base": [],
    "layers": {
        "it": {"source": "it.geojson", "key": "k", "label": "name", "legend": "Places"},
        "bare": {"source": "it.geojson", "key": "k"},
    },
}


def told(
    folder: Path,
    *,
    layer: dict[str, Any] | None = None,
    quiz: dict[str, Any] | None = None,
    **step: Any,
) -> Built:
    """A story of one step over three places, two of which have the key `a`."""
    (folder / "it.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": PLACES}), encoding="utf-8"
    )
    story = {**copy.deepcopy(STORY), "steps": [{**STEP, **step}]}
    story["layers"]["it"] |= layer or {}
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


def pictured(built: Built) -> Picture:
    (picture,) = draw(built.scene)
    return picture


def in_words(built: Built) -> Told:
    (words,) = tell(built.story, built.scene)
    return words


def test_a_still_picture_sets_apart_what_the_step_marks(tmp_path: Path) -> None:
    mark = {"only": ["b"], "style": {"fill": "#ff0000"}, "legend": "Later"}
    shown = pictured(told(tmp_path, layers=[{"layer": "it", "mark": mark}]))
    assert [symbol.style["fill"] for symbol in shown.symbols] == ["#ffffff", "#ffffff", "#ff0000"]
    assert [row.text for row in shown.legend] == ["Places", "Later"]
    assert shown.legend[-1].style["fill"] == "#ff0000"
    # all of a layer may be marked: then nothing looks as its own row says
    whole = pictured(told(tmp_path, layers=[{"layer": "it", "mark": {**mark, "only": ["a", "b"]}}]))
    assert [row.text for row in whole.legend] == ["Later"]


def test_a_mark_is_seen_on_what_has_no_look_of_its_own(tmp_path: Path) -> None:
    bare = {"label": None, "style": {"marker": "none"}}
    mark = {"only": ["b"], "style": {"marker": "dot", "fill": "#ff0000"}}
    built = told(tmp_path, layer=bare, layers=[{"layer": "it", "mark": mark}])
    assert [symbol.style["fill"] for symbol in pictured(built).symbols] == ["#ff0000"]


def test_the_map_in_words_has_both_sides_of_a_divider(tmp_path: Path) -> None:
    swipe = {
        "left": ["bare"],
        "right": ["it", "bare"],
        "left_caption": "Few",
        "right_caption": "Many",
    }
    bare = ["bare, 1", "bare, 2", "bare, 3"]
    words = in_words(told(tmp_path, layers=[], swipe=swipe))
    assert sorted(row.name for row in words.rows) == ["Again", "Alpha", "Beta", *bare]
    assert "Alpha" in words.text
    # what changes on the right alone is told when the same process builds again
    years = told(tmp_path, layer={"label": "year"}, layers=[], swipe=swipe)
    assert sorted(row.name for row in in_words(years).rows) == ["2001", "2005", "2010", *bare]


def test_before_the_first_year_nothing_is_drawn_and_nothing_is_told(tmp_path: Path) -> None:
    time = {"layer": "it", "field": "year", "first": 1990, "last": 2020, "until": 1995}
    built = told(tmp_path, time=time)
    assert built.scene.steps[0]["show"][0]["only"] == []
    assert pictured(built).symbols == ()
    assert pictured(built).legend == ()
    assert in_words(built).rows == ()
    assert "Alpha" not in in_words(built).text


def test_the_number_of_a_guess_is_said_whole(tmp_path: Path) -> None:
    built = told(tmp_path, predict={"ask": "How many?", "high": 9000000, "value": [1.5, 1234567]})
    guess = guess_of(built.story, built.story.config.steps[0], lambda text: pick(text, "en"))
    assert guess is not None
    assert guess.data == (("", "1.5 to 1,234,567"),)


def test_no_two_charts_of_a_page_have_one_id(tmp_path: Path) -> None:
    chart = {"title": "t", "kind": "bars", "rows": [{"label": "x", "value": [1, 2]}]}
    story = {
        **STORY,
        "charts": {"b-c": chart, "c": chart},
        "steps": [{**STEP, "id": "a", "charts": ["b-c"]}, {**STEP, "id": "a-b", "charts": ["c"]}],
    }
    (tmp_path / "it.geojson").write_text(json.dumps(PLACES[0]), encoding="utf-8")
    (tmp_path / "story.yaml").write_text(json.dumps(story), encoding="utf-8")
    page = build.page(build.assemble(tmp_path / "story.yaml"))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert [one for one in ids if ids.count(one) > 1] == []
    assert {"a:b-c", "a-b:c"} <= set(ids)


@pytest.mark.parametrize("function", [details_of, _area])
def test_versions_of_a_layer_are_not_kept_for_ever(function: Any) -> None:
    assert function.cache_info().maxsize is not None


def test_the_ledger_and_the_glossary_are_looked_for_in_the_folders_given(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ledger.yaml").write_text("sources: {}\n", encoding="utf-8")
    (tmp_path / "data" / "words.yaml").write_text(
        "terms: {ice: {definition: Cold.}}\n", encoding="utf-8"
    )
    (tmp_path / "it.geojson").write_text(json.dumps(PLACES[0]), encoding="utf-8")
    story = {**STORY, "ledger": "ledger.yaml", "glossary": "words.yaml", "steps": [STEP]}
    (tmp_path / "story.yaml").write_text(json.dumps(story), encoding="utf-8")
    assert list(load(tmp_path / "story.yaml", [tmp_path / "data"]).terms) == ["ice"]
    with pytest.raises(ConfigError, match=r"ledger\.yaml: there is no such file"):
        load(tmp_path / "story.yaml")


def test_only_a_credit_that_is_part_of_another_is_left_out(tmp_path: Path) -> None:
    credits_ = ["NASA", "NASA/JPL-Caltech", "OS", "© OSM contributors, OS", "OSM"]
    layers = {
        f"l{i}": {"source": "it.geojson", "attribution": text} for i, text in enumerate(credits_)
    }
    story = {**STORY, "layers": layers, "steps": [{**STEP, "layers": list(layers)}]}
    (tmp_path / "it.geojson").write_text(json.dumps(PLACES[0]), encoding="utf-8")
    (tmp_path / "story.yaml").write_text(json.dumps(story), encoding="utf-8")
    found = _attributions(load(tmp_path / "story.yaml"))
    assert found == ["NASA", "NASA/JPL-Caltech", "© OSM contributors, OS", "OSM"]
