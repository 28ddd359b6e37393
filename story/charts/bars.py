"""Charts of lengths: bars across, stacks of parts, columns over years."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from story.charts.drawing import Drawing, Figure, paint_of
from story.charts.layout import LINE, WIDTH, broken, width_of
from story.charts.marks import Plane, Row
from story.charts.paint import INK, LATER, SOFT, Paint, Palette

_BAR: Final = 15
_GAP: Final = 8
_APART: Final = 26
"""height of the words that set later figures apart"""


@dataclass(frozen=True)
class _Group:
    """Figures under one label, from `top`, in pixels."""

    label: str
    figures: tuple[Figure, ...]
    later: bool
    top: float = 0


def _groups(figures: Sequence[Figure]) -> list[_Group]:
    found = groupby(figures, key=lambda figure: (figure.label, figure.later))
    return [_Group(label, tuple(members), later) for (label, later), members in found]


def bars(drawing: Drawing) -> dict[str, object]:
    """Bars from a common line, each with its figure at the end; later ones below, set apart."""
    groups = _groups(drawing.figures)
    column = min(124.0, 10 + max(width_of(line) for g in groups for line in broken(g.label, 114)))
    most = max(figure.high for figure in drawing.figures) or 1
    room = 10 + max(width_of(figure.shown) for figure in drawing.figures)
    palette = drawing.palette
    rects: list[Row] = []
    values: list[Row] = []
    labels: list[Row] = []
    apart: list[Row] = []
    early = 0.0
    y = 4.0
    for group in groups:
        if group.later and not apart:
            apart = [_apart(y, palette, drawing.apart)]
            early = y
            y += _APART
        lines = broken(group.label, 114)
        height = max(len(lines) * LINE, len(group.figures) * (_BAR + 2))
        top = y + (height - len(group.figures) * (_BAR + 2)) / 2
        for figure in group.figures:
            rects += _bar(drawing, figure, top)
            values.append(
                {
                    "row": figure.row,
                    "x": figure.high,
                    "y": top + _BAR / 2 + 0.5,
                    "text": figure.shown,
                }
                | {"fill": palette.code(INK)}
            )
            top += _BAR + 2
        first = y + (height - len(lines) * LINE) / 2 + LINE / 2
        labels += [
            {"x": column - 8, "y": first + n * LINE, "text": line, "fill": palette.code(SOFT)}
            | {"row": group.figures[0].label_row}
            for n, line in enumerate(lines)
        ]
        y += height + _GAP
    pixels = Plane(y)
    plane = Plane(y, x=((0, most), (column, WIDTH - room)))
    axis = {"x": 0, "x2": 0, "y": 0, "y2": y - _GAP / 2, "stroke": palette.code(INK)}
    spec = plane.spec(
        [
            plane.rects(rects),
            plane.rules([axis]),
            plane.texts(values, dx=5, weight=600),
            pixels.texts(labels, align="right"),
            pixels.texts(apart, weight=600),
        ]
    )
    # where later bars are the lowest, the picture without them ends above them
    later = [group.later for group in groups]
    return spec | {"usermeta": {"early": early}} if early and later == sorted(later) else spec


def _bar(drawing: Drawing, figure: Figure, top: float) -> list[Row]:
    """One bar; of a range, what is certain in full and the rest as an outline."""
    paint = paint_of(drawing, figure)
    box = {"row": figure.row, "y": top, "y2": top + _BAR}
    sure = figure.low if figure.is_range else figure.high
    rows = [box | {"x": 0, "x2": sure} | _paints(drawing.palette, paint)]
    if figure.is_range:
        open_end = Paint(paint.colour, "outline")
        rows.append(box | {"x": sure, "x2": figure.high} | _paints(drawing.palette, open_end))
    return rows


def _paints(palette: Palette, paint: Paint) -> Row:
    return {"fill": palette.code(paint), "stroke": palette.code(paint.stroke or paint.colour)}


def _apart(y: float, palette: Palette, words: str) -> Row:
    return {"row": "later", "x": 0, "y": y + 12, "text": words, "fill": palette.code(LATER)}


def stack(drawing: Drawing) -> dict[str, object]:
    """Parts of a whole along one bar for each label; the legend names the parts."""
    groups = _groups(drawing.figures)
    most = max(sum(figure.high for figure in group.figures) for group in groups) or 1
    palette = drawing.palette
    rects: list[Row] = []
    values: list[Row] = []
    labels: list[Row] = []
    y = 2.0
    for group in groups:
        if group.label:
            labels.append({"x": 0, "y": y + 8, "text": group.label, "fill": palette.code(SOFT)})
            y += LINE + 4
        at = 0.0
        for figure in group.figures:
            box = {"row": figure.row, "x": at, "x2": at + figure.high, "y": y + LINE + 2}
            rects.append(box | {"y2": y + LINE + 28} | _paints(palette, paint_of(drawing, figure)))
            values.append(
                {"row": figure.row, "x": at + figure.high / 2, "y": y + 8, "text": figure.shown}
                | {"fill": palette.code(INK)}
            )
            at += figure.high
        y += LINE + 28 + _GAP
    plane = Plane(y, x=((0, most), (1, WIDTH - 1)))
    return plane.spec(
        [
            plane.rects(rects),
            plane.texts(values, align="center", weight=600),
            Plane(y).texts(labels),
        ]
    )


_TALL: Final = 132


def columns(drawing: Drawing) -> dict[str, object]:
    """Columns from left to right; later ones behind a gap."""
    groups = _groups(drawing.figures)
    palette = drawing.palette
    gap = 16.0 if any(group.later for group in groups) else 0.0
    each = (WIDTH - gap) / len(groups)
    deep = max(len(broken(group.label, each)) for group in groups) * LINE
    most = max([figure.high for figure in drawing.figures] + [m.value for m in drawing.marks]) or 1
    rects: list[Row] = []
    values: list[Row] = []
    labels: list[Row] = []
    apart: list[Row] = []
    for n, group in enumerate(groups):
        left = n * each + (gap if group.later else 0)
        if group.later and not apart:
            apart = [_apart(-2, palette, drawing.apart) | {"x": left + 3}]
        wide = (each - 7) / len(group.figures)
        for k, figure in enumerate(group.figures):
            at = left + 3.5 + k * wide
            paint = _paints(palette, paint_of(drawing, figure))
            rects.append(
                {"row": figure.row, "x": at, "x2": at + wide - 1, "y": 0, "y2": figure.high} | paint
            )
            values.append(
                {"row": figure.row, "x": at + wide / 2, "y": figure.high, "text": figure.shown}
                | {"fill": palette.code(INK)}
            )
        labels += [
            {"x": left + each / 2, "y": 40 + _TALL + LINE * (k + 0.7), "text": line}
            | {"fill": palette.code(SOFT), "row": group.figures[0].label_row}
            for k, line in enumerate(broken(group.label, each))
        ]
    height = 44 + _TALL + deep
    pixels = Plane(height)
    plane = Plane(height, y=((0, most), (40 + _TALL, 40)))
    base = {"x": 0, "x2": WIDTH, "y": 0, "y2": 0, "stroke": palette.code(INK)}
    lines = [
        base | {"y": mark.value, "y2": mark.value, "stroke": palette.code(INK)}
        for mark in drawing.marks
    ]
    titles = [
        {"x": 0, "y": mark.value, "text": mark.title, "fill": palette.code(INK)}
        for mark in drawing.marks
    ]
    return plane.spec(
        [
            plane.rects(rects),
            plane.rules([base]),
            plane.rules(lines, dash=(5, 3), width=1.5),
            plane.texts(titles, dy=-9, weight=600),
            plane.texts(values, align="center", dy=-8, weight=600),
            pixels.texts(labels, align="center"),
            pixels.texts(apart, weight=600),
        ]
    )


KINDS: Final = {"bars": bars, "stack": stack, "columns": columns}
