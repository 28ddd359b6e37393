"""A table whose columns become fields of a layer, matched by a key."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geo import ChoiceError, LayerSpec, Limits, Rows, StorymapError, read_rows
from geo.words import many
from story.model import Join
from story.problems import nearest
from story.values.plain import is_missing, key_text

SHOWN = 5
"""so many keys are given as examples"""


class JoinError(StorymapError):
    """The table does not fit the layer; `.key` is the key of the config to mend."""

    def __init__(self, message: str, key: str) -> None:
        super().__init__(message)
        self.key = key


class Joined:
    """One join at work: it is given every row of the layer, and then knows what did not match."""

    def __init__(self, join: Join, source: Path, read: Rows) -> None:
        self.join, self.name = join, source.name
        rows = read.rows
        self.facts = [f"{self.name}: {fact}" for fact in read.facts]
        self.read_notes = [f"{self.name}: {note}" for note in read.notes]
        column = join.column or join.key
        known = list(rows[0]) if rows else []
        if column not in known:
            where = "column" if join.column else "key"
            raise JoinError(f"{self.name} has no column '{column}'{_have(column, known)}", where)
        for name in join.fields or ():
            if name not in known:
                raise JoinError(f"{self.name} has no column '{name}'{_have(name, known)}", "fields")
        self.fields = [name for name in join.fields or known if name != column]
        self.table = _indexed(rows, column, self.name)
        self.used: set[str] = set()
        self.number = 0
        self.alone: dict[int, str] = {}
        """the key of each feature, by its number from 0, that the table has no row for"""
        self.without_key: list[int] = []
        self.saw_key = False
        self.known: set[str] = set()

    def added(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row with the table's fields; null where the table has none for it."""
        self.saw_key = self.saw_key or self.join.key in row
        self.known.update(row)
        value = row.get(self.join.key)
        key = key_text(value)
        found = self.table.get(key)
        if is_missing(value):
            self.without_key.append(self.number)
        elif found is None:
            self.alone[self.number] = key
        else:
            self.used.add(key)
        self.number += 1
        new = {name: found[name] if found else None for name in self.fields}
        return {**row, **new} if self.join.fields else {**new, **row}

    def check(self) -> None:
        """Raise `JoinError` when the layer has no such key, or when nothing matched."""
        if not self.saw_key:
            have = _have(self.join.key, sorted(self.known))
            raise JoinError(f"the layer has no field '{self.join.key}'{have}", "key")
        if self.alone and not self.used:
            column = self.join.column or self.join.key
            alone = list(self.alone.values())
            raise JoinError(
                f"no key matches: the layer has {_some(alone)} in '{self.join.key}', "
                f"{self.name} has {_some(list(self.table))} in '{column}'",
                "key",
            )

    def notes(self, kept: Sequence[bool] | None = None) -> list[str]:
        """What did not match, on both sides, with counts and examples.

        `kept` says of each feature whether it is left in; None when all are.
        """
        said = list(self.read_notes)
        if alone := [key for at, key in self.alone.items() if kept is None or kept[at]]:
            said.append(f"{_count(alone, 'feature')} without a row in {self.name}")
        if without := sum(kept is None or kept[at] for at in self.without_key):
            said.append(f"{without} without a value in '{self.join.key}' to join by")
        if left := [key for key in self.table if key not in self.used]:
            said.append(f"{_count(left, 'row')} of {self.name} that no feature matches")
        return said


def joined(
    join: Join, source: Path, folder: Path, folders: tuple[Path, ...], limits: Limits
) -> Joined:
    """Read the table of a join. Raises `JoinError`, or what reading raises."""
    spec = LayerSpec(
        name=source.stem,
        source=source,
        folder=folder,
        folders=folders,
        layer=join.sheet,
        encoding=join.encoding,
        key=join.column or join.key,
        decimal=join.decimal,
        limits=limits,
    )
    try:
        return Joined(join, source, read_rows(spec))
    except ChoiceError as error:
        names = ", ".join(error.layers)
        raise JoinError(f"{source}: holds several sheets; say which: {names}", "sheet") from None


def _indexed(
    rows: Sequence[Mapping[str, Any]], column: str, name: str
) -> dict[str, Mapping[str, Any]]:
    table: dict[str, Mapping[str, Any]] = {}
    twice: dict[str, int] = {}
    for row in rows:
        key = key_text(row.get(column))
        if not key:
            continue
        if key in table:
            twice[key] = twice.get(key, 1) + 1
        table.setdefault(key, row)
    if twice:
        several = ", ".join(f"'{key}' {count} times" for key, count in list(twice.items())[:SHOWN])
        more = " …" if len(twice) > SHOWN else ""
        raise JoinError(
            f"{name} holds keys several times in '{column}': {several}{more}; keep one row of each",
            "source",
        )
    return table


def _have(name: str, known: Sequence[str]) -> str:
    return nearest(name, known) or f"; it has {', '.join(known[:20]) or 'none'}"


def _some(keys: Sequence[str]) -> str:
    shown = ", ".join(f"'{key[:40]}'" for key in keys[:SHOWN])
    return shown + (" …" if len(keys) > SHOWN else "")


def _count(keys: Sequence[str], what: str) -> str:
    return f"{many(len(keys), what)} ({_some(keys)})"
