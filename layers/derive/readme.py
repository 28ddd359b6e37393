"""Write the table of layers into `layers/README.md`, from the catalogue and the files."""

from __future__ import annotations

from pathlib import Path

import yaml

from .geojson import vertices
from .sources import table

START, END = "<!-- layers: start -->", "<!-- layers: end -->"
HEAD = "| layer | file | vertices | derived from | licence | date | accuracy | what was done |"


def write_readme(folder: Path) -> None:
    """Replace the table between the two marks of the README."""
    readme = folder / "README.md"
    before, rest = readme.read_text("utf-8").split(START)
    after = rest.split(END)[1]
    text = "\n".join([before + START, *rows(folder), END + after])
    readme.write_text(text, encoding="utf-8", newline="\n")


def rows(folder: Path) -> list[str]:
    """The table's lines: one a layer, in the order of the catalogue."""
    layers = yaml.safe_load((folder / "layers.yaml").read_text("utf-8"))["layers"]
    methods = {row["layer"]: row for row in table("methods.csv")}
    lines = [HEAD, "|---" * HEAD.count(" | ") + "|---|"]
    for name, layer in layers.items():
        source, method = layer["source"], methods[name]
        cells = (
            name,
            f"[{source}]({source})",
            f"{vertices(folder / source):,}",
            method["origin"],
            layer["licence"],
            layer["date"],
            layer["accuracy"],
            method["done"],
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines
