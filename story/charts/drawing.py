"""A chart ready to be drawn: every text in the page's language, every paint chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from story.charts.layout import number
from story.charts.paint import LATER, Paint, Palette, series_colour
from story.model.chart import Chart, ChartRow, row_at
from story.model.fields import Text
from story.names import pick


@dataclass(frozen=True)
class Figure:
    """One figure: what it stands for, its value (low = high unless it is a range), its look."""

    row: str
    """name of its marks in the drawing: row-0, row-1 …"""
    label: str
    low: float
    high: float
    shown: str
    series: str
    later: bool
    feature: str
    note: str
    at: float

    @property
    def label_row(self) -> str:
        """Name of its label in the drawing."""
        return self.row.replace("row", "label")

    @property
    def is_range(self) -> bool:
        """Whether the figure is known between two values only."""
        return self.low < self.high


@dataclass(frozen=True)
class Mark:
    """A line across, to compare with."""

    value: float
    title: str


@dataclass(frozen=True)
class Legend:
    """A series as the legend names it."""

    title: str
    paint: Paint


@dataclass(frozen=True)
class Drawing:
    """What the kinds of chart draw."""

    figures: tuple[Figure, ...]
    legends: Mapping[str, Legend]
    """the series by id, in the author's order"""
    marks: tuple[Mark, ...]
    palette: Palette
    apart: str
    """the words that set later figures apart"""


def drawing_of(chart: Chart, language: str, apart: str) -> Drawing:
    """The drawing of a chart of rows, in a language."""

    def say(text: Text | None) -> str:
        return pick(text, language)

    figures = tuple(_figure(n, row, language) for n, row in enumerate(chart.rows))
    legends = {
        id_: Legend(say(series.title), Paint(series.color or series_colour(n), series.look))
        for n, (id_, series) in enumerate(chart.series.items())
    }
    marks = (Mark(chart.mark.value, say(chart.mark.title)),) if chart.mark else ()
    return Drawing(figures, legends, marks, Palette(), apart)


def _figure(number_: int, row: ChartRow, language: str) -> Figure:
    low, high = row.value
    shown = number(high) if low == high else f"{number(low)}–{number(high)}"
    return Figure(
        row=f"row-{number_}",
        label=pick(row.label, language),
        low=low,
        high=high,
        shown=pick(row.shown, language) or shown,
        series=row.series or "",
        later=row.later,
        feature=row.feature or "",
        note=pick(row.note, language),
        at=row_at(row) or 0,
    )


def paint_of(drawing: Drawing, figure: Figure) -> Paint:
    """The paint of a figure: that of its series; what came later is dotted in its own colour."""
    if figure.later:
        colour = drawing.legends[figure.series].paint.colour if len(drawing.legends) > 1 else LATER
        return Paint(colour, "dots")
    legend = drawing.legends.get(figure.series)
    return legend.paint if legend else Paint(series_colour(0))
