"""The layers of a story, from its own file and its catalogues, each with the files it names."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.errors import StorymapError
from geo.paths import check_name, resolve
from story.model import Catalogue, LayerConfig, StoryConfig, ValidationError
from story.problems import ConfigError, place, read_named, validate
from story.yamlfile import Key, YamlFile, read_yaml

WORLD_FILE = "world.yaml"
PACKAGE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class LayerEntry:
    """A layer of the story: what its catalogue says, and where its files are."""

    name: str
    config: LayerConfig
    source: Path
    folder: Path
    joins: tuple[Path, ...]
    """the files of its `join` list, in that order"""
    folders: tuple[Path, ...]
    """further folders whose files it may name"""
    file: YamlFile = field(repr=False)
    own: bool = True
    """whether the author named it; the map of the world that lies under a story is ours"""

    def at(self, *key: str | int) -> str:
        """`file:line: path` of a key of this layer, as every problem begins."""
        return place(self.file, ("layers", self.name, *key))


def builtin_layers() -> Path:
    """The folder of the layers that ship with this package: from the wheel, or from a clone."""
    installed = PACKAGE / "builtin" / "layers"
    return installed if installed.is_dir() else PACKAGE.parent / "layers"


def layers_of(
    file: YamlFile,
    config: StoryConfig,
    folders: Sequence[Path],
    problems: list[str],
    absent: list[str],
) -> dict[str, LayerEntry]:
    """The layers that a story may show, those of its catalogues first.

    Faults of catalogues go to `problems`, files of layers that cannot be had to `absent`.
    """
    entries: dict[str, LayerEntry] = {}
    for name in config.catalog:
        entries |= _catalogue(file, name, folders, problems, absent)
    return entries | entries_of(file, config.layers, folders, absent)


def look_further(
    file: YamlFile, folders: Sequence[Path], problems: list[str]
) -> frozenset[str] | None:
    """What else is wrong with the layers of a story that is not valid: of those that are sound.

    Returns the names of all its layers, None where these cannot be told.
    """
    value = file.value if isinstance(file.value, dict) else {}
    names, layers = value.get("catalog"), value.get("layers", {})
    known: set[str] | None = set(layers) if isinstance(layers, dict) else None
    for name in [names] if isinstance(names, str) else names if isinstance(names, list) else []:
        found = (
            _catalogue(file, name, folders, problems, problems) if isinstance(name, str) else None
        )
        known = known | found.keys() if found and known is not None else None
    sound: dict[str, LayerConfig] = {}
    for name, config in layers.items() if isinstance(layers, dict) else ():
        with suppress(ValidationError):
            sound[str(name)] = LayerConfig.model_validate(config)
    entries_of(file, sound, folders, problems)
    is_known = known is not None and value.keys() <= StoryConfig.model_fields.keys()
    return frozenset(known or ()) if is_known else None


def world() -> dict[str, LayerEntry]:
    """The layers of the map that lies under a story without a base of its own."""
    problems: list[str] = []
    entries: dict[str, LayerEntry] = {}
    file = read_yaml(_relative(builtin_layers() / WORLD_FILE))
    if catalogue := validate(file, Catalogue, problems):
        entries = entries_of(file, catalogue.layers, (), problems)
    if problems:
        raise ConfigError(problems)
    return {name: replace(entry, own=False) for name, entry in entries.items()}


def _catalogue(
    file: YamlFile, name: str, folders: Sequence[Path], problems: list[str], absent: list[str]
) -> dict[str, LayerEntry]:
    # a catalogue may lie outside the story's folder: it is the author's own choice, by name;
    # what it names must lie in the folder of the catalogue, or in one given beside it
    def path() -> Path:
        check_name(name)
        real = os.path.realpath(file.path.parent / name)  # which takes a link to itself, too
        return _relative(Path(real))

    if found := read_named(file, ("catalog",), path, Catalogue, problems):
        catalogue_file, catalogue = found
        return entries_of(catalogue_file, catalogue.layers, folders, absent)
    return {}


def _relative(path: Path) -> Path:
    """The path as a person in the current folder would write it."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def entries_of(
    file: YamlFile,
    layers: Mapping[str, LayerConfig],
    folders: Sequence[Path],
    absent: list[str],
) -> dict[str, LayerEntry]:
    """The layers by name, also those whose files go to `absent`: their names are there."""
    entries: dict[str, LayerEntry] = {}
    folder = file.path.parent
    for name, config in layers.items():
        found: list[Path] = []
        wanted: list[tuple[Key, str]] = [(("source",), config.source)]
        wanted += [(("join", i, "source"), join.source) for i, join in enumerate(config.join)]
        for key, source in wanted:
            try:
                found.append(resolve(source, folder, folders))
            except StorymapError as error:
                absent.append(f"{place(file, ('layers', name, *key))}: {error}")
                found.append(folder / "absent")
        source_path, *joins = found
        entries[name] = LayerEntry(
            name=name,
            config=config,
            source=source_path,
            folder=folder,
            joins=tuple(joins),
            folders=tuple(folders),
            file=file,
        )
    return entries
