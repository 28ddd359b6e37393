"""A ladder: heights beside an upright, as latitudes are compared."""

import math
from typing import Final

from story.charts.drawing import Drawing, paint_of
from story.charts.layout import LINE, width_of
from story.charts.marks import Plane, Row
from story.charts.paint import INK, RULE, SOFT


def ladder(drawing: Drawing) -> dict[str, object]:
    """Rungs at their heights beside an upright; names keep clear of each other."""
    palette = drawing.palette
    figures = sorted(drawing.figures, key=lambda figure: -figure.high)
    least, most = figures[-1].high, figures[0].high
    height = max(170.0, 24 * len(figures) + 20)
    scale = (height - 24) / ((most - least) or 1)
    upright = 16 + max(width_of(figure.shown) for figure in figures)
    rungs: list[Row] = []
    ties: list[Row] = []
    names: list[Row] = []
    values: list[Row] = []
    text_y = -math.inf
    for figure in figures:
        y = 12 + (most - figure.high) * scale
        text_y = max(y, text_y + LINE + 1)
        stroke = palette.code(paint_of(drawing, figure).colour)
        rungs.append(
            {"row": figure.row, "x": upright - 9, "x2": upright + 9, "y": y, "y2": y}
            | {"stroke": stroke}
        )
        ties.append(
            {"row": figure.row, "x": upright + 12, "x2": upright + 26, "y": y, "y2": text_y}
            | {"stroke": palette.code(RULE)}
        )
        names.append(
            {"row": figure.row, "x": upright + 31, "y": text_y, "text": figure.label}
            | {"fill": palette.code(INK)}
        )
        values.append(
            {"row": figure.row, "x": upright - 15, "y": text_y, "text": figure.shown}
            | {"fill": palette.code(SOFT)}
        )
    plane = Plane(max(height, text_y + 14))
    bar = {"x": upright, "x2": upright, "y": 4, "y2": height - 4, "stroke": palette.code(INK)}
    return plane.spec(
        [
            plane.rules([bar], width=1.5),
            plane.rules(ties),
            plane.rules(rungs, width=4),
            plane.texts(names),
            plane.texts(values, align="right", weight=600),
        ]
    )


KINDS: Final = {"ladder": ladder}
