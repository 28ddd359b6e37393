"""`storyglobe check`: every problem of a story, and nothing written."""

import argparse

from story.commands import common


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser("check", help="list every problem of a story; write nothing")
    common.story_argument(parser)
    common.data_argument(parser)
    common.strict_argument(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from story import build as builder  # geopandas takes a second to import: not for --help

    built = builder.assemble(options.story, folders=options.data)
    builder.page(built)
    common.print_warnings(built.warnings)
    if options.strict and built.warnings:
        return common.too_strict(len(built.warnings))
    print(f"{built.story.path}: {common.size(built)}, no problems")
    return 0
