"""The account of a layer: every feature that was read is drawn, or left out with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

NAMED: Final = 8
"""so many features are named by number in a note"""


@dataclass(frozen=True)
class Report:
    """What became of the features of a source. `read == drawn + dropped`, always.

    `notes` are sentences for the author, one for each thing that was done.
    """

    name: str
    read: int
    drawn: int
    repaired: int
    dropped: int
    vertices_before: int
    vertices_after: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """Numbers (from 1) of the features to which something happened."""

    read: int
    empty: tuple[int, ...]
    lost: int
    closed: tuple[int, ...]
    invalid: tuple[int, ...]
    doubtful: tuple[int, ...]
    pruned: tuple[int, ...]
    flattened: tuple[int, ...]
    small: tuple[int, ...]

    def report(self, name: str, *, before: int, after: int) -> Report:
        """The report of the layer, with its numbers of vertices before and after."""
        said = {
            "dropped: no geometry that can be drawn": self.empty,
            "repaired: a ring was closed": self.closed,
            "repaired: the shape was not valid": self.invalid,
            "repaired, and their area changed by over 2 %; look at them": self.doubtful,
            "drawn without a part that has too few positions": self.pruned,
            "drawn without their heights": self.flattened,
            "drawn as a mark: smaller than the detail kept (see tolerance_m)": self.small,
        }
        notes = [self._note(what, numbers) for what, numbers in said.items() if numbers]
        if self.lost:
            notes.append(
                f"{self.lost} of {self.read} features dropped: the file holds them damaged"
            )
        return Report(
            name=name,
            read=self.read,
            drawn=self.read - self.lost - len(self.empty),
            repaired=len({*self.closed, *self.invalid}),
            dropped=self.lost + len(self.empty),
            vertices_before=before,
            vertices_after=after,
            notes=tuple(notes),
        )

    def _note(self, what: str, numbers: Iterable[int]) -> str:
        every = sorted(numbers)
        shown = ", ".join(map(str, every[:NAMED])) + (" …" if len(every) > NAMED else "")
        return f"{len(every)} of {self.read} features {what} (feature {shown})"
