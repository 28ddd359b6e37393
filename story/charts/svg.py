"""From Vega's SVG to the page's: only what draws is kept, and the page decides colour and type.

The texts in it are an author's. They are read as XML and written as XML; elements and attributes
come from short lists, nothing refers outside the chart, and every id begins with the chart's own.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.errors import StorymapError
from story.charts.paint import PAPER, Paint

_SVG: Final = "{http://www.w3.org/2000/svg}"
_SHAPES: Final = {"path", "rect", "line", "circle", "ellipse", "polygon", "polyline", "text"}
_ELEMENTS: Final = _SHAPES | {
    "svg", "g", "defs", "tspan", "title", "clipPath", "linearGradient", "radialGradient", "stop",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "id", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx",
    "dy", "width", "height", "points", "offset", "transform", "viewBox", "fill", "fill-opacity",
    "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
    "stroke-dashoffset", "stroke-linejoin", "stroke-miterlimit", "opacity", "text-anchor",
    "font-size", "font-weight", "font-style", "clip-path", "gradientUnits", "gradientTransform",
    "stop-color", "stop-opacity", "spreadMethod",
}  # fmt: skip
_PLAIN: Final = {
    ("opacity", "1"), ("fill-opacity", "1"), ("stroke-opacity", "1"),
    ("transform", "translate(0,0)"), ("font-weight", "400"),
}  # fmt: skip
_PAINTED: Final = {"fill", "stroke", "clip-path"}
"""attributes that may refer to an id"""
_INSIDE: Final = re.compile(r"url\(#([\w-]+)\)")
_NUMBER: Final = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")


class SvgError(StorymapError):
    """The picture holds something that a chart of the page may not hold."""


@dataclass(frozen=True)
class MarkOf:
    """What the page knows of a figure's marks: its number, its feature, a line for the pointer."""

    number: int
    feature: str
    later: bool
    tip: str


def clean(
    svg: str,
    *,
    name: str,
    paints: Mapping[str, Paint],
    marks: Mapping[str, MarkOf],
    label: str,
    before: str = "",
    early: float = 0,
) -> str:
    """The picture as markup of an HTML page.

    `name` begins every id; `paints` are the stand-ins of `story.charts.paint`; `marks` tells what
    the figures are; `label` is the text alternative, `before` the same without what came later;
    `early` is how far down the picture reaches without it, in its own units, where it reaches less
    far. Raises `SvgError` for anything else than a drawing.
    """
    if "<!" in svg or "<?" in svg:
        raise SvgError("the drawing holds a declaration, which no chart needs")
    try:
        root = ET.fromstring(svg)  # noqa: S314  # no declaration in it, so no entity to expand
    except ET.ParseError as error:
        raise SvgError(f"the drawing is not well-formed: {error}") from None
    cleaner = _Cleaner(name, paints, marks)
    picture = cleaner.element(root)
    if picture is None:
        raise SvgError("the drawing is empty")
    for attribute in ("width", "height"):
        picture.attrib.pop(attribute, None)
    picture.set("class", "sg-chart-svg")
    picture.set("role", "img")
    picture.set("aria-label", label)
    if before:
        picture.set("data-before", before)
    if early:
        wide = picture.get("viewBox", "0 0 1 1").split()[2]
        picture.set("preserveAspectRatio", "xMidYMin slice")
        picture.set("style", f"--sg-early: {wide} / {early:g}")
    if patterns := cleaner.patterns():
        picture.insert(0, patterns)
    return ET.tostring(picture, encoding="unicode")


def renamed(svg: str, old: str, new: str) -> str:
    """A cleaned picture whose ids begin with `new` in place of `old`, and no word changed."""
    root = ET.fromstring(svg)  # noqa: S314  # made by `clean`: no declaration in it
    for element in root.iter():
        for key, value in element.attrib.items():
            begin = "" if key == "id" else "url(#"
            if (key == "id" or key in _PAINTED) and value.startswith(begin + old):
                element.set(key, begin + new + value.removeprefix(begin + old))
    return ET.tostring(root, encoding="unicode")


