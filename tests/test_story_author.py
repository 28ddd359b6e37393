"""The commands that an author meets first: new, inspect, add; and the folders of --data."""

import json
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import Bounds
from story.build import assemble
from story.cli import main
from story.config import load
from story.extent import extent_in_degrees, extent_in_words
from story.insert import InsertError, with_layer, with_layer_in_step
from story.model import (
    FieldFormat,
    Graduated,
    Join,
    Label,
    LayerConfig,
    Sized,
    Step,
    StoryConfig,
    Style,
)
from story.problems import ConfigError
from story.stanza import name_for, quoted
from story.yamlfile import parse_yaml

MODELS = (FieldFormat, Graduated, Join, Label, LayerConfig, Sized, Step, StoryConfig, Style)
STORY = """\
# my own words
title: A river   # and a comment
layers:
  old: {source: places.geojson}
  # a comment at the end
steps:
  - {id: one, title: One, body: b, layers: [old]}
  - id: two
    title: Two
    body: |
      Text.
    view: {center: [127, 50], zoom: 5}
    # what is shown
  - id: three
    title: Three
    body: b
    layers:
      - old
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story over one file, and a table of towns beside it; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    place = {"type": "Point", "coordinates": [127.5, 50.2]}
    feature = {"type": "Feature", "properties": {"id": "a"}, "geometry": place}
    (tmp_path / "places.geojson").write_text(json.dumps(feature), encoding="utf-8")
    (tmp_path / "towns 2.csv").write_text(
        "code,name,kind,people,lon,lat\n"
        "x1,Heihe,port,211000,127.49,50.24\n"
        "x2,Suifenhe,port,60000,131.15,44.40\n"
        "x3,Mishan,town,,131.87,45.53\n",
        encoding="utf-8",
    )
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    return tmp_path


def written(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_new_builds_at_once_and_says_what_it_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "mine"
    assert main(["new", str(home)]) == 0
    said = capsys.readouterr().out
    assert all(f"wrote {home / name}" in said for name in written(home))
    steps = load(home / "story.yaml").config.steps
    assert len(steps) == 3
    # on the map of all ten there is no room for their names
    lakes = json.loads((home / "data" / "lakes.geojson").read_text(encoding="utf-8"))["features"]
    names = [lake["properties"]["name"].replace("Lake", "").strip() for lake in lakes]
    assert [name for name in names if name not in " ".join(steps[0].body[""].split())] == []
    assert main(["build", str(home), "-o", str(tmp_path / "a.html"), "--strict"]) == 0
    before = written(home)
    assert main(["new", str(home)]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert written(home) == before
    assert main(["new", str(tmp_path / "a.html")]) == 1


def test_inspect_tells_what_a_file_holds_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = written(folder)
    assert main(["inspect", "towns 2.csv"]) == 0
    said = capsys.readouterr().out
    for part in (
        "towns 2.csv: CSV",
        "features    3: 3 places",
        "extent      a box over north-east China",
        "127.5° E to 131.9° E, 44.4° N to 50.2° N",
        "people  number, 60000 to 211000, 2 filled, 2 different; 211000, 60000",
        "kind    text, 3 filled, 2 different; port, town",
    ):
        assert part in said, said
    assert written(folder) == before


def test_inspect_says_what_would_be_repaired_and_what_a_table_is_good_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bow = [[[100, 50], [101, 51], [101, 50], [100, 51], [100, 50]]]
    feature = {"type": "Polygon", "coordinates": bow}
    (folder / "bow.geojson").write_text(json.dumps(feature), encoding="utf-8")
    (folder / "keys.csv").write_text("code,mayor\nx1,Ann\n", encoding="utf-8")
    assert main(["inspect", "bow.geojson"]) == 0
    assert "1 of 1 feature repaired" in capsys.readouterr().out
    assert main(["inspect", "keys.csv"]) == 0
    said = capsys.readouterr().out
    assert "a table of 1 row" in said
    assert "it can be joined to a layer" in said
    assert main(["inspect", "nothing.csv"]) == 1
    (folder / "none.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    assert main(["inspect", "none.geojson"]) == 0
    assert "nothing to draw" in capsys.readouterr().out
    (folder / "high.geojson").write_text('{"type": "Point", "coordinates": [1, 2, 3]}', "utf-8")
    assert main(["inspect", "high.geojson"]) == 0
    assert "1 of 1 feature drawn without their heights" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["inspect", "https://example.org/a.geojson"])
    assert "is an address; download the file" in capsys.readouterr().err


def test_inspect_counts_the_rows_of_each_sheet_without_the_names_of_columns(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    rows = {"Towns": 3, "Ports": 1, "Empty": 0}
    for name, count in rows.items():
        sheet = book.create_sheet(name)
        for row in [["name", "lon", "lat"], *([["a", 127.5, 50.2]] * count)]:
            sheet.append(row)
    book.save(folder / "book.xlsx")
    assert main(["inspect", "book.xlsx"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1:] == [
        "  holds 2 layers; name one with --layer:",
        "    Towns (3 features)",
        "    Ports (1 feature)",
    ]
    for name, what in (("Towns", "3: 3 places"), ("Ports", "1: 1 place")):
        assert main(["inspect", "book.xlsx", "--layer", name]) == 0
        assert f"features    {what}\n" in capsys.readouterr().out


def test_what_a_file_says_cannot_steer_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "sly.csv").write_text("na\x1b[31mme,lon,lat\nx\x07y,1,2\n", encoding="utf-8")
    assert main(["inspect", "sly.csv"]) == 0
    said = capsys.readouterr().out
    assert r"na\x1b[31mme" in said
    assert not {"\x1b", "\x07"} & set(said)
    assert r"x\x07y" in said


def test_add_writes_a_layer_that_the_next_build_shows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = set(written(folder))
    assert main(["add", "towns 2.csv", "--step", "two"]) == 0
    assert set(written(folder)) == files, "nothing was copied"
    assert "nothing was copied" in capsys.readouterr().out
    text = (folder / "story.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line in STORY.splitlines()]
    assert kept == STORY.splitlines(), "every old line is there, in its order"
    story = load(folder / "story.yaml")
    entry = story.layers["towns_2"]
    assert entry.source.name == "towns 2.csv"
    assert entry.config.label
    assert (entry.config.key, entry.config.label.field) == ("code", "name")
    assert [one.layer for one in story.config.steps[1].layers] == ["towns_2"]
    assert main(["build", "story.yaml", "-o", "page.html", "--strict"]) == 0
    assert "Suifenhe" in (folder / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("{center: [127, 50], zoom: 5}", ()),
        ("{center: [-30, 50], zoom: 5}", ("outside the view of 'two'", "'view' away")),
        ("{fit: [100, 10, 110, 20]}", ("outside the view of 'two'", "looks there: four")),
        ("{fit: old}", ()),
    ],
)
def test_add_says_when_the_step_looks_elsewhere_and_names_one_that_does_not(
    folder: Path, capsys: pytest.CaptureFixture[str], view: str, said: tuple[str, ...]
) -> None:
    there = "  - {id: four, title: Four, body: b, view: {fit: [120, 40, 135, 55]}}\n"
    text = STORY.replace("{center: [127, 50], zoom: 5}", view) + there
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    assert main(["add", "towns 2.csv", "--step", "two"]) == 0
    printed = capsys.readouterr().out
    assert all(part in printed for part in said)
    assert bool(said) is ("outside the view" in printed)


def test_added_layers_are_told_apart_and_a_file_that_comes_twice_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("first", "second", "third"):
        capsys.readouterr()
        assert main(["add", "towns 2.csv", "--step", "two", "--name", name]) == 0
        said = capsys.readouterr().out
        assert ("the layer 'first' has the same file" in said) is (name != "first")
    layers = load(folder / "story.yaml").layers
    styles = [layers[name].config.style for name in ("first", "second", "third")]
    assert len({style.color for style in styles}) == 3
    assert len({style.marker for style in styles}) == 3


def test_a_popup_says_what_its_values_are(folder: Path) -> None:
    assert main(["add", "towns 2.csv", "--step", "two"]) == 0
    text = (folder / "story.yaml").read_text(encoding="utf-8")
    text = text.replace("    popup: [", "    fields: {people: Inhabitants}\n    popup: [")
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    built = assemble(folder / "story.yaml")
    layer = built.scene.layers[list(built.story.layers).index("towns_2")]
    assert [line[0] for line in layer["popup"]] == ["", "kind", "Inhabitants"]


def test_add_writes_into_the_catalogue_of_a_story_that_keeps_its_layers_there(folder: Path) -> None:
    own = "layers:\n  old: {source: places.geojson}\n"
    story = STORY.replace(own, "catalog: layers.yaml\n")
    (folder / "layers.yaml").write_text(own, encoding="utf-8")
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    assert main(["add", "towns 2.csv", "--step", "two"]) == 0
    assert "  towns_2:" in (folder / "layers.yaml").read_text(encoding="utf-8")
    assert "layers:" not in (folder / "story.yaml").read_text("utf-8").splitlines()


def test_each_line_that_add_leaves_in_a_comment_can_be_taken_out_of_it(folder: Path) -> None:
    assert main(["add", "towns 2.csv", "--step", "two"]) == 0
    text = (folder / "story.yaml").read_text(encoding="utf-8")
    for line in ("by: kind", "palette: Set2", "sized: people"):
        assert f"    # {line}\n" in text
        text = text.replace(f"    # {line}\n", f"    {line}\n")
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "story.yaml", "--strict"]) == 0


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028"])
@pytest.mark.parametrize("kind", ["port", "211"])
def test_no_name_of_a_field_writes_lines_of_its_own(
    folder: Path, line_break: str, kind: str
) -> None:
    hostile = line_break.join(["x", "    attribution: HACKED", "    # y"])
    names = [hostile, *(f"{n}{hostile}" for n in range(8))]
    rows = ["lon,lat," + ",".join(f'"{name}"' for name in names)]
    rows += [f"127.{n},50.1," + ",".join([f"{kind}{n % 3}"] * 9) for n in range(9)]
    (folder / "odd.csv").write_bytes("\n".join(rows).encode())
    assert main(["add", "odd.csv", "--step", "two"]) == 0
    entry = load(folder / "story.yaml").layers["odd"]
    assert entry.config.attribution is None
    assert entry.config.popup
    assert main(["check", "story.yaml", "--strict"]) == 0


def test_a_line_of_a_stanza_is_one_line() -> None:
    with pytest.raises(InsertError, match="is no one line"):
        with_layer("layers:\n", Path("x.yaml"), "new", ["source: c", "# other: a\n    join: b"])
    with pytest.raises(InsertError, match="is no one line"):
        with_layer("layers:\n", Path("x.yaml"), "new:\n  old", ["source: c"])


@pytest.mark.usefixtures("folder")
def test_a_command_to_type_has_its_path_in_quotation_marks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["new", "my story"]) == 0
    assert 'next: storyglobe build "my story" --open' in capsys.readouterr().out
    assert main(["add", "towns 2.csv", "--story", "my story", "--data", "."]) == 0
    assert 'next: storyglobe build "my story" --data .' in capsys.readouterr().out


def test_the_encoding_that_is_likely_is_the_one_to_type(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "城市,lon,lat\n黑河,127.49,50.24\n哈尔滨,126.63,45.75\n"
    (folder / "cities.csv").write_bytes(text.encode("gbk"))
    assert main(["inspect", "cities.csv"]) == 1
    said = capsys.readouterr().err
    assert said.rstrip().endswith("here: --encoding gbk")
    assert main(["inspect", "cities.csv", "--encoding", "gbk"]) == 0
    assert "黑河" in capsys.readouterr().out


def test_numbers_with_a_decimal_comma_are_told_and_added_as_numbers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "loads.csv").write_text(
        "port;lat;lon;load;people\nA;43,1;131,8;31,5;617 441\nB;42,8;132,8;27,1;9 000\n",
        encoding="utf-8",
    )
    assert main(["inspect", "loads.csv"]) == 0
    said = capsys.readouterr().out
    assert "numbers     as text in 'load', 'people': say 'decimal: \",\"' to read" in said
    assert main(["add", "loads.csv", "--step", "two"]) == 0
    text = (folder / "story.yaml").read_text(encoding="utf-8")
    assert '    decimal: ","\n' in text
    assert "    # sized: load\n" in text
    (folder / "story.yaml").write_text(text.replace("# sized: load", "sized: load"), "utf-8")
    assert main(["check", "story.yaml", "--strict"]) == 0
    # what may be half a thousand or half a million is told, and left to its author
    (folder / "odd.csv").write_text('name,lat,lon,load\nA,43.1,131.8,"1,500"\n', "utf-8")
    assert main(["inspect", "odd.csv"]) == 0
    assert "say 'decimal: \",\"' or 'decimal: \".\"'" in capsys.readouterr().out
    assert main(["add", "odd.csv", "--step", "two"]) == 0
    assert (folder / "story.yaml").read_text(encoding="utf-8").count("decimal:") == 1


def test_add_begins_a_catalogue_and_asks_for_its_name_in_the_story(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", "towns 2.csv", "--catalog", "layers.yaml"]) == 0
    assert main(["add", "places.geojson", "--catalog", "layers.yaml", "--name", "spots"]) == 0
    value = parse_yaml((folder / "layers.yaml").read_text(encoding="utf-8"), Path("x")).value
    assert isinstance(value, dict)
    assert isinstance(value["layers"], dict)
    assert list(value["layers"]) == ["towns_2", "spots"]
    assert main(["add", "towns 2.csv", "--catalog", "layers.yaml", "--step", "two"]) == 1
    assert "name it under 'catalog' first" in capsys.readouterr().err
    catalog = STORY.replace("layers:\n", "catalog: layers.yaml\nlayers:\n", 1)
    (folder / "story.yaml").write_text(catalog, encoding="utf-8")
    assert main(["add", "towns 2.csv", "--catalog", "layers.yaml", "--step", "two"]) == 0
    assert main(["check", "story.yaml"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "towns 2.csv", "--step", "tow"], "no such step; did you mean 'two'?"),
        (["add", "nothing.csv"], "there is no such file"),
        (["add", "towns 2.csv", "--name", "old"], "there is a layer of that name"),
        (["add", "towns 2.csv", "--name", "my layer"], "a name is at most 80 letters, digits"),
        (["add", "towns 2.csv", "--name", "new\n"], "a name is at most 80 letters, digits"),
        (["add", "towns 2.csv", "--name", ""], "a name is at most 80 letters, digits"),
        (["add", "towns 2.csv", "--story", "other"], "there is no such file"),
        (["add", "!towns.csv"], "only files can be read, no addresses"),
        (["add", "\udcff.csv"], "has a name that is no text; rename the file"),
        (["add", "../away/far.geojson"], "copy it there, or name its folder with --data ../away"),
    ],
)
def test_add_refuses_in_one_sentence_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (folder.parent / "away").mkdir(exist_ok=True)
    far = folder.parent / "away" / "far.geojson"
    far.write_text((folder / "places.geojson").read_text(encoding="utf-8"), encoding="utf-8")
    for odd in ("!towns.csv", "\udcff.csv"):
        (folder / odd).write_bytes((folder / "towns 2.csv").read_bytes())
    before = written(folder)
    assert main(arguments) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert written(folder) == before


def test_add_names_the_story_that_the_file_lies_in(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = folder / "data"
    deep.mkdir()
    (folder / "towns 2.csv").rename(deep / "towns.csv")
    monkeypatch.chdir(folder.parent)
    way = f"error: there is no story.yaml here; name the story with --story {folder.name}"
    assert main(["add", f"{folder.name}/data/towns.csv"]) == 1
    assert capsys.readouterr().err.splitlines() == [way]
    assert main(["add", f"{folder.name}/data/towns.csv", "--story", folder.name]) == 0
    monkeypatch.chdir(deep)
    (folder / "story.yaml").unlink()
    assert main(["add", "towns.csv"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "error: there is no story.yaml here; name the story with --story, or go to its folder"
    ]


def test_a_folder_of_data_is_read_where_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder / "elsewhere"
    data.mkdir()
    story = folder / "story"
    story.mkdir()
    (data / "far.geojson").write_bytes((folder / "places.geojson").read_bytes())
    (data / "keys.csv").write_text("id,mayor\na,Ann\n", encoding="utf-8")
    (story / "story.yaml").write_text(
        "title: T\nlayers:\n  far:\n    source: far.geojson\n"
        "    join: {source: keys.csv, key: id}\n    label: mayor\n"
        "steps: [{id: one, title: O, body: b, layers: [far]}]\n",
        encoding="utf-8",
    )
    assert main(["check", "story"]) == 1
    said = capsys.readouterr().err
    assert "layers.far.source: " in said
    assert "layers.far.join[1].source: " in said
    assert said.count("there is no such file (in another folder? name that with --data)") == 2
    (folder / "none").mkdir()
    assert main(["check", "story", "--data", "none"]) == 1
    assert "there is no such file (nor in none)" in capsys.readouterr().err
    for command in (["check", "story"], ["build", "story", "-o", "page.html"]):
        assert main([*command, "--data", "elsewhere"]) == 0
    assert "Ann" in (folder / "page.html").read_text(encoding="utf-8")
    # what leads out of the named folder is refused all the same
    (data / "out.geojson").symlink_to(folder / "places.geojson")
    text = (story / "story.yaml").read_text(encoding="utf-8")
    for bad in ("out.geojson", "../places.geojson", str(folder / "places.geojson"), "/vsizip/x"):
        (story / "story.yaml").write_text(text.replace("far.geojson", bad), encoding="utf-8")
        assert main(["check", "story", "--data", "elsewhere"]) == 1
        assert "layers.far.source: " in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["check", "story", "--data", "nowhere"])


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(119.2, 43.4, 135.1, 53.6), "China and Russia"),
        (Bounds(125, 44, 127, 46), "north-east China"),
        (Bounds(178, 51, 192, 54), "north-west United States"),
        (Bounds(73.3, 37.0, 73.4, 37.1), "north-east Afghanistan"),
        (Bounds(-180, -90, 180, 84), "the whole world"),
        (Bounds(165, 60, 185, 72), "north-east Russia"),
        (Bounds(100, -20, 100, -20), "the open sea"),
        (Bounds(-20, 35, 45, 70), "Europe"),
        (Bounds(-180, 66, 180, 90), "the Arctic"),
    ],
)
def test_an_extent_has_words(bounds: Bounds, words: str) -> None:
    assert words in extent_in_words(bounds), extent_in_words(bounds)
    assert "°" in extent_in_degrees(bounds)


@pytest.mark.parametrize(
    "text",
    [
        "", "layers:\n", "layers: {}\n", "# only a comment\n", "title: x",
        "layers:\n  a: {source: b}",
        "layers:\r\n  a:\r\n    source: b\r\ntitle: x\r\n",
        "layers:\n    deep:\n        source: b\n        # about deep\n# about nothing\ntitle: y\n",
        "layers:\n  a:\n    title: |\n      two\n      lines\n\n\nsteps: []\n",
        "layers:  # all of them\n  a: &x {source: b}\n  c: *x\n",
    ],
)  # fmt: skip
def test_a_layer_can_be_put_into_any_block(text: str) -> None:
    new = with_layer(text, Path("x.yaml"), "new", ["# about it", "source: a.csv"])
    value = parse_yaml(new, Path("x.yaml")).value
    assert isinstance(value, dict)
    assert isinstance(value["layers"], dict)
    assert list(value["layers"])[-1] == "new"
    assert [line for line in new.splitlines() if line in text.splitlines()][
        :1
    ] == text.splitlines()[:1] or "{}" in text
    for before in value["layers"]:
        first = parse_yaml(with_layer(new, Path("x.yaml"), "z", ["source: b.csv"], before), Path())
        assert isinstance(first.value, dict)
        assert isinstance(first.value["layers"], dict)
        names = list(first.value["layers"])
        assert names[names.index("z") + 1] == before
    again = with_layer(new, Path("x.yaml"), "newer", ["source: b.csv"])
    assert again.index("newer") > again.index("about it")
    if "\r\n" in text:
        assert "\n" not in again.replace("\r\n", "")


AREA = '{"type": "Polygon", "coordinates": [[[127, 50], [128, 50], [128, 51], [127, 50]]]}'
LINE = '{"type": "LineString", "coordinates": [[127, 50], [128, 51]]}'
ORDERED = """\
title: T
layers:
  # the ground
  land: {source: land.geojson}

  # the places
  # of the story
  old: {source: places.geojson}

  odd: {source: odd.geojson}
