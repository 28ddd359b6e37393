"""What the browser needs to draw: styles, labels and views, all resolved, as plain values.

The page never guesses: defaults are filled in here, names become numbers, and `only` lists become
lists of feature numbers. The result is one JSON value.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from geo import Layer
from geo.report import TABLELESS
from story.config import Story
from story.entries import LayerEntry
from story.kept import digest
from story.look.classes import Wrong
from story.look.styles import Look, look_of
from story.names import missing_names, names_of
from story.notes import placed
from story.problems import ConfigError, nearest
from story.quiz import quiz_of
from story.states import state_of_step
from story.values.plain import as_number, is_missing, key_text
from story.values.words import fields_of, unread, words_of

_LABELS: Final = {"point": "town", "line": "route", "area": "area"}


@dataclass(frozen=True)
class Scene:
    """The layers in painter's order, and one state of the map for every step."""

    layers: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    packed: tuple[bytes, ...]
    """one gzip stream per layer, as `geo.encode` describes"""
    notes: tuple[tuple[str, str], ...] = ()
    """what an author should look at: the name of a layer, and a sentence with its place"""
    quiz: Mapping[str, Any] | None = None
    """what is asked at the end, and the map without names on which to look"""
    classes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """features by class, by the layers that have classes"""

    def digest_of(self, step: Mapping[str, Any]) -> bytes:
        """A digest of all that a step shows: the same for the same picture."""
        beside = step["swipe"]["show"] if "swipe" in step else ()
        layers = [self._digests[state["l"]] for state in (*step["show"], *beside)]
        return digest(json.dumps(step, sort_keys=True), *layers)

    @cached_property
    def _digests(self) -> list[bytes]:
        return [
            digest(json.dumps(layer), packed)
            for layer, packed in zip(self.layers, self.packed, strict=True)
        ]


def compose(story: Story, layers: Mapping[str, Layer]) -> Scene:
    """Resolve a story over its prepared layers.

    Raises `ConfigError` for names of fields and features that the data does not have.
    """
    language = story.config.language
    problems: list[str] = []
    order = {name: number for number, name in enumerate(story.layers)}
    problems.extend(missing_names(story, layers))
    looks: dict[str, Look] = {}
    drawn = tuple(
        _layer(entry, layers[name], language, looks, problems)
        | {"names": names_of(story, name, layers[name])}
        for name, entry in story.layers.items()
    )
    steps = tuple(
        state_of_step(story, number, layers, order, problems)
        for number in range(len(story.config.steps))
    )
    quiz = quiz_of(story, layers, order, problems)
    if problems:
        raise ConfigError(problems)
    return Scene(
        drawn,
        steps,
        tuple(layers[name].packed for name in story.layers),
        notes=tuple(
            (name, placed(story.layers[name], note))
            for name, look in looks.items()
            for note in look.notes
        ),
        quiz=quiz,
        classes={name: look.counts for name, look in looks.items() if look.counts},
    )


def unknown_fields(entries: Mapping[str, LayerEntry], layers: Mapping[str, Layer]) -> Iterator[str]:
    """Problems: fields that the config of a layer names, and the data does not have."""
    for name, layer in layers.items():
        entry = entries[name]
        known = {own for feature in layer.features for own in feature.properties}
        missing = [(key, own) for key, own in fields_of(entry.config) if own not in known]
        if missing and TABLELESS in layer.report.notes:
            asked = ", ".join(dict.fromkeys(f"'{own}'" for _, own in missing))
            what = f"{TABLELESS}, and the layer asks for {asked}; add it"
            yield f"{entry.at('source')}: {entry.source.name}: {what}"
            continue
        for key, own in missing if layer.features else ():
            have = ", ".join(sorted(known)) or "none at all"
            hint = nearest(own, known) or f"; its fields are {have}"
            yield f"{entry.at(*key)}: {entry.source.name} has no field '{own}'{hint}"


def _layer(
    entry: LayerEntry,
    layer: Layer,
    language: str,
    looks: dict[str, Look],
    problems: list[str],
) -> dict[str, Any]:
    config = entry.config
    if missing := list(unknown_fields({entry.name: entry}, {entry.name: layer})):
        problems += missing
        return {}
    rows = [feature.properties for feature in layer.features]
    kinds = [feature.kind for feature in layer.features]

    def wrong(key: str, what: str) -> None:
        problems.append(f"{entry.at(*key.split('.'))}: {what}")

    look = look_of(config, rows, kinds, language, wrong)
    words = words_of(config, language)
    notes = (*look.notes, *unread(config, rows))
    looks[entry.name] = replace(look, notes=notes)
    label = config.label
    rank = label.rank if label else None
    ranks = _ranks(rank, [row.get(rank) if rank else None for row in rows], wrong)
    return {
        "name": entry.name,
        "styles": look.styles,
        "label": (label.kind or _LABELS[kinds[0] if kinds else "area"]) if label else None,
        "ranked": bool(label and label.rank),
        "popup": words.popup,
        "features": [
            [feature.id, style, words.label(row), rank, words.values(row) or 0]
            for feature, style, row, rank in zip(layer.features, look.of, rows, ranks, strict=True)
        ],
        "legend": look.legend,
        "zoom": [config.min_zoom, config.max_zoom] if config.min_zoom or config.max_zoom else None,
    }


def _ranks(field: str | None, values: Sequence[Any], wrong: Wrong) -> list[int | float]:
    """The rank of each feature's name; 0, the first, where there is none."""
    ranks: list[int | float] = []
    for place, value in enumerate(values, start=1):
        number = as_number(value)
        if number is None and not is_missing(value):
            wrong(
                "label.rank",
                f"field '{field}' holds '{key_text(value)[:40]}' (feature {place}), which is no "
                "number; features with a lower number are named first",
            )
            return [0] * len(values)
        ranks.append(int(number) if number is not None and number.is_integer() else number or 0)
    return ranks
