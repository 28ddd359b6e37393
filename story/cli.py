"""The command line: its door, its errors, its exit codes. Each command is in `story.commands`."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Final

from geo.errors import StorymapError, one_line
from story import __version__
from story.commands import add, build, check, handout, inspect, new, schema, slides
from story.commands.common import EXAMPLES

COMMANDS: Final = (build, check, new, inspect, add, handout, slides, schema)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except StorymapError as error:
        sys.stdout.flush()
        for line in str(error).split("\n"):
            print(f"error: {one_line(line)}", file=sys.stderr)
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
    for command in COMMANDS:
        command.add(commands)
    return parser
