"""Names on a picture: the step's own places first, none over another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# size in units, capitals, and the average width of a letter as a share of the size
_SETTINGS: Final = {
    "named": (14.0, False, 0.6),
    "town": (12.0, False, 0.54),
    "country": (12.5, True, 0.8),
    "area": (12.5, False, 0.6),
    "water": (12.5, False, 0.52),
    "line": (12.0, False, 0.52),
}
_ORDER: Final = ("named", "country", "area", "water", "line", "town")
_WIDE: Final = 0x1100  # from here on letters are about as wide as high

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Wish:
    """A name that would like to stand at, or beside, `anchor`.

    `half` is half the width of its symbol; `room` the units that its area or line spans.
    """

    text: str
    kind: str
    own: bool
    anchor: tuple[int, int]
    half: float
    room: int


@dataclass(frozen=True)
class Name:
    """A name where it stands: the middle of its line of text."""

    text: str
    kind: str
    x: int
    y: int
    size: float


def place(
    wishes: Iterable[Wish], symbols: Iterable[tuple[float, float, float]], width: int, height: int
) -> tuple[Name, ...]:
    """The names that find room between the symbols, each given as its place and half-width."""
    taken: list[tuple[Box, tuple[float, float] | None]] = [
        ((x - r, y - r, x + r, y + r), (x, y)) for x, y, r in symbols
    ]
    names: list[Name] = []
    seen: set[str] = set()
    ranked = sorted(enumerate(wishes), key=lambda item: (_order(item[1]), item[0]))
    for _, wish in ranked:
        setting = _setting(wish)
        size, capitals, letter = _SETTINGS[setting]
        text = wish.text.upper() if capitals else wish.text
        wide = sum(1.7 if ord(c) >= _WIDE else 1.0 for c in text) * size * letter
        if wish.text in seen or (setting in {"country", "area"} and wide > 1.4 * wish.room):
            continue
        for x, y in _places(wish, wide, size):
            box = (x - wide / 2, y - size * 0.6, x + wide / 2, y + size * 0.6)
            if box[0] < 2 or box[1] < 2 or box[2] > width - 2 or box[3] > height - 2:
                continue
            if any(_overlap(box, other) for other, spot in taken if spot != wish.anchor):
                continue
            names.append(Name(text, setting, round(x), round(y), size))
            taken.append((box, None))
            seen.add(wish.text)
            break
    return tuple(names)


def _setting(wish: Wish) -> str:
    if wish.own and wish.kind == "town":
        return "named"
    return wish.kind if wish.kind in _SETTINGS else "town"


def _order(wish: Wish) -> int:
    return _ORDER.index(_setting(wish)) - (len(_ORDER) if wish.own else 0)


def _places(wish: Wish, wide: float, size: float) -> Sequence[tuple[float, float]]:
    x, y = wish.anchor
    if not wish.half:
        return [(x, y), (x, y - size * 1.3), (x, y + size * 1.3)]
    right, down = wish.half + 6 + wide / 2, wish.half + size * 0.75
    near = [(right, 0), (-right, 0), (0, -down), (0, down)]
    far = [(right, -down), (right, down), (-right, -down), (-right, down)]
    return [(x + dx, y + dy) for dx, dy in [*near, *far]]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
