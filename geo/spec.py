"""What to read, and how finely to keep it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.limits import Limits


@dataclass(frozen=True, kw_only=True)
class LayerSpec:
    """A layer that is to be prepared.

    `source` must lie in `folder` or in one of `folders`, after all links are followed. `layer` is
    the name of a layer, or of a sheet, in a file that holds several. `lon`, `lat` and `wkt` are
    columns of a table, None for a search by name. `decimal` is the sign before decimals, a comma or
    a point, in texts that are to become numbers. `fields` are the columns to keep, None for all;
    `key` is the field that identifies a feature, and `keys` are further ones that must stay as they
    are, for something is found by them. `tolerance_m` is the simplification in metres,
    None for a choice after the extent.

    `at_leisure` is called once what was read has been handed to a process that draws it, if there
    is one: until that is done there is nothing to do here.

    Before anything is repaired or reprojected, `transform` gives new properties for those of a
    feature (a join), and `select` says of the result whether the feature is drawn; those it leaves
    out are counted apart. Both see the values that `Feature.properties` will hold.
    """

    name: str
    source: Path
    folder: Path
    folders: tuple[Path, ...] = ()
    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    lon: str | None = None
    lat: str | None = None
    wkt: str | None = None
    decimal: str | None = None
    key: str | None = None
    keys: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    tolerance_m: float | None = None
    transform: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    select: Callable[[Mapping[str, Any]], bool] | None = None
    at_leisure: Callable[[], None] | None = None
    limits: Limits = field(default_factory=Limits)
