"""Texts that would not appear as meant: Markdown that is not known here, other languages."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from story.model import Model, StoryConfig
from story.problems import place
from story.yamlfile import Key, YamlFile

_PROSE: Final = {
    "intro", "outro", "boundaries", "body", "question", "answer", "notes", "since_then",
    "ask", "say",
}  # fmt: skip
"""the keys whose texts are Markdown"""
# the line between head and rows
_TABLE: Final = re.compile(r"^ {0,3}\|?(?: ?:?-{2,}:? ?\|)+", re.MULTILINE)
_IMAGE: Final = re.compile(r"!\[[^\[\]\n]*\]\(")
_LINK: Final = re.compile(r"(?<!!)\[[^\[\]\n]+\]\( ?<?([^)\s>]*)")
_OUTWARD: Final = re.compile(r"(?:https?|mailto):|\\", re.IGNORECASE)


def notes_of(file: YamlFile, config: StoryConfig) -> tuple[str, ...]:
    """A sentence for each such text, with its file, line and key."""
    steps = {step.id for step in config.steps}
    found: list[str] = []
    for key, text in _texts(config, ()):
        where = place(file, key)
        if config.language not in text and "" not in text:
            shown = next(iter(text))
            found.append(
                f"{where}: has no text in '{config.language}', the language of the page; "
                f"that in '{shown}' is shown"
            )
        said = text.get(config.language) or text.get("") or next(iter(text.values()))
        marks = _unknown(said, steps) if key[-1] in _PROSE else _plain(said)
        found += [f"{where}: {what}" for what in marks]
    return tuple(found)


def _texts(value: object, key: Key) -> Iterator[tuple[Key, Mapping[str, str]]]:
    """Every text of the story and its steps; layers and charts have files of their own."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            if key or name not in {"layers", "charts"}:
                yield from _texts(getattr(value, name), (*key, name))
    # of all mappings only texts hold nothing but strings
    if isinstance(value, dict) and value and all(isinstance(v, str) for v in value.values()):
        yield key, value
    if isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*key, number))


def _unknown(text: str, steps: Collection[str]) -> Iterator[str]:
    if _TABLE.search(text):
        yield "a table in Markdown is printed as it stands; figures belong under 'charts'"
    if _IMAGE.search(text):
        yield "an image in Markdown is not shown; name its file under the step's 'media'"
    for link in _LINK.finditer(text):
        target = link[1]
        inward = target.startswith("#") and target[1:] in steps
        if not inward and not _OUTWARD.match(target):
            ways = "https://…, mailto:…, or # and the id of a step"
            yield f"the link to '{target}' leads nowhere; write {ways}"


def _plain(text: str) -> Iterator[str]:
    if _LINK.search(text):
        yield "is no Markdown: a link is printed as it stands; put it into the 'body'"
