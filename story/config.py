"""Read a story: its YAML, its catalogues and its ledger, checked all at once.

After `load` nobody checks again. Every problem is one line, `file:line: path: what; hint`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.errors import ReadError, StorymapError
from geo.paths import resolve
from story.charts.book import ChartEntry, check_names, read_charts
from story.checks import Names
from story.model import Catalogue, LayerConfig, Ledger, StoryConfig
from story.problems import ConfigError, nearest, place, validate
from story.yamlfile import Key, YamlError, YamlFile, read_yaml

STORY_FILE = "story.yaml"
WORLD_FILE = "world.yaml"
PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class LayerEntry:
    """A layer of the story: what its catalogue says, and where its file is."""

    name: str
    config: LayerConfig
    source: Path
    folder: Path
    file: YamlFile = field(repr=False)
    own: bool = True
    """whether the author named it; the map of the world that lies under a story is ours"""

    def at(self, *key: str | int) -> str:
        """`file:line: path` of a key of this layer, as every problem begins."""
        return place(self.file, ("layers", self.name, *key))


@dataclass(frozen=True)
class Story:
    """A story that was read and checked: every name in it resolves."""

    path: Path
    config: StoryConfig
    layers: dict[str, LayerEntry]
    """the layers that some step or the base uses, in painter's order"""
    base: tuple[str, ...]
    """names of the layers under every step"""
    ledger: Ledger
    charts: dict[str, ChartEntry] = field(default_factory=dict)
    """the charts by name"""
    places: dict[Key, str] = field(default_factory=dict, repr=False)
    """`file:line: path` of (step, *part of the step): for checks that need the data"""


def find_story(story: Path | None) -> Path:
    """The story file for what the author named: a file, a folder, or nothing (the built-in story).

    Raises `ReadError` when there is none.
    """
    if story is None:
        return builtin_story()
    if story.is_dir():
        if not (story / STORY_FILE).is_file():
            raise ReadError(f"{story}: holds no {STORY_FILE}; name the story's YAML file")
        return story / STORY_FILE
    return story


def builtin_story() -> Path:
    """The story that ships with this package: from the wheel, or from a clone."""
    installed = PACKAGE / "builtin" / "story" / "russia-china" / STORY_FILE
    return installed if installed.is_file() else PACKAGE / "russia-china" / STORY_FILE


def builtin_layers() -> Path:
    """The folder of the layers that ship with this package: from the wheel, or from a clone."""
    installed = PACKAGE / "builtin" / "layers"
    return installed if installed.is_dir() else PACKAGE.parent / "layers"


def load(path: Path) -> Story:
    """Read and check a story and all the files it names, except the data of its layers.

    Raises `ConfigError` with every problem found, or `ReadError` when the story cannot be read.
    """
    problems: list[str] = []
    try:
        file = read_yaml(path)
    except YamlError as error:
        raise ConfigError(error.problems) from None
    config = validate(file, StoryConfig, problems)
    if config is None:
        raise ConfigError(problems)
    entries: dict[str, LayerEntry] = {}
    for name in config.catalog:
        _add_catalogue(file, name, entries, problems)
    _add_layers(file, config.layers, entries, problems)
    ledger = _ledger(file, config, problems)
    charts = read_charts(file, config, problems)
    if problems:  # a name that a faulty file would have defined is no second fault
        raise ConfigError(problems)
    Names(file, entries, ledger, charts, problems).check(config)
    check_names(charts, ledger, entries, problems)
    if problems:
        raise ConfigError(problems)
    world = _world() if config.base is None else {}
    entries = world | entries
    base = tuple(world) if config.base is None else tuple(config.base)
    shown = {*base, *(entry.layer for step in config.steps for _, entry in step.shown())}
    shown |= {n for s in config.steps if s.view for n in s.view.fit or () if isinstance(n, str)}
    used = {name: entry for name, entry in entries.items() if name in shown}
    places = {
        (i, *key): place(file, ("steps", i, *key))
        for i, step in enumerate(config.steps)
        for key in step.parts()
    }
    return Story(
        path=path,
        config=config,
        layers=used,
        base=base,
        ledger=ledger,
        charts=charts,
        places=places,
    )


def _world() -> dict[str, LayerEntry]:
    """The layers of the map that lies under a story without a base of its own."""
    problems: list[str] = []
    entries: dict[str, LayerEntry] = {}
    file = read_yaml(_relative(builtin_layers() / WORLD_FILE))
    if catalogue := validate(file, Catalogue, problems):
        _add_layers(file, catalogue.layers, entries, problems)
    if problems:
        raise ConfigError(problems)
    return {name: replace(entry, own=False) for name, entry in entries.items()}


def _add_catalogue(
    file: YamlFile, name: str, entries: dict[str, LayerEntry], problems: list[str]
) -> None:
    # a catalogue may lie outside the story's folder: it is the author's own choice, by name;
    # what it names must lie in the folder of the catalogue
    path = (file.path.parent / name).resolve()
    try:
        catalogue_file = read_yaml(_relative(path))
    except YamlError as error:
        problems.extend(error.problems)
        return
    except ReadError as error:
        problems.append(f"{place(file, ('catalog',))}: {error}")
        return
    if catalogue := validate(catalogue_file, Catalogue, problems):
        _add_layers(catalogue_file, catalogue.layers, entries, problems)


def _relative(path: Path) -> Path:
    """The path as a person in the current folder would write it."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _add_layers(
    file: YamlFile,
    layers: Mapping[str, LayerConfig],
    entries: dict[str, LayerEntry],
    problems: list[str],
) -> None:
    folder = file.path.parent
    for name, config in layers.items():
        where = place(file, ("layers", name, "source"))
        try:
            source = resolve(config.source, folder)
        except StorymapError as error:
            problems.append(f"{where}: {error}")
            continue
        entries[name] = LayerEntry(name, config, source, folder, file)


def _ledger(file: YamlFile, config: StoryConfig, problems: list[str]) -> Ledger:
    if config.ledger is None:
        return Ledger()
    try:
        path = resolve(config.ledger, file.path.parent)
        ledger_file = read_yaml(path)
    except YamlError as error:
        problems.extend(error.problems)
        return Ledger()
    except StorymapError as error:
        problems.append(f"{place(file, ('ledger',))}: {error}")
        return Ledger()
    ledger = validate(ledger_file, Ledger, problems) or Ledger()
    for claim_id, claim in ledger.claims.items():
        for i, source in enumerate(claim.sources):
            if source not in ledger.sources:
                where = place(ledger_file, ("claims", claim_id, "sources", i))
                problems.append(f"{where}: no source '{source}'{nearest(source, ledger.sources)}")
    return ledger
