"""The kinds of value that an author writes: texts, words, colours, names; and the root model."""

import re
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema

from story.colours import parse_colour

LANGUAGE: Final = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_TEXT_HINT = "write a text, or one text per language (en: …)"


def _text(value: object) -> object:
    if isinstance(value, bool) or value is None:
        raise ValueError(_TEXT_HINT)
    if isinstance(value, int | float):
        return {"": str(value)}
    if isinstance(value, str):
        return {"": value}
    if isinstance(value, dict) and value and all(isinstance(text, str) for text in value.values()):
        for name in value:
            if name and not re.fullmatch(LANGUAGE, name):
                raise ValueError(f"'{name}' is no language; {_TEXT_HINT}")
        return value
    raise ValueError(_TEXT_HINT)


def as_bounds_or_names(value: object) -> object:
    """A name, several names, or [west, south, east, north] in degrees, as a tuple."""
    if isinstance(value, str):
        if "," in value:  # which no name of a layer has
            raise ValueError(f"'{value}' is one name; write [{value}]")
        return (value,)
    if isinstance(value, list) and value:
        if all(isinstance(item, str) for item in value):
            return tuple(value)
        numbers = [v for v in value if isinstance(v, int | float) and not isinstance(v, bool)]
        if len(numbers) == len(value) == 4:
            west, south, east, north = numbers
            if -180 <= west <= 180 and west < east <= west + 360 and -90 <= south < north <= 90:
                return tuple(value)
            what = "[west, south, east, north] in degrees: west < east, south < north"
            raise ValueError(what + ("; longitude comes first" if max(south, north) > 90 else ""))
    raise ValueError("name a layer, several layers, or give [west, south, east, north]")


def as_list(value: object) -> object:
    """A list, where one string stands for a list of one."""
    return [value] if isinstance(value, str) else value


def named(key: str, kind: type[BaseModel], *, template: str | None = None) -> BeforeValidator:
    """One text stands for a mapping with `key`, or with `template` when it has braces."""

    def spread(value: object) -> object:
        if not isinstance(value, str):
            return value
        return {template if template and set(value) & set("{}") else key: value}

    return BeforeValidator(spread, json_schema_input_type=str | kind)


def _scalar_text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Text: TypeAlias = Annotated[
    dict[str, str],
    BeforeValidator(_text),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "object", "additionalProperties": {"type": "string"}},
            ],
            "description": "a text, or a mapping of language to text",
        }
    ),
]
Word: TypeAlias = Annotated[
    str, BeforeValidator(_scalar_text, json_schema_input_type=str | int | float)
]
Colour: TypeAlias = Annotated[str, BeforeValidator(lambda v: parse_colour(str(v)))]
Opacity: TypeAlias = Annotated[float, Field(ge=0, le=1)]
NAME: Final = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$"
Name: TypeAlias = Annotated[str, Field(pattern=NAME, max_length=80)]
Marker: TypeAlias = Literal[
    "dot", "ring", "square", "diamond", "triangle", "star", "cross", "bar",
    "capital", "city", "town", "port", "bridge", "crossing", "base", "field", "terminal",
    "strait", "cape", "tripoint", "pass", "island", "plant", "drill", "site", "spaceport",
    "mountain", "mine", "school", "hospital", "airport", "ship", "factory", "dam", "valve", "flag",
    "tree", "question", "none",
]  # fmt: skip
Hatch: TypeAlias = Literal["none", "diagonal", "back", "cross", "dots", "horizontal"]
LabelKind: TypeAlias = Literal["town", "area", "country", "line", "route", "water", "none"]
Badge: TypeAlias = Literal["authors_view", "reported", "forecast"]
Verdict: TypeAlias = Literal[
    "supported", "qualified", "contradicted", "not_found", "opinion", "forecast"
]


# what only the teacher's edition of a page holds
FOR_TEACHERS: Final[dict[str, JsonValue]] = {"edition": "teacher"}


class Model(BaseModel):
    """The root of all models: no unknown keys, no change after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True
    )
