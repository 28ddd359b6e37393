"""Data as it travels in a page: text in a script element that nothing runs."""

import json


def as_json(value: object) -> str:
    """JSON that cannot end its script element, nor be read as HTML."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
