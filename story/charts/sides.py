"""Where the words of a line chart stand: figures above or below their dots, names kept apart."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from story.charts.layout import LINE, TEXT, width_of

Spot: TypeAlias = tuple[float, float]
"""pixels from the left and from the top"""

OFF: Final = 14
"""pixels from the middle of a dot to the middle of its figure"""
_DOT: Final = 20
"""a dot in the way counts as much as so many pixels of a line"""


def is_below(middle: Spot, text: str, lines: Sequence[Sequence[Spot]], foot: float) -> bool:
    """Whether a figure at a dot stands below it, because more of `lines` passes above.

    Each line is the dots that it joins; `foot` is where the plot ends.
    """
    half = (width_of(text) / 2 + 1, TEXT / 2)
    above, below = (_passing((middle[0], middle[1] + way * OFF), half, lines) for way in (-1, 1))
    return below < above and middle[1] + OFF + half[1] < foot


def _passing(middle: Spot, half: Spot, lines: Sequence[Sequence[Spot]]) -> float:
    def in_way(spot: Spot, gap: float = 0) -> bool:
        return all(abs(spot[n] - middle[n]) < half[n] + gap for n in (0, 1))

    dots = sum(_DOT for line in lines for spot in line if in_way(spot, 4))
    return dots + sum(
        in_way(spot) for line in lines for ends in pairwise(line) for spot in _along(*ends)
    )


def _along(start: Spot, end: Spot) -> list[Spot]:
    """A place for each pixel of a straight line."""
    count = int(max(abs(end[n] - start[n]) for n in (0, 1))) + 1
    way = (end[0] - start[0], end[1] - start[1])
    return [(start[0] + way[0] * n / count, start[1] + way[1] * n / count) for n in range(count)]


def apart(wanted: Sequence[float], lines: Sequence[int]) -> list[float]:
    """The middles of names of so many lines each, near where they are wanted, none on another."""
    found, order = list(wanted), sorted(range(len(wanted)), key=lambda n: wanted[n])
    for _ in range(20 * len(found)):  # each turn parts neighbours, and may push them at the next
        for upper, lower in pairwise(order):
            missing = LINE * (lines[upper] + lines[lower]) / 2 - (found[lower] - found[upper])
            if missing > 0:
                found[upper] -= missing / 2
                found[lower] += missing / 2
    return found