steps: [{id: one, title: One, body: b, layers: [old]}]
"""


def test_add_puts_areas_under_lines_and_lines_under_places(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the author wrote stays as it is, comments with the layer that they stand above."""
    for name, text in (("land", AREA), ("odd", "{"), ("границы", AREA), ("way", LINE)):
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    (folder / "story.yaml").write_text(
        ORDERED.replace("  odd: {source: odd.geojson}\n", ""), "utf-8"
    )
    for file in ("way.geojson", "границы.geojson", "towns 2.csv"):
        assert main(["add", file]) == 0
    said = capsys.readouterr().out
    assert "it stands before 'old', so that it is painted beneath" in said
    assert "it stands before 'way' and 1 more, so that it is painted beneath" in said
    text = (folder / "story.yaml").read_text(encoding="utf-8")
    assert list(load(folder / "story.yaml").config.layers) == [
        "land",
        "areas",
        "way",
        "old",
        "towns_2",
    ]
    assert "  # the places\n  # of the story\n  old: {source: places.geojson}\n\n  towns_2:" in text
    assert "  land: {source: land.geojson}\n\n  areas:\n" in text
    (folder / "story.yaml").write_text(ORDERED, encoding="utf-8")
    assert main(["add", "границы.geojson"]) == 0
    assert "it stands last, and so it is painted over the others" in capsys.readouterr().out


