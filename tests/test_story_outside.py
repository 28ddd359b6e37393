"""What lies outside the story's folder is refused wherever a file is named, with the reason.

A catalogue is the exception: stories share it, and what it names lies in its own folder.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from story import build
from story.problems import ConfigError

PLACE = {
    "type": "Feature",
    "properties": {"id": "a"},
    "geometry": {"type": "Point", "coordinates": [127, 50]},
}
NAMES = {
    "/etc/hostname": "is an absolute path; put the file in",
    "C:\\places.geojson": "is an absolute path; put the file in",
    "~/places.geojson": "is an absolute path; put the file in",
    "../away.geojson": "leads out of the folder; put the file in",
    "data/../../away.geojson": "leads out of the folder; put the file in",
    "https://example.org/a.geojson": "only files can be read, no addresses",
    "file:///etc/hostname": "only files can be read, no addresses",
    "/vsicurl/https://example.org/a.geojson": "only files can be read, no addresses",
    "/vsizip/a.zip/a.shp": "only files can be read, no addresses",
    "CSV:places.csv": "only files can be read, no addresses",
    "WFS:https://example.org": "only files can be read, no addresses",
    "link.geojson": "is a link that leads out of the folder",
    "folder": "is a folder; name the file in it",
    "": "is empty; name a file",
}


def layer(name: str) -> dict[str, Any]:
    return {"layers": {"it": {"source": name}}}


def join(name: str) -> dict[str, Any]:
    return {"layers": {"it": {"source": "in.geojson", "join": {"source": name, "key": "id"}}}}


def media(name: str) -> dict[str, Any]:
    picture = {"file": name, "alt": "a picture", "licence": "CC0-1.0"}
    step = {"id": "one", "title": "One", "body": "b", "layers": ["it"], "media": [picture]}
    return {"steps": [step]}


PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "layers.it.source": layer,
    "layers.it.join[1].source": join,
    "steps[1].media[1].file": media,
    "ledger": lambda name: {"ledger": name},
    "glossary": lambda name: {"glossary": name},
    "charts": lambda name: {"charts": name},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story's folder, with a file outside of it and a link to that."""
    home = tmp_path_factory.mktemp("story") / "inner"
    (home / "folder").mkdir(parents=True)
    (home / "in.geojson").write_text(json.dumps(PLACE), encoding="utf-8")
    (home.parent / "away.geojson").write_text(json.dumps(PLACE), encoding="utf-8")
    (home / "link.geojson").symlink_to(home.parent / "away.geojson")
    return home


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_is_refused_with_its_line_and_the_reason(
    folder: Path, place: str, name: str
) -> None:
    story = {
        "title": "T",
        "base": [],
        "layers": {"it": {"source": "in.geojson"}},
        "steps": [{"id": "one", "title": "One", "body": "b", "layers": ["it"]}],
    }
    path = folder / "story.yaml"
    path.write_text(json.dumps(story | PLACES[place](name)), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        build.assemble(path)
    (problem,) = error.value.problems
    assert problem.startswith(f"{path}:1: {place}: ")
    assert NAMES[name] in problem
