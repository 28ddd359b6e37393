"""Texts that are numbers with a decimal comma, or with signs between the thousands.

A sign alone can be read in two ways (`1,234`), so nothing is made a number unless the author names
the sign before the decimals: then the other one, spaces and apostrophes can only part thousands.
"""

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.jsontext import BIG

# What tables write where they have nothing; none of it could be a number.
NOTHING: Final = frozenset(
    {"", "na", "n/a", "n.a.", "#n/a", "#null!", "nan", "null", "none", "-", "–", "—", "…", "...",
     r"\n", "н/д", "н.д.", "нет данных", "k.a.", "k. a.", "n/d", "n.d.", "不详", "暂无"}
)  # fmt: skip
MARKS: Final = (",", ".")
"""the signs that may stand before decimals"""
_GAPS: Final = " \u00a0\u202f\u2009'’"
_FORMS: Final = {
    mark: re.compile(
        rf"[+-]?(?:[1-9]\d{{0,2}}([{_GAPS}{re.escape(other)}])\d{{3}}(?:\1\d{{3}})*"
        rf"|0|[1-9]\d*)({re.escape(mark)}\d+)?([eE][+-]?\d{{1,2}})?",
        re.ASCII,
    )
    for mark, other in (MARKS, MARKS[::-1])
}
_GAP: Final = re.compile(rf"[{_GAPS}]")
_PLAIN: Final = {
    ",": re.compile(r"-?\d+(?:[eE][+-]?\d+)?", re.ASCII),
    ".": re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII),
}
_GLANCE: Final = 100
"""so many cells of a column are looked at; where none of them is a number, it is one of texts"""


@dataclass(frozen=True)
class Rows:
    """Rows with numbers in place of texts; what was read so; and what was left, though it might."""

    rows: Sequence[Mapping[str, Any]]
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def number_in(text: str, mark: str) -> int | float | None:
    """The number that a text is, where `mark` stands before decimals; None when it is none."""
    found = _FORMS[mark].fullmatch(text.strip().replace("\u2212", "-"))
    if found is None:
        return None
    other = MARKS[mark == ","]
    digits = _GAP.sub("", found[0]).replace(other, "").replace(mark, ".")
    if not (found[2] or found[3]):
        return int(digits) if len(digits) < 18 and abs(int(digits)) <= BIG else None
    return float(digits) if math.isfinite(float(digits)) else None


def decimal_marks(texts: Collection[str]) -> tuple[str, ...]:
    """The signs that make numbers of all these texts, while without one some would stay texts.

    Two where the texts can be read in two ways, none where they cannot.
    """
    texts = [text for text in texts if _says(text)]
    fit = [
        mark
        for mark in MARKS
        if any(not _PLAIN[mark].fullmatch(text.strip()) for text in texts)
        and all(number_in(text, mark) is not None for text in texts)
    ]
    if len(fit) == 2 and all(number_in(text, ",") == number_in(text, ".") for text in texts):
        return MARKS[:1]  # nothing but spaces between thousands: either will do
    return tuple(fit)


def with_numbers(
    rows: Sequence[Mapping[str, Any]], mark: str, keeps: Callable[[str], bool] = lambda _: False
) -> Rows:
    """The rows, with numbers in columns whose texts all read so; what says nothing becomes None.

    Columns whose names `keeps` is true for stay as they are. One that would be of numbers but for
    some cells stays text, with a note.
    """
    new: dict[str, list[Any]] = {}
    said, notes = [], []
    for name in dict.fromkeys(name for row in rows for name in row):
        cells = [row.get(name) for row in rows]
        texts = {at: str(cell) for at, cell in enumerate(cells) if _says(cell)}
        glance = list(texts.values())[:_GLANCE]
        if keeps(name) or all(number_in(text, mark) is None for text in glance):
            continue
        if all(_PLAIN[mark].fullmatch(text.strip()) for text in texts.values()):
            continue  # digits alone: a table's are numbers already, others are meant as texts
        numbers = {at: number_in(text, mark) for at, text in texts.items()}
        odd = [at for at, cell in enumerate(cells) if isinstance(cell, bool | list | dict)]
        odd += [at for at, number in numbers.items() if number is None]
        if not odd:
            new[name] = [_number(cell, numbers.get(at)) for at, cell in enumerate(cells)]
            empty = sum(isinstance(cell, str) and cell.strip() != "" for cell in cells) - len(texts)
            more = f", and {empty} that say nothing" if empty else ""
            said.append(f"'{name}' ({len(texts)}{more})")
        elif 2 * len(odd) < len(texts):
            what = f"'{str(cells[min(odd)])[:40]}' (row {min(odd) + 1}) is no number"
            notes.append(f"'decimal' left '{name}' as text: {what}")
    changed = [
        {**row, **{name: values[at] for name, values in new.items() if name in row}}
        for at, row in enumerate(rows)
    ]
    facts = [f"'decimal' made numbers of the texts in {', '.join(said)}"] if said else []
    return Rows(changed if new else rows, tuple(facts), tuple(notes))


def _says(cell: Any) -> bool:
    return isinstance(cell, str) and cell.strip().casefold() not in NOTHING


def _number(cell: Any, number: float | None) -> Any:
    return number if isinstance(cell, str) else cell
