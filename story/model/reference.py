"""The reference page: every key that an author may write, from the models themselves."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from story.look import palettes

_INTRO: Final = """\
# Reference

Every key of a story, its catalogues, its charts and its ledger. This page is generated from the
models that read them, so it cannot drift; renew it with `storyglobe schema --reference`.

A key in **bold** must be given. Lengths are CSS pixels, distances metres, positions degrees of
longitude and latitude, in this order. Where a mapping is expected, one word often does: what it
then stands for is the first type in the column.
"""
# what the reader of the page looks for first; what is not named here follows by name
_ORDER: Final = (
    "Story", "Step", "View", "StepLayer", "Mark", "Catalogue", "LayerConfig", "Columns", "Join",
    "FieldFormat", "Label", "PopupField", "Style", "LayerClass", "Graduated", "NoData", "Sized",
    "LayerLimits",
)  # fmt: skip
_TITLES: Final = {
    "LayerConfig": "Layer",
    "PopupField": "Popup line",
    "StepLayer": "Layer of a step",
}
_PICTURES: Final = "images/reference"

Examples: TypeAlias = Mapping[tuple[str, str], tuple[str, str]]
"""By section and key: what an author writes, and the file of the picture that shows it."""


def reference(schema: Mapping[str, Any], examples: Examples) -> str:
    """The page in Markdown, from the JSON Schema of a story."""
    models = {"Story": schema, **schema["$defs"]}
    models = {name: model for name, model in models.items() if "properties" in model}
    names = [*(n for n in _ORDER if n in models), *sorted(models.keys() - set(_ORDER))]
    contents = [f"- [{_title(name)}](#{_anchor(name)}): {_first(models[name])}" for name in names]
    parts = [_INTRO, "\n".join(contents) + "\n"]
    parts += ["\n".join(_section(name, models[name], examples)) for name in names]
    parts.append(_palettes())
    return "\n".join(parts)


def _section(name: str, model: Mapping[str, Any], examples: Examples) -> Iterator[str]:
    title = _title(name)
    has_examples = any(section == title for section, _ in examples)
    yield f"## {title}\n"
    yield f"{model.get('description', '').strip()}\n"
    yield "| key | type | default | what it does |" + " an example | drawn |" * has_examples
    yield "|---|---|---|---|" + "---|---|" * has_examples
    required = set(model.get("required", ()))
    for key, node in model["properties"].items():
        shown = f"**`{key}`**" if key in required else f"`{key}`"
        says = " ".join(str(node.get("description", "")).split())
        default = "" if key in required else _default(node)
        cells = [shown, _type(node), default, says]
        if has_examples:
            snippet, file = examples.get((title, key), ("", ""))
            cells.append(" ".join(f"`{line}`" for line in snippet.splitlines()))
            cells.append(f"![without and with {key}]({_PICTURES}/{file})" if file else "")
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
    yield ""


def _palettes() -> str:
    known = sorted(palettes.names().values(), key=str.lower)
    kinds = [name for name in known if palettes.is_qualitative(name)]
    ramps = [name for name in known if name not in kinds]
    return (
        "## Palettes\n\n"
        f"From low to high, for `graduated`: {', '.join(ramps)}; with `_r` from high to low.\n\n"
        f"For kinds, for `palette`: {', '.join(f'{n} ({palettes.largest(n)})' for n in kinds)}.\n"
    )


def _title(name: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return _TITLES.get(name, words.strip().capitalize())


def _anchor(name: str) -> str:
    return _title(name).lower().replace(" ", "-")


def _first(model: Mapping[str, Any]) -> str:
    return " ".join(str(model.get("description", "")).split("\n\n")[0].split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _default(node: Mapping[str, Any]) -> str:
    value = node.get("default")
    if value is None or value in ({}, []):
        return ""
    if isinstance(value, dict) and set(value) == {""}:
        value = value[""]
    if isinstance(value, dict):
        value = {key: inner for key, inner in value.items() if inner not in (None, {}, [])}
        return f"`{json.dumps(value, ensure_ascii=False)}`" if value else ""
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def _type(node: Mapping[str, Any]) -> str:
    if "$ref" in node:
        name = str(node["$ref"]).rpartition("/")[2]
        return f"[{_title(name)}](#{_anchor(name)})" if name != "JsonValue" else "any value"
    for key in ("anyOf", "oneOf"):
        if key in node:
            kinds = [_type(one) for one in node[key] if one.get("type") != "null"]
            if kinds == ["text", "whole number", "number"] or kinds[0] == "text or number":
                return "text"  # a number does for one, and so does one text per language
            return " or ".join(dict.fromkeys(kinds))
    if choices := node.get("enum", [node["const"]] if "const" in node else []):
        return ", ".join(f"`{json.dumps(one).strip(chr(34))}`" for one in choices)
    return _plain_type(node)


def _plain_type(node: Mapping[str, Any]) -> str:
    kind = node.get("type")
    if isinstance(kind, list):
        return " or ".join("text" if one == "string" else str(one) for one in kind)
    if kind == "array":
        if "prefixItems" in node:
            return "list of " + ", ".join(_type(one) for one in node["prefixItems"])
        return f"list of {_type(node.get('items', {}))}"
    if kind == "object":
        values: Any = node.get("additionalProperties")
        values = values or next(iter(node.get("patternProperties", {}).values()), {})
        return f"mapping of name to {_type(values)}" if values else "mapping"
    if kind in {"number", "integer"}:
        return _number(node, "number" if kind == "number" else "whole number")
    return {"string": "text", "boolean": "`true` or `false`"}.get(str(kind), "any value")


def _number(node: Mapping[str, Any], kind: str) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    above = node.get("exclusiveMinimum")
    if high is not None:
        return f"{kind} {'over ' if low is None else ''}{above if low is None else low} to {high}"
    if above is not None:
        return f"{kind} over {above}"
    return f"{kind} from {low}" if low is not None else kind
