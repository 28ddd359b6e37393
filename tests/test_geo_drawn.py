"""What is drawn of a large or tangled layer is worked out in a process of its own, alike."""

import errno
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

import geo.drawn
from geo import LayerSpec, prepare, worker
from geo.drawn import Wish, drawn_of, made
from geo.limits import Limits
from geo.runs import runs_of
from geo.spread import added, spread
from geo.tangle import is_tangled

WISH = Wish(check_winding=True, is_packed=True)


def shapes_of_every_kind() -> Any:
    """Points, lines, areas with holes, what is empty or missing, a bow-tie, and a cap."""
    return np.array(
        [
            *shapely.from_wkt(
                [
                    "POINT (31 12)",
                    "MULTIPOINT (30 30, -150 -30)",
                    "LINESTRING (0 0, 50 50, 50 50)",
                    "LINESTRING (170 0, -170 9)",
                    "POLYGON ((10 0, 60 0, 60 40, 10 40, 10 0), (20 10, 20 20, 30 20, 20 10))",
                    "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))",
                    "POLYGON ((0 0, 0.001 0, 0 0.001, 0 0))",
                    "POLYGON ((170 50, -170 50, -170 60, 170 60, 170 50))",
                    "POLYGON EMPTY",
                    "GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (1 1, 2 3))",
                ]
            ),
            None,
        ],
        dtype=object,
    )


def spec(**more: Any) -> LayerSpec:
    return LayerSpec(name="x", source=Path("x.geojson"), folder=Path(), **more)


def same(one: Any, other: Any) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        if isinstance(getattr(one, name), np.ndarray)
        else getattr(one, name) == getattr(other, name)
        for name in one.__dataclass_fields__
    )


@pytest.mark.parametrize("is_packed", [True, False])
def test_behind_the_fence_comes_out_what_comes_out_here(
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_packed: bool,
) -> None:
    shapes, wish = shapes_of_every_kind(), Wish(check_winding=True, is_packed=is_packed)
    here = made(shapes, spec(tolerance_m=5000), wish)
    assert len(here.owner) == 10
    assert bool(here.packed) == is_packed
    monkeypatch.setattr(geo.drawn, "made", lambda *_: pytest.fail("worked out here"))
    monkeypatch.setattr(geo.drawn, "LARGE", 10)
    there = drawn_of(shapes, np.arange(len(shapes)), spec(tolerance_m=5000), wish)
    assert same(here, there)
    assert here.marks.keys() >= {"repaired: the shape was not valid"}


def test_what_is_refused_behind_the_fence_is_said_in_the_same_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bows = shapely.from_wkt(["POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"] * 4)
    strict = spec(limits=Limits(crossings=3))
    said = []
    for large in (10**6, 1):
        monkeypatch.setattr(geo.drawn, "LARGE", large)
        with pytest.raises(geo.ReadError) as caught:
            drawn_of(bows, np.arange(4), strict, WISH)
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert "over the limit of 3" in said[0]


def test_small_and_calm_layers_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geo.drawn, "fenced_arrays", lambda *_: pytest.fail("fenced"))
    places = shapely.points(np.random.default_rng(1).uniform(-80, 80, (30_000, 2)))
    assert drawn_of(places, np.arange(len(places)), spec(), WISH).vertices == (30_000, 30_000)
    circle = shapely.Point(0, 0).buffer(1, quad_segs=4_000)
    assert drawn_of(np.array([circle]), np.array([1]), spec(), WISH).vertices[0] == 16_001


def calm() -> Any:
    """A coast of 9,000 sides, and a square whose sides reach past all of it."""
    angle = np.linspace(0, 2 * np.pi, 9_000)
    reach = 10 + np.random.default_rng(7).normal(0, 0.002, len(angle)).cumsum()
    coast = shapely.Polygon(np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]))
    return np.array([coast, shapely.box(-40, -40, 40, 40)])


