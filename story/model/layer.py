"""A layer as a catalogue describes it: a file, what it is, and how it looks."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from story.model.fields import (
    Colour,
    Hatch,
    LabelKind,
    Marker,
    Model,
    Name,
    Opacity,
    Text,
    Word,
)


class Style(Model):
    """How the features of a layer are drawn. Lengths are CSS pixels on the screen."""

    color: Colour | None = None
    """colour of lines, outlines and symbols"""
    width: Annotated[float, Field(ge=0, le=40)] | None = None
    """width of a line or outline"""
    opacity: Opacity | None = None
    """opacity of everything the layer draws"""
    dash: Annotated[list[Annotated[float, Field(ge=0, le=200)]], Field(max_length=8)] | None = None
    """lengths of strokes and gaps"""
    casing: Colour | None = None
    """colour of a wider line beneath, which lifts a line off the map"""
    arrow: bool | None = None
    """whether a line shows its direction with arrow heads"""
    fill: Colour | None = None
    """colour inside areas and symbols"""
    fill_opacity: Opacity | None = None
    """opacity of the fill alone"""
    hatch: Hatch | None = None
    """pattern over the fill, in `color`"""
    marker: Marker | None = None
    """symbol of point features"""
    size: Annotated[float, Field(gt=0, le=80)] | None = None
    """diameter of the symbol"""


class Label(Model):
    """Which field names a feature on the map, and how the name is set."""

    field: str
    """the field that holds the name"""
    kind: LabelKind | None = None
    """how the name is set; by default after the geometry"""
    rank: str | None = None
    """a numeric field; features with a lower number are named first"""
    names: dict[str, str] = {}
    """fields with the name in other languages, by language: {zh: name_zh}"""


class PopupField(Model):
    """One line of what a tap on a feature tells."""

    field: str
    """the field that is shown"""
    title: Text | None = None
    """what to call it; without a title the value stands alone"""
    unit: Text | None = None
    """written behind the value"""


class LayerClass(Model):
    """The style and the legend text of the features with one value of the `by` field."""

    style: Style = Style()
    """overrides of the layer's style"""
    legend: Text | None = None
    """what the legend says of this class; nothing when it is left out"""


class LayerConfig(Model):
    """One entry of a catalogue: a file, what it is, and how it looks."""

    source: str
    """file, relative to the YAML file that names it and inside its folder"""
    title: Text | None = None
    """what the layer is called in the credits and the report"""
    layer: str | None = None
    """which layer of a file that holds several"""
    crs: str | None = None
    """CRS of a file that does not say it, such as EPSG:4326"""
    encoding: str | None = None
    """character encoding of a Shapefile or CSV that does not say it"""
    key: str | None = None
    """field that identifies a feature; by default `id` when the file has it"""
    label: Annotated[
        Label | None, BeforeValidator(lambda v: {"field": v} if isinstance(v, str) else v)
    ] = None
    """field that names a feature on the map"""
    popup: list[
        Annotated[PopupField, BeforeValidator(lambda v: {"field": v} if isinstance(v, str) else v)]
    ] = []
    """fields that a hover or tap shows, the first of them as the heading"""
    tolerance_m: Annotated[float, Field(gt=0, le=1_000_000)] | None = None
    """simplification in metres; by default after the extent of the layer"""
    style: Style = Style()
    """how the features are drawn"""
    by: str | None = None
    """field whose value chooses a class"""
    classes: dict[str, LayerClass] = {}
    """styles by value of the `by` field"""
    legend: Text | None = None
    """what the legend says of the layer; nothing when it is left out"""
    licence: Word | None = None
    """licence of the data, as an SPDX identifier where there is one"""
    attribution: Text | None = None
    """who must be credited on the page"""
    date: Word | None = None
    """date of the data"""
    accuracy: Text | None = None
    """how far the drawn place may be from the real one"""


class Catalogue(Model):
    """A file of layers that several stories may share."""

    layers: dict[Name, LayerConfig]
    """the layers by name, in the order in which they are painted"""
