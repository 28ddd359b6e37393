"""Read a YAML file into plain values, and remember the line of each.

The one home of YAML. Stricter than the standard on purpose: no tags, no duplicate keys, few
aliases; only `true`, `false`, `null` and plain numbers are anything but text, so that `NO`, `012`
and `12:30` reach the page as they were typed.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from geo.errors import SHOWN
from geo.jsontext import whole_text
from story.kept import kept
from story.span import Span
from story.yamlhints import colour_in, hint
from story.yamltext import FEWER, YamlError, text_of

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Key: TypeAlias = tuple[str | int, ...]

MAX_DEPTH: Final = 40
MAX_NODES: Final = 50_000
_DEEP: Final = f"nested too deeply; {MAX_DEPTH} levels are allowed"

_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+")
# what YAML itself makes of plain words; anything else was asked for with an explicit tag
_PLAIN_TAG = re.compile(r"tag:yaml\.org,2002:(str|int|float|bool|null|timestamp|merge|value)")
_CONSTANTS: Final[dict[str, bool | None]] = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "~": None,
    "": None,
}


class _Loader(yaml.SafeLoader):
    """Stops at the bounds while it reads, before it has made what is beyond them."""

    nodes = 0
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Make the node that comes next; PyYAML calls this for each, inner ones within outer."""
        self.nodes += 1
        self.depth += 1
        if self.nodes > MAX_NODES:
            raise _BoundError(f"{MAX_NODES:,} values or more; {FEWER}", self.line + 1)
        if self.depth > MAX_DEPTH + 1:
            raise _BoundError(_DEEP, self.line + 1)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _BoundError(Exception):
    """A bound is met, at a line from 1."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True)
class YamlFile:
    """The values of a file, and the line (from 1) on which each of them starts."""

    path: Path
    value: Value
    lines: dict[Key, int] = field(repr=False)

    def line(self, key: Key) -> int:
        """The line of `key`, or of the nearest parent that the file has."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


class TwiceError(YamlError):
    """Nothing is wrong but keys that stand twice; `.file` has the first of each."""

    def __init__(self, problems: list[str], file: YamlFile) -> None:
        super().__init__(problems)
        self.file = file


def read_yaml(path: Path) -> YamlFile:
    """Read one document.

    Raises `ReadError` when the file cannot be read and `YamlError` when it is not acceptable YAML,
    `TwiceError` where that is all for keys that stand twice.
    """
    text = text_of(path)
    return kept(lambda: parse_yaml(text, path), "yaml", str(path), text)


def parse_yaml(text: str, path: Path) -> YamlFile:
    """Parse YAML text that came from `path`. Raises `YamlError`."""
    loader = None
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
    except _BoundError as error:
        raise YamlError([f"{path}:{error.line}: {error}"]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        what = str(error.problem or error.context)
        start = error.context_mark or mark
        rest = text[start.index :] if start else ""
        way = hint(what, start.line + 1 if start else None, rest)
        raise YamlError([f"{where}: not valid YAML: {what}{way}"]) from None
    except yaml.YAMLError as error:
        raise YamlError([f"{path}: not valid YAML: {_one_line(error)}"]) from None
    finally:
        if loader is not None:
            loader.dispose()
    reader = _Reader(path, text)
    value = reader.value(root, (), 0) if root is not None else None
    file = YamlFile(path=path, value=value, lines=reader.lines)
    if reader.problems:
        more = len(reader.problems) - SHOWN
        tail = [f"{path}: … and {more:,} more"] if more > 0 else []
        told = [*reader.problems[:SHOWN], *tail]
        raise YamlError(told) if reader.is_broken else TwiceError(told, file)
    return file


def spans(text: str) -> Span | None:
    """Where everything stands in YAML text that `parse_yaml` accepts; None when it is empty."""
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
    finally:
        loader.dispose()
    return None if root is None else _span(root)


def _span(node: yaml.Node) -> Span:
    items: dict[str | int, Span] | None = None
    if isinstance(node, yaml.MappingNode):
        items = {
            # an alias says where its anchor is: where it stands itself, its key knows
            str(name.value): _span(
                value if value.start_mark.index > name.start_mark.index else name
            )
            for name, value in node.value
        }
    elif isinstance(node, yaml.SequenceNode):
        items = dict(enumerate(_span(value) for value in node.value))
    return Span(
        start=node.start_mark.index,
        end=node.end_mark.index,
        column=node.start_mark.column,
        is_flow=bool(getattr(node, "flow_style", False)),
        items=items,
    )


@dataclass
class _Reader:
    """Walks the node graph once and collects every problem."""

    path: Path
    text: str = field(repr=False)
    problems: list[str] = field(default_factory=list)
    is_broken: bool = False
    lines: dict[Key, int] = field(default_factory=dict)
    nodes: int = 0

    def value(self, node: yaml.Node, key: Key, depth: int) -> Value:
        self.nodes += 1
        self.lines.setdefault(key, node.start_mark.line + 1)
        if depth > MAX_DEPTH:
            self.refuse(node, _DEEP)
            return None
        if self.nodes == MAX_NODES:
            self.refuse(node, f"{MAX_NODES:,} values or more; check its aliases (*name)")
        if self.nodes >= MAX_NODES:
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, key, depth)
        if isinstance(node, yaml.SequenceNode):
            if not node.tag.startswith("tag:yaml.org,2002:seq"):
                self.refuse(node, f"the tag {node.tag} is not allowed")
                return None
            return [self.value(n, (*key, i), depth + 1) for i, n in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, key: Key, depth: int) -> dict[str, Value]:
        result: dict[str, Value] = {}
        if not node.tag.startswith("tag:yaml.org,2002:map"):
            self.refuse(node, f"the tag {node.tag} is not allowed")
        for name_node, value_node in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                self.refuse(name_node, "a key must be a plain word")
                continue
            if not _PLAIN_TAG.fullmatch(name_node.tag):
                self.refuse(name_node, f"the tag {name_node.tag} is not allowed")
                continue
            name = whole_text(str(name_node.value))
            if name in result:
                first = self.lines[(*key, name)]
                self.say(name_node, f"the key '{name}' stands twice (first on line {first})")
                continue
            self.lines[(*key, name)] = name_node.start_mark.line + 1
            result[name] = self.value(value_node, (*key, name), depth + 1)
        return result

    def scalar(self, node: yaml.Node) -> Value:
        text = str(node.value)
        if not _PLAIN_TAG.fullmatch(node.tag):
            self.refuse(node, f"the tag {node.tag} is not allowed")
            return None
        if getattr(node, "style", None) is not None:
            return whole_text(text)  # quoted or block text is text
        at = node.start_mark.index
        if not text and (lost := colour_in(self.text[at - 1 : at + 40].partition("\n")[0])):
            self.refuse(node, lost)
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.fullmatch(text):
            return int(text)
        # 1.10 is a version as often as a number: it stays text unless nothing would be lost
        if _FLOAT.fullmatch(text) and repr(float(text)) == text:
            return float(text)
        return text

    def refuse(self, node: yaml.Node, what: str) -> None:
        self.is_broken = True
        self.say(node, what)

    def say(self, node: yaml.Node, what: str) -> None:
        self.problems.append(f"{self.path}:{node.start_mark.line + 1}: {what}")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
