"""Layers that a step names and its view leaves out: nothing of them would be seen."""

from collections.abc import Iterator, Mapping
from typing import Final

from geo import Layer
from story.config import Story
from story.view import shows, view_of

WAY_OUT: Final = "take the step's 'view' away, and the map looks at the step's layers"


def outside(story: Story, layers: Mapping[str, Layer]) -> Iterator[tuple[str, str]]:
    """The name of each such layer, and a sentence that an author can act upon."""
    for number, step in enumerate(story.config.steps):
        if step.view is None:
            continue
        view = view_of(step, layers)
        for part, entry in step.shown():
            features = [
                feature
                for feature in layers[entry.layer].features
                if entry.only is None or feature.id in entry.only
            ]
            if entry.hide or any(shows(view, feature.bounds) for feature in features):
                continue
            where = story.places[number, *part, "only"].removesuffix(".only")
            what = f"lies outside the view of step '{step.id}': nothing of it is seen"
            yield entry.layer, f"{where}: {what}; {WAY_OUT}, or show it in another step"
