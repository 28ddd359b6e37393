"""What `where` may do with two values: compare, calculate, match. Null in, null out."""

import operator
from collections.abc import Callable
from typing import Any, Final

from story.values.plain import as_number, decimal_hint, key_text

ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
}
_SUMS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
}
_TEXTS: Final[dict[str, Callable[[str, str], bool]]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": operator.contains,
}


class WhereError(ValueError):
    """The expression cannot be read, or its values do not fit together."""


def compared(sign: str, left: Any, right: Any, *, name: str) -> bool | None:
    """`left sign right`: numbers by value, texts by their letters.

    A text that reads as a number is compared with a number as one. Raises `WhereError` for any
    other two kinds.
    """
    if left is None or right is None:
        return None
    compare = ORDERS[sign]
    # two texts that read as numbers are put in order as numbers: a table knows nothing but texts
    ordered = sign not in {"=", "==", "!=", "<>"}
    if not (isinstance(left, str) and isinstance(right, str)) or ordered:
        a, b = as_number(left), as_number(right)
        if a is not None and b is not None:
            return compare(a, b)
    if isinstance(left, str) and isinstance(right, str):
        return compare(left, right)
    if isinstance(left, bool) and isinstance(right, bool) and not ordered:
        return compare(left, right)
    hint = decimal_hint(left) or decimal_hint(right)
    what = f"{_called(name, left)}, which cannot be compared with {_say(right)}"
    raise WhereError(f"{what}; {hint}" if hint else what)


def calculated(sign: str, left: Any, right: Any, *, name: str) -> float | None:
    """`left sign right` of two numbers; null when it has no value. Raises `WhereError`."""
    if left is None or right is None:
        return None
    a, b = as_number(left), as_number(right)
    if a is None or b is None:
        wrong = left if a is None else right
        what = f"{_called(name if a is None else '', wrong)}, which is no number"
        hint = decimal_hint(wrong)
        raise WhereError(f"{what}; {hint}" if hint else what)
    try:
        return as_number(_SUMS[sign](a, b))
    except (ZeroDivisionError, OverflowError):
        return None


def matched(word: str, left: Any, right: Any) -> bool | None:
    """`left word right` for `like`, `startswith`, `endswith` and `contains`; case counts."""
    if left is None or right is None:
        return None
    text, pattern = key_text(left), key_text(right)
    if word == "like":
        return like(text, pattern)
    return _TEXTS[word](text, pattern)


def like(text: str, pattern: str) -> bool:
    """SQL's LIKE: `%` stands for any letters, `_` for one.

    It steps back to the last `%` only, so that no pattern makes it slow.
    """
    at = on = 0
    star, kept = -1, 0
    while at < len(text):
        if on < len(pattern) and pattern[on] == "%":
            star, kept = on, at
            on += 1
        elif on < len(pattern) and pattern[on] in ("_", text[at]):
            at += 1
            on += 1
        elif star >= 0:
            kept += 1
            at, on = kept, star + 1
        else:
            return False
    return all(letter == "%" for letter in pattern[on:])


def truth(value: Any, name: str) -> bool | None:
    """A value as a condition. Raises `WhereError` for anything but true, false and null."""
    if value is None or isinstance(value, bool):
        return value
    raise WhereError(f"{_called(name, value)}, which is neither true nor false; compare it")


def _called(name: str, value: Any) -> str:
    return f"field '{name}' holds {_say(value)}" if name else _say(value)


def _say(value: Any) -> str:
    if isinstance(value, bool):
        return f"the value {str(value).lower()}"
    if isinstance(value, str):
        return f"the text '{value[:40]}'"
    return f"the number {value:g}"
