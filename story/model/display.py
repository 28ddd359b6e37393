"""What a step may add to its map: a layout, pictures and sound, a comparison, a slider of years."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from story.model.fields import Model, Text, Word, named
from story.model.shown import StepLayer

Layout: TypeAlias = Literal["side", "float", "full", "map"]
Theme: TypeAlias = Literal["light", "dark", "auto"]
Shown: TypeAlias = Annotated[StepLayer, named("layer", StepLayer)]


class Media(Model):
    """An image, a recording or a film, carried in the page itself."""

    file: str
    """PNG, JPEG, WebP, GIF, AVIF, MP3, Ogg, WAV, FLAC, M4A, MP4 or WebM in the story's folder"""
    alt: Text
    """what it shows or says, for those who cannot see or hear it"""
    caption: Text | None = None
    """one or two lines beneath it, plain text"""
    licence: Word
    """licence of the file, as an SPDX identifier where there is one"""
    attribution: Text | None = None
    """who made it"""


class Swipe(Model):
    """Two sets of layers on the same map, parted by a divider that the reader moves."""

    left: Annotated[list[Shown], Field(min_length=1)]
    """layers on the left of the divider, besides those of the step"""
    right: Annotated[list[Shown], Field(min_length=1)]
    """layers on the right of it"""
    left_caption: Text
    """what the left side shows"""
    right_caption: Text
    """what the right side shows"""


class TimeSlider(Model):
    """A slider of years: features of a layer are shown once their date has come."""

    layer: str
    """a layer that the step shows"""
    field: str
    """the field that holds a feature's year, or a date such as 2001-06-15"""
    first: int
    """year at the left end"""
    last: int
    """year at the right end"""
    until: int | None = None
    """the story's own time, where the slider stands at first; later years are “since then”"""

    @model_validator(mode="after")
    def _in_order(self) -> "TimeSlider":
        if not self.first < self.last:
            raise ValueError("'first' must be earlier than 'last'")
        if self.until is not None and not self.first <= self.until <= self.last:
            raise ValueError("'until' must lie between 'first' and 'last'")
        return self
