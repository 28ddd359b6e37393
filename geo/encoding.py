"""Text from bytes in an encoding that somebody named."""

import codecs
from typing import Final

_OF_NO_FILE: Final = {"undefined", "unicode-escape", "raw-unicode-escape", "idna", "punycode"}
"""what Python can decode too: none of them is text in a file, and some make half characters"""


def decoded(data: bytes, encoding: str) -> str:
    """The text. Raises `LookupError` for no encoding of text, `UnicodeDecodeError` for no text."""
    try:
        name = codecs.lookup(encoding).name
    except ValueError:  # a zero byte in the name
        raise LookupError(encoding) from None
    if name.replace("_", "-") in _OF_NO_FILE:
        raise LookupError(encoding)
    return data.decode(encoding)
