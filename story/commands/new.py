"""`storyglobe new`: a small story that builds at once and explains itself in its comments."""

import argparse
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from story.commands import common


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser("new", help="begin a story in a new folder")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is new or empty")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from importlib import resources

    from geo import StorymapError
    from story.build import write

    folder: Path = options.folder
    if folder.exists() and not folder.is_dir():
        raise StorymapError(f"{folder}: is a file; name a folder that is new or empty")
    if folder.is_dir() and any(folder.iterdir()):
        raise StorymapError(f"{folder}: is not empty; name a folder that is new or empty")
    for name, file in sorted(_files(resources.files("story").joinpath("starter"))):
        write(folder / name, file.read_text("utf-8"))
        print(f"wrote {folder / name}")
    print(f"  a story of three steps; next: storyglobe build {folder} --open")
    return 0


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry
