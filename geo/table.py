"""Tables of places: CSV and TSV, with what a spreadsheet may have made of them."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from geo.encoding import decoded, likely_encoding, no_encoding
from geo.errors import ReadError, raise_all
from geo.jsontext import BIG
from geo.limits import over
from geo.places import Table, tells_places
from geo.quotes import opened_at, runs_on, told
from geo.report import NAMED
from geo.sniff import encoding_of
from geo.spec import LayerSpec

_DELIMITERS: Final = ",;\t|"
_INTEGER: Final = re.compile(r"-?(?:0|[1-9]\d{0,15})")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
BELOW: Final = 12
"""so many lines from the top the names of the columns may stand"""
_ENCODINGS: Final = ("cp1251", "cp1252", "gbk", "utf-16")


def read_csv(path: Path, spec: LayerSpec) -> Table:
    """The cells of a table as text. Raises `ReadError` or `CheckError`."""
    text = _text(path, spec)
    first = next((line for line in text.splitlines() if line.strip()), "")
    is_tabbed = path.suffix.lower() in {".tsv", ".tab"} and "\t" in first
    delimiter = "\t" if is_tabbed else _delimiter(first)
    above = 0
    if first.lower().startswith("sep=") and len(first) == 5:  # Excel's own word for it
        delimiter, text, above = first[4], text.partition("\n")[2], 1
    if delimiter not in first:
        top = [(line, at) for at, line in enumerate(text.splitlines()[:BELOW], 1) if line.strip()]
        check_title([[line] for line, _ in top], [at for _, at in top], "line", spec)
    csv.field_size_limit(max(spec.limits.file_bytes, 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    runs: list[tuple[int, int]] = []
    begin = 1 + above
    try:
        for row in reader:
            end = reader.line_num + above
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(begin)
                if end > begin and runs_on(row, delimiter, len(rows[0])):
                    runs.append((begin, end))
            begin = end + 1
    except csv.Error as error:
        rest = "".join(list(io.StringIO(text, newline=""))[begin - 1 - above :])
        what = 'the quotation mark that opens here is not closed; close it, or write "" for it'
        if "end of data" not in str(error):
            what = f"{error}; is a quotation mark missing?"
        fault = f"line {begin + opened_at(rest, delimiter)}: {what}"
        raise_all(spec.source, [f"{spec.source}: {one}" for one in (*told(runs), fault)])
    if not rows:
        raise ReadError(f"{spec.source}: has no header and no rows")
    if too_many := over("features", len(rows) - 1, spec.limits):
        raise ReadError(f"{spec.source}: has {too_many}")
    check_title(rows, lines, "line", spec)
    columns = header(rows[0])
    _check_widths(rows, lines, len(columns), spec)
    even = [(row + [""] * len(columns))[: len(columns)] for row in rows[1:]]
    return Table(columns, even, lines[1:], notes=told(runs), renamed=renamed(rows[0], columns))


def check_title(rows: list[list[Any]], lines: list[int], what: str, spec: LayerSpec) -> None:
    """Raise `ReadError` when the columns are not named at the top, but plainly further down."""
    if _names_columns(rows[0], spec):
        return
    for row, line in zip(rows[1:BELOW], lines[1:BELOW], strict=True):
        cells = re.split(f"[{_DELIMITERS}]", str(row[0])) if len(row) == 1 else row
        if _names_columns(cells, spec):
            raise ReadError(
                f"{spec.source}: its columns seem to be named in {what} {line}, below a title; "
                f"delete what is above that {what}"
            )


def _names_columns(cells: list[Any], spec: LayerSpec) -> bool:
    names = {str(cell).strip().strip('"') for cell in cells if cell is not None}
    wanted = {name for name in (spec.lon, spec.lat, spec.wkt) if name is not None}
    return wanted <= names if wanted else tells_places(names)


def header(cells: list[Any]) -> tuple[str, ...]:
    """Names of columns, none of them empty and none twice."""
    written = [name or f"column {at}" for at, name in enumerate(_written(cells), start=1)]
    taken, names, seen = set(written), dict[str, None](), Counter[str]()
    for first in written:
        name = first
        while name in names or (seen[first] and name in taken):
            seen[first] += 1
            name = f"{first} {seen[first]}"
        seen[first] = max(seen[first], 1)
        names[name] = None
    return tuple(names)


def renamed(cells: list[Any], names: Sequence[str]) -> tuple[str, ...]:
    """A sentence about columns whose name another one had before them; none without such."""
    pairs = zip(_written(cells), names, strict=True)
    told = [f"'{new}'" for old, new in pairs if old and old != new]
    if not told:
        return ()
    shown = ", ".join(told[:NAMED]) + (" …" if len(told) > NAMED else "")
    what = f"{len(told)} columns have a name that another has, too: they are"
    what = what if len(told) > 1 else "1 column has a name that another has, too: it is"
    return (f"{what} read as {shown}",)


def _written(cells: list[Any]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in cells]


def properties(table: Table, decimal: str | None = None) -> list[dict[str, Any]]:
    """The rows by name of column; a column that holds numbers only becomes numbers.

    Where `decimal` is a comma, points stay for `geo.decimals` to read.
    """
    columns = [
        _typed([row[at] for row in table.rows], has_points=decimal != ",")
        for at, _ in enumerate(table.columns)
    ]
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _typed(cells: list[Any], *, has_points: bool) -> list[Any]:
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if len(texts) != sum(cell is not None and cell != "" for cell in cells):
        return cells  # from a spreadsheet, which has its own types
    make: Any = None
    if texts and all(_INTEGER.fullmatch(text) for text in texts):
        make = int if all(abs(int(text)) <= BIG for text in texts) else None
    elif has_points and texts and all(_NUMBER.fullmatch(text) for text in texts):
        # of hundreds of digits one is infinite, which no page can hold
        make = float if all(math.isfinite(float(text)) for text in texts) else None
    if make is None:
        return cells
    return [make(cell) if isinstance(cell, str) and cell.strip() else None for cell in cells]


def _text(path: Path, spec: LayerSpec) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{spec.source}: cannot be read ({error.strerror})") from None
    encoding = spec.encoding or encoding_of(data[:4]) or "utf-8"
    try:
        text = decoded(data, encoding)
    except LookupError:
        what = no_encoding(encoding)
        raise ReadError(f"{spec.source}: {what}", about="encoding") from None
    except UnicodeDecodeError as error:
        way = f"say which encoding it has: {likely_encoding(data, _ENCODINGS)}"
        raise ReadError(
            f"{spec.source}: byte {error.start} is not {encoding.upper()}; {way}"
        ) from None
    if "\0" in text:
        raise ReadError(f"{spec.source}: holds zero bytes; say 'encoding: utf-16-le' if it is that")
    return text.removeprefix("\ufeff")


def _delimiter(first: str) -> str:
    bare = re.sub(r'"[^"]*"', "", first)
    found = max(_DELIMITERS, key=bare.count)
    return (
        found if found in bare else "\t"
    )  # one column: a comma below belongs to what stands in it


def _check_widths(rows: list[list[str]], lines: list[int], width: int, spec: LayerSpec) -> None:
    if width == 1:
        return  # no table at all, as geo.places will say
    wide = [
        f"{spec.source}: line {line}: has {len(row)} cells under a header of {width}; "
        "put quotation marks round a text with a comma in it"
        for row, line in zip(rows, lines, strict=True)
        if len(row) > width and any(cell.strip() for cell in row[width:])
    ]
    raise_all(spec.source, wide)
