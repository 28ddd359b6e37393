"""A layer of its own for any Folium map: packed, and drawn as the layers of a story are."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from geo import Layer
from story.assets import engine
from story.islands import as_json
from story.leaflet import PackedElement
from story.look.styles import look_of
from story.model import LayerConfig
from story.problems import ConfigError
from story.values.words import words_of


class PackedLayer(PackedElement):
    """A prepared layer on a Folium map: `PackedLayer(geo.prepare(spec)).add_to(map)`.

    It may stand in a FeatureGroup and be switched in a LayerControl, on a map in Mercator or in
    `StoryLAEA`. `style` and `popup` are what a story's layer has under these names, `more` is
    anything else of it, such as `by` and `classes`. No text of it passes through a template.

    Raises `ConfigError` for fields that the data lacks, and ValueError for a style that is none.
    """

    def __init__(
        self,
        layer: Layer,
        *,
        name: str | None = None,
        style: Mapping[str, Any] | None = None,
        popup: Sequence[Any] = (),
        show: bool = True,
        control: bool = True,
        **more: Any,  # whatever a layer of a story may have
    ) -> None:
        config = LayerConfig.model_validate(
            {"source": layer.name, "style": style or {}, "popup": list(popup), **more}
        )
        super().__init__(
            engine=engine(),
            scene=as_json(_scene(layer, config)),
            packed=base64.b64encode(layer.packed).decode(),
            name=name or layer.name,
            show=show,
            control=control,
        )


def _scene(layer: Layer, config: LayerConfig) -> dict[str, Any]:
    problems: list[str] = []

    def wrong(key: str, what: str) -> None:
        problems.append(f"{layer.name}: {key}: {what}")

    rows = [feature.properties for feature in layer.features]
    look = look_of(config, rows, [feature.kind for feature in layer.features], "en", wrong)
    words = words_of(config, "en")
    if problems:
        raise ConfigError(problems)
    return {
        "name": layer.name,
        "styles": look.styles,
        "popup": words.popup,
        "features": [
            [feature.id, style, "", 0, words.values(row) or 0]
            for feature, style, row in zip(layer.features, look.of, rows, strict=True)
        ],
        "legend": look.legend,
        "zoom": [config.min_zoom, config.max_zoom] if config.min_zoom or config.max_zoom else None,
    }
