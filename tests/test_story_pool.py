"""Several things at a time: in order, and with as much memory as one large file needs."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

import geo.drawn
import geo.layer
from story import build, sources
from story.config import load
from story.pool import each
from story.problems import ConfigError

PATIENCE = 60
"""seconds for threads to meet; what goes wrong is told after that"""

STORY = """\
title: Many
base: []
steps:
  - {id: all, title: All, body: All., view: {fit: [one]}, layers: [one, two, three]}
layers:
  one: {source: one.geojson}
  two: {source: two.geojson}
  three: {source: three.geojson}
"""


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def test_results_come_in_order_whoever_is_done_first() -> None:
    second_is_done = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            assert second_is_done.wait(PATIENCE)
        if number == 1:
            second_is_done.set()
        return number * 10

    assert each(work, range(6)) == [0, 10, 20, 30, 40, 50]


def test_the_error_is_that_of_the_first_in_order() -> None:
    second_has_failed = threading.Event()

    def work(number: int) -> None:
        if number == 1:
            second_has_failed.set()
        elif number == 0:
            assert second_has_failed.wait(PATIENCE)
        raise ValueError(number)

    with pytest.raises(ValueError, match="0"):
        each(work, range(2))


@pytest.fixture
def story(tmp_path: Path) -> Any:
    (tmp_path / "story.yaml").write_text(STORY)
    for name in ("one", "two", "three"):
        point = '{"type": "Point", "coordinates": [10, 20]}'
        (tmp_path / f"{name}.geojson").write_text(point)
    return load(tmp_path / "story.yaml")


def test_small_files_are_read_side_by_side(story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = threading.Barrier(2)
    plain = sources.prepare_entry

    def met(entry: Any, *_: Any) -> Any:
        if entry.name != "three":
            meeting.wait(PATIENCE)
        return plain(entry)

    monkeypatch.setattr(sources, "prepare_entry", met)
    assert list(sources.prepare_all(story, lambda _: None)) == ["one", "two", "three"]


def test_a_large_file_is_read_when_no_other_is(story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    large = story.layers["two"].source
    large.write_text(large.read_text() + " " * 1000)
    monkeypatch.setattr(sources, "LARGE", 500)
    plain = sources.prepare_entry
    under_way: set[str] = set()
    beside: list[tuple[str, set[str]]] = []

    def watched(entry: Any, *_: Any) -> Any:
        beside.append((entry.name, set(under_way)))
        under_way.add(entry.name)
        layer = plain(entry)
        under_way.discard(entry.name)
        return layer

    monkeypatch.setattr(sources, "prepare_entry", watched)
    assert list(sources.prepare_all(story, lambda _: None)) == ["one", "two", "three"]
    assert beside[-1] == ("two", set())


def test_other_work_has_its_turn_when_a_large_file_was_read(
    story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To import what makes the page would hold up the reading, but not what a process draws."""
    happened: list[str] = []

    def noted(where: Any, name: str) -> None:
        plain = getattr(where, name)

        def called(*args: Any) -> Any:
            happened.append(name)
            return plain(*args)

        monkeypatch.setattr(where, name, called)

    ring = [[0, 0], [9, 0], [9, 9], [0, 0]]
    area = json.dumps({"type": "Polygon", "coordinates": [ring]})
    for entry in story.layers.values():
        entry.source.write_text(area)
    noted(geo.layer, "read")
    noted(geo.drawn, "fenced_arrays")
    sources.prepare_all(story, lambda _: None, lambda: happened.append("leisure"))
    assert happened == ["leisure", "read", "read", "read"]
    happened.clear()
    monkeypatch.setattr(sources, "LARGE", 10)
    monkeypatch.setattr(geo.drawn, "LARGE", 2)
    story.layers["two"].source.write_text(area + " ")
    sources.prepare_all(story, lambda _: None, lambda: happened.append("leisure"))
    assert happened == ["read", "leisure", "fenced_arrays"]


def test_a_large_file_that_no_process_draws_holds_nothing_up(
    story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGE", 10)
    assert list(build.assemble(story.path).layers) == ["one", "two", "three"]
    story.layers["two"].source.write_text("{}")
    with pytest.raises(ConfigError, match=r"two\.geojson"):
        build.assemble(story.path)
