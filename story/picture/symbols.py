"""Symbols of places as path data round (0, 0) with a half-width of 1: the twin of symbols.js."""

from typing import Final

_DISC: Final = "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0"
_SQUARE: Final = "M-.85-.85h1.7v1.7h-1.7z"
_DIAMOND: Final = "M0-1.15 1.15 0 0 1.15-1.15 0z"
_TRIANGLE: Final = "M0-1.1 1 .8H-1z"
_STAR: Final = (
    "M0-1.2.29-.4 1.14-.37.48.15.71.97 0 .5-.71.97-.48.15-1.14-.37-.29-.4z"
)  # fmt: skip
_CROSS: Final = "M-1-1 1 1M1-1-1 1"
_BAR: Final = "M-1-.35h2v.7h-2z"
_BRIDGE: Final = "M-1.3-.55h2.6M-1.1.7a.55.55 0 0 1 1.1 0a.55.55 0 0 1 1.1 0"
_CROSSING: Final = "M-1-1v2M1-1v2M-1 0h2"
_ANCHOR: Final = (
    "M0-.55V1M-.5-.15h1M-.28-.83a.28.28 0 1 0 .56 0a.28.28 0 1 0-.56 0M-1 .25Q-.8 1 0 1Q.8 1 1 .25"
)
_STRAIT: Final = "M-1-.8Q0-.1 1-.8M-1 .8Q0 .1 1 .8"
_DERRICK: Final = "M-.85 1 0-1 .85 1M-.45.15h.9"

SHAPES: Final = {
    "dot": _DISC, "ring": _DISC, "square": _SQUARE, "diamond": _DIAMOND, "triangle": _TRIANGLE,
    "star": _STAR, "cross": _CROSS, "bar": _BAR, "capital": _STAR, "city": _DISC, "town": _DISC,
    "port": _ANCHOR, "bridge": _BRIDGE, "crossing": _CROSSING, "base": _SQUARE, "field": _DERRICK,
    "terminal": _DIAMOND, "strait": _STRAIT, "cape": _TRIANGLE, "tripoint": _TRIANGLE,
    "pass": _CROSS, "island": _DISC, "plant": _BAR, "drill": _CROSS, "site": _DIAMOND,
    "spaceport": _TRIANGLE,
}  # fmt: skip
SOLID: Final = {
    "dot", "square", "diamond", "triangle", "star", "bar", "capital", "city", "town", "base",
    "terminal", "cape", "tripoint", "island", "plant", "site", "spaceport",
}  # fmt: skip
