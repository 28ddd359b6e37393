"""Ways out of the mistakes that YAML's own messages leave in the dark."""

import re
from typing import Final

_COLOUR: Final = re.compile(r":[ \t]+(#[0-9a-fA-F]{3,8})\b")
_HINTS: Final = (
    ("mapping values are not allowed", "a text with ': ' in it stands in quotes"),
    ("'\\t' that cannot start", "indent with spaces, not with tabs"),
    ("that cannot start any token", "a text that begins with it stands in quotes"),
    ("expected alphabetic or numeric", "a text that begins with * or & stands in quotes"),
    ("escape", "in double quotes a backslash begins a sign: use single quotes, or slashes"),
    ("block end", "its indentation differs from that of the lines above"),
    ("could not find expected ':'", "a key is followed by a colon and a space"),
)


def hint(problem: str, opened: int | None, rest: str) -> str:
    """What to say after a problem: a way out, or nothing.

    `opened` is the line, from 1, of what the parser was reading, and `rest` the text from there.
    """
    if colour := colour_in(rest.partition("\n")[0]):
        return f"; {colour}"
    if "'?'" in problem:  # which begins a key there, also in the middle of a word
        return "; within braces or brackets a text with '?' in it stands in quotes"
    if "end of stream" in problem and opened:
        return f"; is a quotation mark or bracket missing that opens on line {opened}?"
    if problem.startswith("expected ',' or") and opened:
        return f"; is the bracket closed that opens on line {opened}?"
    return next((f"; {way}" for words, way in _HINTS if words in problem), "")


def colour_in(text: str) -> str:
    """What to say when a value begins with a colour that YAML takes for a comment."""
    found = _COLOUR.search(text)
    return f"a '#' begins a comment: put the colour in quotes, \"{found[1]}\"" if found else ""
