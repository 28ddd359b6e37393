"""What a class does with a story: guesses, a quiz, words explained, steps that build up."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from story.model.fields import Model, Name, Text, Word
from story.model.view import View

Number: TypeAlias = float | tuple[float, float]
Points: TypeAlias = Annotated[dict[Word, float], Field(min_length=1, max_length=60)]


class Beside(Model):
    """A second line, to judge the first one by."""

    title: Text
    """what it shows"""
    values: Points
    """its values"""


class Predict(Model):
    """A number or a line that the reader guesses before the data show."""

    ask: Text
    """what is to be guessed, in Markdown"""
    unit: Text | None = None
    """unit of the numbers"""
    low: float = 0
    """least number that can be guessed"""
    high: float
    """greatest number that can be guessed"""
    step: Annotated[float, Field(gt=0)] = 1
    """smallest difference between two guesses"""
    value: Number | None = None
    """the number, or [from, to] where sources give a range"""
    values: Points | None = None
    """the line: its points by year or name, which the reader draws"""
    given: Points | None = None
    """points of the line that are shown from the beginning"""
    beside: Beside | None = None
    """a second line, shown from the beginning"""
    say: Text | None = None
    """what the data say, in Markdown"""
    sources: list[Word] = []
    """ids of sources in the ledger"""
    hold: bool = False
    """hold the prose of the step back until the guess is made, because it gives the data away"""
    later: bool = False
    """the data are later than the story's own time: mark them so"""

    @model_validator(mode="after")
    def _one_kind(self) -> "Predict":
        if (self.value is None) == (self.values is None):
            raise ValueError("give either 'value', for a number, or 'values', for a line")
        if self.values is None and (self.given or self.beside):
            raise ValueError("'given' and 'beside' go with 'values'")
        if self.low >= self.high:
            raise ValueError("'low' must be less than 'high'")
        numbers = [*(self.values or {}).values(), *(self.given or {}).values()]
        numbers += self.beside.values.values() if self.beside else ()
        if self.value is not None:
            numbers += self.value if isinstance(self.value, tuple) else [self.value]
        if any(not self.low <= number <= self.high for number in numbers):
            raise ValueError("every number must lie between 'low' and 'high'")
        return self


class Quiz(Model):
    """Find the place: names are asked, and looked for on a map without names."""

    layer: str
    """layer of points or areas whose names are asked"""
    places: list[Word] = []
    """keys of the features that may be asked, in order; by default all of them"""
    count: Annotated[int, Field(ge=1, le=50)] = 10
    """how many are asked in one round"""
    near_km: Annotated[float, Field(gt=0, le=5000)] = 200
    """a point is found when the guess is no farther away"""
    view: View | None = None
    """where the map looks; by default at all places that may be asked"""
    title: Text | None = None
    """heading of the quiz"""


class Term(Model):
    """A word explained."""

    means: Text | None = None
    """what an abbreviation stands for"""
    definition: Text
    """one or two sentences"""
    also: list[Word] = []
    """other forms of the word that are marked, such as its plural"""


class Glossary(Model):
    """A file of words explained; the first of each in a step is marked."""

    terms: dict[Annotated[str, Field(min_length=1, max_length=80)], Term]
    """terms as they stand in the text"""


class RevealLayer(Model):
    """A layer, or some features of it, that wait for their turn."""

    layer: Name
    """name of a layer that the step shows"""
    only: Annotated[list[Word], Field(min_length=1)] | None = None
    """keys of the features that wait; the others show from the beginning"""


class Reveal(Model):
    """What one press shows."""

    paragraphs: list[Annotated[int, Field(ge=1)]] = []
    """paragraphs of the body, counted from 1; what stands beneath waits with them"""
    layers: list[
        Annotated[
            RevealLayer,
            BeforeValidator(
                lambda v: {"layer": v} if isinstance(v, str) else v,
                json_schema_input_type=str | RevealLayer,
            ),
        ]
    ] = []
    """layers of the step"""

    @model_validator(mode="after")
    def _something(self) -> "Reveal":
        if not self.paragraphs and not self.layers:
            raise ValueError("name 'paragraphs' or 'layers' to show")
        return self


Reveals: TypeAlias = list[Reveal] | Literal["paragraphs", "layers"]
