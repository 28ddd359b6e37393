"""How much a file may ask of the machine. Over a limit a file is refused, never a build killed."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The bounds of one layer. A message that refuses a file names the field whose bound it met."""

    file_bytes: int = 1_000_000_000
    """bytes of the file, and of all files that belong to it"""
    unpacked_bytes: int = 2_000_000_000
    """bytes that a zip, KMZ, XLSX or compressed column may become"""
    unpacked_ratio: int = 200
    """times that a packed file of over 10 MB may grow when it is unpacked"""
    features: int = 2_000_000
    """features of the layer that is read"""
    vertices: int = 20_000_000
    """positions of all geometries together"""
    crossings: int = 100_000
    """places where the outlines of areas cross themselves; a repair takes time for each of them"""
    nesting: int = 100
    """levels of objects and lists within each other"""
    seconds: int = 60
    """seconds that reading, and that drawing a large layer, may take outside the main process"""
    memory_bytes: int = 6_000_000_000
    """bytes of memory that each of the two may take"""


_SAID: Final = {
    "file_bytes": "{:,} bytes",
    "unpacked_bytes": "{:,} bytes",
    "unpacked_ratio": "{:,} times its size",
    "features": "{:,} features",
    "vertices": "{:,} vertices",
    "crossings": "{:,} places",
    "memory_bytes": "{:,} bytes of memory",
}


def over(name: str, found: int, limits: Limits) -> str:
    """What is wrong and the way out, when `found` is over the limit of that name; else ""."""
    limit = getattr(limits, name)
    if found <= limit:
        return ""
    what = _SAID[name].format(found)
    return f"{what}, over the limit of {limit:,}; simplify the file, or raise limits: {name}"
