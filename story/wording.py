"""What pydantic finds wrong, as one says it to an author: what is there, and what to write."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from story.model.fields import LANGUAGE

_KINDS: Final = {dict: "a mapping", list: "a list", type(None): "nothing"}
_NUMBERS: Final = re.compile(r"[-\d., ]+")
_UNIT: Final = re.compile(r"-?\d+(\.\d+)?\s*(px|%|k?m|°|pt|s|MB)")


def in_words(item: Mapping[str, Any], required: Sequence[str], known: Sequence[str]) -> str:
    """One fault of pydantic's; empty when its own words do.

    `required` and `known` are the keys of the model that belongs there, when there is one.
    """
    kind, value, context = str(item["type"]), item["input"], item.get("ctx", {})
    if kind in {"model_type", "model_attributes_type"}:
        return _keys_wanted(value, required or known[:2])
    if kind == "list_type" and _is_word(value) and len(required) > 1:
        return _keys_wanted(value, required)  # one word cannot stand for such an entry
    way = _WAYS.get(kind)
    return way(value, context) if way else ""


def _keys_wanted(value: object, keys: Sequence[str]) -> str:
    shown = ", ".join(f"{key}: …" for key in keys)
    return f"{_shown(value)} stands where keys are needed: write {{{shown}}}"


def _names_wanted(value: object, _: Mapping[str, Any]) -> str:
    if isinstance(value, str) and "," in value:
        shown = ", ".join(f"{word.strip()}: …" for word in value.split(",") if word.strip())
        return f"{_shown(value)} stands where names are needed: write {{{shown}}}"
    return f"{_shown(value)} stands where names are needed: begin each entry with 'name: '"


def _list_wanted(value: object, _: Mapping[str, Any]) -> str:
    if _is_word(value):
        text = str(value)
        is_row = _NUMBERS.fullmatch(text)
        words = ", ".join(text.replace(",", " ").split()) if is_row else _quoted(text)
        return f"{_shown(value)} is no list: write [{words}]"
    return f"{_shown(value)} stands where a list is needed: begin each entry with '- '"


def _quoted(text: str) -> str:
    """The entries of a list, those with braces in quotes: YAML would take them for mappings."""
    if not set(text) & set("{}"):
        return text
    return ", ".join(f'"{word.strip()}"' for word in text.split(","))


def _few_wanted(value: object, context: Mapping[str, Any]) -> str:
    if _is_word(value):
        return _list_wanted(value, context)
    return f"{_shown(value)} stands where a list is needed: write […, …]"


def _number_wanted(kind: str) -> Callable[[object, Mapping[str, Any]], str]:
    def say(value: object, _: Mapping[str, Any]) -> str:
        has_unit = isinstance(value, str) and _UNIT.fullmatch(value.strip())
        way = "; write the number alone, without a unit" if has_unit else ""
        return f"{_shown(value)} is no {kind}{way}"

    return say


def _text_wanted(value: object, _: Mapping[str, Any]) -> str:
    shown = _shown(value)
    return (
        f'{shown} is no text: write "{shown[1:-1]}"' if _is_word(value) else f"{shown} is no text"
    )


def _other_letters(value: object, context: Mapping[str, Any]) -> str:
    if context.get("pattern") == LANGUAGE:
        return f"{_shown(value)} is no language; write its code, such as en, ru or zh-Hans"
    return f"{_shown(value)} may have letters from a to z, digits, '_', '-' and '.', no spaces"


def _limit(key: str, words: str) -> Callable[[object, Mapping[str, Any]], str]:
    return lambda value, context: (
        f"{_shown(value)} is out of range; it must be {words} {context[key]:g}"
    )


_WAYS: Final[dict[str, Callable[[object, Mapping[str, Any]], str]]] = {
    "dict_type": _names_wanted,
    "list_type": _list_wanted,
    "tuple_type": _few_wanted,
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _number_wanted("whole number")),
    **dict.fromkeys(("float_type", "float_parsing"), _number_wanted("number")),
    **dict.fromkeys(
        ("bool_type", "bool_parsing"), lambda value, _: f"{_shown(value)} is neither true nor false"
    ),
    "string_type": _text_wanted,
    "string_pattern_mismatch": _other_letters,
    "greater_than": _limit("gt", "more than"),
    "greater_than_equal": _limit("ge", "at least"),
    "less_than": _limit("lt", "less than"),
    "less_than_equal": _limit("le", "at most"),
    "too_short": lambda _, context: f"needs {context['min_length']} entry or more",
}


def _is_word(value: object) -> bool:
    return isinstance(value, str | int | float)


def _shown(value: object) -> str:
    if type(value) in _KINDS:
        return _KINDS[type(value)]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}'" if len(text) <= 40 else f"'{text[:39]}…'"