@dataclass
class _Cleaner:
    name: str
    paints: Mapping[str, Paint]
    marks: Mapping[str, MarkOf]

    def __post_init__(self) -> None:
        self.hatches: dict[str, Paint] = {}

    def element(self, element: ET.Element) -> ET.Element | None:
        tag = element.tag.removeprefix(_SVG)
        if tag not in _ELEMENTS:
            raise SvgError(f"the drawing holds <{tag}>, which a chart of the page may not hold")
        if element.get("display") == "none" or (tag == "path" and not element.get("d")):
            return None
        result = ET.Element(tag)
        for key, value in element.attrib.items():
            if key in _ATTRIBUTES and (said := self.value(key, value)) is not None:
                result.set(key, said)
        children = [kept for child in element if (kept := self.element(child)) is not None]
        if tag in {"g", "defs"} and not children:
            return None
        if tag in {"text", "tspan", "title"}:
            result.text = element.text
        for child in children:
            if tag in {"text", "tspan"}:
                child.tail = None
            result.append(child)
        self.mark(element, result, tag)
        # a group that says nothing of its children can go, where it holds only one
        if tag == "g" and not result.attrib and len(children) == 1:
            return children[0]
        return result

    def value(self, key: str, value: str) -> str | None:
        """The value of an attribute as the page has it, or nothing where the default will do."""
        if (key, value) in _PLAIN:
            return None
        if key == "id":
            return f"{self.name}-{value}"
        if paint := self.paints.get(value.lower()):
            return self.paint(key, value.lower(), paint)
        if "url(" in value.lower():
            if not (inside := _INSIDE.fullmatch(value)):
                raise SvgError(f"the drawing refers outside itself: {key}={value[:60]!r}")
            return f"url(#{self.name}-{inside[1]})"
        if key in {"d", "transform", "x", "y", "x2", "y2", "points"}:
            return _NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), value)
        return value.removesuffix("px") if key == "font-size" else value

    def paint(self, key: str, code: str, paint: Paint) -> str:
        if key == "stroke" or paint.look == "solid":
            return paint.colour
        if paint.look == "outline":
            return PAPER
        self.hatches[code] = paint
        return f"url(#{self.name}-{code[1:]})"

    def mark(self, element: ET.Element, result: ET.Element, tag: str) -> None:
        """Tie the marks of a figure to its row, its feature and what came later."""
        label = element.get("aria-label", "")
        if label == "later":
            result.set("class", "sg-later")
        known = self.marks.get(label.replace("label-", "row-"))
        if known is None or tag not in _SHAPES:
            return
        result.set("data-row", str(known.number))
        if known.later:
            result.set("class", "sg-later")
        if known.feature:
            result.set("data-feature", known.feature)
        if tag != "text":
            title = ET.SubElement(result, "title")
            title.text = known.tip

    def patterns(self) -> ET.Element | None:
        """The hatches that were used: dark and light also without colour."""
        if not self.hatches:
            return None
        defs = ET.Element("defs")
        for code, paint in self.hatches.items():
            size = {"hatched": "5", "dots": "4", "muted": "8"}[paint.look]
            pattern = ET.SubElement(
                defs,
                "pattern",
                {"id": f"{self.name}-{code[1:]}", "width": size, "height": size}
                | {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"},
            )
            box = {"width": size, "height": size, "fill": PAPER}
            ET.SubElement(pattern, "rect", box)
            if paint.look == "muted":
                ET.SubElement(pattern, "rect", box | {"fill": paint.colour, "opacity": ".45"})
            elif paint.look == "dots":
                ET.SubElement(pattern, "circle", {"cx": "2", "cy": "2", "r": "1.15"}).set(
                    "fill", paint.colour
                )
            else:
                ET.SubElement(pattern, "rect", box | {"width": "2", "fill": paint.colour})
        return defs
