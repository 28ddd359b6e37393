"""The shape of the code: which way the arrows point, and who lives where."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import architecture
from architecture import Module, modules_of

ROOT = Path(__file__).parent.parent
MODULES = modules_of(ROOT, ["geo", "story"])

# cli → build → config → model, and build → page → leaflet: nothing on these two ways looks back,
# and leaflet and model, at their ends, know nothing of each other.
DOOR = {"story.cli", "story.commands"}
WALLS = {
    "geo": {"story"},
    "story.model": {"story.config", "story.page", "story.leaflet", "story.build"} | DOOR,
    "story.config": {"story.page", "story.leaflet", "story.build"} | DOOR,
    "story.leaflet": {"story.model", "story.config", "story.page", "story.build"} | DOOR,
    "story.page": {"story.build"} | DOOR,
    "story.build": DOOR,
    "story.commands": {"story.cli"},
}
# Where a dependency lives. Those without a name here may choose one module of `story` each.
HOMES = {
    "altair": ["story.charts.marks", "story.charts.spec"],
    "jsonschema": ["story.charts.spec"],
    "vl_convert": ["story.charts.child"],
    "folium": ["story.leaflet"],
    "pptx": ["story.press.slides"],
    "PIL": ["story.press.slides"],
    "branca": ["story.leaflet"],
    "geopandas": ["geo"],
    "pyogrio": ["geo"],
    "pyproj": ["geo"],
    "shapely": ["geo"],
    "openpyxl": ["geo.worker"],
    "pyarrow": ["geo"],
    "jinja2": ["story"],
    "markdown_it": ["story"],
    "nh3": ["story"],
    "lark": ["story.values"],
    "mapclassify": ["story.look"],
    "palettable": ["story.look"],
    "pydantic": ["story.model"],
    "rich": ["story.commands"],
    "watchfiles": ["story.commands"],
    "yaml": ["story"],
}
ONE_HOME = [
    "folium",
    "branca",
    "jinja2",
    "lark",
    "mapclassify",
    "markdown_it",
    "nh3",
    "openpyxl",
    "palettable",
    "pydantic",
    "rich",
    "watchfiles",
    "yaml",
]
IMPORT_NAMES = {
    "python-pptx": "pptx",
    "vl-convert-python": "vl_convert",
    "pillow": "PIL",
    "markdown-it-py": "markdown_it",
    "PyYAML": "yaml",
}
# Its files are found through the package's metadata; nothing imports it.
NOT_IMPORTED = {"XStatic-Leaflet"}

# Strings that look like HTML or JavaScript and may stay, each with its reason.
EXEMPT: dict[str, str] = {
    r"""geo.worker: <c\b(?=([^>]*))[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<f\b[^>]*"""
    r"""(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>""": "cells of a workbook",
    "geo.worker: </c>": "as above",
    r"story.tongues: (<(script|style|svg|noscript|title|textarea|option)\b.*?</\2\s*>|<!--.*?-->"
    r"|<[^>]*>)": "what is no running text is told apart here",
    "story.leaflet: <!--": "what must not begin a comment inside a script is looked for here",
    "story.seal: <head>": "the place where the policy goes, found in the finished page",
    "story.media: <svg": "the beginning of a kind of file that is refused",
}


def test_geo_knows_nothing_of_stories_and_no_arrow_points_back() -> None:
    assert architecture.forbidden(MODULES, WALLS) == []


def test_only_the_door_opens_on_the_command_line() -> None:
    graph = architecture.arrows(MODULES)
    assert {name for name, wanted in graph.items() if "story.cli" in wanted} <= {"story.__main__"}
    builders = {name for name, wanted in graph.items() if "story.build" in wanted}
    assert {name for name in builders if not name.startswith("story.commands.")} == set()


def test_no_module_needs_itself_round_a_corner() -> None:
    assert architecture.cycles(MODULES) == []


@pytest.mark.parametrize("dependency", HOMES)
def test_a_dependency_stays_at_home(dependency: str) -> None:
    assert architecture.outside(MODULES, dependency, HOMES[dependency]) == []


@pytest.mark.parametrize("dependency", ONE_HOME)
def test_a_dependency_has_one_home(dependency: str) -> None:
    assert architecture.homeless(MODULES, dependency) == []


def test_markdown_is_cleaned_where_it_is_made() -> None:
    makers = architecture.importers(MODULES, "markdown_it")
    assert makers == architecture.importers(MODULES, "nh3")


def test_every_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {Requirement(line).name for line in project["dependencies"]} - NOT_IMPORTED
    unused = {
        name for name in names if not architecture.importers(MODULES, IMPORT_NAMES.get(name, name))
    }
    assert unused == set()


def test_markup_and_scripts_live_in_files_of_their_own() -> None:
    found = [text for module in MODULES.values() for text in architecture.foreign_code(module)]
    assert [text for text in found if text not in EXEMPT] == []
    assert [text for text in EXEMPT if text not in found] == [], "exemptions nobody needs any more"


def test_modules_are_short() -> None:
    scripts = modules_of(ROOT, ["layers"])
    assert architecture.too_long({**MODULES, **scripts}) == []


def test_what_is_public_makes_a_promise() -> None:
    assert architecture.undocumented(MODULES) == []


# --- The rules can fail: each is tried on a small false tree. ---------------------------------


def tree(root: Path, files: dict[str, str]) -> dict[str, Module]:
    """Write modules by their dotted names and read them back."""
    for name, text in files.items():
        path = root.joinpath(*name.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return modules_of(root, ["geo", "story"])


def test_an_arrow_from_geo_to_story_is_seen_even_round_a_corner(tmp_path: Path) -> None:
    modules = tree(
        tmp_path,
        {
            "geo.read": "from geo import clean",
            "geo.clean": "def late():\n    import story.model",
            "story.model": "",
        },
    )
    assert architecture.forbidden(modules, {"geo.read": {"story.model"}}) == [
        "geo.read must not come to story.model"
    ]


@pytest.mark.parametrize("line", ["from . import b", "from .b import x", "import story.b"])
def test_a_cycle_is_seen_however_it_is_imported(tmp_path: Path, line: str) -> None:
    modules = tree(tmp_path, {"story.a": line, "story.b": "from story import a"})
    (cycle,) = architecture.cycles(modules)
    assert set(cycle.split(" → ")) == {"story.a", "story.b"}


def test_a_relative_import_inside_a_package_finds_its_way(tmp_path: Path) -> None:
    modules = tree(
        tmp_path,
        {
            "story.__init__": "from .a import x",
            "story.a": "from .sub.b import y",
            "story.sub.b": "from ..c import z",
            "story.c": "",
        },
    )
    assert architecture.arrows(modules) == {
        "story": {"story.a"},
        "story.a": {"story.sub.b"},
        "story.sub.b": {"story.c"},
        "story.c": set(),
    }


def test_a_second_home_and_a_wrong_home_are_seen(tmp_path: Path) -> None:
    modules = tree(tmp_path, {"story.a": "import yaml", "story.b": "from yaml import safe_load"})
    assert architecture.homeless(modules, "yaml") == ["yaml has 2 homes: story.a, story.b"]
    assert architecture.outside(modules, "yaml", ["story.a"]) == [
        "story.b imports yaml, which lives in story.a"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "'<p>hello</p>'",
        "'</script'",
        "f'<section id={name}'",
        "'''<br/>'''",
        "'<!-- a word -->'",
        "'function (x) { return x; }'",
        "'function show('",
        "'(x) => x + 1'",
        "'const a = 1'",
    ],
)
def test_markup_and_scripts_in_strings_are_seen(tmp_path: Path, text: str) -> None:
    modules = tree(tmp_path, {"story.a": f"name = 'x'\nvalue = {text}\n"})
    assert len(architecture.foreign_code(modules["story.a"])) == 1


@pytest.mark.parametrize(
    "text", ["'a < b and b > c'", "'->'", "'x <= y'", "'a function of the step'", "'let it be'"]
)
def test_plain_words_and_docstrings_are_left_alone(tmp_path: Path, text: str) -> None:
    modules = tree(tmp_path, {"story.a": f'"""Makes <p> of words."""\nvalue = {text}\n'})
    assert architecture.foreign_code(modules["story.a"]) == []


def test_long_and_silent_modules_are_seen(tmp_path: Path) -> None:
    text = "def loud(): ...\n\n\ndef _hidden(): ...\n" + "\n" * 250
    modules = tree(tmp_path, {"story.a": text})
    assert architecture.too_long(modules) == ["story.a has 254 lines"]
    assert architecture.undocumented(modules) == ["story.a", "story.a.loud"]
