"""Colour as other eyes see it, and as a grey print shows it: for tests of palettes.

Colours are "#rrggbb" outside and linear light, 0…1, inside. Deficiencies are simulated with the
matrices for severity 1.0 of Machado, Oliveira and Fernandes, A Physiologically-based Model for
Simulation of Color Vision Deficiency (IEEE TVCG 15, 2009), which work on linear light. Contrast is
that of WCAG 2.2, difference is CIE76 in L*a*b* under D65.
"""

import math
from typing import Final

Linear = tuple[float, float, float]

_EYES: Final[dict[str, tuple[Linear, Linear, Linear]]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey print": ((0.2126, 0.7152, 0.0722),) * 3,
}
EYES: Final = tuple(_EYES)


def linear(colour: str) -> Linear:
    """The light that a colour gives."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return red, green, blue


def over(top: str, under: str, opacity: float) -> str:
    """What is seen of two colours that lie one on the other, as a browser mixes them."""
    mixed = [
        round(int(top[i : i + 2], 16) * opacity + int(under[i : i + 2], 16) * (1 - opacity))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{value:02x}" for value in mixed)


def contrast(a: str, b: str) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    low, high = sorted(_luminance(linear(colour)) for colour in (a, b))
    return (high + 0.05) / (low + 0.05)


def difference(a: str, b: str, eye: str) -> float:
    """How far apart two colours are for an eye of `EYES`: about 2.3 can just be told apart."""
    return math.dist(_lab(_seen(linear(a), eye)), _lab(_seen(linear(b), eye)))


def _seen(colour: Linear, eye: str) -> Linear:
    red, green, blue = (
        min(1.0, max(0.0, sum(k * v for k, v in zip(row, colour, strict=True))))
        for row in _EYES[eye]
    )
    return red, green, blue


def _luminance(colour: Linear) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _lab(colour: Linear) -> Linear:
    red, green, blue = colour
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, _luminance(colour), z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
