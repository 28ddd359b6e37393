"""The charts of a story as their author wrote them: in the story, or in a file of their own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo import Layer
from geo.paths import resolve
from story.features import numbers_of, unknown
from story.model import Chart, ChartFile, Ledger, StoryConfig
from story.problems import nearest, place, read_named
from story.yamlfile import Key, YamlFile


@dataclass(frozen=True)
class ChartEntry:
    """A chart, and where its author wrote it."""

    name: str
    config: Chart
    file: YamlFile

    def where(self, *key: str | int) -> str:
        """`file:line: path` of a part of the chart, as every problem begins."""
        return place(self.file, ("charts", self.name, *key))


def read_charts(
    file: YamlFile, config: StoryConfig, problems: list[str], folders: Sequence[Path] = ()
) -> dict[str, ChartEntry]:
    """The charts by name; what is wrong with their file goes to `problems`."""
    if isinstance(config.charts, dict):
        return {name: ChartEntry(name, chart, file) for name, chart in config.charts.items()}
    name = config.charts
    found = read_named(
        file, ("charts",), lambda: resolve(name, file.path.parent, folders), ChartFile, problems
    )
    if found is None:
        return {}
    own, charts = found
    return {name: ChartEntry(name, chart, own) for name, chart in charts.charts.items()}


def check_names(
    charts: Mapping[str, ChartEntry],
    ledger: Ledger,
    layers: Collection[str],
    problems: list[str],
) -> None:
    """Every source and every layer that a chart names must be there."""
    known = {*ledger.claims, *ledger.sources}
    for entry in charts.values():
        for n, source in enumerate(entry.config.sources):
            if source not in known:
                what = f"no claim or source '{source}' in the ledger{nearest(source, known)}"
                problems.append(f"{entry.where('sources', n)}: {what}")
        for key, layer, _ in features_of(entry):
            if layer not in layers:
                what = f"no layer '{layer}'{nearest(layer, layers)}"
                problems.append(f"{entry.where(*key)}: {what}")


def features_of(entry: ChartEntry) -> list[tuple[Key, str, str]]:
    """What the rows of a chart are on the map: (key of the row, layer, key of the feature)."""
    return [
        (("rows", n, "feature"), *_split(row.feature))
        for n, row in enumerate(entry.config.rows)
        if row.feature
    ]


def check_features(
    charts: Mapping[str, ChartEntry],
    layers: Mapping[str, Layer],
    problems: list[str],
) -> None:
    """Every feature that a chart names must be in its layer, if that is on the map."""
    for entry in charts.values():
        for key, layer, feature in features_of(entry):
            if layer in layers and feature not in numbers_of(layers[layer]):
                problems.append(f"{entry.where(*key)}: {unknown(layer, feature, layers[layer])}")


def _split(feature: str) -> tuple[str, str]:
    layer, _, key = feature.partition("/")
    return layer, key
