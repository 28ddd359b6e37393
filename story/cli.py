"""The command line: `storyglobe build`, `storyglobe check`, `storyglobe schema`."""

import argparse
import json
import os
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import StorymapError
from story import __version__

if TYPE_CHECKING:
    from story.build import Built

EXAMPLES: Final = """\
examples:
  storyglobe build                       the story that ships with storyglobe
  storyglobe build my-story/             my-story/story.yaml, into output/my-story.html
  storyglobe build story.yaml -o map.html --open
  storyglobe check my-story/             list every problem, write nothing

exit codes: 0 built, 1 the story needs fixing, 2 wrong usage
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except StorymapError as error:
        sys.stdout.flush()
        for line in str(error).splitlines():
            print(f"error: {line}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone: nothing left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="storyglobe",
        description="Turn layers and narrative steps into one scrollable map page.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"storyglobe {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    build = commands.add_parser(
        "build",
        help="build a story into one HTML file",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _story_argument(build)
    build.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write the page")
    build.add_argument("--report", type=Path, metavar="FILE", help="write a JSON report of layers")
    build.add_argument("--open", action="store_true", help="open the page in the browser")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="list every problem of a story; write nothing")
    _story_argument(check)
    check.set_defaults(run=_check)

    for command in (build, check):
        command.add_argument(
            "--strict", action="store_true", help="treat warnings as errors (exit code 1)"
        )

    schema = commands.add_parser("schema", help="print the JSON Schema of a story file")
    schema.set_defaults(run=_schema)
    return parser


def _story_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "story",
        nargs="?",
        type=Path,
        metavar="STORY",
        help="a story.yaml or the folder that holds it; by default the built-in story",
    )


def _build(options: argparse.Namespace) -> int:
    from story import build as builder  # geopandas takes a second to import: not for --help

    built = builder.assemble(options.story)
    _print_warnings(built.warnings)
    if options.strict and built.warnings:
        return _too_strict(len(built.warnings))
    page = builder.page(built)
    output = options.output or Path("output") / f"{_name(options.story)}.html"
    if options.report:
        builder.write(options.report, builder.report_text(built))
    size = builder.write(output, page)
    print(f"built {output.resolve()}")
    print(
        f"  {_size(built)}, {built.vertices:,} vertices; "
        f"{size / 1e6:.2f} MB ({builder.compressed_size(page) / 1e6:.2f} MB gzip)"
    )
    print("  open it with a double-click: it needs no network")
    if options.open:
        webbrowser.open(output.resolve().as_uri())
    return 0


def _check(options: argparse.Namespace) -> int:
    from story import build as builder

    built = builder.assemble(options.story)
    builder.page(built)
    _print_warnings(built.warnings)
    if options.strict and built.warnings:
        return _too_strict(len(built.warnings))
    print(f"{built.story.path}: {_size(built)}, no problems")
    return 0


def _schema(_: argparse.Namespace) -> int:
    from story.model import schema

    print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return 0


def _size(built: "Built") -> str:
    steps, layers = len(built.story.config.steps), len(built.own)
    return f"{steps} step{'s' * (steps != 1)}, {layers} layer{'s' * (layers != 1)}"


def _print_warnings(warnings: Sequence[str]) -> None:
    for warning in warnings:
        print(warning, file=sys.stderr)


def _too_strict(count: int) -> int:
    plural = "warning" if count == 1 else "warnings"
    print(f"error: {count} {plural}, and --strict was given; nothing written", file=sys.stderr)
    return 1


def _name(story: Path | None) -> str:
    if story is None:
        return "russia-china"
    if story.is_dir():
        return story.resolve().name
    return story.resolve().parent.name if story.name == "story.yaml" else story.stem
