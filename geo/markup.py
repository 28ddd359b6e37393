"""Text out of HTML, which programs write into the descriptions of KML and GPX."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from geo.words import many

_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>")
_SILENT: Final = {"script", "style"}
"""what stands between these two is not for readers"""
_INSIDE_WORDS: Final = "a abbr b big code em font i s small span strong sub sup tt u"
_BETWEEN_WORDS: Final = (
    "blockquote body br caption center col dd div dl dt embed h1 h2 h3 h4 h5 h6 head hr html "
    "iframe img li link meta object ol p param pre table tbody td tfoot th thead title tr ul video "
    "audio"
)
_WITHIN: Final = set(_INSIDE_WORDS.split())
# only these: an author's "<north>" is text
_KNOWN: Final = _SILENT | _WITHIN | set(_BETWEEN_WORDS.split())


def without_tags(text: str) -> str | None:
    """The words of a text of HTML on one line; None for a text without HTML."""
    pieces: list[str] = []
    silent, last, found = "", 0, False
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name not in _KNOWN or (silent and name != silent):
            continue
        if not silent:
            pieces += [text[last : tag.start()], "" if name in _WITHIN else " "]
        silent = name if name in _SILENT and not tag[1] else ""
        last, found = tag.end(), True
    if not found:
        return None
    pieces.append("" if silent else text[last:])
    return " ".join(html.unescape("".join(pieces)).split())


def plain_rows(
    rows: Sequence[Mapping[str, Any]],
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The rows with their texts free of HTML, and a sentence for each field that had some."""
    counts: dict[str, int] = {}
    result: list[dict[str, Any]] = []
    for row in rows:
        changed: dict[str, str | None] = {}
        for name, value in row.items():
            words = without_tags(value) if isinstance(value, str) and "<" in value else None
            if words is not None:
                changed[name] = words or None
                counts[name] = counts.get(name, 0) + 1
        result.append({**row, **changed})
    notes = tuple(
        f"HTML in '{name}' of {many(count, 'feature')}: its words were kept, tags and "
        "pictures left out"
        for name, count in counts.items()
    )
    return result, notes
