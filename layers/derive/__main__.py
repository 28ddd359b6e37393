"""Write every layer again: ``python -m layers.derive --cache DIR``."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import areas, border, lines, points, routes, world
from .geojson import Feature, write
from .readme import write_readme
from .relief import relief
from .sources import Sources

LAYERS = Path(__file__).parents[1]
RELIEF = "relief/relief.webp"


@dataclass(frozen=True)
class Recipe:
    """How a layer's file is made; `digits` decimals of a degree are kept."""

    file: str
    digits: int
    make: Callable[[], list[Feature]]


def recipes(sources: Sources) -> list[Recipe]:
    """Every layer, after the ground that they share has been made."""
    ground = world.world(sources)
    grounds = border.grounds(sources, ground)
    borders = border.border_lines(grounds)
    badakhshan = border.badakhshan(sources, grounds)
    return [
        Recipe("land.geojson", 3, lambda: world.land(ground)),
        Recipe("lakes.geojson", 3, lambda: lines.lakes(ground)),
        Recipe("graticule.geojson", 3, lines.graticule),
        Recipe("arctic_circle.geojson", 3, lines.arctic_circle),
        Recipe("seas.geojson", 3, points.seas),
        Recipe("small_states.geojson", 3, points.small_states),
        Recipe("places.geojson", 5, lambda: points.places(sources)),
        Recipe("towns.geojson", 5, lambda: points.towns(sources)),
        Recipe("arctic_routes.geojson", 3, routes.sea_routes),
        Recipe("pipelines.geojson", 4, lambda: routes.overland("pipelines.geojson")),
        Recipe("bri_rail.geojson", 4, lambda: routes.overland("bri_rail.geojson")),
        Recipe("arcs.geojson", 3, lambda: routes.arcs(sources)),
        Recipe("drill_area.geojson", 3, lambda: areas.circles("drill_area")),
        Recipe("attention.geojson", 3, lambda: areas.circles("attention")),
        Recipe("crimea.geojson", 3, lambda: areas.crimea(sources, ground)),
        Recipe("osm/countries.geojson", 3, lambda: world.countries(sources, ground)),
        Recipe("osm/boundaries.geojson", 3, lambda: world.boundaries(sources, ground)),
        Recipe("osm/border_ru_cn.geojson", 5, lambda: border.border_ru_cn(borders)),
        Recipe("osm/border_af_tj.geojson", 5, lambda: border.border_af_tj(borders)),
        Recipe("osm/borders_osm.geojson", 4, lambda: border.borders_osm(borders)),
        Recipe("osm/provinces_ru_cn.geojson", 4, lambda: border.provinces_ru_cn(sources, grounds)),
        Recipe("osm/central_asia.geojson", 4, lambda: border.central_asia(sources, grounds)),
        Recipe(
            "osm/provinces_central_asia.geojson",
            4,
            lambda: border.provinces_central_asia(sources, grounds),
        ),
        Recipe("osm/badakhshan.geojson", 4, lambda: badakhshan),
        Recipe("osm/reported_area.geojson", 4, lambda: areas.reported_area(badakhshan)),
        Recipe("osm/rivers.geojson", 3, lambda: lines.rivers(sources, borders)),
        Recipe("osm/rivers_border.geojson", 4, lambda: lines.rivers_border(sources, borders)),
        Recipe("osm/rivers_panj.geojson", 4, lambda: lines.rivers_panj(sources, borders)),
        Recipe(
            "osm/rivers_central_asia.geojson",
            3,
            lambda: lines.rivers_central_asia(sources, borders),
        ),
        Recipe("osm/sco.geojson", 3, lambda: areas.members(ground, "sco")),
        Recipe("osm/eaeu.geojson", 3, lambda: areas.members(ground, "eaeu")),
    ]


def main() -> None:
    """Fetch, derive, write, and say how large each layer became."""
    parser = argparse.ArgumentParser(prog="python -m layers.derive", description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "storyglobe")
    parser.add_argument("--only", help="a part of the name of the files to write")
    options = parser.parse_args()
    # GDAL says so of two shapefiles; winding is set again when a layer is written
    warnings.filterwarnings("ignore", message=".*winding order.*")
    for recipe in recipes(Sources(options.cache)):
        if options.only is None or options.only in recipe.file:
            count = write(LAYERS / recipe.file, recipe.make(), digits=recipe.digits)
            size = (LAYERS / recipe.file).stat().st_size
            print(f"{recipe.file:38} {count:7} vertices {size:9} bytes")
    if options.only is None or options.only in RELIEF:
        size = (LAYERS / RELIEF).write_bytes(relief(options.cache, LAYERS))
        print(f"{RELIEF:38} {size:25} bytes")
    write_readme(LAYERS)


if __name__ == "__main__":
    main()
