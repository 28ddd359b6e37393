"""A small fuzzer guided by coverage: no package that is one has wheels for all our Pythons.

An input that makes the code take a step from line to line that no input made before is kept, and
bred from. Coverage is of `geo`, `story` and the parsers of YAML and Markdown.
"""

import copy
import json
import random
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ROOT = Path(__file__).parent.parent
# our own code, and what reads text for it
FOLLOWED = (
    str(ROOT / "geo"),
    str(ROOT / "story"),
    str(Path(__file__).parent / "test_fuzz.py"),
    *(str(Path(str(find_spec(name).origin)).parent) for name in ("yaml", "markdown_it")),  # type: ignore[union-attr]  # both are there
)
LARGEST = 20_000
"""bytes of an input: what is larger is only slower"""
TOKEN = re.compile(rb"[\w.+-]+|\s+|.", re.DOTALL)
ODD = [
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"\x1e", b"\r", b"null",
    b"true", b"-0", b"1e999", b"-1e-999", b"NaN", b"9007199254740993", b"180", b"-180.0000001",
    b"91", b"{}", b"[]", b'""', b"[[]]", b"{", b"}", b"[" * 60, b'"type"', b'"coordinates"',
    b'"geometry"', b'"properties"', b'"GeometryCollection"', b'"MultiPolygon"', b"&a", b"*a",
    b"<<: ", b"!!x ", b"? ", b"|\n", b"- ", b"--- ", b"</script>", b"{{ x }}", b"../", b"/dev/null",
    b"javascript:", b"**", b"[x](y)", b"PK\x03\x04", b"SQLite format 3\0", b"POLYGON((", b"EMPTY",
]  # fmt: skip

NAMES = ["type", "coordinates", "geometry", "geometries", "properties", "id", "crs", "name", "bbox",
         "features", "objects", "arcs", "transform", "scale", "__proto__", "", "title"]  # fmt: skip
VALUES: list[Any] = [
    None, True, 0, -1, 180, -180, 90, 90.001, 1e308, 2**63, 0.1, "", "x", "Point", "LineString",
    "Polygon", "MultiPolygon", "GeometryCollection", "Feature", "</script>", "{{ 7 }}", "\ud800",
    "\0", "EPSG:4326", "EPSG:99999", "2020-02-30", [], {}, [[]], [0, 0], [[0, 0], [1, 1]],
    [[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]], [200, 0],
    [0, 95], [0, 0, "z"], [[179, 0], [-179, 1]], {"type": "Point", "coordinates": [1, 2]},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, ["type"], {"a": {}},
]  # fmt: skip


@dataclass
class Tried:
    """What a run has tried and found."""

    inputs: int = 0
    kept: list[bytes] = field(default_factory=list)
    failures: dict[str, bytes] = field(default_factory=dict)
    """the first input for each traceback's last place"""


def fuzz(
    target: Callable[[bytes], object],
    seeds: Sequence[bytes],
    *,
    seed: int,
    inputs: int | None = None,
    seconds: float | None = None,
) -> Tried:
    """Try inputs bred from the seeds, until so many were tried or so much time has gone.

    A target raises for what must not be. The same seed and number try the same inputs.
    """
    rng = random.Random(seed)  # noqa: S311  # the same each time is what is wanted
    tried, seen = Tried(), set[object]()
    end = None if seconds is None else time.monotonic() + seconds
    waiting = list(seeds)
    words = sorted({token for text in seeds for token in TOKEN.findall(text)}) + ODD
    while (inputs is None or tried.inputs < inputs) and (end is None or time.monotonic() < end):
        text = waiting.pop(0) if waiting else bred(rng, tried.kept or list(seeds), words)
        tried.inputs += 1
        before = len(seen)
        try:
            with followed(seen):
                target(text)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            name = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {error}"
            tried.failures.setdefault(name[:200], text)
        if len(seen) > before:
            tried.kept.append(text)
    return tried


