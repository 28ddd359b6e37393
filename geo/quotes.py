"""Where in a table a quotation mark is missing: its text then runs on over the rows below it."""

import re
from collections.abc import Sequence
from typing import Final

_LEAST: Final = 3
"""columns; in a table of two a text of several lines may well look like rows"""
_BREAK: Final = re.compile(r"\r\n?|\n")


def opened_at(text: str, delimiter: str) -> int:
    """How many lines further down the quotation mark stands that spoils a text of rows."""
    sign = re.escape(delimiter)
    quoted = re.compile(rf'(?:\A|(?<=[{sign}\r\n]))"[^"]*(?:""[^"]*)*"?')
    for found in quoted.finditer(text):
        end = found.end()
        is_closed = found[0].endswith('"') and len(found[0]) > 1
        if not is_closed or text[end : end + 1] not in {delimiter, "\r", "\n", ""}:
            return len(_BREAK.findall(text, 0, found.start()))
    return 0


def runs_on(row: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a cell of the row goes on over lines that all look like rows of so many cells."""
    if width < _LEAST:
        return False
    for at, cell in enumerate(row):
        first, *others = _BREAK.split(cell)
        if others:
            *whole, last = others
            signs = [line.count(delimiter) for line in whole]
            signs += [at + first.count(delimiter), last.count(delimiter) + len(row) - 1 - at]
            if all(count == width - 1 for count in signs):
                return True
    return False


def told(runs: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """A sentence about texts that run on from one line to another; none where there are none."""
    if not runs:
        return ()
    begin, end = runs[0]
    more = f" (and {len(runs) - 1} more such texts)" if len(runs) > 1 else ""
    what = (
        f"line {begin}: a text in quotation marks runs on to line {end}, over what look like rows"
    )
    return (f"{what}{more}; is a quotation mark missing?",)
