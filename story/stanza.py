"""What to write of a file in a catalogue: sensible lines, and comments that show what else may be.

From what `geo.inspect` found, so that a first build shows something worth looking at.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

from geo import Column, Inspection
from geo.errors import one_line
from geo.places import is_place
from geo.words import many
from story.extent import extent_in_words
from story.values.formats import say

KINDS = {"point": "place", "line": "line", "area": "area"}
_NAMES = ("name_en", "name", "title", "label", "nom", "nombre", "название", "名称", "名稱")
_KEYS = ("id", "code", "iso_a3", "iso", "key", "gid", "fid", "osm_id")
# darker for lines and outlines, lighter inside areas; each layer of a catalogue gets its own, and a
# symbol of its own for those to whom colours look alike
_LOOKS = (
    ("#8a2d3b", "#d9b872", "dot"),
    ("#1f5f8b", "#9cc3dc", "square"),
    ("#2f6b3a", "#b3d3a0", "diamond"),
    ("#6f4a94", "#c9bbe0", "triangle"),
    ("#a3541a", "#eeb98f", "dot"),
    ("#14696b", "#a3d3d0", "square"),
    ("#9b2f6b", "#e3b0cb", "diamond"),
    ("#4a4a4a", "#cccccc", "triangle"),
)
_PLAIN = re.compile(r"[^\W\d][\w .()/-]*")
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off"}


def name_for(words: Iterable[str | None], taken: Collection[str]) -> str:
    """A name of a layer after the first words that have a letter or digit of ASCII; it is free."""
    plain = (unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore") for text in words)
    made = (re.sub(r"[^A-Za-z0-9]+", "_", text.decode()).strip("_").lower()[:60] for text in plain)
    base = next(filter(None, made), "layer")
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def stanza_of(
    found: Inspection,
    *,
    source: str,
    title: str,
    crs: str | None,
    encoding: str | None,
    decimal: str | None = None,
    colours: Sequence[str | None] = (),
) -> Iterator[str]:
    """The lines beneath the layer's name.

    `crs` and `encoding` are what the author had to say, `decimal` what `found` was read with;
    `colours` are those of the layers beside it, from which it is to be told apart.
    """
    kinds = found.kinds or {}
    kind = max(kinds, key=lambda one: kinds[one], default="area")
    where = f", in a box over {extent_in_words(found.bounds)}" if found.bounds else ""
    counts = ", ".join(many(count, KINDS[one]) for one, count in kinds.items())
    yield f"# {found.format}: {counts}{where}"
    yield f"source: {quoted(source)}"
    yield f"title: {quoted(title)}"
    if found.layer and len(found.layers) > 1:
        yield f"layer: {quoted(found.layer)}"
    if crs:
        yield f"crs: {quoted(crs)}"
    if encoding:
        yield f"encoding: {quoted(encoding)}"
    if decimal:
        yield "# the sign before decimals: without it texts such as 1 234,5 stay texts"
        yield f'decimal: "{decimal}"'
    yield from _fields(found)
    yield f"style: {_style(kind if len(kinds) < 2 else '', colours)}"
    yield f"legend: {quoted(title)}"
    yield from _ideas([column for column in found.columns if not is_place(column.name)], kind)
    yield "# who made the data, and what may be done with it? Readers see both"
    yield "# attribution: …"
    yield "# licence: CC-BY-4.0"


def _style(kind: str, colours: Sequence[str | None]) -> str:
    """A style unlike those of the layers beside it; for a file of several kinds `kind` is empty."""
    free = (look for look in _LOOKS if look[0] not in colours)
    dark, light, marker = next(free, _LOOKS[len(colours) % len(_LOOKS)])
    if kind == "point":
        return f'{{marker: {marker}, size: 9, color: "{dark}", fill: "#ffffff"}}'
    if kind == "line":
        return f'{{color: "{dark}", width: 2, casing: "#ffffff"}}'
    area = f'color: "{dark}", width: 0.8, fill: "{light}", fill_opacity: 0.55'
    # one style for all of a file that holds several kinds: a dot must not lend areas its white
    return f"{{{area}}}" if kind else f"{{{area}, marker: {marker}, size: 9}}"


def _fields(found: Inspection) -> Iterator[str]:
    columns = [column for column in found.columns if not is_place(column.name)]
    key = _first(columns, _KEYS, lambda one: one.distinct == one.filled > 0)
    if key and found.report and key.filled == found.report.read:
        yield f"key: {quoted(key.name)}"
    name = _first(columns, _NAMES, lambda one: one.type == "text" and one.filled > 0)
    name = name or next((c for c in columns if c.type == "text" and c != key and c.filled), None)
    if name:
        yield f"label: {quoted(name.name)}"
    others = [c for c in columns if c.filled and c not in (key, name) and c.type != "object"]
    shown = ([name] if name else []) + others[:4]
    if shown:
        yield f"popup: [{', '.join(quoted(column.name) for column in shown)}]"
    if len(others) > 4:
        yield f"# other fields: {', '.join(one_line(column.name) for column in others[4:16])}"


def _ideas(columns: Collection[Column], kind: str) -> Iterator[str]:
    """Lines that an author may take out of their comment."""
    enough = 5 if kind == "area" else 2
    number = next((c for c in columns if c.type == "number" and c.distinct >= enough), None)
    word = next(
        (c for c in columns if c.type == "text" and 1 < c.distinct <= min(12, c.filled - 1)),
        None,
    )
    if word:
        yield f"# a colour for each value of '{one_line(word.name)}', listed in the legend:"
        yield f"# by: {quoted(word.name)}"
        yield f"# palette: {'Set2' if word.distinct <= 8 else 'Set3'}"
    if number and kind == "area":
        yield f"# or colours from low to high by '{one_line(number.name)}':"
        yield f"# by: {quoted(number.name)}"
        yield "# graduated: {scheme: quantiles, count: 5, palette: YlOrRd}"
    elif number and (number.lowest or 0) >= 0:
        yield f"# the larger '{one_line(number.name)}', the larger the {kind}:"
        yield f"# sized: {quoted(number.name)}"
    if number:
        middle = round(((number.lowest or 0) + (number.highest or 0)) / 2, 2)
    if number and abs(middle) < 1e15:  # beyond, its digits fill lines
        field = number.name if number.name.isidentifier() else f"`{one_line(number.name)}`"
        yield f"# only some of them: where: {field} > {say(middle)}"


def _first(columns: Collection[Column], names: Collection[str], fits: object) -> Column | None:
    known = {column.name.lower(): column for column in columns if callable(fits) and fits(column)}
    return next((known[name] for name in names if name in known), None)


def quoted(text: str) -> str:
    """The text as YAML reads it back, on one line, in quotes where it needs them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED and text == text.strip():
        return text
    # Python's escapes of what is not printed are among those of YAML
    return '"' + one_line(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'
