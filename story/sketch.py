"""Coarse levels of large layers that travel alone, so that the first picture need not wait.

The levels of a layer share their vertices (`geo.encode`), so that it must be unpacked whole before
any of them can be drawn. A sketch is one coarse level, once more as a layer of one level; without
gzip, which a browser unpacks only while it does other things.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from geo.encode import Packed, decode, numbers_of
from story.view import METRES_AT_ZOOM_0

LARGE: Final = 50_000
"""bytes; what is smaller is unpacked within some milliseconds"""
WORTH: Final = 8
"""times that a sketch must be lighter than its layer"""
FAULT_PX: Final = 4.0
"""how far the first picture may be wrong, as one in flight may (`story/browser/paint.js`)"""
SCREEN: Final = (1000.0, 650.0)
"""pixels of a laptop's map that are free for a view"""


def sketches(packed: Sequence[bytes], step: Mapping[str, Any]) -> dict[int, bytes]:
    """Of the layers that a step shows those that are worth it, by their numbers."""
    metres = _metres_a_pixel(step["view"])
    shown = sorted({state["l"] for state in step["show"]})
    made = {i: _sketch(packed[i], FAULT_PX * metres) for i in shown if len(packed[i]) > LARGE}
    return {i: blob for i, blob in made.items() if WORTH * len(blob) < len(packed[i])}


def _sketch(blob: bytes, tolerance_m: float) -> bytes:
    """The coarsest level of a layer that is within a tolerance; the finest where none is."""
    whole = decode(blob)
    within = [i for i, metres in enumerate(whole.tolerances_m) if metres <= tolerance_m]
    level = within[-1] if within else 0
    runs = whole.level(level)
    alone = replace(runs, tag=np.zeros_like(runs.tag))
    return numbers_of(Packed(whole.scale, whole.features, (whole.tolerances_m[level],), alone))


def _metres_a_pixel(view: Sequence[float | None]) -> float:
    """At a view's middle, on a laptop; views are as `story.states` writes them."""
    _, _, width, height, zoom = view
    if zoom is not None:
        return METRES_AT_ZOOM_0 / math.exp2(zoom)
    return max(
        float(extent or 0) / pixels for extent, pixels in zip((width, height), SCREEN, strict=True)
    )
