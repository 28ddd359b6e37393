"""Palettes by name: ColorBrewer's, cmocean's, Crameri's and matplotlib's.

The one home of palettable. A name is found however its letters are written: `YlOrRd`, `ylorrd`,
and `ylorrd_r` for the same the other way round.
"""

import difflib
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

_OTHERS: Final = (
    "palettable.cmocean.sequential",
    "palettable.cmocean.diverging",
    "palettable.scientific.sequential",
    "palettable.scientific.diverging",
    "palettable.matplotlib",
)
FEWEST: Final = 3
"""the smallest palette that any of the collections has"""


@cache
def names() -> dict[str, str]:
    """Every palette by its name in small letters: the name as its makers write it."""
    return {name.lower(): name for name in _sizes()}


def find_palette(name: str) -> str:
    """The palette's name as its makers write it, with `_r` when it is to be turned round.

    Raises `ValueError` that names the nearest one.
    """
    plain, turned = _without_turn(name)
    if found := names().get(plain.lower()):
        return found + turned
    near = difflib.get_close_matches(plain.lower(), names(), n=1, cutoff=0.5)
    hint = f"did you mean '{names()[near[0]]}'?" if near else "Blues, YlOrRd and Set2 are some"
    raise ValueError(f"'{name}' is no palette; {hint}")


def largest(name: str) -> int:
    """How many colours the palette has at most."""
    return max(_sizes()[_without_turn(name)[0]])


def is_qualitative(name: str) -> bool:
    """Whether the palette is made for kinds rather than for more and less."""
    return _without_turn(name)[0] in _colorbrewer()["Qualitative"]


def colours(name: str, count: int) -> tuple[str, ...]:
    """So many colours `#rrggbb`, from low to high; kinds in their order.

    `name` comes from `find_palette`. Raises `ValueError` when it has too few.
    """
    plain, turned = _without_turn(name)
    if count > largest(plain):
        raise ValueError(f"the palette {plain} has {largest(plain)} colours, not {count}")
    found = _sizes()[plain][max(FEWEST, count)]
    shown = list(found)
    if count < FEWEST and not is_qualitative(plain):
        # the middle would be paler than anything is; the outer ones can be told apart
        shown = [shown[-1]] if count == 1 else [shown[0], shown[-1]]
    shown = shown[:count]
    return tuple(reversed(shown)) if turned else tuple(shown)


def _without_turn(name: str) -> tuple[str, str]:
    plain = name[:-2] if name.lower().endswith("_r") else name
    return plain, "_r" if plain != name else ""


@cache
def _sizes() -> Mapping[str, Mapping[int, tuple[str, ...]]]:
    """The colours of every palette by name and by number of colours."""
    found: dict[str, dict[int, tuple[str, ...]]] = {}
    for kind in _colorbrewer().values():
        for name, sizes in kind.items():
            found[name] = {
                int(size): tuple(_hex(colour) for colour in value["Colors"])
                for size, value in sizes.items()
            }
    for module in _OTHERS:
        for palette in vars(import_module(module)).values():
            name, _, size = getattr(palette, "name", "").rpartition("_")
            # ColorBrewer's Greys are not cmocean's Gray, but a name stands for one palette only
            if size.isdigit() and not found.get(name, {}).get(int(size)):
                found.setdefault(name, {})[int(size)] = tuple(_hex(c) for c in palette.colors)
    return found


def _colorbrewer() -> Any:
    # a layer without a palette need not wait for this
    from palettable.colorbrewer import COLOR_MAPS  # noqa: PLC0415

    return COLOR_MAPS


def _hex(colour: Any) -> str:
    red, green, blue = colour
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"
