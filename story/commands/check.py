"""`storyglobe check`: every problem of a story, and nothing written."""

import argparse

from story.commands import common


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser("check", help="list every problem of a story; write nothing")
    common.story_argument(parser)
    common.data_argument(parser)
    common.strict_argument(parser)
    parser.set_defaults(run=_run, edition="teacher")


def _run(options: argparse.Namespace) -> int:
    from story import build as builder  # shapely takes half a second to import: not for --help

    built = common.assembled(options)
    if built is None:
        return 1
    builder.page(built)
    print(f"{built.story.path}: {common.size(built)}, no problems")
    return 0
