"""From a layer's entry to the layer: read, joined, chosen, prepared. Each mistake has its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo import Layer, LayerSpec, Limits, StorymapError, prepare
from geo.paths import inside
from story.config import Story
from story.entries import LayerEntry
from story.kept import digest_of_files, kept
from story.notes import Note
from story.pool import each
from story.problems import ConfigError, nearest
from story.values.compare import WhereError
from story.values.join import Joined, JoinError, joined
from story.values.where import Where, parse_where


class LayersError(ConfigError):
    """Some layers of a story need fixing; `.sound` are the others."""

    def __init__(self, problems: Iterable[str], sound: dict[str, Layer]) -> None:
        super().__init__(problems)
        self.sound = sound


LARGE: Final = 20_000_000
"""bytes of a file from which on it is read alone, so that it has the memory to itself"""


def prepare_all(
    story: Story, tell: Callable[[str], None], at_leisure: Callable[[], None] = lambda: None
) -> dict[str, Layer]:
    """Prepare every layer that the story uses. Raises `LayersError` for those that are bad.

    `at_leisure` is called when other work would not be in the way: small files are read by threads
    that mostly wait, a large one takes all of Python's time until it is handed to be drawn.
    """
    numbers = {name: number for number, name in enumerate(story.layers, start=1)}

    def prepared(entry: LayerEntry) -> Layer | list[str]:
        tell(f"layer {numbers[entry.name]} of {len(numbers)}: {entry.name}")
        return _layer_or_problems(entry, at_leisure)

    large = {name: entry for name, entry in story.layers.items() if is_large(entry.source)}
    small = {name: entry for name, entry in story.layers.items() if name not in large}
    if small:
        at_leisure()
    found = dict(zip(small, each(prepared, small.values()), strict=True))
    found |= {name: prepared(entry) for name, entry in large.items()}
    layers: dict[str, Layer] = {}
    problems: list[str] = []
    for name in story.layers:
        one = found[name]
        if isinstance(one, Layer):
            layers[name] = one
        else:
            problems += one
    if problems:
        raise LayersError(problems, layers)
    return layers


def is_large(source: Path) -> bool:
    """Whether a file is so large that it is read alone."""
    return source.exists() and source.stat().st_size > LARGE


def _layer_or_problems(entry: LayerEntry, at_leisure: Callable[[], None]) -> Layer | list[str]:
    try:
        return prepare_entry(entry, at_leisure) if entry.own else _prepared(spec_of(entry))
    except ConfigError as error:
        return list(error.problems)
    except StorymapError as error:
        where = entry.at(*_KEYS.get(error.about, ("source",)))
        return [f"{where}: {line}" for line in str(error).split("\n")]


# where a config says what a `LayerSpec` has
_KEYS: Final = {
    **{name: ("columns", name) for name in ("lon", "lat", "wkt")},
    **{name: (name,) for name in ("layer", "encoding", "crs", "key")},
}
_KEYS_OF_JOIN: Final = {"layer": "sheet", "encoding": "encoding"}


@cache
def _prepared(spec: LayerSpec) -> Layer:
    """A layer that ships with us: the same in every story of a process."""
    return prepare(spec)


# all that the preparation of a layer looks at in its entry; how it looks changes nothing in it
_LOOKED_AT: Final = {
    "source", "layer", "crs", "encoding", "columns", "decimal", "key", "join", "where",
    "tolerance_m", "limits",
}  # fmt: skip


def prepare_entry(entry: LayerEntry, at_leisure: Callable[[], None] | None = None) -> Layer:
    """Prepare one layer, with its joins and its condition, unless its very content was before.

    `at_leisure` is that of `LayerSpec`. Raises `ConfigError` for mistakes in those two, and all
    that `geo.prepare` raises.
    """
    inside(entry.source, entry.folder, entry.folders)
    files = [digest_of_files(path) for path in (entry.source, *entry.joins)]
    config = entry.config.model_dump_json(include=_LOOKED_AT)
    content: list[bytes | str] = [entry.name, str(entry.source), config, *files]
    return kept(lambda: _prepare(entry, at_leisure), "layer", *content)


def _prepare(entry: LayerEntry, at_leisure: Callable[[], None] | None) -> Layer:
    joins = _joins(entry)
    choice = _Choice(parse_where(entry.config.where)) if entry.config.where else None
    spec = replace(spec_of(entry), at_leisure=at_leisure)
    if joins:
        spec = replace(spec, transform=lambda row: _through(joins, row))
    if choice:
        spec = replace(spec, select=choice.holds)
    failed: StorymapError | None = None
    try:
        layer = prepare(spec)
    except StorymapError as error:
        failed = error
    _check(entry, joins, choice)  # a name that is not there explains why nothing was left
    if failed:
        raise failed
    kept = choice.kept if choice else None
    notes = [
        Note(note, "join", number) for number, join in enumerate(joins) for note in join.notes(kept)
    ]
    facts = [fact for join in joins for fact in join.facts]
    report = replace(
        layer.report,
        notes=(*layer.report.notes, *notes),
        facts=(*layer.report.facts, *facts),
    )
    return replace(layer, report=report) if notes or facts else layer


def spec_of(entry: LayerEntry) -> LayerSpec:
    """What `geo` is to read, without joins and conditions."""
    config = entry.config
    columns = config.columns
    return LayerSpec(
        name=entry.name,
        source=entry.source,
        folder=entry.folder,
        folders=entry.folders,
        layer=config.layer,
        crs=config.crs,
        encoding=config.encoding,
        lon=columns.lon if columns else None,
        lat=columns.lat if columns else None,
        wkt=columns.wkt if columns else None,
        decimal=config.decimal,
        key=config.key,
        keys=tuple(join.key for join in config.join),
        tolerance_m=config.tolerance_m,
        limits=limits_of(entry),
    )


def limits_of(entry: LayerEntry) -> Limits:
    """How much the files of a layer may ask: what its author set, and our own for the rest."""
    return Limits(**entry.config.limits.model_dump(exclude_none=True))


class _Choice:
    """A condition at work: it remembers which of its fields no row has had, and its fault."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self.missing = set(where.fields)
        self.known: set[str] = set()
        self.kept: list[bool] = []
        """of each row, whether it was chosen"""
        self.fault = ""

    def holds(self, row: Mapping[str, Any]) -> bool:
        if self.missing:
            self.missing.difference_update(row)
            self.known.update(row)
        try:
            chosen = self.where.holds(row)
        except WhereError as error:
            self.fault = self.fault or f"feature {len(self.kept) + 1}: {error}"
            chosen = False
        self.kept.append(chosen)
        return chosen


