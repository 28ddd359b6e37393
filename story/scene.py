"""What the browser needs to draw: styles, labels and views, all resolved, as plain values.

The page never guesses: defaults are filled in here, names become numbers, and `only` lists become
lists of feature numbers. The result is one JSON value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo import Feature, Layer
from story.config import LayerEntry, Story
from story.model import LayerConfig, Style
from story.names import missing_names, names_of, pick
from story.problems import ConfigError, nearest
from story.states import given, state_of_step

_DEFAULTS: Final[dict[str, Style]] = {
    "point": Style(color="#8a2d3b", fill="#ffffff", marker="dot", size=9, width=1.6),
    "line": Style(color="#8a2d3b", width=2, casing="#ffffff"),
    "area": Style(color="#8a6d3b", width=0.8, fill="#d9b872", fill_opacity=0.55),
}
_LABELS: Final = {"point": "town", "line": "route", "area": "area"}


@dataclass(frozen=True)
class Scene:
    """The layers in painter's order, and one state of the map for every step."""

    layers: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    packed: tuple[bytes, ...]
    """one gzip stream per layer, as `geo.encode` describes"""


def compose(story: Story, layers: Mapping[str, Layer]) -> Scene:
    """Resolve a story over its prepared layers.

    Raises `ConfigError` for names of fields and features that the data does not have.
    """
    language = story.config.language
    problems: list[str] = []
    order = {name: number for number, name in enumerate(story.layers)}
    problems.extend(missing_names(story, layers))
    drawn = tuple(
        _layer(entry, layers[name], language, problems)
        | {"names": names_of(story, name, layers[name])}
        for name, entry in story.layers.items()
    )
    steps = tuple(
        state_of_step(story, number, layers, order, problems)
        for number in range(len(story.config.steps))
    )
    if problems:
        raise ConfigError(problems)
    return Scene(drawn, steps, tuple(layers[name].packed for name in story.layers))


def _layer(entry: LayerEntry, layer: Layer, language: str, problems: list[str]) -> dict[str, Any]:
    config = entry.config
    _check_fields(entry, layer, problems)
    styles = _Styles(config)
    label = config.label
    shown = [line.field for line in config.popup]
    features = []
    for feature in layer.features:
        values = [_value(feature.properties.get(field)) for field in shown]
        name = _value(feature.properties.get(label.field)) if label else None
        rank = feature.properties.get(label.rank) if label and label.rank else None
        features.append([feature.id, styles.number(feature), name or "", rank or 0, values or 0])
    kind = layer.features[0].kind if layer.features else "area"
    return {
        "name": entry.name,
        "styles": styles.resolved,
        "label": (label.kind or _LABELS[kind]) if label else None,
        "ranked": bool(label and label.rank),
        "popup": [[pick(line.title, language), pick(line.unit, language)] for line in config.popup],
        "features": features,
        "legend": styles.legend(language),
    }


class _Styles:
    """The styles of one layer, numbered as they turn up."""

    def __init__(self, config: LayerConfig) -> None:
        self.config = config
        self.numbers: dict[tuple[str, str], int] = {}
        self.resolved: list[dict[str, Any]] = []

    def number(self, feature: Feature) -> int:
        value = ""
        if self.config.by is not None:
            value = str(_value(feature.properties.get(self.config.by)))
            value = value if value in self.config.classes else ""
        key = (feature.kind, value)
        if key not in self.numbers:
            style = _merged(_DEFAULTS[feature.kind], self.config)
            if value:
                style = style.model_copy(update=given(self.config.classes[value].style))
            self.numbers[key] = len(self.resolved)
            self.resolved.append({"kind": feature.kind} | given(style))
        return self.numbers[key]

    def legend(self, language: str) -> list[list[Any]]:
        rows: list[list[Any]] = []
        for (_, value), number in self.numbers.items():
            chosen = self.config.classes[value].legend if value else self.config.legend
            if text := pick(chosen, language):
                rows.append([number, text])
        return rows


def _merged(default: Style, config: LayerConfig) -> Style:
    """A style that names no colour of its own gets the default one; any other stands alone."""
    own = given(config.style)
    if not own.keys() & {"color", "fill"}:
        return default.model_copy(update=own)
    return Style.model_validate(own)


def _check_fields(entry: LayerEntry, layer: Layer, problems: list[str]) -> None:
    if not layer.features:
        return
    known = {field for feature in layer.features for field in feature.properties}
    config = entry.config
    wanted = {
        "label.field": config.label.field if config.label else None,
        "label.rank": config.label.rank if config.label else None,
        "by": config.by,
    } | {f"popup[{i + 1}]": line.field for i, line in enumerate(config.popup)}
    for key, field in wanted.items():
        if field is not None and field not in known:
            where = entry.where.removesuffix("source")
            have = ", ".join(sorted(known)) or "none at all"
            hint = nearest(field, known) or f"; its fields are {have}"
            problems.append(f"{where}{key}: {entry.source.name} has no field '{field}'{hint}")


def _value(value: object) -> str | int | float | bool | None:
    """A property as the page shows it: what is nested is shown as its JSON text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
