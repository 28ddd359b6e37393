"""An extent in words: "north-east China", "Russia and China", "the whole world"."""

from typing import Final

from geo import Bounds, LayerSpec
from geo.region import Region, regions_under
from story.entries import builtin_layers

# a box of no width, as a single place has, is looked at with this much round it
_AROUND_DEGREES: Final = 0.05
# wide parts of the world, the smallest that holds a box names it: west, south, east, north
_WIDE: Final = (
    ("Europe", Bounds(-25, 34, 60, 72)),
    ("Africa", Bounds(-20, -36, 53, 38)),
    ("South America", Bounds(-93, -57, -33, 14)),
    ("North America", Bounds(-170, 7, -50, 84)),
    ("Australia and Oceania", Bounds(110, -50, 180, 0)),
    ("South-east Asia", Bounds(90, -12, 142, 29)),
    ("East Asia", Bounds(73, 17, 150, 54)),
    ("Central Asia", Bounds(45, 34, 90, 56)),
    ("South-west Asia", Bounds(25, 11, 64, 43)),
    ("South Asia", Bounds(60, 4, 98, 38)),
    ("North Asia", Bounds(55, 45, 191, 82)),
    ("Asia", Bounds(25, -12, 191, 82)),
    ("Eurasia", Bounds(-25, -12, 191, 84)),
    ("the Arctic", Bounds(-180, 60, 180, 90)),
    ("the Antarctic", Bounds(-180, -90, 180, -60)),
    ("the northern hemisphere", Bounds(-180, 0, 180, 90)),
    ("the southern hemisphere", Bounds(-180, -90, 180, 0)),
)
_POINTS: Final = (
    ("south-west ", "southern ", "south-east "),
    ("western ", "central ", "eastern "),
    ("north-west ", "northern ", "north-east "),
)
_FEW: Final = 3
_MAIN: Final = 0.75
_SMALL: Final = 0.12


def extent_in_words(bounds: Bounds) -> str:
    """Where on Earth a box is, from the countries that ship with us."""
    if bounds.width > 300 and bounds.north - bounds.south > 100:
        return "the whole world"
    looked = bounds
    if bounds.width < _AROUND_DEGREES or bounds.north - bounds.south < _AROUND_DEGREES:
        around = _AROUND_DEGREES / 2
        looked = Bounds(
            bounds.west - around, bounds.south - around, bounds.east + around, bounds.north + around
        )
    source = builtin_layers() / "osm" / "countries.geojson"
    spec = LayerSpec(name="countries", source=source, folder=source.parent)
    found = regions_under(looked, spec, field="name")
    main = [region for region in found if region.share > _SMALL]
    if found and found[0].share > _MAIN:
        return _part(found[0])
    if 1 < len(main) <= _FEW and looked.width < 60:
        names = [region.name for region in main]
        return ", ".join(names[:-1]) + " and " + names[-1]
    wide = [
        (box.width * (box.north - box.south), name) for name, box in _WIDE if _holds(box, bounds)
    ]
    widest = min(wide)[1] if wide else ""
    if not found:
        return f"the open sea, in {widest}" if widest else "the open sea"
    return widest or "several parts of the world"


def extent_in_degrees(bounds: Bounds) -> str:
    """The box in degrees: "119.2° E to 135.1° E, 43.4° N to 53.6° N"."""
    north_south = f"{_degrees(bounds.south, 'N', 'S')} to {_degrees(bounds.north, 'N', 'S')}"
    if bounds.width >= 360:
        return f"all longitudes, {north_south}"
    west, east = (_degrees((lon + 180) % 360 - 180, "E", "W") for lon in (bounds.west, bounds.east))
    return f"{west} to {east}, {north_south}"


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.1f}° {positive if value >= 0 else negative}"


def _part(region: Region) -> str:
    if region.covered > 0.5:
        return region.name
    row = min(2, max(0, int(region.north * 3)))
    column = min(2, max(0, int(region.east * 3)))
    return _POINTS[row][column] + region.name


def _holds(box: Bounds, inner: Bounds) -> bool:
    return (
        box.south <= inner.south
        and inner.north <= box.north
        and any(
            box.west <= inner.west + turn and inner.east + turn <= box.east
            for turn in (-360, 0, 360)
        )
    )
