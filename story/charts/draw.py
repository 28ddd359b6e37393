"""Draw the charts of a story: pictures, tables, legends and text alternatives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from geo.errors import StorymapError
from story.charts import bars, ladder, lines, marks, points, spec
from story.charts.convert import DrawError, svgs
from story.charts.drawing import Drawing, Figure, drawing_of, said
from story.charts.svg import MarkOf, SvgError, clean, renamed
from story.model import Chart, Text

APART: Final = "Since then"
_NAMED_THERE: Final = {"lines", "ladder"}
"""kinds whose picture names everything itself"""
_KINDS: Final = bars.KINDS | lines.KINDS | points.KINDS | ladder.KINDS


@dataclass(frozen=True)
class TableRow:
    """A line of a chart's table."""

    cells: tuple[str, ...]
    later: bool = False
    feature: str = ""


@dataclass(frozen=True)
class Swatch:
    """A series in the legend: its name, its colour and its look (`solid`, `hatched`, …)."""

    title: str
    colour: str
    look: str
    later: bool = False
    """all its figures are later than the story’s own time"""


@dataclass(frozen=True)
class DrawnChart:
    """A chart as the page shows it. `svg` is markup that `story.charts.svg` has cleaned."""

    name: str
    title: str
    unit: str
    note: str
    source: str
    alt: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    legend: tuple[Swatch, ...]
    all_later: bool

    def svg_in(self, place: str) -> str:
        """The picture with ids that begin with `place`: a chart may stand in several steps."""
        return renamed(self.svg, f"chart-{self.name}-", f"{place}-")


Refused: TypeAlias = tuple[str, tuple[str | int, ...], str]


def draw(charts: Mapping[str, Chart], language: str) -> tuple[dict[str, DrawnChart], list[Refused]]:
    """Every chart by name; and of those that cannot be drawn (name, key in the chart, what)."""
    problems: list[Refused] = []
    drawings = {
        name: drawing_of(chart, language, APART)
        for name, chart in charts.items()
        if chart.spec is None
    }
    with marks.unchecked():
        specs = {name: _KINDS[str(charts[name].kind)](one) for name, one in drawings.items()}
    drawn: dict[str, DrawnChart] = {}
    for (name, drawing), svg in zip(drawings.items(), svgs(list(specs.values())), strict=True):
        if isinstance(svg, DrawError):
            problems.append((name, (), str(svg)))
        else:
            meta = specs[name].get("usermeta")
            early = meta["early"] if isinstance(meta, dict) else 0
            drawn[name] = _of_rows(name, charts[name], drawing, (svg, early), language)
    for name, chart in charts.items():
        if chart.spec is not None:
            found = spec.problems(chart.spec)
            problems += [(name, ("spec", *key), what) for key, what in found]
            if not found:
                try:
                    drawn[name] = _of_spec(name, chart, chart.spec, language)
                except StorymapError as error:
                    problems.append((name, ("spec",), str(error)))
    return {name: drawn[name] for name in charts if name in drawn}, problems


def _of_rows(
    name: str, chart: Chart, drawing: Drawing, picture: tuple[str, float], language: str
) -> DrawnChart:
    """The chart; `picture` is its SVG, and how far down it reaches without later figures, or 0."""
    svg, early = picture
    swatches = [
        Swatch(
            legend.title,
            legend.paint.colour,
            legend.paint.look,
            later=all(figure.later for figure in drawing.figures if figure.series == id_),
        )
        for id_, legend in drawing.legends.items()
    ]
    all_later = all(figure.later for figure in drawing.figures)
    parts = not chart.alt and not all_later and any(figure.later for figure in drawing.figures)
    rows_of = {
        f.row: MarkOf(n, f.feature, f.later, _tip(drawing, f)) for n, f in _numbered(drawing)
    }
    alt = said(chart.alt, language) or _in_words(chart, drawing, language)
    columns, rows = _table(chart, drawing, language)
    return DrawnChart(
        **_words(name, chart, language),
        alt=alt,
        svg=clean(
            svg,
            name=f"chart-{name}",
            paints=drawing.palette.paints,
            marks=rows_of,
            label=alt,
            before=_in_words(chart, drawing, language, later=False) if parts else "",
            early=0 if all_later else early,
        ),
        columns=columns,
        rows=rows,
        legend=() if chart.kind in _NAMED_THERE else tuple(swatches),
        all_later=all_later,
    )


def _of_spec(name: str, chart: Chart, own: Mapping[str, Any], language: str) -> DrawnChart:
    dressed, palette = spec.dressed(own)
    (svg,) = svgs([dressed])
    if isinstance(svg, DrawError):
        raise SvgError(f"Vega-Lite refuses it: {svg}")
    alt = said(chart.alt, language)
    columns, rows = spec.table(own)
    picture = clean(svg, name=f"chart-{name}", paints=palette.paints, marks={}, label=alt)
    return DrawnChart(
        **_words(name, chart, language),
        alt=alt,
        svg=picture,
        columns=tuple(columns),
        rows=tuple(TableRow(tuple(row)) for row in rows),
        legend=(),
        all_later=False,
    )


def _words(name: str, chart: Chart, language: str) -> dict[str, Any]:
    texts: dict[str, Text | None] = {
        "title": chart.title,
        "unit": chart.unit,
        "note": chart.note,
        "source": chart.source,
    }
    return {"name": name} | {key: said(text, language) for key, text in texts.items()}


def _numbered(drawing: Drawing) -> enumerate[Figure]:
    return enumerate(drawing.figures)


def _named(drawing: Drawing, figure: Figure) -> str:
    """A figure by its label and, where there are several, its series."""
    series = drawing.legends[figure.series].title if figure.series else ""
    parts = [figure.label, series if len(drawing.legends) > 1 else ""]
    return ", ".join(part for part in parts if part)


def _tip(drawing: Drawing, figure: Figure) -> str:
    apart = f" ({drawing.apart.lower()})" if figure.later else ""
    return f"{_named(drawing, figure)}: {figure.shown}{apart}"


def _in_words(chart: Chart, drawing: Drawing, language: str, *, later: bool = True) -> str:
    """A chart in one sentence for each part: title and unit, then every figure."""
    title, unit = said(chart.title, language), said(chart.unit, language)
    figures = [_tip(drawing, figure) for figure in drawing.figures if later or not figure.later]
    lines = [f"{mark.title}: {drawing.number(mark.value)}" for mark in drawing.marks]
    return f"{title}{', ' if unit else ''}{unit}. {'; '.join(figures + lines)}."


def _table(
    chart: Chart, drawing: Drawing, language: str
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    """The table of a chart: label, figure, and what only some charts have: series and remark."""
    several = len(drawing.legends) > 0
    noted = any(figure.note for figure in drawing.figures)
    unit = said(chart.unit, language)
    columns = ["What", *["Series"] * several, unit or "Value", *["Remark"] * noted]
    rows = [
        TableRow(
            cells=(
                figure.label,
                *((drawing.legends[figure.series].title if figure.series else "",) * several),
                figure.shown,
                *((figure.note,) * noted),
            ),
            later=figure.later,
            feature=figure.feature,
        )
        for figure in drawing.figures
    ]
    return tuple(columns), tuple(rows)
