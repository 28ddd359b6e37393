"""What commands share: their arguments, and what they say of a story."""

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from geo.errors import one_line
from geo.words import many

if TYPE_CHECKING:
    from story.build import Built

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # argparse has no public name for it

EXAMPLES: Final = """\
examples:
  storyglobe build                       the story that ships with storyglobe
  storyglobe build my-story/             my-story/story.yaml, into output/my-story.html
  storyglobe build story.yaml -o map.html --open
  storyglobe check my-story/             list every problem, write nothing

exit codes: 0 built, 1 the story needs fixing, 2 wrong usage
"""


def story_argument(parser: argparse.ArgumentParser) -> None:
    """Take a story: a file, a folder, or nothing for the built-in one."""
    parser.add_argument(
        "story",
        nargs="?",
        type=Path,
        metavar="STORY",
        help="a story.yaml or the folder that holds it; by default the built-in story",
    )


def data_argument(parser: argparse.ArgumentParser) -> None:
    """Take `--data DIR`, as often as it is given."""
    parser.add_argument(
        "--data",
        action="append",
        default=[],
        type=_folder,
        metavar="DIR",
        help="a folder whose files the story may name, beside its own; may be given several times",
    )


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return path


def strict_argument(parser: argparse.ArgumentParser) -> None:
    """Take `--strict`."""
    parser.add_argument(
        "--strict", action="store_true", help="treat warnings as errors (exit code 1)"
    )


def edition_argument(parser: argparse.ArgumentParser) -> None:
    """Take `--edition`."""
    parser.add_argument(
        "--edition",
        choices=["teacher", "student"],
        default="teacher",
        help="student: without notes and answers, which are not in the file at all; "
        "by default teacher, with everything",
    )


def browser_argument(parser: argparse.ArgumentParser) -> None:
    """Take `--browser`."""
    parser.add_argument(
        "--browser",
        type=Path,
        metavar="PATH",
        help="program of Chromium, Chrome or Edge; by default the one that is installed",
    )


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function that shows what is being done now, on a terminal; elsewhere it says nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading the story") as status:
        yield status.update


def output_of(output: Path | None, story: Path | None, suffix: str) -> Path:
    """Where to write: as asked for, or `output/NAME.suffix`, named after the story."""
    return output or Path("output") / f"{_name(story)}.{suffix}"


def typed(path: Path) -> str:
    """The path as a shell takes it: in quotation marks where it has a space."""
    return f'"{path}"' if " " in str(path) else str(path)


def size(built: "Built") -> str:
    """The story's size in words, such as "20 steps, 28 layers"."""
    steps, layers = len(built.story.config.steps), len(built.own)
    return f"{many(steps, 'step')}, {many(layers, 'layer')}"


def print_warnings(warnings: Sequence[str]) -> None:
    """Say what was repaired and left out, a line each."""
    for warning in warnings:
        print(one_line(warning), file=sys.stderr)


def assembled(options: argparse.Namespace) -> "Built | None":
    """The story, read and checked, its warnings said; none where `--strict` makes them errors."""
    from story import build  # shapely takes half a second to import: not for --help

    with progress() as tell:
        built = build.assemble(
            options.story, edition=options.edition, folders=options.data, tell=tell
        )
    print_warnings(built.warnings)
    count = len(built.warnings)
    if not options.strict or not count:
        return built
    plural = "warning" if count == 1 else "warnings"
    print(f"error: {count} {plural}, and --strict was given; nothing written", file=sys.stderr)
    return None


def _name(story: Path | None) -> str:
    if story is None:
        return "russia-china"
    if story.is_dir():
        return story.resolve().name
    return story.resolve().parent.name if story.name == "story.yaml" else story.stem
