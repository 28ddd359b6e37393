"""Problems in the words that authors use: which file, which line, which key, and the way out."""

import difflib
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from geo.errors import StorymapError, one_line
from story.model import Model, ValidationError
from story.wording import in_words
from story.yamlfile import Key, TwiceError, YamlFile, read_yaml
from story.yamltext import YamlError

M = TypeVar("M", bound=Model)


class ConfigError(StorymapError):
    """The story needs fixing; `.problems` holds one line for each thing."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(one_line(problem) for problem in problems)
        super().__init__("\n".join(self.problems))


def nearest(word: str, choices: Iterable[str]) -> str:
    """The hint `; did you mean 'x'?` for the choice most like `word`, or nothing."""
    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def place(file: YamlFile, key: Key) -> str:
    """`file:line: path` of a key, as every problem begins.

    Where the author wrote one word for a mapping, the path ends there.
    """
    return f"{file.path}:{file.line(key)}: {_dotted(_written(key, file.value))}"


def _written(key: Key, value: object) -> Key:
    for at, part in enumerate(key):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return key if isinstance(value, dict | list) or not at else key[:at]
    return key


def _dotted(key: Key) -> str:
    text = ""
    for part in key:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".") or "file"


def validate(file: YamlFile, kind: type[M], problems: list[str]) -> M | None:
    """The file as a model, or nothing and one more line in `problems` for each fault."""
    value = file.value
    if not isinstance(value, dict):
        problems.append(f"{file.path}:1: file: is not a mapping of keys to values")
        return None
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        found: dict[Key, str] = {}
        for item in error.errors(include_url=False, include_context=True):
            key = _known_part(item["loc"], value)
            found.setdefault(key, _say(item, key, kind))
        # pydantic repeats a fault of a part on the whole: keep the innermost
        inner = [k for k in found if not any(o != k and o[: len(k)] == k for o in found)]
        inner.sort(key=file.line)
        problems.extend(f"{place(file, key)}: {found[key]}" for key in inner)
        return None


def read_all(find: Callable[[], Path], problems: list[str]) -> YamlFile:
    """The file of this path; keys that stand twice go to `problems`, and the first of each counts.

    Raises what `find` and `read_yaml` raise.
    """
    try:
        return read_yaml(find())
    except TwiceError as error:
        problems.extend(error.problems)
        return error.file


def read_named(
    file: YamlFile, key: Key, find: Callable[[], Path], kind: type[M], problems: list[str]
) -> tuple[YamlFile, M] | None:
    """The file that `key` of another one names, and what it holds; its faults go to `problems`.

    `find` gives its path, or raises `StorymapError`.
    """
    try:
        own = read_all(find, problems)
    except YamlError as error:
        problems.extend(error.problems)
        return None
    except StorymapError as error:
        problems.append(f"{place(file, key)}: {error}")
        return None
    found = validate(own, kind, problems)
    return None if found is None else (own, found)


def _known_part(loc: tuple[str | int, ...], value: object) -> Key:
    """The part of pydantic's location that the file has, with a missing last key."""
    key: list[str | int] = []
    for part in loc:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        elif isinstance(value, dict) and part == loc[-1]:
            return (*key, part)
        else:
            continue
        key.append(part)
    return tuple(key)


def _say(item: Mapping[str, Any], key: Key, kind: type[Model]) -> str:
    if item["type"] == "extra_forbidden":
        return "unknown key" + _where_instead(str(key[-1]), _model_at(kind, key[:-1]))
    if item["type"] == "missing":
        return "is missing"
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    text = str(item["msg"])
    expected = str(item.get("ctx", {}).get("expected", ""))
    if item["type"] == "literal_error":
        choices = expected.replace("'", "").replace(" or ", ", ").split(", ")
        return f"'{item['input']}' is none of {', '.join(choices)}" + nearest(
            str(item["input"]), choices
        )
    fields = model.model_fields if (model := _model_at(kind, key)) else {}
    required = [name for name, field in fields.items() if field.is_required()]
    return in_words(item, required, list(fields)) or text[:1].lower() + text[1:]


def _where_instead(word: str, model: type[Model] | None) -> str:
    """What an unknown key may have been meant for: one spelt nearly so, or one a level deeper."""
    if word.isdigit():  # the rest of {value: 38,5}
        return "; within braces a comma begins another key: write a number with a point"
    if model is None:
        return ""
    fields = model.model_fields
    if difflib.get_close_matches(word, list(fields), n=1, cutoff=0.75):
        return nearest(word, fields)
    inner = {name: _model_in(field.annotation) for name, field in fields.items()}
    below = {key: name for name, one in inner.items() if one for key in one.model_fields}
    if word in below:
        return f"; it stands under '{below[word]}'"
    if near := difflib.get_close_matches(word, list(below), n=1, cutoff=0.75):
        return f"; did you mean '{near[0]}', which stands under '{below[near[0]]}'?"
    known = ", ".join(list(fields)[:12]) + (" …" if len(fields) > 12 else "")
    return nearest(word, fields) or f"; the keys here are {known}"


def _model_at(kind: type[Model], key: Key) -> type[Model] | None:
    """The model whose keys stand under `key`."""
    current: type[Model] | None = kind
    for part in key:
        if current is None:
            return None
        if isinstance(part, str) and part in current.model_fields:
            current = _model_in(current.model_fields[part].annotation) or None
    return current


def _model_in(annotation: object) -> type[Model] | None:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, Model) else None
    for argument in typing.get_args(annotation):
        if found := _model_in(argument):
            return found
    return None
