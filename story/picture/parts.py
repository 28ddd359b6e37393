"""What a picture is made of, ready for its template. Lengths are units of the picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from story.picture.names import Name

Style = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """One path of the picture: its data, and how it is painted."""

    d: str
    style: Style
    alpha: float
    hatch: str = ""
    """the id of the pattern in place of the fill"""


@dataclass(frozen=True)
class Hatch:
    """A pattern: its id on the page, its kind, its colour, and the fill under it."""

    id: str
    kind: str
    color: str
    fill: str
    fill_opacity: float


@dataclass(frozen=True)
class Symbol:
    """A symbol of a place: where, half its width, and how it looks."""

    x: int
    y: int
    r: float
    d: str
    solid: bool
    style: Style
    stroke: float
    """width of its lines, as a share of `r`"""
    alpha: float


@dataclass(frozen=True)
class Row:
    """A line of the legend: a sample of the style so many units large, and what it means."""

    kind: str
    style: Style
    symbol: Symbol | None
    hatch: str
    text: str
    width: int = 26
    height: int = 16


@dataclass(frozen=True)
class Picture:
    """A step's map, ready for the template. Lengths are units of `width` by `height`."""

    width: int
    height: int
    globe: float
    """radius of what is drawn of the globe"""
    shapes: tuple[Shape, ...]
    symbols: tuple[Symbol, ...]
    names: tuple[Name, ...]
    hatches: tuple[Hatch, ...]
    legend: tuple[Row, ...]
