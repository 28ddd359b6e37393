"""Draw each step from the same scene as the page: its view, layers, styles and main names.

The result is vector shapes and text, so the picture needs no font of this machine and has the same
bytes on every one.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from geo.flat import Flat, flatten
from geo.project import EARTH_RADIUS_M
from geo.sheet import Detail, Run, Sheet, unpack
from story.kept import kept
from story.picture.arrows import heads
from story.picture.names import Wish, place
from story.picture.parts import Hatch, Picture, Row, Shape, Style, Symbol
from story.picture.styles import chosen, dressed, is_drawn, marked_in
from story.picture.symbols import SHAPES, SOLID
from story.pool import each
from story.scene import Scene

WIDTH: Final = 900
HEIGHT: Final = 600
EDGE: Final = 32
METRES_AT_ZOOM_0: Final = 40_075_016.686 / 256
FADED: Final = 0.3
# so many units an outline may be off: what the step is about is drawn with more care
THIN_OWN: Final = 1.0
THIN_BASE: Final = 2.6
# lines of the base as thin as a graticule say little and weigh much
HAIR: Final = 0.5
# the same rule as in state.js: which ranks of seas and lines are worth a name at a zoom
RANK_LIMITS: Final = {"water": 1.9, "line": 3.2}
TOWN_LIMIT: Final = 2.6
"""and of towns, which a picture leaves out unless it is asked for them"""


def draw(
    scene: Scene, width: int = WIDTH, height: int = HEIGHT, *, with_towns: bool = False
) -> list[Picture]:
    """The picture of every step, in order, so many units large.

    Ranked towns that no step is about would crowd a picture: they are there `with_towns` only.
    """

    def drawn(step: Mapping[str, Any]) -> Picture:
        drawing = _Drawing(scene, step, sheet_of(step["view"], width, height))
        drawing.with_towns = with_towns
        said = f"{width} {height} {with_towns}"
        return kept(drawing.picture, "picture", said, scene.digest_of(step))

    return each(drawn, scene.steps)


@lru_cache(maxsize=256)  # --watch brings a new version of a layer at each save
def details_of(packed: bytes) -> tuple[Detail, ...]:
    """The levels of a packed layer, unpacked once."""
    return unpack(packed)


class _Drawing:
    """The picture of one step while it grows."""

    def __init__(self, scene: Scene, step: Mapping[str, Any], sheet: Sheet) -> None:
        self.scene, self.step, self.sheet = scene, step, sheet
        self.with_towns = False
        self.shapes: list[Shape] = []
        self.symbols: list[Symbol] = []
        self.wishes: list[Wish] = []
        self.hatches: dict[tuple[str, str, str], Hatch] = {}
        self.legend: list[list[Row]] = []

    def picture(self) -> Picture:
        for state in self.step["show"]:
            self.layer(self.scene.layers[state["l"]], self.scene.packed[state["l"]], state)
        return Picture(
            width=self.sheet.width,
            height=self.sheet.height,
            # 2 sin(110° / 2): the radius at which the picture of the globe ends
            globe=round(1.6383 * EARTH_RADIUS_M / self.sheet.metres),
            shapes=tuple(self.shapes),
            symbols=tuple(self.symbols),
            names=place(self.wishes, self.taken(), self.sheet.width, self.sheet.height),
            hatches=tuple(self.hatches.values()),
            legend=tuple(row for rows in reversed(self.legend) for row in rows),
        )

    def taken(self) -> list[tuple[float, float, float]]:
        return [(s.x, s.y, s.r) for s in self.symbols]

    def layer(self, layer: Mapping[str, Any], packed: bytes, state: Mapping[str, Any]) -> None:
        low, high = layer["zoom"] or (None, None)
        if not (low or 0) <= _zoom(self.sheet) <= (99 if high is None else high):
            return
        shown = chosen(layer, state)
        chosen_ones = state.get("only") is not None
        context = bool(layer["ranked"] and state.get("base")) and not chosen_ones
        if context and self.with_towns:
            shown = {n for n in shown if (layer["features"][n][3] or 0) <= self.rank_limit(layer)}
        own = chosen_ones or bool(state.get("emphasis"))
        own = own or not (state.get("base") or layer["ranked"])
        marked = marked_in(state)
        looks: dict[tuple[int, bool], list[Flat]] = {}
        thin = THIN_OWN if own else THIN_BASE
        for flat in flatten(details_of(packed), self.sheet, shown, thin=thin):
            look = (layer["features"][flat.feature][1], flat.feature in marked)
            looks.setdefault(look, []).append(flat)
        for (number, is_marked), flats in looks.items():
            style = dressed(layer["styles"][number], state, is_marked=is_marked)
            self.paint(style, flats, state, context=context and not self.with_towns)
            if layer["label"] not in {None, "none"} and not state.get("quiet"):
                self.name(layer, style, flats, own=own or is_marked)
        if not state.get("unlisted"):
            self.explain(layer, looks, state)

    def paint(
        self, style: Style, flats: Sequence[Flat], state: Mapping[str, Any], *, context: bool
    ) -> None:
        alpha = (FADED if state.get("fade") else 1) * float(style.get("opacity", 1))
        if style["kind"] == "point":
            if style.get("marker") == "none" or context:
                return
            for flat in flats:
                self.symbols += [_symbol(style, x, y, alpha) for run in flat.runs for x, y in run]
            return
        hair = style["kind"] == "line" and (style["width"] or 0) <= HAIR
        if not is_drawn(style) or (hair and state.get("base")):
            return
        runs = [run for flat in flats for run in flat.runs]
        d = _path(runs, closed=style["kind"] == "area")
        hatch = self.hatch(style) if style["kind"] == "area" else ""
        self.shapes.append(Shape(d, style, round(alpha, 3), hatch))
        if style["kind"] == "line":
            self.shapes += heads(runs, style, round(alpha, 3))

    def hatch(self, style: Style) -> str:
        kind, color = str(style.get("hatch", "none")), str(style["color"] or "#555555")
        if kind == "none":
            return ""
        number, fill = len(self.hatches) + 1, str(style["fill"] or "none")
        made = Hatch(
            f"{self.step['id']}-hatch-{number}", kind, color, fill, float(style["fill_opacity"])
        )
        return self.hatches.setdefault((kind, color, fill), made).id

    def explain(
        self,
        layer: Mapping[str, Any],
        looks: Collection[tuple[int, bool]],
        state: Mapping[str, Any],
    ) -> None:
        """The rows of a layer in its own order; what is set apart stands after the others."""
        plain = {number for number, is_marked in looks if not is_marked}
        rows: dict[str, Style] = {}
        for listed, text, members in layer["legend"]:
            if listed is not None and plain.intersection(members):
                rows.setdefault(text, dressed(layer["styles"][listed], state))
        marked = (number for number, is_marked in looks if is_marked)
        if (number := next(marked, None)) is not None and (text := state["mark"].get("legend")):
            rows.setdefault(text, dressed(layer["styles"][number], state, is_marked=True))
        known = {row.text for group in self.legend for row in group}
        self.legend.append([self.row(*row) for row in rows.items() if row[0] not in known])

    def row(self, text: str, style: Style) -> Row:
        size = float(style.get("size", 10)) if style.get("sized") else 10.0
        room = math.ceil((style.get("size") or style["width"] or 0) + 6)
        height = max(16, room) if style.get("sized") else 16
        width = max(26, room) if style["kind"] == "point" else 26
        sample = _symbol({**style, "size": size}, width // 2, height // 2, 1)
        symbol = sample if style["kind"] == "point" else None
        hatch = self.hatch(style) if style["kind"] == "area" else ""
        return Row(str(style["kind"]), style, symbol, hatch, text, width, height)

    def rank_limit(self, layer: Mapping[str, Any]) -> float:
        other = TOWN_LIMIT if self.with_towns else 99
        return _zoom(self.sheet) - RANK_LIMITS.get(str(layer["label"]), other)

    def name(
        self, layer: Mapping[str, Any], style: Style, flats: Sequence[Flat], *, own: bool
    ) -> None:
        kind = str(layer["label"])
        limit = self.rank_limit(layer)
        for flat in flats:
            _, _, text, rank, *_ = layer["features"][flat.feature]
            if not text or (rank and not own and float(rank) > limit):
                continue
            half = 0.0
            if style["kind"] == "point" and style.get("marker") != "none":
                half = float(style.get("size", 9)) / 2
            self.wishes.append(Wish(str(text), kind, own, flat.anchor, half, flat.width))


def sheet_of(view: Sequence[Any], width: int = WIDTH, height: int = HEIGHT) -> Sheet:
    """The sheet on which a step's view fits."""
    lon, lat, width_m, height_m, zoom = view
    if zoom is not None:
        return Sheet(lon, lat, METRES_AT_ZOOM_0 / 2**zoom, width, height)
    metres = max(width_m / (width - 2 * EDGE), height_m / (height - 2 * EDGE))
    return Sheet(lon, lat, metres, width, height)


def _zoom(sheet: Sheet) -> float:
    return math.log2(METRES_AT_ZOOM_0 / sheet.metres)


def _symbol(style: Style, x: int, y: int, alpha: float) -> Symbol:
    shape = str(style.get("marker", "dot"))
    name = shape if shape in SHAPES else "dot"
    r = float(style.get("size", 9)) / 2
    stroke = round(float(style["width"] or 1.4) / r, 3)
    return Symbol(x, y, r, SHAPES[name], name in SOLID, style, stroke, round(alpha, 3))


def _path(runs: Sequence[Run], *, closed: bool) -> str:
    """The data of a path: an absolute start of each run, then steps."""
    parts: list[str] = []
    for run in runs:
        (x, y), rest = run[0], run[1:]
        parts.append(f"M{x} {y}l")
        for nx, ny in rest:
            dx, dy = nx - x, ny - y
            # a minus parts two numbers as well as a blank does
            parts.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
            parts.append(" ")
            x, y = nx, ny
        parts[-1] = "z" if closed else ""
    return "".join(parts).replace(" -", "-")
