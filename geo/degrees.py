"""Numbers of degrees as people write them: read when there is one way to, else refused."""

import re
from typing import Final

_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_DMS: Final = re.compile(
    r"""([NSEWСЮВЗ]?)\s*([+-]?)
        (\d{1,3}(?:[.,]\d+)?)\s*([°º˚])?\s*
        (?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*
        (?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|''|’’|′′)\s*)?)?
        ([NSEWСЮВЗ]?)""",
    re.VERBOSE | re.IGNORECASE,
)
_NORTH_SOUTH: Final = {"N": 1, "С": 1, "S": -1, "Ю": -1}
_EAST_WEST: Final = {"E": 1, "В": 1, "W": -1, "З": -1}


def number(text: str, *, is_lat: bool, is_degrees: bool = True) -> float | None:
    """The number that a cell holds; None when it can be read in no way, or in two.

    In degrees, a comma can only be a decimal one, and signs for degrees, minutes and seconds and
    a letter for the hemisphere are read.
    """
    text = text.strip().replace("\u2212", "-").replace("\u00a0", " ")
    if _PLAIN.fullmatch(text):
        return float(text)
    if _COMMA.fullmatch(text):
        # 515,234 metres may be half a thousand or half a million
        is_clear = is_degrees or len(text.partition(",")[2]) != 3
        return float(text.replace(",", ".")) if is_clear else None
    return _from_signs(text, _NORTH_SOUTH if is_lat else _EAST_WEST) if is_degrees else None


def _from_signs(text: str, letters: dict[str, int]) -> float | None:
    found = _DMS.fullmatch(text)
    if found is None:
        return None
    before, sign, _, mark, *_, after = found.groups()
    degrees, minutes, seconds = (
        float((part or "0").replace(",", ".")) for part in (found[3], found[5], found[6])
    )
    letter = (before or after).upper()
    if (before and after) or (letter and (letter not in letters or sign)):
        return None
    if minutes >= 60 or seconds >= 60 or (found[5] and (degrees % 1 or not mark)):
        return None
    if found[6] and minutes % 1:
        return None
    size = degrees + minutes / 60 + seconds / 3600
    return size * (letters[letter] if letter else -1 if sign == "-" else 1)
