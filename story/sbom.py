"""What a page carries that others made: a bill of materials in CycloneDX 1.6.

Format: ECMA-424. Without a serial number and a date, which it does not ask for: the same page has
the same bill.
"""

import importlib.metadata
import json
from collections.abc import Mapping
from typing import Any, Final

from story import __version__
from story.config import Story
from story.leaflet import LEAFLET_LICENCE
from story.leaflet_files import PINS
from story.model import Text
from story.names import pick

# identifiers of SPDX that authors use; any other licence is given by its name
_SPDX: Final = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-3.0", "CC-BY-4.0",
    "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "ISC", "MIT", "MPL-2.0", "ODbL-1.0",
    "ODC-By-1.0", "PDDL-1.0",
}  # fmt: skip


def code() -> list[tuple[str, str, str, str]]:
    """The programs whose text is in every page: name, version, licence, owner."""
    name, version = LEAFLET_LICENCE[0].split(" ")
    versions = {module: importlib.metadata.version(module) for module in ("folium", "branca")}
    return [
        (name, version, LEAFLET_LICENCE[1], LEAFLET_LICENCE[2]),
        ("Folium", versions["folium"], "MIT", "© Rob Story and contributors"),
        ("branca", versions["branca"], "MIT", "© Martin Journois and contributors"),
    ]


def bill(story: Story) -> str:
    """The bill of materials of a story's page, as JSON text."""
    language = story.config.language
    components = [_program(*program) for program in code()]
    components += [_layer(name, entry.config, language) for name, entry in story.layers.items()]
    seen: dict[str, dict[str, Any]] = {}
    for step in story.config.steps:
        for media in step.media:
            seen.setdefault(media.file, _medium(media, language))
    title = {"type": "data", "name": pick(story.config.title, language), "bom-ref": "page"}
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "tools": {
                "components": [
                    {"type": "application", "name": "storyglobe", "version": __version__}
                ]
            },
            "component": title,
        },
        "components": components + list(seen.values()),
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _program(name: str, version: str, licence: str, owner: str) -> dict[str, Any]:
    kind = "npm" if name == "Leaflet" else "pypi"
    purl = f"pkg:{kind}/{name.lower()}@{version}"
    known = {"hashes": [{"alg": "SHA-256", "content": PINS["leaflet.js"]}]} if kind == "npm" else {}
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "copyright": owner,
        "licenses": _licences(licence),
    } | known


def _layer(name: str, config: Any, language: str) -> dict[str, Any]:
    found = {
        "type": "data",
        "bom-ref": f"layer:{name}",
        "name": pick(config.title, language) or name,
        "version": config.date or "",
        "copyright": pick(config.attribution, language),
        "licenses": _licences(config.licence),
    }
    return {key: value for key, value in found.items() if value}


def _medium(media: Any, language: str) -> dict[str, Any]:
    attribution: Text | None = media.attribution
    found = {
        "type": "file",
        "bom-ref": f"media:{media.file}",
        "name": media.file,
        "copyright": pick(attribution, language),
        "licenses": _licences(media.licence),
    }
    return {key: value for key, value in found.items() if value}


def _licences(licence: str | None) -> list[Mapping[str, Any]]:
    if not licence:
        return []
    return [{"license": {"id" if licence in _SPDX else "name": licence}}]
