"""A chart: an author’s figures, drawn when the page is built, with a table beside it."""

import math
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, JsonValue, WithJsonSchema, model_validator

from story.model.fields import Colour, Model, Name, Text, Word

Kind: TypeAlias = Literal["bars", "stack", "columns", "lines", "dots", "ladder"]
Look: TypeAlias = Literal["solid", "hatched", "outline", "muted"]
Range: TypeAlias = tuple[float, float]

_LARGEST = 1e15


def _value(value: object) -> object:
    given = value if isinstance(value, list) and len(value) == 2 else [value]
    numbers = [n for n in given if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(numbers) < len(given):
        raise ValueError("write a number, or [low, high]")
    if not all(math.isfinite(n) and abs(n) < _LARGEST for n in numbers):
        raise ValueError("write a finite number below 10^15")
    if len(numbers) == 2 and numbers[0] >= numbers[1]:
        raise ValueError("the range is turned round; write [low, high]")
    return (float(numbers[0]), float(numbers[-1]))


Value: TypeAlias = Annotated[
    Range,
    BeforeValidator(_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            ],
            "description": "a number, or [low, high]",
        }
    ),
]


class ChartSeries(Model):
    """Rows of a chart that belong together: one source, one country, one way of counting."""

    title: Text
    """what the series is called"""
    look: Look = "solid"
    """`hatched` for what is only claimed, `outline` and `muted` for what steps back"""
    color: Colour | None = None
    """a colour of one's own; by default the next one of the page"""


class ChartRow(Model):
    """One figure of a chart, and one line of its table."""

    label: Text
    """what the figure stands for; in a chart of lines the year or another number"""
    value: Value
    """the figure, or [low, high]"""
    shown: Text | None = None
    """how the figure is written, where the number alone would say too much: “> 100”, “≈ 2”"""
    series: Name | None = None
    """id of the series"""
    later: bool = False
    """later than the story’s own time: set apart as “since then”"""
    feature: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*/.+$")] | None = None
    """the same thing on the map, as layer/key: chart and map highlight each other"""
    note: Text | None = None
    """a remark for the table"""


class ChartMark(Model):
    """A line across the chart, to compare with."""

    value: float
    """where it stands"""
    title: Text
    """what it means"""


class Chart(Model):
    """A chart of rows, or a Vega-Lite `spec` whose data stand in it."""

    title: Text
    """heading of the chart"""
    kind: Kind | None = None
    """`bars` across, `stack` of parts, `columns` over years, `lines`, `dots`, or a `ladder`"""
    unit: Text | None = None
    """what the figures count, in which unit"""
    rows: Annotated[list[ChartRow], Field(max_length=60)] = []
    """the figures, in the order in which they stand"""
    series: dict[Name, ChartSeries] = {}
    """the series that rows name"""
    mark: ChartMark | None = None
    """a line across, to compare with"""
    spec: dict[str, JsonValue] | None = None
    """a Vega-Lite chart of one’s own, with `data: {values: […]}`; nothing is loaded"""
    note: Text | None = None
    """one sentence beneath the chart: how to read it, what it leaves out"""
    source: Text | None = None
    """who says so, as the page shows it"""
    sources: list[Word] = []
    """ids of claims and sources in the ledger"""
    alt: Text | None = None
    """what the chart shows, for those who cannot see it; by default its figures in words"""

    @model_validator(mode="after")
    def _one_way(self) -> "Chart":
        if self.spec is not None:
            _only_spec(self)
            return self
        if self.kind is None or not self.rows:
            raise ValueError("give 'kind' and 'rows', or a Vega-Lite 'spec'")
        for number, row in enumerate(self.rows, start=1):
            if row.series is not None and row.series not in self.series:
                known = ", ".join(self.series) or "none at all"
                raise ValueError(f"row {number}: no series '{row.series}'; it has {known}")
            if self.kind == "lines" and row_at(row) is None:
                raise ValueError(f"row {number}: the label of a chart of lines is a number")
            if self.kind in {"bars", "stack", "columns"} and row.value[0] < 0:
                raise ValueError(f"row {number}: below zero; use 'dots' or 'lines'")
        return self


def _only_spec(chart: Chart) -> None:
    if chart.kind or chart.rows or chart.series or chart.mark:
        raise ValueError("'spec' stands for itself: no 'kind', 'rows', 'series' or 'mark' with it")
    if chart.alt is None:
        raise ValueError("a 'spec' needs 'alt': say in a sentence what the chart shows")


def row_at(row: ChartRow) -> float | None:
    """Where a row of a chart of lines stands along it, or nothing if its label is no number."""
    try:
        at = float(next(iter(row.label.values())))
    except ValueError:
        return None
    return at if math.isfinite(at) else None


def charts_tag(value: Any) -> str:
    """Whether `charts:` holds the charts themselves or names their file."""
    return "charts" if isinstance(value, dict) else "file"


class ChartFile(Model):
    """A file of charts."""

    charts: dict[Name, Chart]
    """the charts by name"""
