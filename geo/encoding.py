"""Text from bytes in an encoding that somebody named."""

import codecs
import re
from collections.abc import Sequence
from typing import Final

_OF_NO_FILE: Final = {"undefined", "unicode-escape", "raw-unicode-escape", "idna", "punycode"}
"""what Python can decode too: none of them is text in a file, and some make half characters"""


def likely_encoding(data: bytes, known: Sequence[str]) -> str:
    """How to name the encoding of bytes that are not UTF-8: the likeliest, then those `known`.

    A guess from how often which bytes stand there. Letters of cp1251, two thirds of them small, are
    mostly at 0xE0 or above; characters in everyday Chinese begin at 0xB0 to 0xD7 in GBK, and come
    in pairs; western tables have single letters among ASCII.
    """
    data = data[:100_000]
    high = [byte for byte in data if byte >= 0x80]
    small = sum(byte >= 0xE0 for byte in high)
    runs = re.findall(rb"[\x80-\xff]+", data)
    alone = sum(len(run) == 1 for run in runs)
    pairs = sum(len(run) for run in runs if re.fullmatch(rb"(?:[\xb0-\xf7][\xa1-\xfe])+", run))
    if 2 * alone > len(high):
        first = "cp1252"
    elif 10 * pairs >= 9 * len(high) and 5 * small < 2 * len(high):
        first = "gbk"
    else:
        first = "cp1251"
    others = [name for name in known if name != first]
    return f"'encoding: {first}' (or {', '.join(others)} …)"


def no_encoding(name: str) -> str:
    """What is wrong with a name that no encoding has."""
    return f"'{name}' is not an encoding; name one such as cp1251, cp1252 or gbk"


def decoded(data: bytes, encoding: str) -> str:
    """The text. Raises `LookupError` for no encoding of text, `UnicodeDecodeError` for no text."""
    try:
        name = codecs.lookup(encoding).name
    except ValueError:  # a zero byte in the name
        raise LookupError(encoding) from None
    if name.replace("_", "-") in _OF_NO_FILE:
        raise LookupError(encoding)
    return data.decode(encoding)