def _through(joins: list[Joined], row: Mapping[str, Any]) -> Mapping[str, Any]:
    for join in joins:
        row = join.added(row)
    return row


def _joins(entry: LayerEntry) -> list[Joined]:
    made, problems = [], []
    for number, (join, source) in enumerate(zip(entry.config.join, entry.joins, strict=True)):
        try:
            made.append(joined(join, source, entry.folder, entry.folders, limits_of(entry)))
        except JoinError as error:
            problems.append(f"{entry.at('join', number, error.key)}: {error}")
        except StorymapError as error:
            key = _KEYS_OF_JOIN.get(error.about, "source")
            problems.append(f"{entry.at('join', number, key)}: {error}")
    if problems:
        raise ConfigError(problems)
    return made


def _check(entry: LayerEntry, joins: list[Joined], choice: _Choice | None) -> None:
    problems = []
    for number, join in enumerate(joins):
        try:
            join.check()
        except JoinError as error:
            problems.append(f"{entry.at('join', number, error.key)}: {error}")
    if choice and choice.kept:
        problems += [
            f"{entry.at('where')}: no field '{name}'{_hint(name, choice.known)}"
            for name in choice.where.fields
            if name in choice.missing
        ]
        if choice.fault and not choice.missing:
            problems.append(f"{entry.at('where')}: {choice.fault}")
        if not (problems or any(choice.kept)):
            what = f"is true for none of {len(choice.kept):,} features, so nothing is left to draw"
            look = f"their values: storyglobe inspect {entry.source.name}"
            problems.append(f"{entry.at('where')}: {what}; {look}")
    if problems:
        raise ConfigError(problems)


def _hint(name: str, known: set[str]) -> str:
    fields = f"; its fields are {', '.join(sorted(known))}"
    return (nearest(name, known) or fields) + f" (a text stands in quotes: '{name}')"
