"""Put a layer into a catalogue, or a layer's name into a step, and leave the rest as it was typed.

Only text is inserted, at one place; the result is parsed again, and must differ from what was there
by the one value.
"""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from geo import StorymapError
from geo.errors import one_line
from story.span import Span
from story.yamlfile import parse_yaml, spans


class InsertError(StorymapError):
    """The file is written in a way that nothing can be put into; the message says what to do."""


def with_layer(
    text: str, path: Path, name: str, stanza: Sequence[str], before: str | None = None
) -> str:
    """The text of a catalogue or story with one more layer, before another one or at the end.

    `stanza` are the lines beneath the layer's name, without indent. Raises `InsertError`.
    """
    line_end = _line_end(text)
    root = spans(text)
    layers = (root.items or {}).get("layers") if root else None
    if layers is None:
        gap = line_end if text.strip() else ""
        head = text if not text or text.endswith("\n") else text + line_end
        new = f"{head}{gap}layers:{line_end}" + _block(name, stanza, 2, line_end)
    elif layers.items is None or (layers.is_flow and not layers.items):
        at = _line_after(text, layers.start)
        cleared = text[: layers.start].rstrip(" ") + text[layers.end :]
        at -= len(text) - len(cleared)
        new = cleared[:at] + _block(name, stanza, 2, line_end) + cleared[at:]
    elif layers.is_flow:
        raise InsertError(f"{path}: its layers stand in {{ }}; write them beneath each other")
    else:
        gap = line_end if _has_gaps(text, layers) else ""
        block = _block(name, stanza, layers.column, line_end)
        if before is None:
            new = _inserted(text, _end_of_block(text, layers), gap + block, line_end)
        else:
            line = parse_yaml(text, path).line(("layers", before))
            new = _inserted(text, _begin_of(text, line, layers.column), block + gap, line_end)
    return _checked(text, new, path, ("layers", name))


def with_layer_in_step(text: str, path: Path, step: int, name: str) -> str:
    """The text of a story with a layer's name at the end of a step's `layers`.

    `step` counts from 0. Raises `InsertError`.
    """
    line_end = _line_end(text)
    root = spans(text)
    steps = (root.items or {}).get("steps") if root else None
    whole = (steps.items or {}).get(step) if steps else None
    if whole is None or whole.items is None:
        raise InsertError(f"{path}: has no step {step + 1}")
    layers = whole.items.get("layers")
    if layers is None and whole.is_flow:
        new = text[: whole.end - 1].rstrip() + f", layers: [{name}]" + text[whole.end - 1 :]
    elif layers is None:
        line = " " * whole.column + f"layers: [{name}]{line_end}"
        new = _inserted(text, _end_of_block(text, whole), line, line_end)
    elif layers.items is None:
        raise InsertError(f"{path}: the layers of step {step + 1} are no list; write [{name}]")
    elif layers.is_flow:
        comma = ", " if layers.items else ""
        new = text[: layers.end - 1].rstrip() + comma + name + text[layers.end - 1 :]
    else:
        line = " " * layers.column + f"- {name}{line_end}"
        new = _inserted(text, _line_after(text, layers.last() - 1), line, line_end)
    return _checked(text, new, path, ("steps", step, "layers", None), name)


def _block(name: str, stanza: Sequence[str], column: int, line_end: str) -> str:
    for line in (name, *stanza):
        if line.splitlines() not in (
            [line],
            [],
        ):  # its rest would be lines of the file in their own right
            raise InsertError(f"{one_line(line)}: is no one line; add the layer by hand")
    lines = [" " * column + f"{name}:"]
    lines += [" " * (column + 2) + line if line else "" for line in stanza]
    return line_end.join(lines) + line_end


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line_after(text: str, index: int) -> int:
    at = text.find("\n", index)
    return len(text) if at < 0 else at + 1


def _inserted(text: str, at: int, block: str, line_end: str) -> str:
    before = text[:at] if not text[:at] or text[:at].endswith("\n") else text[:at] + line_end
    return before + block + text[at:]


def _begin_of(text: str, line: int, column: int) -> int:
    """Where an entry begins: at its line, from 1, or at the comments right above it."""
    lines = text.splitlines(keepends=True)[: line - 1]
    while lines and lines[-1].startswith(" " * column + "#"):
        lines.pop()
    return sum(map(len, lines))


def _end_of_block(text: str, block: Span) -> int:
    """Behind the block's last value, and behind the comments that are indented as its own."""
    at = _line_after(text, max(block.start, block.last() - 1))
    while at < len(text):
        line = text[at : _line_after(text, at)]
        inner = line.lstrip(" ")
        if not inner.startswith("#") or len(line) - len(inner) <= block.column:
            return at
        at += len(line)
    return at


def _has_gaps(text: str, block: Span) -> bool:
    """Whether the entries of the block stand apart, as far as it has several."""
    return len(block.items or {}) < 2 or "\n\n" in text.replace("\r", "")[block.start : block.end]


def _checked(old: str, new: str, path: Path, key: Sequence[str | int | None], *added: str) -> str:
    """The new text, when it says what the old one said and the one thing more."""
    before: Any = parse_yaml(old, path).value or {}
    after: Any = parse_yaml(new, path).value
    stripped = deepcopy(after)
    place = stripped
    *outer, last = key
    for part in outer:
        place = place[part]
    gone = place.pop() if last is None else place.pop(last)
    if added and gone != added[0]:
        raise InsertError(f"{path}: its layout is too unusual to add to it; add the layer by hand")
    if _bare(stripped) != _bare(before):
        raise InsertError(f"{path}: its layout is too unusual to add to it; add the layer by hand")
    return new


def _bare(value: Any) -> Any:
    """The value without empty mappings and lists, which an insertion may have begun."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if v not in (None, {}, [])}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value
