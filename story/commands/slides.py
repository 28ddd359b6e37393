"""`storyglobe slides`: the story as a PowerPoint file."""

import argparse
from pathlib import Path

from story.commands import common


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser(
        "slides", help="write a story as slides (PPTX): a map each, the words in the notes"
    )
    common.story_argument(parser)
    common.data_argument(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write them")
    common.edition_argument(parser)
    common.browser_argument(parser)
    common.strict_argument(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from story import build as builder  # shapely takes half a second to import: not for --help
    from story.press import browser
    from story.press.deck import deck, maps_of

    program = browser.find(options.browser)
    built = common.assembled(options)
    if built is None:
        return 1
    output = common.output_of(options.output, options.story, "pptx")
    with common.progress() as tell:
        tell("the maps, in a browser")
        drawn = browser.document(builder.page(built), wish="pictures", browser=program, near=output)
    size = builder.write_bytes(output, deck(built.story, built.charts, maps_of(drawn)))
    count = len(built.story.config.steps) + 2  # a title and a closing
    print(f"wrote {output.resolve()}")
    print(f"  {count} slides, {options.edition}’s edition; {size / 1e6:.1f} MB")
    return 0
