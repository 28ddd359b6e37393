"""A value of a field as a number, as a key, as a text."""

import json
import math
import re
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from geo.decimals import NOTHING, decimal_marks, number_in

Scalar: TypeAlias = str | int | float | bool | None

# XML 1.0, section 2.2: all but these may stand in a document
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER: Final = re.compile(r"\s*[+-]?(\d{1,300}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*")


def as_number(value: Any) -> float | None:
    """The value as a finite number, or None; a table's text that reads as a number is one.

    Only a decimal point is understood: `1,5` could be two numbers, and is never guessed at.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return None
        value = float(value)
    if not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def is_missing(value: Any) -> bool:
    """Whether there is nothing: null, an empty text, not-a-number."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, float) and math.isnan(value))


def says_nothing(value: Any) -> bool:
    """Whether a text is a word for "no value", such as n/a."""
    return isinstance(value, str) and value.strip() != "" and value.strip().casefold() in NOTHING


def no_number(values: Sequence[Any], decimal: str | None) -> tuple[int, Any] | None:
    """The place, from 1, of a value that is there and no number; None when there is none.

    Where the author has named the decimal sign, it is one that keeps the others texts.
    """
    bad = [
        (at, value)
        for at, value in enumerate(values, start=1)
        if as_number(value) is None and not is_missing(value) and not says_nothing(value)
    ]
    worse = (
        one
        for one in bad
        if decimal and not (isinstance(one[1], str) and number_in(one[1], decimal) is not None)
    )
    return next(worse, bad[0] if bad else None)


def decimal_hint(value: Any) -> str:
    """How to make numbers of a column that has this text in it; nothing when it is no number."""
    marks = decimal_marks([value]) if isinstance(value, str) else ()
    keys = " or ".join(f"'decimal: \"{mark}\"'" for mark in marks)
    return f"say {keys} in the layer, or in the join it comes by, to read it as one" if keys else ""


def key_text(value: Any) -> str:
    """The value as it is compared with a key or a class: 12, 12.0 and "12 " are one."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def plain(value: Any) -> Scalar:
    """The value as the page carries it: what is nested becomes its JSON text."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def without_controls(text: str) -> str:
    """The text without the characters that no XML can hold, in a drawing or on a slide."""
    return _NO_XML.sub("", text)
