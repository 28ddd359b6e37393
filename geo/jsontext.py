"""JSON text, parsed more strictly than the standard library does by itself."""

import contextlib
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo.errors import ReadError
from geo.limits import Limits, over
from geo.spec import LayerSpec

BIG: Final = 2**53
"""beyond this a browser's numbers have gaps; JSON's digits travel as text instead"""

SEPARATOR: Final = "\x1e"
"""begins a text of a sequence: RFC 7464, section 2.2"""

# half of a pair of UTF-16
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
# a key, a text, a bracket of an object, or a number that is none
_TOKEN: Final = re.compile(
    r'("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]|-?Infinity|NaN', re.DOTALL
)
_OBJECT: Final = re.compile(r"\s*\{")
# GeoJSON that was saved as a script for a web map, or is to call a function
_SCRIPT: Final = re.compile(r"\s*(?:(?:var|let|const|export)\s|[\w.$]+\s*(?:=|\(\s*\{))")
_VALUE_BYTES: Final = 60
"""what a number or a list takes in memory, about"""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text, and the way out.

    `line` counts from 1, and so does `feature`, in the list of features of the text; 0 for none.
    """

    what: str
    line: int = 0
    feature: int = 0


class JsonError(Exception):
    """A text is refused for some faults; `value` is what it says all the same, or None."""

    def __init__(self, faults: Sequence[Fault], value: Any = None) -> None:
        super().__init__(faults[0].what)
        self.faults, self.value = faults, value


def text_of(path: Path, spec: LayerSpec) -> str:
    """The text of a file of UTF-8. Raises `ReadError`, also when it would fill the memory."""
    name = spec.source
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(f"{name}: cannot be read ({reason}); check its permissions") from None
    values = data.count(b",") + data.count(b"[") + data.count(b"{")
    if too_much := over("memory_bytes", len(data) + values * _VALUE_BYTES, spec.limits):
        raise ReadError(f"{name}: would take {too_much}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise ReadError(f"{name}: {what}; GeoJSON is UTF-8, save it as that") from None


def is_sequence(text: str) -> bool:
    """Whether a text holds one JSON value after another: a line each, or after separators."""
    if text.lstrip(" \t\r\n").startswith(SEPARATOR):  # which Python takes for a space too
        return True
    end = text.find("\n", len(text) - len(text.lstrip()))
    first = text[:end].strip() if end > 0 else ""
    return first.startswith("{") and first.endswith("}") and bool(_OBJECT.match(text, end))


def records(text: str) -> Iterator[tuple[int, str]]:
    """The texts of a sequence, each with its line from 1."""
    if SEPARATOR in text[:1000]:
        line = 1
        for record in text.split(SEPARATOR):
            if record.strip():
                yield line, record
            line += record.count("\n")
        return
    for number, line_text in enumerate(text.split("\n"), start=1):
        if line_text.strip():
            yield number, line_text


def parse(text: str, limits: Limits) -> Any:
    """The value of a JSON text. Raises `JsonError`.

    Integers beyond 2^53 come as text. Refused: a key that stands twice in one object, and numbers
    that are not finite.
    """
    try:
        value = _DECODER.decode(text)
        return _whole(value) if "\\u" in text and _HALF.search(text) else value
    except json.JSONDecodeError as error:
        hint = "was the download complete?"
        if error.msg == "Extra data":
            hint = "several values must stand one on each line, or in one FeatureCollection"
        elif _SCRIPT.match(text):
            hint = (
                "it is a script; take away what stands before the first '{' and after the last '}'"
            )
        what = f"not valid JSON: {error.msg}; {hint}"
        raise JsonError([Fault(what, error.lineno)]) from None
    except RecursionError:
        what = f"nested too deeply, over the limit of {limits.nesting:,} levels"
        fault = Fault(f"{what}; is it the right file? Else raise limits: nesting")
        raise JsonError([fault]) from None
    except _RefusedError:
        value = None
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(text, parse_int=_integer)
        faults = list(_refused(text)) or [Fault("a key stands twice in one object")]
        raise JsonError(faults, value) from None


class _RefusedError(ValueError):
    """A text holds what a valid one may not."""


def _refused(text: str) -> Iterator[Fault]:
    """Every key that stands for the second time in an object, and every word for no number."""
    seen: list[set[str]] = []
    line, counted, feature, member = 1, 0, 0, ""
    for found in _TOKEN.finditer(text):
        what, mark = "", found[0]
        if mark == "{":
            feature += len(seen) == 1 and member == "features"
            seen.append(set())
        elif mark == "}":
            del seen[-1:]
        elif found[1] and seen:
            key = json.loads(found[1], strict=False)
            if key in seen[-1]:
                what = f"the key '{key[:60]}' stands twice in one object; remove one of them"
            seen[-1].add(key)
            member = key if len(seen) == 1 else member
        elif not mark.startswith('"'):
            what = f"{mark} is not a number in JSON; write null instead"
        if what:
            line += text.count("\n", counted, found.start())
            counted = found.start()
            is_inside = len(seen) > 1 and member == "features"
            yield Fault(what, line, feature if is_inside else 0)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _RefusedError
    return result


def _constant(_: str) -> float:
    raise _RefusedError


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < 17 and abs(int(digits)) <= BIG else digits


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer
)


def is_finite(value: Any) -> bool:
    """Whether no number in a value is one that JSON cannot write: 1e999 is infinite here."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(map(is_finite, value.values()))
    return all(map(is_finite, value)) if isinstance(value, list) else True


def whole_text(text: str) -> str:
    """The text with halves of UTF-16 joined; one alone, which no page can hold, is U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return value
