"""Marks on a plane with two scales, described for Vega-Lite. One of the two homes of Altair.

Data are rows of plain values. `row` ties a mark to a figure, as `row-3`: `story.charts.svg` finds
it again by that name. Colours are the stand-ins of `story.charts.paint`.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import altair as alt
from altair.utils.schemapi import debug_mode

from story.charts.layout import TEXT, WIDTH

Row: TypeAlias = dict[str, Any]
Span: TypeAlias = tuple[float, float]
Align: TypeAlias = Literal["left", "center", "right"]
Layer: TypeAlias = alt.Chart
Weight: TypeAlias = Literal[400, 600]

_CONFIG: Final = {
    "background": None,
    "view": {"stroke": None},
    "text": {"fontSize": TEXT, "baseline": "middle"},
}


def unchecked() -> AbstractContextManager[None]:
    """While it holds, Altair does not check our own charts: that takes longer than drawing them.

    The tests describe every kind of chart with the check.
    """
    return debug_mode(False)  # noqa: FBT003  # Altair's own signature


@dataclass(frozen=True)
class Plane:
    """Where values stand: on each axis the values at both ends, and the pixels of those."""

    height: float
    x: tuple[Span, Span] = ((0, WIDTH), (0, WIDTH))
    y: tuple[Span, Span] | None = None
    """by default pixels from the top"""

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a value stands, in pixels from the left and from the top."""
        vertical = self.y or ((0, self.height), (0, self.height))
        placed = [
            low + (value - first) * (high - low) / ((last - first) or 1)
            for value, ((first, last), (low, high)) in ((x, self.x), (y, vertical))
        ]
        return placed[0], placed[1]

    def _x(self, field: str = "x") -> alt.X:
        return alt.X(f"{field}:Q", scale=_scale(*self.x), axis=None)

    def _y(self, field: str = "y") -> alt.Y:
        domain, pixels = self.y or ((0, self.height), (0, self.height))
        return alt.Y(f"{field}:Q", scale=_scale(domain, pixels), axis=None)

    def rects(self, rows: Sequence[Row]) -> Layer:
        """Rows of x, x2, y, y2, fill, stroke."""
        return _chart(rows, alt.MarkDef(type="rect", strokeWidth=1)).encode(
            x=self._x(), x2="x2:Q", y=self._y(), y2="y2:Q", **_paints("fill", "stroke")
        )

    def rules(self, rows: Sequence[Row], dash: Sequence[float] = (), width: float = 1) -> Layer:
        """Rows of x, x2, y, y2, stroke: straight lines."""
        mark = alt.MarkDef(type="rule", strokeWidth=width, strokeDash=list(dash) or alt.Undefined)
        return _chart(rows, mark).encode(
            x=self._x(), x2="x2:Q", y=self._y(), y2="y2:Q", **_paints("stroke")
        )

    def dots(self, rows: Sequence[Row], size: float = 70) -> Layer:
        """Rows of x, y, fill, stroke: filled circles of `size` square pixels."""
        mark = alt.MarkDef(type="point", filled=True, size=size, strokeWidth=1.5, opacity=1)
        return _chart(rows, mark).encode(x=self._x(), y=self._y(), **_paints("fill", "stroke"))

    def path(
        self, rows: Sequence[Row], stroke: str, dash: Sequence[float] = (), width: float = 2.5
    ) -> Layer:
        """Rows of x, y: one line through all of them, in their order."""
        mark = alt.MarkDef(
            type="line", stroke=stroke, strokeWidth=width, strokeDash=list(dash) or alt.Undefined
        )
        return _chart(rows, mark).encode(x=self._x(), y=self._y(), order="order:Q")

    def texts(
        self,
        rows: Sequence[Row],
        align: Align = "left",
        weight: Weight = 400,
        dx: float = 0,
        dy: float = 0,
    ) -> Layer:
        """Rows of x, y, text, fill: single lines of type."""
        mark = alt.MarkDef(type="text", align=align, fontWeight=weight, dx=dx, dy=dy)
        return _chart(rows, mark).encode(x=self._x(), y=self._y(), text="text:N", **_paints("fill"))

    def spec(self, layers: Sequence[Layer]) -> dict[str, Any]:
        """The whole as Vega-Lite: exactly as large as it says, whatever its texts measure."""
        whole = alt.layer(*(layer for layer in layers if layer.data.values))
        # pixels and values share a plane, not a scale
        whole = whole.resolve_scale(x="independent", y="independent").properties(
            width=WIDTH,
            height=self.height,
            padding=0,
            autosize=alt.AutoSizeParams(type="none"),
        )
        result: dict[str, Any] = whole.to_dict()
        return result | {"config": _CONFIG}


def _chart(rows: Sequence[Row], mark: alt.MarkDef) -> Layer:
    data = alt.InlineData(values=[{"row": "", **row} for row in rows])
    return alt.Chart(data, mark=mark).encode(description="row:N")


def _scale(domain: Span, pixels: Span) -> alt.Scale:
    return alt.Scale(domain=list(domain), range=list(pixels), nice=False, zero=False)


def _paints(*channels: str) -> dict[str, Any]:
    kinds = {"fill": alt.Fill, "stroke": alt.Stroke}
    return {name: kinds[name](f"{name}:N", scale=None) for name in channels}