def bred(rng: random.Random, kept: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of the inputs, changed a little; those that were kept last are taken more often."""
    text = rng.choice(kept if rng.random() < 0.5 else kept[-20:])
    if rng.random() < 0.8 and isinstance(value := _json(text), dict | list):
        for _ in range(rng.choice([1, 1, 2, 4])):
            _changed(rng, value)
        return json.dumps(value).encode()[:LARGEST]
    for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
        text = _tangled(rng, text, rng.choice(kept), words)
    return text


def _tangled(rng: random.Random, text: bytes, other: bytes, words: Sequence[bytes]) -> bytes:
    """Change text at one place, with a part of another text perhaps."""
    tokens = TOKEN.findall(text)
    if not tokens:
        return rng.choice(words)
    at = rng.randrange(len(tokens))
    to = min(len(tokens), at + rng.choice([1, 1, 2, 5, 20]))
    match rng.randrange(10):
        case 0:
            tokens[at:to] = [rng.choice(words)]
        case 1:
            del tokens[at:to]
        case 2:
            tokens[at:at] = tokens[at:to]
        case 3:
            tokens.insert(at, rng.choice(words))
        case 4:
            parts = TOKEN.findall(other) or [b""]
            begin = rng.randrange(len(parts))
            tokens[at:to] = parts[begin : begin + rng.choice([1, 3, 10, 40])]
        case 5:
            here, there = at, rng.randrange(len(tokens))
            tokens[here], tokens[there] = tokens[there], tokens[here]
        case 6:
            raw = bytearray(tokens[at] or b" ")
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
            tokens[at] = bytes(raw)
        case _:  # a word for a word: what was well formed stays so
            at = rng.choice([i for i, token in enumerate(tokens) if token.isalnum()] or [at])
            tokens[at] = rng.choice(words)
    return b"".join(tokens)[:LARGEST]


def _json(text: bytes) -> Any:
    try:
        return json.loads(text) if text[:1] in {b"{", b"["} else None
    except (ValueError, RecursionError):
        return None  # not JSON, or no longer


def _changed(rng: random.Random, value: Any) -> None:
    """Change JSON at one place; it stays JSON."""
    places: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        inner = holder.items() if isinstance(holder, dict) else enumerate(holder)
        places += [(holder, key) for key, _ in inner]
        found = holder.values() if isinstance(holder, dict) else holder
        waiting += [one for one in found if isinstance(one, dict | list)]
    if not places:
        return
    holder, key = rng.choice(places)
    other, there = rng.choice(places)
    match rng.randrange(6):
        case 0:
            holder[key] = copy.deepcopy(other[there])
        case 1:
            del holder[key]
        case 2 if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[rng.randrange(len(holder))]))
        case 3 if isinstance(holder, dict):
            holder[rng.choice(NAMES)] = holder.pop(key)
        case 4 if isinstance(holder[key], int | float):
            holder[key] = holder[key] * rng.choice([-1, 0, 2, 0.5, 100]) + rng.choice([0, 1, -0.1])
        case _:
            holder[key] = copy.deepcopy(rng.choice(VALUES))


@contextmanager
def followed(seen: set[object]) -> Iterator[None]:
    """Add every step from line to line that the code followed takes."""
    follow = _by_monitoring if sys.version_info >= (3, 12) else _by_tracing
    with follow(seen):
        yield


@contextmanager
def _by_tracing(seen: set[object]) -> Iterator[None]:
    def enter(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(FOLLOWED):
            return None
        last = [0]

        def line(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
            if event == "line":
                seen.add((code, last[0], frame.f_lineno))
                last[0] = frame.f_lineno
            return line

        return line

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)


@contextmanager
def _by_monitoring(seen: set[object]) -> Iterator[None]:
    tools: Any = sys.monitoring  # type: ignore[attr-defined]  # from Python 3.12 on
    last: dict[CodeType, int] = {}

    def line(code: CodeType, number: int) -> object:
        if not code.co_filename.startswith(FOLLOWED):
            return tools.DISABLE
        seen.add((code, last.get(code, 0), number))
        last[code] = number
        return None

    tools.use_tool_id(tools.PROFILER_ID, "fuzzing")
    tools.register_callback(tools.PROFILER_ID, tools.events.LINE, line)
    tools.set_events(tools.PROFILER_ID, tools.events.LINE)
    try:
        yield
    finally:
        tools.set_events(tools.PROFILER_ID, 0)
        tools.free_tool_id(tools.PROFILER_ID)
