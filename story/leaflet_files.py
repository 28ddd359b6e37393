"""The files of Leaflet, from the package index: no network, and the very bytes that are meant."""

import base64
import hashlib
import importlib.metadata
import re
from functools import cache
from typing import Final

from geo.errors import StorymapError

# folium 0.20 links Leaflet 1.9.3; XStatic-Leaflet carries the same bytes, without the network
PINS: Final = {
    "leaflet.js": "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    "leaflet.css": "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
}
"""SHA-256 of the files that every page carries"""


class RenderError(StorymapError):
    """The page cannot be made without the network, or not safely."""


@cache
def leaflet_file(name: str) -> bytes:
    """The bytes of a file of XStatic-Leaflet. Raises `RenderError` when they are not there."""
    for file in importlib.metadata.files("XStatic-Leaflet") or []:
        if str(file).endswith(f"leaflet/data/{name}"):
            content = bytes(file.locate().read_bytes())  # type: ignore[attr-defined]  # typed too narrowly
            digest = hashlib.sha256(content).hexdigest()
            if PINS.get(name, digest) != digest:
                raise RenderError(f"XStatic-Leaflet: {name} is not the expected file; reinstall it")
            return content
    raise RenderError(f"XStatic-Leaflet: has no {name}; reinstall it (1.9.3)")


def data_uri(match: re.Match[str]) -> str:
    """One of Leaflet's own pictures, named by the first group, as CSS writes it."""
    image = base64.b64encode(leaflet_file(f"images/{match[1]}")).decode()
    return f"url(data:image/png;base64,{image})"
