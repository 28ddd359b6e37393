"""A step: its words, where the map looks, and what it shows."""

from typing import Annotated, TypeAlias

from pydantic import Field

from story.model.display import Layout, Media, Shown, Swipe, TimeSlider
from story.model.fields import FOR_TEACHERS, Badge, Model, Name, Text, Word
from story.model.learning import Predict, Reveal, Reveals
from story.model.shown import StepLayer
from story.model.view import View

Key: TypeAlias = tuple[str | int, ...]


class Step(Model):
    """One beat of the story."""

    id: Name
    """stands in the address of the step: page.html#id"""
    title: Text
    """heading of the step"""
    body: Text
    """the prose, in Markdown: paragraphs, `*stress*`, `**weight**`, lists, `> quotations`,
    `### headings`, code, and links to an address or to a step, such as `[the lake](#baikal)`; no
    tables and no images"""
    view: View | None = None
    """where the map looks; by default at the layers of the step, on both sides of a divider"""
    layers: list[Shown] = []
    """what the map shows on top of the base"""
    layout: Layout = "side"
    """where the words stand: beside the map, on it, over all of it, or out of its way"""
    swipe: Swipe | None = None
    """two sets of layers to compare"""
    time: TimeSlider | None = None
    """a slider over the years of a layer"""
    media: list[Media] = []
    """images, recordings and films"""
    relief: bool | None = None
    """light the ground, or do not; by default as the story does"""
    charts: list[Name] = []
    """names of charts, drawn beneath the prose"""
    map_text: Text | None = None
    """the map in words, for those who do not see it; composed from the layers when left out"""
    predict: Predict | None = None
    """a number or a line to guess before the data show"""
    reveal: Reveals = []
    """what waits for a press while presenting, in order; "paragraphs" or "layers" one by one"""
    badges: list[Badge] = []
    """what kind of statement the step makes"""
    sources: list[Word] = []
    """ids of claims and sources in the ledger"""
    question: Text | None = None
    """a question for discussion"""
    answer: Annotated[Text | None, Field(json_schema_extra=FOR_TEACHERS)] = None
    """a possible answer, which opens after some thought"""
    notes: Annotated[Text | None, Field(json_schema_extra=FOR_TEACHERS)] = None
    """for the teacher"""
    minutes: Annotated[float, Field(gt=0, le=600)] | None = None
    """share of a lesson; by default after the number of words"""
    since_then: Text | None = None
    """dated facts later than the story's own time, in Markdown"""

    def parts(self) -> list[Key]:
        """The keys of what can only be checked against files: features named, media, years."""
        media = [("media", i, "file") for i in range(len(self.media))]
        reveals = [("reveal", i) for i in range(len(self.reveal))]
        only = [(*key, "only") for key, _ in self.shown()]
        marked = [(*key, "mark", "only") for key, entry in self.shown() if entry.mark]
        return [*only, *marked, *media, *reveals, ("reveal",), ("time", "field")]

    def shown(self) -> list[tuple[Key, StepLayer]]:
        """Every layer that the step names, on either side of a divider too, with its key."""
        found: list[tuple[Key, StepLayer]] = [
            (("layers", i), entry) for i, entry in enumerate(self.layers)
        ]
        if self.swipe:
            found += [(("swipe", "left", i), entry) for i, entry in enumerate(self.swipe.left)]
            found += [(("swipe", "right", i), entry) for i, entry in enumerate(self.swipe.right)]
        return found

    def builds_up(self, paragraphs: int) -> list[Reveal]:
        """What each press shows, for a body of so many paragraphs."""
        if self.reveal == "paragraphs":
            return [Reveal(paragraphs=[number]) for number in range(2, paragraphs + 1)]
        if self.reveal == "layers":
            return [Reveal.model_validate({"layers": [entry.layer]}) for entry in self.layers]
        return [reveal for reveal in self.reveal if isinstance(reveal, Reveal)]
