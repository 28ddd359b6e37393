"""Names in several languages: which forms of a name a step asks for, and what the data has."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geo import Layer
from story.config import Story
from story.model import StepLayer, Text
from story.problems import nearest


def pick(text: Text | None, language: str) -> str:
    """The text in a language; a text without languages is in every language."""
    if not text:
        return ""
    return text.get(language) or text.get("") or next(iter(text.values()))


def names_of(story: Story, name: str, layer: Layer) -> dict[str, list[str]] | None:
    """For each further language that some step asks of a layer, the names of its features.

    A feature without a name in that language has an empty one; nothing is asked, nothing is sent.
    """
    label = story.layers[name].config.label
    if label is None:
        return None
    asked = {
        language
        for step in story.config.steps
        for _, entry in step.shown()
        if entry.layer == name
        for language in entry.names or ()
        if language in label.names
    }
    return {
        language: [_text(f.properties.get(label.names[language])) for f in layer.features]
        for language in sorted(asked)
    } or None


def asked_names(entry: StepLayer, language: str) -> Sequence[str] | None:
    """The languages of a step's names in order, with "" for the layer's own field."""
    return [name if name != language else "" for name in entry.names] if entry.names else None


def missing_names(story: Story, layers: Mapping[str, Layer]) -> Iterator[str]:
    """Problems: languages and fields of names that the catalogue or the data does not have."""
    for name, layer_entry in story.layers.items():
        label = layer_entry.config.label
        fields = {field for feature in layers[name].features for field in feature.properties}
        for language, field in (label.names if label else {}).items():
            if fields and field not in fields:
                where = layer_entry.at("label", "names", language)
                have = nearest(field, fields) or f"; its fields are {', '.join(sorted(fields))}"
                yield f"{where}: {layer_entry.source.name} has no field '{field}'{have}"
    for number, step in enumerate(story.config.steps):
        for key, entry in step.shown():
            label = story.layers[entry.layer].config.label
            known = {story.config.language, *(label.names if label else ())}
            where = story.places[number, *key, "only"].removesuffix("only") + "names"
            for language in entry.names or ():
                if language not in known:
                    have = ", ".join(sorted(known))
                    yield (
                        f"{where}: layer '{entry.layer}' has no names in '{language}', only in"
                        f" {have}; name their field in the layer's 'label: names'"
                    )


def _text(value: Any) -> str:  # a property may hold anything
    return value if isinstance(value, str) else ""
