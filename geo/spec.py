"""What to read, and how finely to keep it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class LayerSpec:
    """A layer that is to be prepared.

    `source` must lie in `folder`, after all links are followed. `fields` are the columns to keep,
    None for all; `key` is the field that identifies a feature. `tolerance_m` is the simplification
    in metres, None for a choice after the extent.
    """

    name: str
    source: Path
    folder: Path
    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None
    key: str | None = None
    fields: tuple[str, ...] | None = None
    tolerance_m: float | None = None
