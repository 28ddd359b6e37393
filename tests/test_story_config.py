"""What an author may write, and what a mistake is called. A case is a folder.

`story.yaml` is read in its folder; `expected.txt` holds the beginning of each line of the error, or
nothing when the story is valid; then `expected.json`, where there is one, says what of its layer
`it` reaches the page. To add a case, add a folder.
"""

import json
import re
from pathlib import Path

import pytest

from geo import StorymapError
from geo.errors import ReadError
from story import build
from story.colours import NAMED, parse_colour
from story.config import load
from story.manual import by_key, examples, picture_of
from story.model import schema
from story.model.reference import reference
from story.yamlfile import MAX_DEPTH, parse_yaml, read_yaml
from story.yamltext import MAX_BYTES, YamlError

CASES = sorted((Path(__file__).parent / "cases" / "config").iterdir())
ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_story_is_read_or_told_what_is_wrong(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    expected = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    try:
        build.assemble(Path("story.yaml"))
        found = []
    except StorymapError as error:
        found = str(error).splitlines()
    assert len(found) == len(expected), "\n".join(found)
    for line, beginning in zip(found, expected, strict=True):
        assert line.startswith(beginning)


@pytest.mark.parametrize(
    "case", [c for c in CASES if (c / "expected.json").is_file()], ids=lambda case: case.name
)
def test_a_layer_reaches_the_page_as_its_config_says(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case)
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    built = build.assemble(Path("story.yaml"))
    layer = built.scene.layers[list(built.story.layers).index("it")]
    styles = [layer["styles"][feature[1]] for feature in layer["features"]]
    found = {
        "ids": [feature[0] for feature in layer["features"]],
        "labels": [feature[2] for feature in layer["features"]],
        "ranks": [feature[3] for feature in layer["features"]],
        "values": [feature[4] for feature in layer["features"]],
        "popup": layer["popup"],
        "legend": [text.replace("\u00a0", " ") for _, text, _ in layer["legend"]],
        "styles": [style.get(expected.get("style_key")) for style in styles],
        "first_style": styles[0],
        "zoom": layer["zoom"],
        "classes": {
            text.replace("\u00a0", " "): count
            for text, count in built.report["layers"][0]["classes"].items()
        },
        "warnings": list(built.warnings),
        "facts": built.report["layers"][0]["facts"],
    }
    expected.pop("style_key", None)
    assert {key: found[key] for key in expected} == expected


def test_an_ellipsis_stands_for_more_and_for_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(next(c for c in CASES if c.name == "a-feature-called-by-another-field"))
    with pytest.raises(StorymapError, match=r"(?m)it has a, b, c, d$"):
        build.assemble(Path("story.yaml"))


def test_words_reach_the_story_as_they_were_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(c for c in CASES if c.name == "words-that-yaml-would-turn-into-something-else")
    monkeypatch.chdir(case)
    story = load(Path("story.yaml"))
    assert story.config.title == {"": "NO"}
    assert story.config.subtitle == {"": "012"}
    assert story.config.steps[0].id == "1969"
    assert story.config.steps[0].title == {"": "1.10"}
    assert story.config.steps[0].body == {"": "yes"}
    assert story.layers["places"].config.date == "12:30"


def test_the_committed_reference_is_the_models_own() -> None:
    committed = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    renewed = "renew it: storyglobe schema --reference > docs/reference.md"
    assert committed == reference(schema(), by_key()), renewed


def test_every_key_of_a_layer_has_an_example_in_the_reference() -> None:
    lines = (ROOT / "docs/reference.md").read_text(encoding="utf-8").splitlines()
    section, without = "", []
    have = {section for section, _ in by_key()}
    for line in lines:
        section = line.removeprefix("## ") if line.startswith("## ") else section
        if section in have and re.match(r"\| \**`", line) and "](images/reference/" not in line:
            without.append(f"{section}: {line}")
    assert have >= {"Layer", "Columns", "Join", "Field format", "Label", "Popup line", "Style"}
    assert have >= {"Layer class", "Graduated", "No data", "Sized", "Layer limits"}
    assert without == []


@pytest.mark.parametrize("section", sorted({section for section, _ in by_key()}))
def test_the_committed_pictures_are_what_the_examples_draw(section: str) -> None:
    folder = ROOT / "docs/images/reference"
    renewed = "renew them: storyglobe schema --pictures docs/images/reference"
    assert {one.file for one in examples()} == {path.name for path in folder.iterdir()}, renewed
    for example in examples():
        if example.section == section:
            committed = (folder / example.file).read_text(encoding="utf-8")
            assert picture_of(example) == committed, f"{example.file}: {renewed}"


def test_pictures_of_ranks_and_sizes_show_what_these_do() -> None:
    """Towns of a higher rank are left out at this zoom; samples of sizes are of these sizes."""
    by_name = {(one.section, one.key): one for one in examples()}
    ranked = picture_of(by_name["Label", "rank"])
    assert re.findall(r">(\w+)</text>", ranked) == [
        *("Aster", "Birch", "Cedar", "Dahlia", "Elm"),
        *("Aster", "Birch", "Cedar"),
    ]
    with_sizes = picture_of(by_name["Layer", "sized"]).partition("with sized")[2]
    on_map, samples = with_sizes.split(">people<")
    sizes = [float(r) for r in re.findall(r"scale\(([\d.]+)\)", samples)]
    assert sizes == sorted(set(sizes), reverse=True)
    largest = max(float(r) for r in re.findall(r"scale\(([\d.]+)\)", on_map))
    assert largest > sizes[0] > largest / 2


def test_the_committed_schema_is_the_models_own() -> None:
    committed = json.loads((ROOT / "story/schema/story.schema.json").read_text(encoding="utf-8"))
    assert committed == schema(), "renew it: storyglobe schema > story/schema/story.schema.json"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: " + "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), "nested too deeply"),
        ("- &a [x]\n- !!python/name:os.system y", "the tag"),
        ("a: 1\n  b: 2", "not valid YAML"),
        ("\x00", "not valid YAML"),
        ("&a [*a]", "nested too deeply"),
        ("? [1]\n: 2", "a key must be a plain word"),
        # what opens and never closes, or goes wrong at its very end, is not read that far
        ("- " * 200_000, "story.yaml:1: nested too deeply"),
        ("\n".join(f"k{n}: 1" for n in range(200_000)), "story.yaml:25000: 50,000 values or more"),
        ("a: [" + "1," * 200_000, "50,000 values or more; keep data in a file of its own"),
        ("a: 1\n" * 10_000, "and 9,979 more"),
    ],
)
def test_yaml_that_is_refused(text: str, what: str) -> None:
    with pytest.raises(YamlError, match=what):
        parse_yaml(text, Path("story.yaml"))


