"""What an author should look at, with the key of the config that it is about."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, Self

from geo import Layer
from story.model import LayerConfig
from story.yamlfile import Key

if TYPE_CHECKING:
    from story.entries import LayerEntry

_FIRST: Final = re.compile(r"'?(\w+)")


class Note(str):
    """A sentence about what stands under a key of a layer."""

    __slots__ = ("key",)
    key: Key

    def __new__(cls, text: str, *key: str | int) -> Self:
        """The sentence, and the key within the layer."""
        note = super().__new__(cls, text)
        note.key = key
        return note


def notes_of(
    entries: Mapping[str, "LayerEntry"], layers: Mapping[str, Layer]
) -> Iterator[tuple[str, str]]:
    """The notes of the reports of layers: the name of a layer, and a sentence with its place."""
    for name, layer in layers.items():
        yield from ((name, placed(entries[name], note)) for note in layer.report.notes)


def placed(entry: "LayerEntry", note: str) -> str:
    """The note behind its file, line and key.

    A note of the reader's about a key begins with its name; all others are about the file.
    """
    first = _FIRST.match(note)
    known = (first[1],) if first and first[1] in LayerConfig.model_fields else ("source",)
    return f"{entry.at(*(note.key if isinstance(note, Note) else known))}: {note}"
