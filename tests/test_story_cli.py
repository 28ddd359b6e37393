"""The command line: what it prints, what it writes, and its exit codes."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from story import __version__, build, sources
from story.cli import main
from story.kept import digest_of_files

STORY = """\
title: A river
layers:
  places: {source: places.geojson, label: name}
steps:
  - {id: one, title: One, body: Two towns., layers: [places]}
"""
FEATURES = [
    {
        "type": "Feature",
        "properties": {"id": "a", "name": "Heihe"},
        "geometry": {"type": "Point", "coordinates": [127.49, 50.24]},
    },
    {"type": "Feature", "properties": {"id": "b", "name": "Nowhere"}, "geometry": None},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small story, one of whose two features cannot be drawn; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": FEATURES}
    (tmp_path / "places.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return tmp_path


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_build_writes_one_page_and_says_where(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(folder)
    assert main(["build", "story.yaml", "-o", "map.html"]) == 0
    said = capsys.readouterr()
    assert files(folder) - before == {"map.html"}
    assert str(folder / "map.html") in said.out
    assert "1 step, 1 layer, 1 vertex;" in said.out
    where, what = "story.yaml:3: layers.places.source", "no geometry that can be drawn (feature 2)"
    assert said.err.splitlines() == [f"warning: {where}: 1 of 2 features dropped: {what}"]


class Terminal(io.StringIO):
    """What a terminal is told; unlike a file it says that it is one."""

    def isatty(self) -> bool:
        return True

    def shows(self, words: str) -> bool:
        """Whether it shows the words, now or within a minute."""
        until = time.monotonic() + 60
        while words not in self.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
        return words in self.getvalue()


def test_a_terminal_is_told_what_is_being_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stage is held up until it is shown; a file hears nothing of them, as above."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    shown = []

    def held_up(where: Any, name: str, words: str) -> None:
        plain = getattr(where, name)

        def held(*args: Any) -> Any:
            shown.append(terminal.shows(words))
            return plain(*args)

        monkeypatch.setattr(where, name, held)

    held_up(sources, "prepare_entry", "of 1: places")
    held_up(build, "check_features", "the charts")
    held_up(build, "page", "the page")
    story = STORY + "base: []\n"
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    assert main(["build", "story.yaml", "-o", "map.html"]) == 0
    assert shown == [True, True, True]
    assert "layers.places.source: 1 of 2 features" in terminal.getvalue()


def test_a_folder_stands_for_its_story_and_names_the_page(folder: Path) -> None:
    assert main(["build", str(folder)]) == 0
    assert (folder / "output" / f"{folder.name}.html").is_file()


def test_the_report_counts_every_feature(folder: Path) -> None:
    assert main(["build", "story.yaml", "-o", "map.html", "--report", "report.json"]) == 0
    (layer,) = json.loads((folder / "report.json").read_text(encoding="utf-8"))["layers"]
    assert layer["name"] == "places"
    assert (layer["read"], layer["drawn"], layer["repaired"], layer["dropped"]) == (2, 1, 0, 1)
    story = STORY.replace("places.geojson", "places.geojson, where: name != 'Heihe'")
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    there = {"type": "Point", "coordinates": [127.34, 49.43]}
    sunwu = {"type": "Feature", "properties": {"id": "c", "name": "Sunwu"}, "geometry": there}
    features = [*FEATURES, sunwu]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "places.geojson").write_text(json.dumps(collection), encoding="utf-8")
    assert main(["build", "story.yaml", "-o", "map.html", "--report", "report.json"]) == 0
    (layer,) = json.loads((folder / "report.json").read_text(encoding="utf-8"))["layers"]
    became = [layer[what] for what in ("drawn", "dropped", "filtered")]
    assert (layer["read"], became) == (3, [1, 1, 1])


def test_strict_turns_a_warning_into_an_error(folder: Path) -> None:
    before = files(folder)
    assert main(["build", "story.yaml", "-o", "map.html", "--strict"]) == 1
    assert main(["check", "story.yaml", "--strict"]) == 1
    assert files(folder) == before


def test_check_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(folder)
    assert main(["check", "story.yaml"]) == 0
    assert "no problems" in capsys.readouterr().out
    assert files(folder) == before


def test_a_failed_build_leaves_the_old_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "map.html").write_text("old", encoding="utf-8")
    (folder / "story.yaml").write_text(STORY.replace("title: A", "titel: A"), encoding="utf-8")
    before = files(folder)
    assert main(["build", "story.yaml", "-o", "map.html"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "error: story.yaml:1: title: is missing",
        "error: story.yaml:1: titel: unknown key; did you mean 'title'?",
    ]
    assert (folder / "map.html").read_text(encoding="utf-8") == "old"
    assert files(folder) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "nothing.yaml"], "there is no such file"),
        (["build", "empty"], "holds no story.yaml"),
        (["build", "story.yaml", "-o", "empty"], "cannot be written"),
        (["build", "story.yaml", "-o", "places.geojson/map.html"], "cannot be written"),
        (["build", "latin.yaml"], "not UTF-8"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (folder / "empty").mkdir()
    (folder / "latin.yaml").write_bytes("title: é".encode("latin-1"))
    assert main(arguments) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
    assert len(lines) == 1
    assert said in lines[0]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["paint"],
        ["build", "--fast"],
        ["build", "a", "b"],
        ["build", "--watch", "--port", "70000"],
        ["build", "--watch", "--port", "-1"],
        ["build", "--watch", "--port", "http"],
        ["build", "--watch", "--report", "r.json"],
        ["build", "--watch", "--sbom", "s.json"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_help_has_examples_and_the_version_is_the_package_s(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for arguments, said in {"--help": "examples:", "--version": __version__}.items():
        with pytest.raises(SystemExit) as caught:
            main([arguments])
        assert caught.value.code == 0
        assert said in capsys.readouterr().out


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert "steps" in json.loads(capsys.readouterr().out)["properties"]


def test_two_processes_write_the_same_bytes(folder: Path) -> None:
    pages = []
    for seed, zone in {"1": "UTC", "2": "Asia/Vladivostok"}.items():
        target = folder / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-m", "story", "build", "story.yaml", "-o", str(target)],
            check=True,
            capture_output=True,
            cwd=folder,
            env={
                "PYTHONPATH": str(Path(__file__).parent.parent),
                "PYTHONHASHSEED": seed,
                "TZ": zone,
            },
        )
        pages.append(target.read_bytes())
    assert pages[0] == pages[1]


def test_a_page_beside_its_source_is_no_part_of_it(folder: Path) -> None:
    pages = []
    for _ in range(2):
        assert main(["build", "story.yaml", "-o", "places.html"]) == 0
        pages.append((folder / "places.html").read_bytes())
    assert pages[0] == pages[1]


def test_the_parts_of_a_shapefile_count_and_no_others(tmp_path: Path) -> None:
    for ending in (".shp", ".DBF", ".prj", ".tif", ".old.dbf"):
        (tmp_path / f"pts{ending}").write_text("1")
    digests = [digest_of_files(tmp_path / "pts.shp")]
    for ending in (".tif", ".old.dbf", ".html", ".prj", ".DBF", ".shp", ".cpg"):
        (tmp_path / f"pts{ending}").write_text("2")
        digests.append(digest_of_files(tmp_path / "pts.shp"))
    assert len(set(digests[:4])) == 1
    assert len(set(digests[3:])) == 5
