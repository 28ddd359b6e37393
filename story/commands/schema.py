"""`storyglobe schema`: what an editor needs to complete a story file."""

import argparse
import json

from story.commands import common


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser("schema", help="print the JSON Schema of a story file")
    parser.set_defaults(run=_run)


def _run(_: argparse.Namespace) -> int:
    from story.model import schema  # pydantic takes its time to import: not for --help

    print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return 0
