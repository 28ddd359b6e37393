"""Sizes by value: the area of a symbol, or the width of a line, grows with a number."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from story.look.breaks import decimals_of, nice_steps
from story.look.classes import Wrong
from story.model import LayerConfig
from story.names import pick
from story.values.formats import say_number
from story.values.plain import as_number, decimal_hint, key_text, no_number

_LARGEST: Final = {"point": 40.0, "line": 12.0}


@dataclass(frozen=True)
class Sizes:
    """The size of each feature in CSS pixels, None without a value, and samples for the legend.

    A size is the diameter of a symbol or the width of a line.
    """

    of: tuple[float | None, ...]
    samples: tuple[tuple[float, str], ...] = ()
    heading: str = ""


def sizes_of(
    config: LayerConfig,
    rows: Sequence[Mapping[str, Any]],
    kinds: Sequence[str],
    language: str,
    wrong: Wrong,
) -> Sizes:
    """The sizes of a layer's features; mistakes go to `wrong`."""
    nothing = Sizes(of=(None,) * len(rows))
    sized = config.sized
    if sized is None:
        return nothing
    if "area" in kinds:
        wrong("sized", "areas have no size; use 'graduated', or a file of points")
        return nothing
    values = [row.get(sized.by) for row in rows]
    numbers = [as_number(value) for value in values]
    below = ((at, n) for at, n in enumerate(numbers, start=1) if n is not None and n < 0)
    if odd := no_number(values, config.decimal) or next(below, None):
        place, value = odd
        what = f"field '{sized.by}' holds '{key_text(value)[:40]}' (feature {place})"
        way = "leave the cell empty where there is none, or leave the feature out with 'where'"
        way = decimal_hint(value) or way
        wrong("sized.by", f"{what}; a size needs a number that is not negative: {way}")
        return nothing
    full = sized.full or max((number for number in numbers if number is not None), default=0)
    if not full:
        wrong("sized.by", f"field '{sized.by}' holds no number over 0 to draw")
        return nothing

    def size(number: float, kind: str) -> float:
        largest = sized.largest or _LARGEST[kind]
        share = number / full if kind == "line" else math.sqrt(number / full)
        least = sized.smallest / 2 if kind == "line" else sized.smallest
        # half pixels: what looks alike shares a style
        return max(least, round(2 * largest * share) / 2)

    kind = "line" if "line" in kinds else "point"
    form = config.fields.get(sized.by)
    unit = pick(form.unit, language) if form else ""
    steps = nice_steps(full)
    said = [say_number(n, decimals=decimals_of([n]), language=language) for n in steps]
    texts = [f"{text}\u00a0{unit}" if unit else text for text in said]
    return Sizes(
        tuple(
            None if number is None else size(number, kind)
            for number, kind in zip(numbers, kinds, strict=True)
        ),
        tuple((size(step, kind), text) for step, text in zip(steps, texts, strict=True)),
        pick(sized.legend, language) or (pick(form.title, language) if form else "") or sized.by,
    )
