"""What an author may write: the models of a story, its catalogue of layers and its ledger.

The one home of pydantic. Every model is frozen; after `story.config` has read them nobody checks
again. Texts are `Text`: one string, or one per language.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationError

from story.model.chart import Chart, ChartFile, ChartRow, ChartSeries, charts_tag
from story.model.display import Media, Swipe, Theme, TimeSlider
from story.model.edition import Edition, for_students
from story.model.fields import LANGUAGE, Model, Name, Text, as_list
from story.model.layer import Catalogue, Label, LayerConfig, PopupField
from story.model.learning import Glossary, Predict, Quiz, Reveal, Term
from story.model.ledger import Claim, Ledger, Source
from story.model.shown import Mark, StepLayer
from story.model.step import Step
from story.model.style import Graduated, LayerClass, NoData, Sized, Style
from story.model.table import Columns, FieldFormat, Join, LayerLimits
from story.model.view import View

__all__ = [
    "Catalogue",
    "Chart",
    "ChartFile",
    "ChartRow",
    "ChartSeries",
    "Claim",
    "Columns",
    "Edition",
    "FieldFormat",
    "Glossary",
    "Graduated",
    "Join",
    "Label",
    "LayerClass",
    "LayerConfig",
    "LayerLimits",
    "Ledger",
    "Mark",
    "Media",
    "Model",
    "NoData",
    "PopupField",
    "Predict",
    "Quiz",
    "Reveal",
    "Sized",
    "Source",
    "Step",
    "StepLayer",
    "StoryConfig",
    "Style",
    "Swipe",
    "Term",
    "Text",
    "Theme",
    "TimeSlider",
    "ValidationError",
    "View",
    "for_students",
    "schema",
]


class StoryConfig(Model):
    """A story: its words, its steps, and where its layers are."""

    title: Text
    """the heading of the page"""
    subtitle: Text | None = None
    """one line beneath it"""
    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"
    """language of the page: of texts in several languages (`{en: …, ru: …}`) it holds this one
    alone, or the first that there is. Buttons and composed texts are English in any case, and names
    of features are those of the `label`"""
    theme: Theme = "light"
    """how the page looks at first: on paper, in a dark room, or as the reader's system does"""
    intro: Text | None = None
    """opening section, in Markdown"""
    outro: Text | None = None
    """closing section, in Markdown"""
    boundaries: Text | None = None
    """how borders and names are treated"""
    catalog: Annotated[
        list[str], BeforeValidator(as_list, json_schema_input_type=str | list[str])
    ] = []
    """catalogues of layers, relative to this file"""
    ledger: str | None = None
    """file of claims and sources, relative to this file"""
    glossary: str | None = None
    """file of words explained, relative to this file"""
    quiz: Quiz | None = None
    """a quiz at the end: find the place"""
    charts: Annotated[
        Annotated[dict[Name, Chart], Tag("charts")] | Annotated[str, Tag("file")],
        Discriminator(charts_tag),
    ] = {}
    """charts by name, or the file that holds them, relative to this file"""
    layers: dict[Name, LayerConfig] = {}
    """layers of this story alone"""
    base: list[str] | None = None
    """names of the layers that lie under every step; by default a quiet map of the world"""
    relief: bool = True
    """light the ground: the shaded relief of the world, under the lines of the map"""
    steps: Annotated[list[Step], Field(min_length=1, max_length=400)]
    """the beats, in order"""


def schema() -> dict[str, Any]:
    """The JSON Schema of a story file, with those of the files it may name as definitions."""
    result = StoryConfig.model_json_schema()
    for model in (Catalogue, Ledger, Glossary, ChartFile):
        part = model.model_json_schema()
        result["$defs"] |= part.pop("$defs", {})
        result["$defs"][model.__name__] = part
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | result
