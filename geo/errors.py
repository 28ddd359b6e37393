"""Mistakes that an author can mend. Each message says where, what, and the way out."""

from collections.abc import Iterable


class StorymapError(Exception):
    """The root: shown without a traceback, exit code 1."""


class ReadError(StorymapError):
    """A file is not there, cannot be read, or is not what it should be."""


class CRSError(StorymapError):
    """A file does not say where on Earth its coordinates are, or says it wrongly."""


class GeometryError(StorymapError):
    """A geometry cannot be drawn and cannot be repaired."""


class CheckError(StorymapError):
    """A file was read and has faults; `.problems` holds one sentence for each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
