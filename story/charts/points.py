"""Charts of positions: lines over years, dots and ranges on a scale."""

import math
from collections.abc import Sequence
from typing import Final

from story.charts.drawing import Drawing, Figure, paint_of
from story.charts.layout import LINE, WIDTH, broken, width_of
from story.charts.marks import Layer, Plane, Row, Span
from story.charts.paint import INK, LATER, PAPER, RULE, SOFT

_TALL: Final = 150


def _ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """About `wanted` round numbers from `low` to `high`, both covered."""
    raw = (high - low) / wanted or 1.0
    power = 10 ** math.floor(math.log10(raw))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * n, 9) for n in range(first, last + 1)]


def lines(drawing: Drawing) -> dict[str, object]:
    """A line for each series, named at its end; from the first later figure on it is dashed."""
    palette, figures = drawing.palette, drawing.figures
    names = [legend.title for legend in drawing.legends.values()]
    room = 14 + max([width_of(name) for name in names] + [width_of("2000") / 2])
    room = min(room, 118)
    least = min(0, *(figure.low for figure in figures))
    most = max([figure.high for figure in figures] + [m.value for m in drawing.marks])
    ticks = _ticks(least, most)
    left = 10 + max(width_of(drawing.number(tick)) for tick in ticks)
    years = sorted({figure.at for figure in figures})
    before = {figure.at for figure in figures if not figure.later}
    height = _TALL + 50
    plane = Plane(
        height,
        x=((years[0], years[-1] if len(years) > 1 else years[0] + 1), (left + 12, WIDTH - room)),
        y=((ticks[0], ticks[-1]), (_TALL + 22, 22)),
    )
    across: tuple[Span, Span] = ((0, WIDTH), (0, WIDTH))
    grid = Plane(height, x=across, y=plane.y)
    named: list[Row] = []
    drawn = []
    for id_ in drawing.legends or [""]:
        own = [figure for figure in figures if figure.series == id_]
        if not own:
            continue
        colour = paint_of(drawing, own[0]).colour if not own[0].later else LATER
        look = drawing.legends[id_].paint.look if id_ else "solid"
        drawn += _paths(plane, own, palette.code(colour), look)
        if title := drawing.legends[id_].title if id_ else "":
            named += _at_end(plane, own[-1], title, palette.code(INK))
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
    values = [
        {"row": f.row, "x": f.at, "y": f.high, "text": f.shown, "fill": palette.code(INK)}
        for f in figures
    ]
    # the last figures make room for the names beside them
    ends = [value for value, figure in zip(values, figures, strict=True) if figure.at == years[-1]]
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
            plane.texts(
                [value for value in values if value not in ends], align="center", weight=600, dy=-14
            ),
            plane.texts(ends, align="right", weight=600, dx=6, dy=-14),
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
            plane.texts(named, dx=9, weight=600),
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


def _at_end(plane: Plane, last: Figure, title: str, fill: str) -> list[Row]:
    """The name of a line at its end, broken to the room that is left."""
    found = broken(title, 104)
    span, pixels = plane.y or ((0, 1), (0, 1))
    each = LINE * (span[1] - span[0]) / (pixels[1] - pixels[0])
    first = last.high - each * (len(found) - 1) / 2
    return [
        {"x": last.at, "y": first + n * each, "text": line, "fill": fill}
        for n, line in enumerate(found)
    ]


def dots(drawing: Drawing) -> dict[str, object]:
    """A dot for each figure, or a bar from low to high, over a scale that need not start at 0."""
    palette, figures = drawing.palette, drawing.figures
    column = min(128.0, 10 + max(width_of(line) for f in figures for line in broken(f.label, 120)))
    room = 14 + max(width_of(figure.shown) for figure in figures)
    ticks = _ticks(min(f.low for f in figures), max(f.high for f in figures), 3)
    x: tuple[Span, Span] = ((ticks[0], ticks[-1]), (column + 6, WIDTH - room))
    labels: list[Row] = []
    points: list[Row] = []
    spans: list[Row] = []
    values: list[Row] = []
    apart: list[Row] = []
    y = 6.0
    for figure in figures:
        if figure.later and not apart:
            apart = [
                {"row": "later", "x": 0, "y": y + 12, "text": drawing.apart}
                | {"fill": palette.code(LATER)}
            ]
            y += 26
        found = broken(figure.label, 120)
        height = max(20.0, len(found) * LINE)
        middle = y + height / 2
        labels += [
            {"row": figure.label_row, "x": column - 8, "text": line, "fill": palette.code(SOFT)}
            | {"y": middle + (n - (len(found) - 1) / 2) * LINE}
            for n, line in enumerate(found)
        ]
        paint = paint_of(drawing, figure)
        hollow = paint.look != "solid"
        point = {"row": figure.row, "y": middle, "stroke": palette.code(paint.colour)}
        if figure.is_range:
            spans.append(
                point
                | {"x": figure.low, "x2": figure.high, "y": middle - 4, "y2": middle + 4}
                | {"fill": palette.code(paint)}
            )
        else:
            fill = palette.code(PAPER if hollow else paint.colour)
            points.append(point | {"x": figure.high, "fill": fill})
        values.append(
            {"row": figure.row, "x": figure.high, "y": middle, "text": figure.shown}
            | {"fill": palette.code(INK)}
        )
        y += height + 6
    plane, pixels = Plane(y + 24, x=x), Plane(y + 24)
    return plane.spec(
        [
            plane.rules(
                [{"x": t, "x2": t, "y": 2, "y2": y, "stroke": palette.code(RULE)} for t in ticks]
            ),
            plane.texts(
                [
                    {"x": t, "y": y + 12, "text": drawing.number(t), "fill": palette.code(SOFT)}
                    for t in ticks
                ],
                align="center",
            ),
            plane.rects(spans),
            plane.dots(points),
            plane.texts(values, dx=10, weight=600),
            pixels.texts(labels, align="right"),
            pixels.texts(apart, weight=600),
        ]
    )


KINDS: Final = {"lines": lines, "dots": dots}
