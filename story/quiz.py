"""The quiz of a story: what is asked, and the map without names on which to look."""

from collections.abc import Mapping
from typing import Any

from geo import Layer
from story.config import Story
from story.features import numbers_of, unknown
from story.model import Step, StepLayer
from story.view import view_of


def quiz_of(
    story: Story, layers: Mapping[str, Layer], order: Mapping[str, int], problems: list[str]
) -> dict[str, Any] | None:
    """The quiz, with features by number; keys that the layer does not have become `problems`.

    One question is asked for each key, by the name of its first feature.
    """
    quiz = story.config.quiz
    if quiz is None:
        return None
    layer = layers[quiz.layer]
    keys = numbers_of(layer)
    for key in quiz.places:
        if key not in keys:
            where = story.places["quiz", "places"]
            problems.append(f"{where}: {unknown(quiz.layer, key, layer)}")
    if story.layers[quiz.layer].config.label is None:
        where = story.places["quiz", "layer"]
        problems.append(f"{where}: layer '{quiz.layer}' names nothing; give it a 'label'")
    asked = [key for key in quiz.places if key in keys] or list(keys)
    whole = Step(
        id="quiz",
        title={"": ""},
        body={"": ""},
        view=quiz.view,
        layers=[StepLayer(layer=quiz.layer, only=asked)],
    )
    view = view_of(whole, layers)
    areas = layer.features[0].kind == "area" if layer.features else False
    shown = [name for name in story.base if name != quiz.layer]
    return {
        "l": order[quiz.layer],
        "places": [keys[key][0] for key in asked],
        "count": min(quiz.count, len(asked)),
        "near": quiz.near_km,
        "view": [view.lon, view.lat, view.width_m, view.height_m, view.zoom],
        "show": [{"l": order[name], "base": True, "quiet": True} for name in shown]
        + ([{"l": order[quiz.layer], "quiet": True}] if areas else []),
    }
