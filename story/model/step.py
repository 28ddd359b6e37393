"""A step: its words, where the map looks, and what it shows."""

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from story.model.fields import FOR_TEACHERS, Badge, Model, Name, Text, Word, as_bounds_or_names
from story.model.style import Style


class View(Model):
    """Where the map looks: `fit`, or `center` and `zoom`."""

    fit: Annotated[
        tuple[float, float, float, float] | tuple[str, ...] | None,
        BeforeValidator(as_bounds_or_names),
    ] = None
    """a layer, several layers, or [west, south, east, north] in degrees; east may pass 180"""
    center: tuple[float, float] | None = None
    """[longitude, latitude] in degrees"""
    zoom: Annotated[float, Field(ge=0, le=18)] | None = None
    """Leaflet's zoom: 256 · 2^zoom pixels round the equator"""

    @model_validator(mode="after")
    def _one_way(self) -> "View":
        if (self.fit is None) == (self.center is None):
            raise ValueError("give either 'fit', or 'center' with 'zoom'")
        if (self.center is None) != (self.zoom is None):
            raise ValueError("'center' and 'zoom' go together")
        return self


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


class Step(Model):
    """One beat of the story."""

    id: Name
    """stands in the address of the step: page.html#id"""
    title: Text
    """heading of the step"""
    body: Text
    """the prose, in Markdown"""
    view: View | None = None
    """where the map looks; by default at the layers of the step"""
    layers: list[
        Annotated[StepLayer, BeforeValidator(lambda v: {"layer": v} if isinstance(v, str) else v)]
    ] = []
    """what the map shows on top of the base"""
    charts: list[Name] = []
    """names of charts, drawn beneath the prose"""
    map_text: Text | None = None
    """the map in words, for those who do not see it; composed from the layers when left out"""
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
