"""The command line: its door, its errors, its exit codes. Each command is in `story.commands`."""

import argparse
import atexit
import contextlib
import gc
import io
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
    for stream in (sys.stdout, sys.stderr):
        # a terminal that cannot show a letter shows its number
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # at its end Python would look through millions of things, to give back what goes back anyway
    atexit.register(gc.freeze)
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()  # a full disk shows here, while there is somebody to say so
    except StorymapError as error:
        sys.stdout.flush()
        return _refuse(str(error))
    except BrokenPipeError:  # the reader of our output has gone: nothing left to say
        _hush()
        return 1
    except OSError as error:
        _hush()
        where = f"{error.filename}: " if error.filename else ""
        return _refuse(f"{where}{error.strerror or error}; check the file, its folder and the disk")
    except MemoryError:
        return _refuse("this machine has not enough memory for it; simplify the layers")
    except KeyboardInterrupt:
        return _refuse("stopped; nothing was left half written")
    return code


def _hush() -> None:
    """Let what is still to be written to the output go nowhere, or Python complains at its end."""
    with contextlib.suppress(OSError, ValueError):  # a test's output has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(text: str) -> int:
    for line in text.split("\n"):
        print(f"error: {one_line(line)}", file=sys.stderr)
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
