"""`storyglobe schema`: what an editor needs to complete a story file, and what a person reads."""

import argparse
import json

from story.commands import common


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser("schema", help="print the JSON Schema of a story file")
    parser.add_argument(
        "--reference",
        action="store_true",
        help="print the reference page in its place: every key, in Markdown",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # pydantic takes its time to import: not for --help
    from story.model import schema
    from story.model.reference import reference

    if options.reference:
        print(reference(schema()), end="")
    else:
        print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return 0
