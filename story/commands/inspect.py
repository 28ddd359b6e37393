"""`storyglobe inspect`: what a file holds, and what building with it would do; nothing written."""

import argparse
import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import one_line
from geo.words import many
from story.commands import common

if TYPE_CHECKING:
    from geo import Column, Inspection, LayerSpec

_KINDS = {"point": "place", "line": "line", "area": "area"}
_TABLES = {".csv", ".tsv", ".tab", ".txt", ".xlsx"}


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser(
        "inspect", help="tell what a file of features holds, and what would be repaired"
    )
    file_arguments(parser)
    common.data_argument(parser)
    parser.set_defaults(run=_run)


def file_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a file of features, and what it does not say of itself."""
    parser.add_argument("file", type=_file, metavar="FILE", help="any file of features or places")
    parser.add_argument("--layer", help="which layer of a file that holds several")
    parser.add_argument("--crs", help="the CRS of a file that does not say it, such as EPSG:4326")
    parser.add_argument("--encoding", help="the character encoding of a file that does not say it")


def _file(text: str) -> Path:
    # a path would swallow one of the slashes
    if "://" in text:
        raise argparse.ArgumentTypeError(f"{text} is an address; download the file")
    return Path(text)


def spec_of(options: argparse.Namespace) -> "LayerSpec":
    """The file that was named on the command line, where it is: naming it there is permission."""
    from geo import LayerSpec

    return LayerSpec(
        name=options.file.stem,
        source=options.file,
        folder=options.file.parent,
        folders=tuple(options.data),
        layer=options.layer,
        crs=options.crs,
        encoding=options.encoding,
    )


@contextlib.contextmanager
def hints() -> Iterator[None]:
    """While it holds, a message that names a key of the config names the option, too."""
    from geo import StorymapError

    try:
        yield
    except StorymapError as error:
        text = str(error)
        if said := re.search(r"'encoding: ([\w-]+)'", text):
            text += f"; here: --encoding {said[1]}"
        if '"crs: ' in text:
            text += "; here: --crs EPSG:…"
        raise StorymapError(text) from None


def _run(options: argparse.Namespace) -> int:
    with hints():
        lines = _lines(options)
    print("\n".join(one_line(line) for line in lines))
    return 0


def _lines(options: argparse.Namespace) -> list[str]:
    from geo import ReadError, inspect, read_rows
    from geo.inspect import columns_of

    spec = spec_of(options)
    try:
        lines = list(told(options.file, inspect(spec)))
    except ReadError as error:
        if options.file.suffix.lower() not in _TABLES:
            raise
        # a table without places is no layer, but it may be joined to one
        rows = read_rows(spec).rows
        lines = [f"{options.file}: a table of {many(len(rows), 'row')}", *_fields(columns_of(rows))]
        lines.append(f"  {error}")
        lines.append("  without places it can be joined to a layer: see 'join' in the reference")
    return lines


def told(file: Path, found: "Inspection") -> Iterator[str]:
    """What there is to say of a file, line by line."""
    from story.extent import extent_in_degrees, extent_in_words

    yield f"{file}: {found.format}"
    if found.report is None:
        yield f"  holds {len(found.layers)} layers; name one with --layer:"
        yield from (f"    {layer.name}{_of(layer.features)}" for layer in found.layers)
        return
    if len(found.layers) > 1:
        others = ", ".join(layer.name for layer in found.layers)
        yield f"  layer       {found.layer}, of {others}"
    yield f"  CRS         {found.crs}"
    report = found.report
    kinds = ", ".join(many(n, _KINDS[kind]) for kind, n in (found.kinds or {}).items())
    yield f"  features    {report.read:,}" + (f": {kinds}" if kinds else "")
    yield f"  vertices    {report.vertices_before:,}"
    if found.bounds is not None:
        yield f"  extent      a box over {extent_in_words(found.bounds)}"
        yield f"              {extent_in_degrees(found.bounds)}"
    yield from _fields(found.columns)
    if not report.read:
        yield "  nothing to draw: it has no features"
    elif report.notes or report.facts:
        yield "  what building would do"
        yield from (f"    {note}" for note in (*report.notes, *report.facts))
    else:
        yield "  no problems: all of it can be drawn as it is"


def _fields(columns: "Sequence[Column]") -> Iterator[str]:
    if columns:
        width = min(28, max(len(column.name) for column in columns))
        yield f"  fields      {len(columns)}"
        yield from (f"    {column.name:<{width}}  {_column(column)}" for column in columns)
    for marks in dict.fromkeys(column.marks for column in columns if column.marks):
        names = ", ".join(f"'{column.name}'" for column in columns if column.marks == marks)
        keys = " or ".join(f"'decimal: \"{mark}\"'" for mark in marks)
        yield f"  numbers     as text in {names}: say {keys} to read them as numbers"


def _of(count: int) -> str:
    return f" ({many(count, 'feature')})" if count else ""


def _column(column: "Column") -> str:
    words = [column.type]
    if column.lowest is not None and column.highest is not None:
        words.append(f"{_short(column.lowest)} to {_short(column.highest)}")
    words.append(f"{column.filled:,} filled, {column.distinct:,} different")
    examples = ", ".join(_short(value) for value in column.examples)
    return ", ".join(words) + (f"; {examples}" if examples else "")


def _short(value: Any) -> str:
    text = f"{value:,g}" if isinstance(value, float) else str(value)
    if isinstance(value, str) and ("," in text or text != text.strip()):
        text = f"'{text}'"
    return text if len(text) <= 40 else text[:39] + "…"
