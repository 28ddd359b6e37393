"""A chart ready to be drawn: every text in the page's language, every paint chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from story.charts.paint import LATER, Paint, Palette, series_colour
from story.model.chart import Chart, ChartRow, row_at
from story.model.fields import Text
from story.names import pick
from story.values.formats import say_number
from story.values.plain import without_controls


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
    language: str

    def number(self, value: float) -> str:
        """An amount as the page's language writes it."""
        return amount(value, self.language)

    def year(self, value: float) -> str:
        """A place along a chart of lines, most often a year."""
        return say_number(value, decimals=None, language=self.language)


def drawing_of(chart: Chart, language: str, apart: str) -> Drawing:
    """The drawing of a chart of rows, in a language."""
    figures = tuple(_figure(n, row, language) for n, row in enumerate(chart.rows))
    legends = {
        id_: Legend(
            said(series.title, language), Paint(series.color or series_colour(n), series.look)
        )
        for n, (id_, series) in enumerate(chart.series.items())
    }
    marks = (Mark(chart.mark.value, said(chart.mark.title, language)),) if chart.mark else ()
    return Drawing(figures, legends, marks, Palette(), apart, language)


def amount(value: float, language: str) -> str:
    """An amount as a language writes it, with the decimals that it was given."""
    return say_number(value, decimals=None, language=language, is_amount=True)


def said(text: Text | None, language: str) -> str:
    """A text in a language, as a drawing can hold it."""
    return without_controls(pick(text, language))


def _figure(number: int, row: ChartRow, language: str) -> Figure:
    ends = dict.fromkeys(amount(value, language) for value in row.value)
    return Figure(
        row=f"row-{number}",
        label=said(row.label, language),
        low=row.value[0],
        high=row.value[1],
        shown=said(row.shown, language) or "–".join(ends),
        series=row.series or "",
        later=row.later,
        feature=row.feature or "",
        note=said(row.note, language),
        at=row_at(row) or 0,
    )


def paint_of(drawing: Drawing, figure: Figure) -> Paint:
    """The paint of a figure: that of its series; what came later is dotted in its own colour."""
    if figure.later:
        own = drawing.legends.get(figure.series) if len(drawing.legends) > 1 else None
        return Paint(own.paint.colour if own else LATER, "dots")
    legend = drawing.legends.get(figure.series)
    return legend.paint if legend else Paint(series_colour(0))
