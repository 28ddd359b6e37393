"""Where `storyglobe add` writes: which catalogue, and which story shows it."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from story.commands.common import typed

if TYPE_CHECKING:
    from story.model import LayerConfig, StoryConfig
    from story.yamlfile import YamlFile


@dataclass(frozen=True)
class Target:
    """Where the layer goes: a catalogue, and the story that shows it, if there is one."""

    catalogue: Path
    layers: "dict[str, LayerConfig]"
    story_path: Path | None
    story: "StoryConfig | None"
    texts: dict[Path, str]
    """what the files hold now; a catalogue that is yet to be made is not among them"""
    file: "YamlFile | None" = None
    """the catalogue as it was read"""

    @property
    def own_layers(self) -> "Mapping[str, LayerConfig]":
        """The layers of the catalogue, in its order."""
        return (
            self.story.layers if self.story and self.catalogue == self.story_path else self.layers
        )

    @property
    def is_named(self) -> bool:
        """Whether the story reads this catalogue."""
        if self.story is None or self.story_path is None:
            return False
        names = {(self.story_path.parent / name).resolve() for name in self.story.catalog}
        return self.catalogue.resolve() in {self.story_path.resolve(), *names}


def target_of(options: argparse.Namespace) -> Target:
    """What the arguments name, read; raises `StorymapError` for what cannot be used."""
    from geo import StorymapError
    from story.config import find_story
    from story.model import Catalogue, LayerConfig, StoryConfig
    from story.problems import ConfigError, validate
    from story.yamlfile import read_yaml

    problems: list[str] = []
    texts: dict[Path, str] = {}
    story_path, story, file = None, None, None
    if options.story or not options.catalog or options.step:
        story_path = find_story(options.story) if options.story else _story_here(options.file)
        file = read_yaml(story_path)
        story = validate(file, StoryConfig, problems)
        texts[story_path] = _text(story_path)
    catalogue = options.catalog or (story and story_path and _beside(story_path, story))
    catalogue = catalogue or story_path
    if catalogue is None:
        raise StorymapError("name a story with --story, or a catalogue with --catalog")
    layers: dict[str, LayerConfig] = {}
    if catalogue != story_path:
        file = read_yaml(catalogue) if catalogue.exists() else None
    if catalogue != story_path and file is not None:
        read = validate(file, Catalogue, problems)
        layers = dict(read.layers) if read else {}
        texts[catalogue] = _text(catalogue)
    if problems:
        raise ConfigError(problems)
    return Target(catalogue, layers, story_path, story, texts, file)


def _story_here(file: Path) -> Path:
    """The story of the current folder. Raises `StorymapError` that names one beside the file."""
    from geo import StorymapError
    from story.config import STORY_FILE

    if Path(STORY_FILE).is_file():
        return Path(STORY_FILE)
    above = [folder for folder in file.parents if (folder / STORY_FILE).is_file()]
    way = f"--story {typed(above[0])}" if above else "--story, or go to its folder"
    raise StorymapError(f"there is no {STORY_FILE} here; name the story with {way}")


def _beside(story_path: Path, story: "StoryConfig") -> Path | None:
    """The one catalogue of a story that keeps its layers there alone; a shared one is not ours."""
    if story.layers or len(story.catalog) != 1:
        return None
    path = story_path.parent / story.catalog[0]
    inside = path.resolve().is_relative_to(story_path.parent.resolve())
    return path if inside and path.is_file() else None


def same_file(place: Target, file: Path, inner: str | None) -> str | None:
    """The layer that has this file already, and this layer of it."""
    beside = [(place.catalogue, place.layers)]
    if place.story and place.story_path:
        beside.append((place.story_path, place.story.layers))
    for catalogue, layers in beside:
        for name, layer in layers.items():
            is_same = (catalogue.parent / layer.source).resolve() == file.resolve()
            if is_same and layer.layer == inner:
                return name
    return None


def _text(path: Path) -> str:
    # as it is, line ends too: what was typed must stay
    return path.read_bytes().decode("utf-8-sig")
