"""Dots and ranges on a scale."""

from typing import Final

from story.charts.drawing import Drawing, paint_of
from story.charts.layout import LINE, WIDTH, broken, ticks_of, width_of
from story.charts.marks import Plane, Row, Span
from story.charts.paint import INK, LATER, PAPER, RULE, SOFT


def dots(drawing: Drawing) -> dict[str, object]:
    """A dot for each figure, or a bar from low to high, over a scale that need not start at 0."""
    palette, figures = drawing.palette, drawing.figures
    column = min(128.0, 10 + max(width_of(line) for f in figures for line in broken(f.label, 120)))
    room = 14 + max(width_of(figure.shown) for figure in figures)
    ticks = ticks_of(min(f.low for f in figures), max(f.high for f in figures), 3)
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


KINDS: Final = {"dots": dots}
