"""Lines over years: a dot and a figure for each value, a name at each end."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from story.charts.drawing import Drawing, Figure, paint_of
from story.charts.layout import LINE, WIDTH, broken, ticks_of, width_of
from story.charts.marks import Align, Layer, Plane, Row, Span
from story.charts.paint import INK, LATER, PAPER, RULE, SOFT
from story.charts.sides import OFF, apart, is_below

_TALL: Final = 150
_OVER: Final = 6
"""how far the last figures reach beyond their dots"""


def lines(drawing: Drawing) -> dict[str, object]:
    """A line for each series, named at its end; from the first later figure on it is dashed."""
    palette, figures = drawing.palette, drawing.figures
    least = min(0, *(figure.low for figure in figures))
    most = max([figure.high for figure in figures] + [m.value for m in drawing.marks])
    ticks = ticks_of(least, most)
    left = 10 + max(width_of(drawing.number(tick)) for tick in ticks)
    years = sorted({figure.at for figure in figures})
    before = {figure.at for figure in figures if not figure.later}
    height = _TALL + 50
    ends = _ends(drawing)
    column = _column(ends, _TALL / ((ticks[-1] - ticks[0]) or 1))
    names = [width_of(title) for _, title in ends]
    room = column + min(14 + max([*names, width_of("2000") / 2 - column]), 118)
    plane = Plane(
        height,
        x=((years[0], years[-1] if len(years) > 1 else years[0] + 1), (left + 12, WIDTH - room)),
        y=((ticks[0], ticks[-1]), (_TALL + 22, 22)),
    )
    across: tuple[Span, Span] = ((0, WIDTH), (0, WIDTH))
    grid = Plane(height, x=across, y=plane.y)
    drawn = []
    for id_ in drawing.legends or [""]:
        own = [figure for figure in figures if figure.series == id_]
        if not own:
            continue
        colour = paint_of(drawing, own[0]).colour if not own[0].later else LATER
        look = drawing.legends[id_].paint.look if id_ else "solid"
        drawn += _paths(plane, own, palette.code(colour), look)
    points = [
        {"row": f.row, "x": f.at, "y": f.high, "stroke": palette.code(paint_of(drawing, f).colour)}
        | {
            "fill": palette.code(
                PAPER
                if f.later or paint_of(drawing, f).look == "outline"
                else paint_of(drawing, f).colour
            )
        }
        for f in figures
    ]
    return plane.spec(
        [
            grid.rules(
                [
                    {
                        "x": left,
                        "x2": WIDTH - room + 6,
                        "y": t,
                        "y2": t,
                        "stroke": palette.code(RULE),
                    }
                    for t in ticks
                ]
            ),
            grid.texts(
                [
                    {"x": left - 5, "y": t, "text": drawing.number(t), "fill": palette.code(SOFT)}
                    for t in ticks
                ],
                align="right",
            ),
            grid.rules(
                [
                    {"x": left, "x2": WIDTH - room, "y": m.value, "y2": m.value}
                    | {"stroke": palette.code(INK)}
                    for m in drawing.marks
                ],
                dash=(5, 3),
                width=1.5,
            ),
            grid.texts(
                [
                    {"x": left + 3, "y": m.value, "text": m.title, "fill": palette.code(INK)}
                    for m in drawing.marks
                ],
                dy=-9,
            ),
            *drawn,
            plane.dots(points, size=44),
            *_values(drawing, plane, {f.row for f, _ in ends if column}),
            plane.texts(
                [
                    {
                        "x": year,
                        "y": ticks[0],
                        "text": drawing.year(year),
                        "fill": palette.code(SOFT),
                    }
                    | ({} if year in before else {"row": "later"})
                    for year in years
                ],
                align="center",
                dy=15,
            ),
            *_names(plane, ends, column, palette.code(INK)),
        ]
    )


def _paths(plane: Plane, own: Sequence[Figure], stroke: str, look: str) -> list[Layer]:
    """One line, in two pieces where later figures begin; looks differ without colour too."""
    dash, width = (8, 3) if look == "hatched" else (), 1.2 if look == "muted" else 2.5
    rows = [{"row": "", "x": f.at, "y": f.high, "order": n} for n, f in enumerate(own)]
    split = next((n for n, figure in enumerate(own) if figure.later), len(own))
    before = rows[:split]
    after = (
        [row | {"row": "later"} for row in rows[max(0, split - 1) :]] if split < len(own) else []
    )
    pieces: list[Layer] = [plane.path(before, stroke, dash, width)] if len(before) > 1 else []
    if len(after) > 1:
        pieces.append(plane.path(after, stroke, (2, 3), width))
    return pieces


def _ends(drawing: Drawing) -> list[tuple[Figure, str]]:
    """The last figure of each line that has a name, and the name."""
    last = {figure.series: figure for figure in drawing.figures}
    named = [(last[id_], legend.title) for id_, legend in drawing.legends.items() if id_ in last]
    return [(figure, title) for figure, title in named if title]


def _column(ends: Sequence[tuple[Figure, str]], each: float) -> float:
    """How wide the last figures are before the names; 0 where they have room at their dots.

    `each` is the height of 1, in pixels.
    """
    heights = sorted(figure.high * each for figure, _ in ends)
    crowded = any(upper - lower < LINE for lower, upper in pairwise(heights))
    return 5 + max(width_of(figure.shown) for figure, _ in ends) if crowded else 0.0


def _values(drawing: Drawing, plane: Plane, elsewhere: set[str]) -> list[Layer]:
    """The figures, each above its dot, or below it where more passes above."""
    figures, last = drawing.figures, plane.x[0][1]
    paths = [
        [plane.at(f.at, f.high) for f in figures if f.series == id_]
        for id_ in drawing.legends or [""]
    ]
    across = [[(x, plane.at(last, m.value)[1]) for x in (0.0, float(WIDTH))] for m in drawing.marks]
    sides: dict[tuple[Align, int], list[Row]] = {}
    for f in figures:
        if f.row in elsewhere:
            continue
        x, y = plane.at(f.at, f.high)
        # the last figures make room for the names beside them
        align: Align = "right" if f.at == last else "center"
        middle = x + _OVER - width_of(f.shown) / 2 if f.at == last else x
        way = 1 if is_below((middle, y), f.shown, paths + across, _TALL + 26) else -1
        row = {"row": f.row, "x": f.at, "y": f.high, "text": f.shown}
        sides.setdefault((align, way), []).append(row | {"fill": drawing.palette.code(INK)})
    return [
        plane.texts(
            rows, align=align, weight=600, dx=_OVER if align == "right" else 0, dy=way * OFF
        )
        for (align, way), rows in sorted(sides.items())
    ]


def _names(
    plane: Plane, ends: Sequence[tuple[Figure, str]], column: float, fill: str
) -> list[Layer]:
    """The name of each line at its end, none on another; after its figure if there is a column."""
    beside = Plane(plane.height, x=plane.x)
    found = [broken(title, 104) for _, title in ends]
    middles = apart([plane.at(f.at, f.high)[1] for f, _ in ends], [len(lines) for lines in found])
    names: list[Row] = []
    values: list[Row] = []
    for (figure, _), lines, middle in zip(ends, found, middles, strict=True):
        first = middle - LINE * (len(lines) - 1) / 2
        row = {"x": figure.at, "fill": fill}
        values.append(row | {"row": figure.row, "y": first, "text": figure.shown})
        names += [row | {"y": first + n * LINE, "text": line} for n, line in enumerate(lines)]
    layers = [beside.texts(names, dx=9 + column, weight=400 if column else 600)]
    return [beside.texts(values, dx=9, weight=600), *layers] if column else layers


KINDS: Final = {"lines": lines}
