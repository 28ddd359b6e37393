"""Arrow heads on the lines of a picture: the twin of arrows.js, which says why they lie there."""

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

from geo.sheet import Run
from story.picture.parts import Shape, Style

_APART: Final = 420
_MOST: Final = 4
# x, y of the corners in half lengths: the tip, and a notched back
_CORNERS: Final = ((1, 0), (-1, -0.82), (-0.55, 0), (-1, 0.82))


def heads(runs: Iterable[Run], style: Style, alpha: float) -> list[Shape]:
    """The heads on these lines, as one shape; none when the style has no arrows."""
    where = str(style.get("arrow", "none"))
    if where == "none":
        return []
    half = 3.2 + float(style["width"] or 2) * 1.15
    places = [place for run in runs for place in _places(run, where, half)]
    if not places:
        return []
    edge = str(style["casing"] or "#ffffff")
    dressed = {"kind": "area", "fill": style["color"], "fill_opacity": 1, "casing": None}
    data = "".join(_head(x, y, angle, half) for x, y, angle in places)
    return [Shape(data, dressed | {"color": edge, "width": 1.2, "dash": None}, alpha)]


def _places(run: Run, where: str, half: float) -> Iterator[tuple[float, float, float]]:
    until = [0.0]
    for here, there in pairwise(run):
        until.append(until[-1] + math.dist(here, there))
    length = until[-1]
    if length < 4 * half:
        return
    if where != "along":
        tips = [length - half] * (where != "start") + [half] * (where != "end")
        for tip in tips:
            x, y = _at(run, until, tip)
            # the direction is that of the stretch under the head: a last vertex may turn by chance
            x0, y0 = _at(run, until, tip - half if tip > length / 2 else tip + half)
            yield x, y, math.atan2(y - y0, x - x0)
        return
    if length < 9 * half:
        return
    count = max(1, min(_MOST, int(length / _APART)))
    for k in range(count):
        along = length * (0.6 if count == 1 else (k + 0.6) / count)
        (x, y), (x0, y0) = _at(run, until, along), _at(run, until, along - 2 * half)
        yield x, y, math.atan2(y - y0, x - x0)


def _at(run: Run, until: list[float], along: float) -> tuple[float, float]:
    i = next((i for i in range(1, len(run)) if until[i] >= along), len(run) - 1)
    (x0, y0), (x1, y1) = run[i - 1], run[i]
    part = min(1.0, max(0.0, (along - until[i - 1]) / ((until[i] - until[i - 1]) or 1)))
    return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part


def _head(x: float, y: float, angle: float, half: float) -> str:
    cos, sin = math.cos(angle) * half, math.sin(angle) * half
    corners: Any = (f"{x + a * cos - b * sin:.1f} {y + a * sin + b * cos:.1f}" for a, b in _CORNERS)
    return f"M{'L'.join(corners)}z"
