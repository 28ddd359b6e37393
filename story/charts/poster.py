"""A chart as a picture of its own, for slides: heading, legend and drawing in one PNG."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from story.charts.convert import pngs
from story.charts.draw import DrawnChart
from story.charts.layout import LINE, WIDTH, broken, width_of

_SCALE: Final = 4
_VARIABLE: Final = re.compile(r"var\((--sg-[\w-]+)\)")
_HEAD: Final = "font-weight"


def posters(charts: Sequence[DrawnChart]) -> list[bytes]:
    """A PNG for each chart, four pixels to one of the page."""
    return pngs([_poster(chart) for chart in charts], scale=_SCALE)


def _poster(chart: DrawnChart) -> str:
    # SVG of our own making, which `story.charts.svg` has cleaned
    drawing = ET.fromstring(chart.svg)  # noqa: S314  # it holds no declaration
    _, _, wide, high = (float(part) for part in drawing.get("viewBox", "0 0 0 0").split())
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "font-size": "12"})
    root.set("font-family", "Liberation Sans, DejaVu Sans, sans-serif")
    # slides lie on paper of their own: a picture without a ground would show black there
    ground = ET.SubElement(root, "rect", {"fill": "var(--sg-paper)"})
    y = 0.0
    for text, style in (
        (chart.title, {_HEAD: "bold"}),
        (chart.unit, {"fill": "var(--sg-ink-soft)"}),
    ):
        for line in broken(text, WIDTH) if text else []:
            y += LINE
            _text(root, line, 0, y - 3, style)
    y = _legend(root, chart, y) if len(chart.legend) > 1 else y
    group = ET.SubElement(root, "g", {"transform": f"translate(0,{y + 6})"})
    group.extend(drawing)
    size = {"width": str(max(wide, WIDTH)), "height": str(y + 6 + high)}
    for key, value in size.items():
        root.set(key, value)
        ground.set(key, value)
    colours = _colours()
    return _VARIABLE.sub(
        lambda match: colours.get(match[1], "#000000"), ET.tostring(root, encoding="unicode")
    )


def _legend(root: ET.Element, chart: DrawnChart, y: float) -> float:
    x = 0.0
    y += LINE + 4
    for swatch in chart.legend:
        wide = 20 + width_of(swatch.title)
        if x and x + wide > WIDTH:
            x, y = 0.0, y + LINE + 1
        box = {"x": str(x + 0.5), "y": str(y - 9.5), "width": "13", "height": "9"}
        ET.SubElement(root, "rect", box | _look(swatch.colour, swatch.look))
        _text(root, swatch.title, x + 18, y, {})
        x += wide + 10
    return y


def _look(colour: str, look: str) -> dict[str, str]:
    """A swatch is too small for a hatch: what is not solid is an outline, half filled if muted."""
    opacity = {"solid": "1", "muted": ".45", "hatched": ".25"}.get(look, "0")
    return {"fill": colour, "fill-opacity": opacity, "stroke": colour}


def _text(root: ET.Element, words: str, x: float, y: float, style: Mapping[str, str]) -> None:
    ET.SubElement(root, "text", {"x": str(x), "y": str(y), **style}).text = words


@cache
def _colours() -> dict[str, str]:
    """The colours of the light page, by the name of their custom property."""
    folder = resources.files("story").joinpath("browser")
    css = "".join(folder.joinpath(name).read_text("utf-8") for name in ("theme.css", "charts.css"))
    blocks = re.findall(r"^:root \{(.*?)\}", css, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"(--sg-[\w-]+):\s*(#[0-9a-fA-F]{6})", "".join(blocks)))
