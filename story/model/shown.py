"""A layer as one step shows it: which features, how strongly, by which names."""

from typing import Annotated

from pydantic import Field

from story.model.fields import Model, Text, Word
from story.model.style import Style


class Mark(Model):
    """Features that one step sets apart from the rest of their layer."""

    only: Annotated[list[Word], Field(min_length=1)]
    """keys of the features"""
    style: Style
    """how they are drawn, over the layer's own style"""
    legend: Text | None = None
    """what the legend says of them"""


class StepLayer(Model):
    """A layer as one step shows it."""

    layer: str
    """name of the layer"""
    only: Annotated[list[Word], Field(min_length=1)] | None = None
    """keys of the features that the step is about; the others are not shown"""
    emphasis: bool = False
    """draw it stronger than usual"""
    fade: bool = False
    """draw it fainter than usual"""
    label: bool = True
    """name its features"""
    names: Annotated[list[str], Field(min_length=1, max_length=4)] | None = None
    """languages of its names, in order: [en, ru, zh]; the layer's `label: names` has the fields"""
    legend: bool = True
    """explain it in the legend"""
    hide: bool = False
    """leave this layer of the base out of the step"""
    style: Style = Style()
    """overrides for this step"""
    mark: Mark | None = None
    """features that this step sets apart from the others"""