def test_a_catalogue_in_braces_is_left_alone() -> None:
    with pytest.raises(InsertError, match="beneath each other"):
        with_layer("layers: {a: {source: b}}\n", Path("x.yaml"), "new", ["source: c"])


@pytest.mark.parametrize("step", range(3))
def test_a_step_of_any_layout_takes_a_layer(step: int) -> None:
    new = with_layer_in_step(STORY, Path("x.yaml"), step, "new")
    value = parse_yaml(new, Path("x.yaml")).value
    assert isinstance(value, dict)
    assert isinstance(value["steps"], list)
    (found,) = [s for i, s in enumerate(value["steps"]) if i == step]
    assert isinstance(found, dict)
    assert isinstance(found["layers"], list)
    assert found["layers"][-1] == "new"


KEYS = sorted({key for model in MODELS for key in model.model_fields} | {"it", "", "tïtle"})
SCALARS = st.none() | st.booleans() | st.integers(-3, 400) | st.floats(-9, 9) | st.text(max_size=6)
WORDS = st.sampled_from(["it", "one", "places.geojson", "../x", "/vsizip/x", "id", "n > 3", "red"])
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)
LAYER = st.fixed_dictionaries(
    {"source": st.just("places.geojson")},
    optional={key: VALUES for key in LayerConfig.model_fields if key != "source"},
)
# one key more than a layer needs: many of these are whole stories
NEARLY = st.builds(
    lambda key, value: {"source": "places.geojson", key: value},
    st.sampled_from([key for key in LayerConfig.model_fields if key != "source"]),
    VALUES,
)
STEP = st.fixed_dictionaries(
    {"id": st.just("one"), "title": st.just("One"), "body": st.just("b")},
    optional={key: VALUES for key in Step.model_fields if key not in {"id", "title", "body"}},
)
PLAIN = {
    "title": "T",
    "base": [],
    "steps": [{"id": "one", "title": "One", "body": "b", "layers": ["it"]}],
}
WHOLE = st.fixed_dictionaries(
    {
        "title": st.just("T") | VALUES,
        "base": st.just([]),
        "layers": st.fixed_dictionaries({"it": LAYER}) | VALUES,
        "steps": st.lists(STEP, min_size=1, max_size=2) | VALUES,
    },
    optional={
        key: VALUES
        for key in StoryConfig.model_fields
        if key not in {"title", "base", "layers", "steps"}
    },
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(WHOLE | VALUES | st.builds(lambda layer: {**PLAIN, "layers": {"it": layer}}, NEARLY))
def test_any_mapping_is_a_story_or_refused_with_file_and_line(folder: Path, value: object) -> None:
    path = folder / "any.yaml"
    path.write_text(json.dumps(value, ensure_ascii=True), encoding="utf-8")
    try:
        assemble(path)
        problems: tuple[str, ...] | None = None
    except ConfigError as error:
        problems = error.problems
    assert problems is None or problems
    for problem in problems or ():
        assert re.match(rf"{re.escape(str(path))}:\d+: ", problem), problem


@given(st.text(max_size=30))
def test_any_text_is_read_back_from_a_stanza(text: str) -> None:
    line = f"a: [{quoted(text)}]"
    assert line.splitlines() == [line]
    assert parse_yaml(line, Path("x.yaml")).value == {"a": [text]}


@given(st.text(max_size=40), st.sets(st.text(max_size=5), max_size=3))
def test_a_name_made_of_any_file_is_a_name_and_is_free(stem: str, taken: set[str]) -> None:
    name = name_for([stem], taken)
    assert name
    assert name not in taken
    assert name.replace("_", "").isalnum()
