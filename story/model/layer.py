"""A layer as a catalogue describes it: a file, what it is, and how it looks."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from story.model.fields import LANGUAGE, LabelKind, Model, Name, Text, Word, named
from story.model.style import GraduatedOrScheme, LayerClass, Palette, SizedOrField, Style
from story.model.table import Columns, Decimal, FieldFormat, Join, LayerLimits
from story.values.template import parse_template
from story.values.where import MAX_LENGTH, parse_where

Zoom: TypeAlias = Annotated[float, Field(ge=0, le=22)]


def _template(text: str) -> str:
    parse_template(text)
    return text


def _where(text: str) -> str:
    parse_where(text)
    return text


class Label(Model):
    """What names a feature on the map, and how the name is set."""

    field: str | None = None
    """the field that holds the name"""
    text: Annotated[str, Field(max_length=400), AfterValidator(_template)] | None = None
    """a text with fields in braces, such as "{name} ({year})", in place of `field`"""
    kind: LabelKind | None = None
    """how the name is set; by default after the geometry"""
    rank: str | None = None
    """a numeric field; features with a lower number are named first, and in a layer of the `base`
    the others appear from nearer"""
    names: dict[str, str] = {}
    """fields with the name in other languages, by language: {zh: name_zh}"""

    @model_validator(mode="after")
    def _one_way(self) -> "Label":
        if (self.field is None) == (self.text is None):
            raise ValueError("give either 'field' or 'text'")
        return self


class PopupField(Model):
    """One line of what a tap on a feature tells."""

    field: str
    """the field that is shown"""
    title: Text | None = None
    """what to call it; by default what `fields` calls it, or the name of the field; the first line
    is the heading, and needs none"""
    unit: Text | None = None
    """written behind the value"""
    language: Annotated[str, Field(pattern=LANGUAGE)] | None = None
    """language of the values, such as ru, so that they are read aloud as they should be"""


class LayerConfig(Model):
    """One entry of a catalogue: a file, what it is, and how it looks."""

    source: str
    """file, relative to the YAML file that names it, in its folder or in one given with `--data`"""
    title: Text | None = None
    """what the layer is called in the credits and the report"""
    layer: str | None = None
    """which layer of a file that holds several, or which sheet of an XLSX file"""
    crs: str | None = None
    """CRS of a file that does not say it, such as EPSG:4326"""
    encoding: str | None = None
    """character encoding of a Shapefile or CSV that does not say it"""
    columns: Columns | None = None
    """columns of a table that hold the places; by default found by their names"""
    decimal: Decimal | None = None
    """sign before the decimals of numbers that are text in the file: with "," a text such as
    1 234,5 becomes a number; spaces, apostrophes and the other sign may part thousands"""
    key: str | None = None
    """field that identifies a feature; by default `id` when the file has it"""
    join: Annotated[
        list[Join],
        BeforeValidator(
            lambda v: [v] if isinstance(v, dict) else v, json_schema_input_type=Join | list[Join]
        ),
    ] = []
    """tables whose columns become fields of the layer"""
    where: Annotated[str, Field(max_length=MAX_LENGTH), AfterValidator(_where)] | None = None
    """which features are drawn: an expression on fields, such as
    `population > 1000 and kind in ('port', 'base')`"""
    fields: dict[str, Annotated[FieldFormat, named("title", FieldFormat)]] = {}
    """what fields are called and how their values are written, here and in label, popup, legend"""
    label: Annotated[Label, named("field", Label, template="text")] | None = None
    """field or text that names a feature on the map"""
    popup: list[Annotated[PopupField, named("field", PopupField)]] = []
    """fields that a hover or tap shows, the first of them as the heading; by default `fields`"""
    tolerance_m: Annotated[float, Field(gt=0, le=1_000_000)] | None = None
    """simplification in metres; by default after the extent of the layer"""
    min_zoom: Zoom | None = None
    """drawn from this zoom on; zoom 0 has 256 pixels round the equator, each step twice as many"""
    max_zoom: Zoom | None = None
    """drawn up to this zoom"""
    style: Style = Style()
    """how the features are drawn"""
    by: str | None = None
    """field whose value chooses a class"""
    classes: dict[str, LayerClass] = {}
    """styles by value of the `by` field; "*" is the class of all values without one"""
    palette: Palette | None = None
    """colours for the values of the `by` field that have no class, in the order of the values"""
    graduated: GraduatedOrScheme | None = None
    """colours from low to high by the number in the `by` field; one word stands for the scheme"""
    sized: SizedOrField | None = None
    """size of symbols, or width of lines, by the number in a field; one word stands for the
    field"""
    legend: Text | None = None
    """what the legend says of the layer, or above its classes; nothing when it is left out"""
    limits: LayerLimits = LayerLimits()
    """how much the file, and those joined to it, may ask of the machine"""
    licence: Word | None = None
    """licence of the data, as an SPDX identifier where there is one"""
    attribution: Text | None = None
    """who must be credited on the page"""
    date: Word | None = None
    """date of the data"""
    accuracy: Text | None = None
    """how far the drawn place may be from the real one"""

    @model_validator(mode="after")
    def _whole(self) -> "LayerConfig":
        if self.by is None:
            for key in ("classes", "palette", "graduated"):
                if getattr(self, key):
                    raise ValueError(f"'{key}' needs 'by', the field that chooses the class")
        if self.palette and "*" in self.classes:
            raise ValueError("'palette' colours every value: the class '*' has no use beside it")
        if self.graduated and (self.classes or self.palette):
            raise ValueError(
                "'graduated' has a palette and classes of its own: leave out the others"
            )
        if self.max_zoom is not None and (self.min_zoom or 0) > self.max_zoom:
            raise ValueError("'min_zoom' is above 'max_zoom': the layer would never be drawn")
        return self


class Catalogue(Model):
    """A file of layers that several stories may share."""

    layers: dict[Name, LayerConfig]
    """the layers by name, in the order in which they are painted"""
