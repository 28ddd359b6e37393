"""Where the words of a chart stand: widths estimated, lines broken, all in CSS pixels.

A chart is laid out for the card of a phone and grows with the card. No measured text decides a
place, so that the picture is the same whatever fonts a machine has.
"""

import math
import textwrap
from typing import Final

WIDTH: Final = 344
"""of every chart: a card on a phone of 390 pixels"""
TEXT: Final = 12
"""size of the type"""
LINE: Final = 14.5
"""from one line of type to the next"""


def width_of(text: str) -> float:
    """About how wide a line of text is set, in pixels."""
    # of a wide type such as DejaVu Sans, in bold: a page must not lose words on a plain machine
    return sum(12.5 if ord(c) > 0x2E7F else 4.4 if c in " .,:;il|’'" else 7.7 for c in text)


def broken(text: str, width: float) -> list[str]:
    """The lines of a text that must fit `width` pixels, as far as its words allow."""
    lines = textwrap.wrap(text, max(4, int(width / 6.9)), break_long_words=False)
    return lines or [""]


def ticks_of(low: float, high: float, wanted: int = 4) -> list[float]:
    """About `wanted` round numbers from `low` to `high`, both covered."""
    raw = (high - low) / wanted or 1.0
    power = 10 ** math.floor(math.log10(raw))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * n, 9) for n in range(first, last + 1)]