@pytest.mark.parametrize("turned", [0, 30, 45, 90])
def test_teeth_are_seen_whichever_way_they_lie(turned: float) -> None:
    """Boxes of sides along the axes do not meet; but a plane for simplifying may turn them."""
    teeth = [[x, y] for x in np.linspace(0, 3, 600) for y in (0, 40)]
    comb = shapely.affinity.rotate(shapely.Polygon([*teeth, [3, -1], [0, -1]]), turned)
    assert not is_tangled(calm())
    assert is_tangled(np.array([*calm(), comb]))


@pytest.mark.parametrize(
    "kind", ["LINESTRING (0 0, 30 40, -170 40)", "POLYGON ((0 0, 9 0, 9 9, 0 0))"]
)
def test_what_is_added_between_far_vertices_is_known_beforehand(kind: str) -> None:
    shapes = shapely.from_wkt([kind])
    runs = runs_of(shapes)
    extra = len(spread(runs).xy) - len(runs.xy)
    assert extra * 0.8 - 4 <= added(shapes) <= extra * 1.6 + 4


def test_no_room_for_what_is_sent_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(geo.drawn, "LARGE", 10)
    monkeypatch.setattr(np, "savez", full)
    shapes = shapes_of_every_kind()
    with pytest.raises(geo.ReadError) as caught:
        drawn_of(shapes, np.arange(len(shapes)), spec(tolerance_m=5000), WISH)
    assert str(caught.value).startswith("x.geojson: its shapes cannot be kept in ")
    assert str(caught.value).endswith("(No space left on device); make room there, or set TMPDIR")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is open")
def test_nothing_is_left_of_a_build_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What carries the shapes is gone once it is open over there; to read takes no folder."""
    wkb = shapely.to_wkb(shapes_of_every_kind()[:5])
    scratch = tmp_path / "layer-x"
    scratch.mkdir()
    sent = scratch / "sent.npz"
    arrays = {"sizes": [*map(len, wkb)], "wkb": np.frombuffer(b"".join(wkb), dtype=np.uint8)}
    np.savez(sent, **arrays)  # type: ignore[arg-type] # its own annotation forgets lists
    wish = {"check_winding": True, "is_packed": False}
    job = {"source": "x", "tolerance_m": 5000, "limits": {}, "wish": wish, "sent": str(sent)}
    _, found = worker.draw(job)
    assert found["owner"].tolist() == [0, 1, 2, 3, 4]
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr("tempfile.TemporaryDirectory", None)
    place = tmp_path / "place.geojson"
    place.write_text('{"type": "Point", "coordinates": [1, 2]}', encoding="utf-8")
    assert prepare(LayerSpec(name="a", source=place, folder=tmp_path)).report.drawn == 1


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that a test starts, one after another."""
    found: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            found.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return found


def test_what_is_refused_here_is_not_waited_for_there(
    monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    """The sides of a large layer are counted here while it is drawn there."""
    monkeypatch.setattr(geo.drawn, "LARGE", 1000)
    teeth = [[x, y] for x in np.linspace(0, 3, 600) for y in (0, 40)]
    comb = np.array([shapely.affinity.rotate(shapely.Polygon([*teeth, [3, -1], [0, -1]]), 45)])
    with pytest.raises(geo.ReadError, match=r"as if they crossed in about .*feature 7 first"):
        drawn_of(comb, np.array([7]), spec(limits=Limits(crossings=1000)), WISH)
    assert [process.returncode for process in started] == [-signal.SIGKILL]


def test_a_process_that_waited_in_vain_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    """The file was large, but there was nothing dear to draw, or nothing to read."""
    monkeypatch.setattr(geo.drawn, "READY", 10)
    path = tmp_path / "x.geojson"
    for text in ('{"type": "Point", "coordinates": [1, 2]}', '{"type": "Point", "coordin'):
        path.write_text(text)
        try:
            prepare(LayerSpec(name="x", source=path, folder=tmp_path))
        except geo.ReadError:
            assert text.endswith("coordin")
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)
