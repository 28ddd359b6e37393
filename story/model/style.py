"""How features are drawn: one style, a style for each class, colours and sizes by value."""

import itertools
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from story.look import palettes
from story.model.fields import Colour, Hatch, Marker, Model, Opacity, Text, named

Palette: TypeAlias = Annotated[str, AfterValidator(palettes.find_palette)]
Scheme: TypeAlias = Literal[
    "quantiles", "equal_interval", "jenks", "natural_breaks", "fisher_jenks", "pretty",
    "std_mean", "percentiles", "box_plot", "head_tail", "maximum_breaks",
]  # fmt: skip
Arrow: TypeAlias = Annotated[
    Literal["none", "end", "start", "both", "along"],
    BeforeValidator(lambda v: {True: "along", False: "none"}[v] if isinstance(v, bool) else v),
    WithJsonSchema({"enum": [True, False, "none", "end", "start", "both", "along"]}),
]


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
    arrow: Arrow | None = None
    """where lines carry arrowheads, in the direction in which the file draws them; `true` is
    `along`"""
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


class LayerClass(Model):
    """The style and the legend text of the features with one value of the `by` field."""

    style: Style = Style()
    """overrides of the layer's style"""
    legend: Text | None = None
    """what the legend says of this class; nothing when it is left out"""


class NoData(Model):
    """The style and the legend text of the features without a value."""

    style: Style = Style()
    """overrides of a pale grey"""
    legend: Text = {"": "No data"}
    """what the legend says of them"""


class Graduated(Model):
    """Colours from low to high by the number in the `by` field."""

    scheme: Scheme = "quantiles"
    """how the limits between the classes are found; mapclassify's schemes"""
    count: Annotated[int, Field(ge=2, le=12)] = 5
    """number of classes; some schemes find their own"""
    breaks: Annotated[list[float], Field(min_length=1, max_length=11)] | None = None
    """the limits themselves, in place of a scheme; a value on a limit is in the lower class"""
    palette: Palette = "YlOrRd"
    """colours from low to high, by the name that ColorBrewer, cmocean, Crameri or matplotlib
    gives them; with `_r` at its end from high to low"""
    legend: list[Text] | None = None
    """a text for each class from low to high, in place of the ranges"""
    no_data: NoData = NoData()
    """the features without a value"""

    @model_validator(mode="after")
    def _whole(self) -> "Graduated":
        breaks = self.breaks or []
        if any(a >= b for a, b in itertools.pairwise(breaks)):
            raise ValueError("'breaks' must rise from each to the next")
        wanted, most = len(breaks) + 1 if breaks else self.count, palettes.largest(self.palette)
        if wanted > most:
            raise ValueError(f"the palette {self.palette} has {most} colours, not {wanted}")
        if palettes.is_qualitative(self.palette):
            raise ValueError(
                f"the palette {self.palette} is one of kinds, without low and high; "
                "YlOrRd, Blues and Viridis are some that have them"
            )
        return self


class Sized(Model):
    """Symbols whose area, or lines whose width, grows with the number in a field."""

    by: str
    """the field, whose numbers may not be negative"""
    largest: Annotated[float, Field(gt=0, le=80)] | None = None
    """diameter of the largest symbol, by default 40 px; width of the widest line, by default 12"""
    smallest: Annotated[float, Field(ge=0, le=40)] = 3
    """nothing is drawn smaller, so that it can be seen; half of it for lines"""
    full: Annotated[float, Field(gt=0)] | None = None
    """the value drawn at its largest, by default the largest there is; give it to compare layers"""
    legend: Text | None = None
    """heading of the sizes in the legend, by default what the field is called"""


def _no_palette(value: object) -> object:
    if isinstance(value, str) and value.lower().removesuffix("_r") in palettes.names():
        raise ValueError(f"'{value}' is a palette, not a scheme; write {{palette: {value}}}")
    return value


# the last validator is the first at work
GraduatedOrScheme: TypeAlias = Annotated[
    Graduated, named("scheme", Graduated), BeforeValidator(_no_palette)
]
SizedOrField: TypeAlias = Annotated[Sized, named("by", Sized)]
