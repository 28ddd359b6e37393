"""Numbers and dates in words, the same on every machine: no locale is asked."""

import datetime as dt
import re
from typing import Any, Final

from story.values.plain import as_number, key_text, plain

# thousands and decimals as each language writes them; the space is the narrow one that never breaks
_NARROW: Final = "\u202f"
_SIGNS: Final = {
    "en": (",", "."), "zh": (",", "."), "ja": (",", "."), "ko": (",", "."), "de": (".", ","),
    "es": (".", ","), "it": (".", ","), "nl": (".", ","), "pt": (".", ","), "tr": (".", ","),
    "fr": (_NARROW, ","), "ru": (_NARROW, ","), "uk": (_NARROW, ","), "pl": (_NARROW, ","),
    "cs": (_NARROW, ","), "kk": (_NARROW, ","), "sv": (_NARROW, ","), "fi": (_NARROW, ","),
}  # fmt: skip
_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
_DATE: Final = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ].*)?|(\d{4})")
_LINK: Final = re.compile(r"(?:https?://|mailto:)[^\s\"'<>\\\x00-\x1f]+")


def say(value: Any) -> str:
    """The value as a plain text; an empty one for null."""
    shown = plain(value)
    if isinstance(shown, bool):
        return str(shown).lower()
    if isinstance(shown, int | float):
        return key_text(shown)
    return shown or ""


def say_number(value: Any, *, decimals: int | None, language: str, is_amount: bool = False) -> str:
    """The number in the language's way of writing; other values as they are.

    Without `decimals` a number keeps its own, of which twelve digits at most are real. Four digits
    stand together, for they may be a year, unless the number is known to be an amount.
    """
    number = as_number(value)
    if number is None:
        return say(value)
    group, point = _SIGNS.get(language.partition("-")[0].lower(), _SIGNS["en"])
    if isinstance(value, int) and not decimals:
        text = f"{value:,d}"
    elif decimals is None:
        text = f"{number:,.12f}".rstrip("0").rstrip(".") if abs(number) < 1e12 else f"{number:,.0f}"
        text = text if abs(number) >= 1e-6 or not number else f"{number:g}"
    else:
        text = f"{number:,.{decimals}f}"
    if text.strip("-0.,") == "":
        text = text.removeprefix("-")  # a rounded −0 is 0
    # four digits are read without help
    if not is_amount and len(text.partition(".")[0].lstrip("-")) == 5:
        text = text.replace(",", "")
    swapped = text.translate({ord(","): group, ord("."): point})
    return swapped.replace("-", "\u2212", 1) if text.startswith("-") else swapped


def say_date(value: Any, *, precision: str, language: str) -> str:
    """An ISO date as "31 August 2023", "August 2023" or "2023"; other values as they are.

    `precision` is "day", "month" or "year". A language whose months are not known here keeps the
    ISO form.
    """
    found = as_date(value)
    if found is None:
        return say(value)
    year, month, day = found
    if precision == "year" or not month:
        return year
    with_day = bool(day) and precision == "day"
    main = language.partition("-")[0].lower()
    if main in {"zh", "ja"}:
        return f"{year}年{month}月" + (f"{day}日" if with_day else "")
    if main not in _MONTHS:
        return f"{year}-{month:02}" + (f"-{day:02}" if with_day else "")
    name = _MONTHS[main].split()[month - 1]
    return f"{day} {name} {year}" if with_day else f"{name} {year}"


def as_date(value: Any) -> tuple[str, int, int] | None:
    """Year, month and day of a date of ISO 8601, 0 for what it does not say; None for no date."""
    match = _DATE.fullmatch(say(value))
    if match is None:
        return None
    year, month, day = match[1] or match[4], int(match[2] or 0), int(match[3] or 0)
    try:
        dt.date(int(year), month or 1, day or 1)
    except ValueError:
        return None
    return year, month, day


def as_link(value: Any) -> str | None:
    """The value as an address that a page may link to: http, https or mailto; else None."""
    text = say(value).strip()
    return text if len(text) <= 2_000 and _LINK.fullmatch(text) else None
