"""How a step builds up while it is presented: what each press shows."""

from collections.abc import Callable, Mapping
from typing import Any

from geo import Layer
from story.config import Story
from story.features import named, numbers_of, unknown
from story.model import Reveal
from story.problems import nearest
from story.prose import count_blocks


def reveals_of(
    story: Story,
    number: int,
    layers: Mapping[str, Layer],
    order: Mapping[str, int],
    problems: list[str],
) -> list[dict[str, Any]]:
    """For each press: paragraphs by number from 0, and layers with features, or None for all.

    What the step does not have becomes `problems`.
    """
    step = story.config.steps[number]
    paragraphs = max((count_blocks(text) for text in step.body.values()), default=0)
    shown = {entry.layer for _, entry in step.shown()}
    found = []
    for i, reveal in enumerate(step.builds_up(paragraphs)):
        where = story.places.get((number, "reveal", i), story.places[number, "reveal"])

        def wrong(what: str, where: str = where) -> None:
            problems.append(f"{where}: {what}")

        for paragraph in reveal.paragraphs:
            if paragraph > paragraphs:
                wrong(f"there is no paragraph {paragraph}; the body has {paragraphs}")
        found.append(
            {
                "p": [paragraph - 1 for paragraph in reveal.paragraphs],
                "hide": _hidden(reveal, shown, layers, order, wrong),
            }
        )
    return found


def _hidden(
    reveal: Reveal,
    shown: set[str],
    layers: Mapping[str, Layer],
    order: Mapping[str, int],
    wrong: Callable[[str], None],
) -> list[list[Any]]:
    hidden: list[list[Any]] = []
    for entry in reveal.layers:
        if entry.layer not in shown:
            wrong(f"the step does not show '{entry.layer}'{nearest(entry.layer, shown)}")
            continue
        keys = numbers_of(layers[entry.layer])
        for key in entry.only or ():
            if key not in keys:
                wrong(unknown(entry.layer, key, layers[entry.layer]))
        some = None if entry.only is None else named(entry.only, keys)
        hidden.append([order[entry.layer], some])
    return hidden
