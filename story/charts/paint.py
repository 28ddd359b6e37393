"""Paints: the colours and hatches of a chart, which the page's style sheet decides.

Vega knows neither custom properties nor hatches. While it draws, each paint is a colour that
nothing else has; `story.charts.svg` puts the real one in its place.
"""

from dataclasses import dataclass, field
from typing import Final

from story.model.chart import Look

INK: Final = "var(--sg-ink)"
SOFT: Final = "var(--sg-ink-soft)"
RULE: Final = "var(--sg-rule)"
PAPER: Final = "var(--sg-paper)"
LATER: Final = "var(--sg-later)"
SERIES: Final = tuple(f"var(--sg-chart-{n})" for n in range(1, 7))


@dataclass(frozen=True)
class Paint:
    """A fill: a CSS colour, and how it is laid on (`dots` is kept for what came later)."""

    colour: str
    look: Look | str = "solid"

    @property
    def stroke(self) -> str | None:
        """The CSS colour of the outline that a look needs."""
        return None if self.look in {"solid", "muted"} else self.colour


@dataclass
class Palette:
    """The paints of one chart, each with the colour that stands for it while Vega draws."""

    paints: dict[str, Paint] = field(default_factory=dict)

    def code(self, paint: Paint | str) -> str:
        """The stand-in of a paint, or of a plain CSS colour."""
        wanted = Paint(paint) if isinstance(paint, str) else paint
        for code, known in self.paints.items():
            if known == wanted:
                return code
        code = f"#fe{len(self.paints):02x}fd"
        self.paints[code] = wanted
        return code


def series_colour(number: int) -> str:
    """The page's colour for the series `number` of a chart, from 0."""
    return SERIES[number % len(SERIES)]
