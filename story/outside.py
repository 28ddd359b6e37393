"""Layers that a step names and its view leaves out: nothing of them would be seen."""

import math
from collections.abc import Iterator, Mapping
from typing import Final

from geo import Layer
from story.config import Story
from story.model import LayerConfig
from story.view import METRES_AT_ZOOM_0, View, shows, view_of

LARGE_PX: Final = (1800, 1080)
SMALL_PX: Final = (300, 380)
"""what is free for the map on a large screen and on a phone"""
WAY_OUT: Final = "take the step's 'view' away, and the map looks at the step's layers"


def outside(story: Story, layers: Mapping[str, Layer]) -> Iterator[tuple[str, str]]:
    """The name of each such layer, and a sentence that an author can act upon."""
    for number, step in enumerate(story.config.steps):
        view = view_of(step, layers)
        for part, entry in step.shown():
            where = story.places[number, *part, "only"].removesuffix(".only")
            if why := _not_at_this_zoom(story.layers[entry.layer].config, view):
                if not entry.hide:
                    yield (
                        entry.layer,
                        f"{where}: '{entry.layer}' is not drawn at step '{step.id}': {why}",
                    )
                continue
            if step.view is None:
                continue
            features = [
                feature
                for feature in layers[entry.layer].features
                if entry.only is None or feature.id in entry.only
            ]
            if entry.hide or any(shows(view, feature.bounds) for feature in features):
                continue
            what = (
                f"'{entry.layer}' lies outside the view of step '{step.id}': nothing of it is seen"
            )
            yield entry.layer, f"{where}: {what}; {WAY_OUT}, or show it in another step"


def _not_at_this_zoom(config: LayerConfig, view: View) -> str:
    """Why a layer is seen on no screen; nothing where it is on some."""
    near, far = (_zoom(view, *screen) for screen in (LARGE_PX, SMALL_PX))
    if config.min_zoom is not None and config.min_zoom > near:
        return f"it begins at 'min_zoom' {config.min_zoom:g}, and the map is at {near:.1f} there"
    if config.max_zoom is not None and config.max_zoom < far:
        return f"it ends at 'max_zoom' {config.max_zoom:g}, and the map is at {far:.1f} there"
    return ""


def _zoom(view: View, width_px: int, height_px: int) -> float:
    if view.zoom is not None:
        return view.zoom
    across = max(view.width_m / width_px, view.height_m / height_px, 1e-3)
    return math.log2(METRES_AT_ZOOM_0 / across)
