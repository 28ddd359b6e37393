"""JSON text, parsed more strictly than the standard library does by itself."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
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


class JsonError(Exception):
    """What is wrong with a text, and the way out; `place` is ":line" when it is known."""

    def __init__(self, what: str, place: str = "") -> None:
        super().__init__(what)
        self.place = place


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
        raise JsonError(what, f":{error.lineno}") from None
    except RecursionError:
        what = f"nested too deeply, over the limit of {limits.nesting:,} levels"
        raise JsonError(f"{what}; is it the right file? Else raise limits: nesting") from None
    except _RefusedError as error:
        raise JsonError(str(error), f":{_line_of(error.token, text)}") from None


class _RefusedError(ValueError):
    """What a valid text may not hold; `token` is the key or the word."""

    def __init__(self, what: str, token: str) -> None:
        super().__init__(what)
        self.token = token


def _line_of(token: str, text: str) -> int:
    """The line, from 1, where a key stands for the second time in an object, or a bare word."""
    seen: list[set[str]] = []
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark == "{":
            seen.append(set())
        elif mark == "}":
            seen.pop()
        elif mark == token or (found[1] and json.loads(found[1]) == token and token in seen[-1]):
            return text.count("\n", 0, found.start()) + 1
        elif found[1]:
            seen[-1].add(json.loads(found[1]))
    return 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        what = f"the key '{twice[:60]}' stands twice in one object; remove one of them"
        raise _RefusedError(what, twice)
    return result


def _constant(name: str) -> float:
    raise _RefusedError(f"{name} is not a number in JSON; write null instead", name)


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
