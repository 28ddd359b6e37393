"""`storyglobe new`: a small story that builds at once and explains itself in its comments."""

import argparse
from collections.abc import Iterator, Sequence
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
    written: list[Path] = []
    try:
        for name, file in sorted(_files(resources.files("story").joinpath("starter"))):
            write(folder / name, file.read_text("utf-8"))
            written.append(folder / name)
    except StorymapError:
        _take_back(written, folder)
        raise
    for path in written:
        print(f"wrote {path}")
    print(f"  a story of three steps; next: storyglobe build {common.typed(folder)} --open")
    return 0


def _take_back(written: Sequence[Path], folder: Path) -> None:
    """Half a story would be in the way of the next attempt."""
    for path in reversed(written):
        path.unlink()
        for above in path.parents:
            if not above.is_relative_to(folder) or any(above.iterdir()):
                break
            above.rmdir()


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry
