"""`where`: an expression over a feature's fields that says whether it is drawn.

The one home of lark. The grammar lies beside this file. Nothing is ever evaluated as Python: the
expression becomes a tree of the functions below, bounded in length and in depth. As in SQL, what
is compared with null is neither true nor false, and such a feature is not drawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import lark

from story.values import compare
from story.values.compare import WhereError
from story.values.plain import is_missing, plain

MAX_LENGTH: Final = 2_000
MAX_DEPTH: Final = 150

_EXAMPLE: Final = "an example: population > 1000 and kind = 'port'"
_OTHERS: Final = {
    "&&": "'and'",
    "&": "'and'",
    "||": "'or'",
    "|": "'or'",
    "!": "'not'",
    "[": "round brackets: kind in ('port', 'base')",
}
"""what other languages write, and what is written here"""

_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Node:
    """A part of the expression; `name` is what a message calls it."""

    value: Callable[[_Row], Any]
    name: str = ""


@dataclass(frozen=True)
class Where:
    """A parsed expression, and the fields that it names, in its order."""

    text: str
    fields: tuple[str, ...]
    node: Node

    def holds(self, row: _Row) -> bool:
        """Whether the feature with these properties is drawn.

        Raises `WhereError` for values that cannot be compared or calculated with.
        """
        return compare.truth(self.node.value(row), self.node.name) is True


def parse_where(text: str) -> Where:
    """Parse an expression. Raises `WhereError` (a `ValueError`) that points at the fault."""
    if len(text) > MAX_LENGTH:
        raise WhereError(f"has {len(text):,} characters; {MAX_LENGTH:,} are allowed")
    try:
        tree = _parser().parse(text)
    except lark.exceptions.UnexpectedCharacters as error:
        raise WhereError(_fault(text, error.pos_in_stream)) from None
    except lark.exceptions.UnexpectedToken as error:
        at = len(text) if error.token.type == "$END" else error.token.start_pos or 0
        raise WhereError(_fault(text, at)) from None
    if _depth(tree) > MAX_DEPTH:
        raise WhereError("is nested too deeply; take some brackets away")
    builder = _Builder()
    node = builder.transform(tree)
    return Where(text, tuple(dict.fromkeys(builder.fields)), node)


@cache
def _parser() -> lark.Lark:
    grammar = resources.files("story").joinpath("values", "where.lark").read_text("utf-8")
    return lark.Lark(grammar, parser="lalr")


def _fault(text: str, at: int | None) -> str:
    rest = text[at or 0 :].strip()
    if not rest:
        return f"'{text.strip()}' ends too early; {_EXAMPLE}"
    for written, meant in _OTHERS.items():
        if rest.startswith(written):
            return f"cannot be read from '{rest[:30]}' on; for '{written}' write {meant}"
    return f"cannot be read from '{rest[:30]}' on; {_EXAMPLE}"


def _depth(tree: lark.Tree[Any]) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node.children if isinstance(child, lark.Tree)]
    return deepest


def _constant(value: object, /) -> Node:
    return Node(lambda _: value)


def _present(value: Any) -> Any:
    return None if is_missing(value) else plain(value)


def _sum(first: Node, rest: list[tuple[str, Node]]) -> Node:
    """One node however long: nested ones would be as deep as it is long."""

    def value(row: _Row) -> Any:
        found, name = first.value(row), first.name
        for sign, right in rest:
            found, name = compare.calculated(sign, found, right.value(row), name=name), ""
        return found

    return Node(value)


def _inverse(node: Node) -> Node:
    def value(row: _Row) -> bool | None:
        holds = compare.truth(node.value(row), node.name)
        return None if holds is None else not holds

    return Node(value)


def _joined(parts: list[Node], *, until: bool) -> Node:
    """`or` stops at the first that is true, `and` at the first that is false."""
    if len(parts) == 1:
        return parts[0]

    def value(row: _Row) -> bool | None:
        unknown = False
        for part in parts:
            holds = compare.truth(part.value(row), part.name)
            if holds is until:
                return until
            unknown = unknown or holds is None
        return None if unknown else not until

    return Node(value)


class _Builder(lark.Transformer[lark.Token, Node]):
    """Turns each rule of the grammar into a node; the names of its methods are the grammar's."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[str] = []

    def field(self, children: list[lark.Token]) -> Node:
        name = str(children[0]).strip("`")
        self.fields.append(name)
        return Node(lambda row: _present(row.get(name)), name)

    def number(self, children: list[lark.Token]) -> Node:
        return _constant(float(children[0]))

    def text(self, children: list[lark.Token]) -> Node:
        quote = children[0][0]
        return _constant(str(children[0])[1:-1].replace(quote * 2, quote))

    def true(self, _: object) -> Node:
        return Node(lambda _: True)

    def false(self, _: object) -> Node:
        return Node(lambda _: False)

    def null(self, _: object) -> Node:
        return Node(lambda _: None)

    def either(self, parts: list[Node]) -> Node:
        return _joined(parts, until=True)

    def both(self, parts: list[Node]) -> Node:
        return _joined(parts, until=False)

    def inverse(self, parts: list[Node]) -> Node:
        return _inverse(parts[0])

    def compare(self, parts: list[Any]) -> Node:
        left, sign, right = parts[0], str(parts[1]).lower(), parts[2]
        if sign in compare.ORDERS:
            return Node(
                lambda row: compare.compared(
                    sign, left.value(row), right.value(row), name=left.name
                )
            )
        return Node(lambda row: compare.matched(sign, left.value(row), right.value(row)))

    def compare_not(self, parts: list[Any]) -> Node:
        return _inverse(self.compare(parts))

    def within(self, parts: list[Node]) -> Node:
        left, *choices = parts
        equal = [self.compare([left, "=", choice]) for choice in choices]
        return _joined(equal, until=True)

    def not_within(self, parts: list[Node]) -> Node:
        return _inverse(self.within(parts))

    def missing(self, parts: list[Node]) -> Node:
        return Node(lambda row: parts[0].value(row) is None)

    def present(self, parts: list[Node]) -> Node:
        return Node(lambda row: parts[0].value(row) is not None)

    def chain(self, parts: list[Any]) -> Node:
        first: Node = parts[0]
        rest = list(zip(map(str, parts[1::2]), parts[2::2], strict=True))
        return _sum(first, rest) if rest else first

    def negative(self, parts: list[Node]) -> Node:
        return _sum(_constant(0.0), [("-", parts[0])])
