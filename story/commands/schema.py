"""`storyglobe schema`: what an editor needs to complete a story file, and what a person reads."""

import argparse
import json
from pathlib import Path

from story.commands import common


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser("schema", help="print the JSON Schema of a story file")
    parser.add_argument(
        "--reference",
        action="store_true",
        help="print the reference page in its place: every key, in Markdown",
    )
    parser.add_argument(
        "--pictures",
        type=Path,
        metavar="DIR",
        help="write the pictures of the reference page into a folder, in its place",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # pydantic takes its time to import: not for --help
    from story.model import schema
    from story.model.reference import reference

    if options.reference:
        from story.manual import by_key

        print(reference(schema(), by_key()), end="")
    elif options.pictures:
        from story.build import write
        from story.manual import examples, picture_of

        for example in examples():
            write(options.pictures / example.file, picture_of(example))
    else:
        print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return 0