def test_a_configuration_of_megabytes_is_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("# " + "x" * MAX_BYTES, encoding="utf-8")
    with pytest.raises(ReadError, match="is too long; a configuration may have 1,000,000 bytes"):
        read_yaml(path)


def test_aliases_may_not_multiply() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 8)]
    with pytest.raises(YamlError, match="check its aliases"):
        parse_yaml("\n".join(lines), Path("story.yaml"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("#ABC", "#aabbcc"), (" rgb(1, 2, 255) ", "#0102ff"), ("Rebeccapurple", "#663399")],
)
def test_colours_become_one_form(text: str, value: str) -> None:
    assert parse_colour(text) == value


@pytest.mark.parametrize(
    "text", ["", "#12345", "rgb(1,2,300)", "url(x)", "red;}", "var(--x)", "expression(1)"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        parse_colour(text)


def test_every_css_name_is_known() -> None:
    assert len(NAMED) == 148


def test_halves_of_a_letter_become_one_or_none() -> None:
    """JSON writes a letter beyond U+FFFF as two halves, and YAML takes JSON."""
    file = parse_yaml(r'{"a\ud83d\ude00": "\ud800\udc00 \ud800"}', Path("any.yaml"))
    assert file.value == {
        "a\N{GRINNING FACE}": "\N{LINEAR B SYLLABLE B008 A} \N{REPLACEMENT CHARACTER}"
    }
