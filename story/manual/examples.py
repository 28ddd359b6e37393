"""The examples of the reference, as `examples.yaml` beside this file holds them."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from story.stanza import quoted
from story.yamlfile import parse_yaml

# where in a layer the keys of a section stand; `*` is the first of a list or mapping
_WITHIN: Final = {
    "Layer": (),
    "Columns": ("columns",),
    "Join": ("join",),
    "Field format": ("fields", "*"),
    "Label": ("label",),
    "Popup line": ("popup", "*"),
    "Style": ("style",),
    "Layer class": ("classes", "*"),
    "Graduated": ("graduated",),
    "No data": ("graduated", "no_data"),
    "Sized": ("sized",),
    "Layer limits": ("limits",),
}


@dataclass(frozen=True)
class Example:
    """A key of a section in use: the layer without it and with it, as an author writes both."""

    section: str
    key: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    step: Mapping[str, Any]
    is_base: bool
    """whether the layer is the base of the story, and no step names it"""
    show: str
    """what is shown beside the map: `popup`, `credits` or nothing"""
    snippet: str
    """the lines of the layer that have the key"""

    @property
    def file(self) -> str:
        """The name of its picture."""
        return f"{self.section.lower().replace(' ', '-')}.{self.key}.svg"


def examples() -> list[Example]:
    """Every example, in the order of the file."""
    text = resources.files("story").joinpath("manual", "examples.yaml").read_text("utf-8")
    sections: Any = parse_yaml(text, Path("examples.yaml")).value
    return [
        _example(section, key, entry)
        for section, entries in sections.items()
        for key, entry in entries.items()
    ]


def by_key() -> dict[tuple[str, str], tuple[str, str]]:
    """What each example writes, and the file of its picture, by section and key."""
    return {(one.section, one.key): (one.snippet, one.file) for one in examples()}


def _example(section: str, key: str, entry: Mapping[str, Any]) -> Example:
    layer = entry["layer"]
    before = deepcopy(layer)
    drop: list[tuple[str, ...]] = [(name,) for name in entry.get("drop", ())]
    drop = drop or [(*_WITHIN[section], key)]
    for path in drop:
        _remove(before, path)
    tops = list(dict.fromkeys(path[0] for path in drop))
    shown = [name for name in layer if name in tops] or [key]
    return Example(
        section=section,
        key=key,
        before=before,
        after=layer,
        step=entry.get("step", {}),
        is_base=entry.get("base", False),
        show=entry.get("show", ""),
        snippet="\n".join(f"{name}: {flow(layer[name])}" for name in shown),
    )


def _remove(value: Any, path: Sequence[str]) -> None:
    """Take a key out, and what then is empty."""
    first, *rest = path
    key: Any = (0 if isinstance(value, list) else next(iter(value))) if first == "*" else first
    if rest:
        _remove(value[key], rest)
    if not rest or not value[key]:
        del value[key]


def flow(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)}: {flow(inner)}" for k, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else str(value)
