"""What the slides of a story say: short on the slide, long in the notes."""

import base64
import re
import struct
from collections.abc import Mapping
from html import unescape
from typing import Final

from story.charts.draw import DrawnChart
from story.charts.poster import posters
from story.config import Story
from story.model import Step, Text
from story.names import pick
from story.press.slides import Picture, Slide, presentation
from story.prose import to_paragraphs

_IMAGE: Final = re.compile(r'alt="([^"]*)" src="data:image/png;base64,([^"]+)"')
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+")
_SHORT: Final = 260
_CHARTS: Final = 2


def maps_of(html: str) -> dict[str, bytes]:
    """The PNG of each step's map, by the step's id, from a page that has drawn them."""
    return {unescape(name): base64.b64decode(data) for name, data in _IMAGE.findall(html)}


def deck(story: Story, charts: Mapping[str, DrawnChart], maps: Mapping[str, bytes]) -> bytes:
    """The slides of a story as a PowerPoint file: a title, a slide for each step, a closing."""
    return presentation(
        _slides(story, charts, maps),
        title=_say(story, story.config.title),
        author="Storyglobe",
        language=story.config.language,
    )


def _slides(
    story: Story, charts: Mapping[str, DrawnChart], maps: Mapping[str, bytes]
) -> list[Slide]:
    config = story.config
    first, last = config.steps[0], config.steps[-1]
    drawn = _posters(story, charts)
    opening = Slide(
        title=_say(story, config.title),
        label="",
        text=_say(story, config.subtitle),
        question="",
        notes=_plain(story, config.intro),
        map=_map(story, first, maps),
    )
    steps = [_slide(story, step, n, maps, drawn) for n, step in enumerate(config.steps, start=1)]
    closing = Slide(
        title="In closing",
        label="",
        text=_short(_plain(story, config.outro)),
        question="",
        notes="\n\n".join(
            part for part in (_plain(story, config.outro), _plain(story, config.boundaries)) if part
        ),
        map=_map(story, last, maps),
    )
    return [opening, *steps, closing]


def _slide(
    story: Story,
    step: Step,
    number: int,
    maps: Mapping[str, bytes],
    drawn: Mapping[str, Picture],
) -> Slide:
    charts = tuple(drawn[name] for name in step.charts[:_CHARTS])
    body = _plain(story, step.body)
    return Slide(
        title=_say(story, step.title),
        label=f"{number} of {len(story.config.steps)}",
        text=_short(body, 150 if charts else _SHORT),
        question=_plain(story, step.question),
        notes=_notes(story, step, body),
        map=_map(story, step, maps),
        charts=charts,
    )


def _notes(story: Story, step: Step, body: str) -> str:
    """Everything that a teacher may want to say; in a student's edition what is left of it."""
    said = [
        ("", body),
        ("Question", _plain(story, step.question)),
        ("A possible answer", _plain(story, step.answer)),
        ("Notes", _plain(story, step.notes)),
        ("Since then", _plain(story, step.since_then)),
        ("Sources", ", ".join(step.sources)),
    ]
    return "\n\n".join(f"{head}: {text}" if head else text for head, text in said if text)


def _posters(story: Story, charts: Mapping[str, DrawnChart]) -> dict[str, Picture]:
    """The charts that some slide shows, as pictures."""
    names = list(dict.fromkeys(n for s in story.config.steps for n in s.charts[:_CHARTS]))
    shown = [charts[name] for name in names]
    return {
        chart.name: _sized(png, chart.alt) for chart, png in zip(shown, posters(shown), strict=True)
    }


def _map(story: Story, step: Step, maps: Mapping[str, bytes]) -> Picture:
    return _sized(maps[step.id], f"Map: {_say(story, step.title)}")


def _sized(png: bytes, alt: str) -> Picture:
    width, height = struct.unpack(">II", png[16:24])  # of the header chunk: PNG, section 11.2.2
    return Picture(png, alt, width, height)


def _short(text: str, limit: int = _SHORT) -> str:
    """The first sentences, as many as fit; one at least."""
    kept = ""
    for sentence in _SENTENCE.split(" ".join(text.split())):
        if kept and len(kept) + len(sentence) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept


def _say(story: Story, text: Text | None) -> str:
    return pick(text, story.config.language)


def _plain(story: Story, text: Text | None) -> str:
    return "\n".join(to_paragraphs(_say(story, text)))
