"""Mistakes that an author can mend. Each message says where, what, and the way out."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

SHOWN: Final = 20
"""so many faults of one file are told one by one"""
_SPACES: Final = "\u00a0\u202f\u2009\u3000"


class StorymapError(Exception):
    """The root: shown without a traceback, exit code 1.

    `about` names the field of the `LayerSpec` that does not fit the file, where it is one.
    """

    def __init__(self, message: str, *, about: str = "") -> None:
        super().__init__(message)
        self.about = about


class ReadError(StorymapError):
    """A file is not there, cannot be read, or is not what it should be."""


class MissingError(ReadError):
    """There is no such file."""


class ChoiceError(ReadError):
    """A file holds several layers, and nobody said which; `.layers` has them, with their features.

    A count of 0 may also mean that nobody has counted.
    """

    def __init__(self, message: str, format_: str, layers: Mapping[str, int]) -> None:
        self.format, self.layers = format_, dict(layers)
        super().__init__(message)


class CRSError(StorymapError):
    """A file does not say where on Earth its coordinates are, or says it wrongly."""


class GeometryError(StorymapError):
    """A geometry cannot be drawn and cannot be repaired."""


class CheckError(StorymapError):
    """A file was read and has faults; `.problems` holds one sentence for each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def one_line(text: str) -> str:
    """The text as it may be printed: what would break a line or steer a terminal is written out."""
    return "".join(
        letter if letter.isprintable() or letter in _SPACES else ascii(letter)[1:-1]
        for letter in text
    )


def raise_all(source: Path, problems: Sequence[str]) -> None:
    """Raise a `CheckError` with the problems of a file, if there are any."""
    if problems:
        more = len(problems) - SHOWN
        tail = [f"{source}: … and {more} more"] if more > 0 else []
        raise CheckError([*problems[:SHOWN], *tail])
