"""`storyglobe handout`: the story on paper, as a PDF."""

import argparse
from pathlib import Path

from story.commands import common


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser(
        "handout", help="print a story to a PDF: a page for each step, with lines to write on"
    )
    common.story_argument(parser)
    common.data_argument(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write the PDF")
    parser.add_argument("--paper", choices=["a4", "letter"], default="a4", help="by default a4")
    common.edition_argument(parser)
    common.browser_argument(parser)
    common.strict_argument(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from story import build as builder  # shapely takes half a second to import: not for --help
    from story.press import browser

    program = browser.find(options.browser)
    built = common.assembled(options)
    if built is None:
        return 1
    output = common.output_of(options.output, options.story, "pdf")
    with common.progress() as tell:
        tell("the maps and the sheets, in a browser")
        printed = browser.print_pdf(
            builder.page(built), wish=f"handout-{options.paper}", browser=program, near=output
        )
    size = builder.write_bytes(output, printed)
    print(f"printed {output.resolve()}")
    print(f"  {common.size(built)}, {options.edition}’s edition; {size / 1e6:.1f} MB")
    return 0
