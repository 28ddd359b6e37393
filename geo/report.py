"""The account of a layer: every feature that was read is drawn, or left out with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from geo.words import many

NAMED: Final = 8
"""so many features are named by number in a note"""

EMPTY: Final = "dropped: no geometry that can be drawn"
BROKEN: Final = "dropped: their geometry is damaged in the file"
CLOSED: Final = "repaired: a ring was closed"
INVALID: Final = "repaired: the shape was not valid"
WOUND: Final = "repaired: a ring was wound the wrong way"
REPEATED: Final = "repaired: a vertex stood twice in a row"
CUT: Final = "repaired: cut where it crosses 180°, or led round the pole"
DOUBTFUL: Final = "repaired, and their area changed by over 2 %; look at them"
PRUNED: Final = "drawn without a part that has too few positions"
FLATTENED: Final = "drawn without their heights"
MEASURED: Final = "drawn without their measures (M)"
BENT: Final = "drawn with their curves as short straight lines"
NOWHERE: Final = "drawn at 0° E, 0° N, where what has no place ends up; look at them"
TABLELESS: Final = "has no .dbf beside it, so its features have no properties"
SMALL: Final = "drawn as a mark: smaller than the detail kept (see tolerance_m)"

REPAIRS: Final = frozenset({CLOSED, INVALID, WOUND, REPEATED, CUT})
HARMLESS: Final = frozenset({FLATTENED, MEASURED})
"""what a map from above has no use for: nothing to warn of"""

Marks = Mapping[str, Iterable[int]]
"""numbers (from 1, in the file) of the features to which something happened, by what happened"""


@dataclass(frozen=True)
class Report:
    """What became of the features of a source. `read == drawn + dropped + filtered`, always.

    `filtered` were left out because the author said so. `notes` are sentences for the author, one
    for each thing that was done; `facts` are those for what was done at the author's own word, and
    for what no map would show: nothing to warn of.
    """

    name: str
    read: int
    drawn: int
    repaired: int
    dropped: int
    vertices_before: int
    vertices_after: int
    notes: tuple[str, ...] = ()
    filtered: int = 0
    facts: tuple[str, ...] = ()


def account(
    name: str,
    marks: Marks,
    *,
    read: int,
    lost: int,
    filtered: int,
    vertices: tuple[int, int],
    notes: Iterable[str] = (),
    facts: Iterable[str] = (),
) -> Report:
    """The report of a layer. `lost` features are in the file, but no reader finds them.

    `vertices` are the numbers before and after simplification; `notes` come last.
    """
    said = {what: sorted(set(numbers)) for what, numbers in marks.items()}
    sentences = [
        _note(what, said[what], read) for what in said if said[what] and what not in HARMLESS
    ]
    harmless = [_note(what, said[what], read) for what in said if said[what] and what in HARMLESS]
    if lost:
        told = f"{lost:,} of {many(read, 'feature')} dropped"
        sentences.append(f"{told}: the file holds them damaged")
    dropped = len({*said.get(EMPTY, ()), *said.get(BROKEN, ())})
    return Report(
        name=name,
        read=read,
        drawn=read - lost - filtered - dropped,
        repaired=len({number for what in REPAIRS & said.keys() for number in said[what]}),
        dropped=lost + dropped,
        filtered=filtered,
        vertices_before=vertices[0],
        vertices_after=vertices[1],
        notes=(*sentences, *notes),
        facts=(*harmless, *facts),
    )


def _note(what: str, numbers: list[int], read: int) -> str:
    shown = ", ".join(map(str, numbers[:NAMED])) + (" …" if len(numbers) > NAMED else "")
    which = "feature" if len(numbers) == 1 else "features"
    return f"{len(numbers):,} of {many(read, 'feature')} {what} ({which} {shown})"
