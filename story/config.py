"""Read a story: its YAML, its catalogues and its ledger, checked all at once.

After `load` nobody checks again. Every problem is one line, `file:line: path: what; hint`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import ReadError
from geo.paths import resolve
from story.charts.book import ChartEntry, check_names, read_charts
from story.checks import Names, sound_steps
from story.entries import LayerEntry, layers_of, look_further, world
from story.glossary import read_glossary
from story.model import Ledger, StoryConfig, Term
from story.problems import ConfigError, nearest, place, read_all, read_named, validate
from story.wordcheck import notes_of
from story.yamlfile import Key, YamlFile
from story.yamltext import YamlError

STORY_FILE = "story.yaml"
PACKAGE = Path(__file__).parent


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
    folders: tuple[Path, ...] = ()
    """folders whose files it may name, beside its own"""
    charts: dict[str, ChartEntry] = field(default_factory=dict)
    """the charts by name"""
    terms: Mapping[str, Term] = field(default_factory=dict)
    """words explained, in alphabetical order"""
    notes: tuple[str, ...] = ()
    """what an author should look at in the words"""
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


def load(path: Path, folders: Sequence[Path] = ()) -> Story:
    """Read and check a story and all the files it names, except the data of its layers.

    What is not in the folder of the file that names it is looked for in `folders`.

    Raises `ConfigError` with every problem found, or `ReadError` when the story cannot be read.
    """
    problems: list[str] = []
    try:
        file = read_all(lambda: path, problems)
    except YamlError as error:
        raise ConfigError(error.problems) from None
    config = validate(file, StoryConfig, problems)
    if config is None:
        known = look_further(file, folders, problems)
        if known is not None:
            Names(file, known, None, {}, problems).check_steps(sound_steps(file))
        raise ConfigError(problems)
    absent: list[str] = []
    twice = len(problems)
    entries = layers_of(file, config, folders, problems, absent)
    ledger = _ledger(file, config, folders, problems)
    charts = read_charts(file, config, problems, folders)
    terms = read_glossary(file, config, problems, folders)
    if len(problems) == twice:  # a name that a faulty file would have defined is no second fault
        Names(file, entries, ledger, charts, problems).check(config)
        check_names(charts, ledger, entries, problems)
    if absent or problems:
        raise ConfigError([*absent, *problems])
    beneath = world() if config.base is None else {}
    entries = beneath | entries
    base = tuple(beneath) if config.base is None else tuple(config.base)
    shown = {*base, *(entry.layer for step in config.steps for _, entry in step.shown())}
    shown |= {n for s in config.steps if s.view for n in s.view.fit or () if isinstance(n, str)}
    shown |= {config.quiz.layer} if config.quiz else set()
    used = {name: entry for name, entry in entries.items() if name in shown}
    places = {
        (i, *key): place(file, ("steps", i, *key))
        for i, step in enumerate(config.steps)
        for key in step.parts()
    }
    places |= {("quiz", key): place(file, ("quiz", key)) for key in ("layer", "places")}
    return Story(
        path=path,
        config=config,
        layers=used,
        base=base,
        folders=tuple(folders),
        ledger=ledger,
        charts=charts,
        terms=terms,
        notes=notes_of(file, config),
        places=places,
    )


def _ledger(
    file: YamlFile, config: StoryConfig, folders: Sequence[Path], problems: list[str]
) -> Ledger:
    if (name := config.ledger) is None:
        return Ledger()
    found = read_named(
        file, ("ledger",), lambda: resolve(name, file.path.parent, folders), Ledger, problems
    )
    if found is None:
        return Ledger()
    ledger_file, ledger = found
    for claim_id, claim in ledger.claims.items():
        for i, source in enumerate(claim.sources):
            if source not in ledger.sources:
                where = place(ledger_file, ("claims", claim_id, "sources", i))
                problems.append(f"{where}: no source '{source}'{nearest(source, ledger.sources)}")
    return ledger
