"""Where in a catalogue a new layer belongs: what stands later in it is painted over it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from story.commands.target import Target

if TYPE_CHECKING:
    from geo import Inspection
    from story.entries import LayerEntry

_RANKS: Final = {"area": 0, "line": 1, "point": 2}
"""from below: an area would hide what lies beneath it"""


def above(place: Target, found: "Inspection", folders: Sequence[Path]) -> str | None:
    """The layer before which a file goes, so that areas lie under lines, and lines under places.

    Only the layers at the end of the catalogue are looked at, up to the first that belongs beneath
    the file, or whose own file cannot be read at once: the order of an author is not questioned.
    """
    from story.entries import entries_of

    own = _rank(found.kinds or {})
    if own is None or own == max(_RANKS.values()) or place.file is None:
        return None
    before = None
    entries = entries_of(place.file, place.own_layers, folders, [])
    for name, entry in reversed(entries.items()):
        rank = _rank_of(entry)
        if rank is None or rank <= own:
            break
        before = name
    return before


def told(place: Target, found: "Inspection", before: str | None) -> Iterator[str]:
    """What an author should know of where the layer stands."""
    names = list(place.own_layers)
    if before is not None:
        more = len(names) - names.index(before) - 1
        over = f"'{before}'" + (f" and {more} more" if more else "")
        yield f"  it stands before {over}, so that it is painted beneath"
    if _rank(found.kinds or {}) != 0:
        return
    if names and before is None:
        yield "  it stands last, and so it is painted over the others: move it up if it hides one"
    if place.catalogue == place.story_path and place.story and place.story.catalog:
        yield f"  and over all layers of {', '.join(place.story.catalog)}, which come first"


def _rank(kinds: Iterable[str]) -> int | None:
    return min((_RANKS[kind] for kind in kinds), default=None)


def _rank_of(entry: "LayerEntry") -> int | None:
    from geo import StorymapError
    from geo.inspect import kinds_in
    from story.sources import is_large, spec_of

    try:
        return None if is_large(entry.source) else _rank(kinds_in(spec_of(entry)))
    except StorymapError:
        return None
