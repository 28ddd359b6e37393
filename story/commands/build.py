"""`storyglobe build`: a story into one HTML file."""

import argparse
import webbrowser
from pathlib import Path
from typing import Final

from geo.words import many
from story.commands import common

_MOST_PORT: Final = 65_535


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser(
        "build",
        help="build a story into one HTML file",
        epilog=common.EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common.story_argument(parser)
    common.data_argument(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write the page")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a JSON report of layers")
    parser.add_argument(
        "--sbom",
        type=Path,
        metavar="FILE",
        help="write what the page carries of others, with licences (CycloneDX JSON)",
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.add_argument(
        "--watch",
        action="store_true",
        help="build again at each save, and show the story in a page that follows",
    )
    parser.add_argument(
        "--port", type=_port, default=0, help="where --watch shows it; by default any free port"
    )
    common.edition_argument(parser)
    common.strict_argument(parser)
    parser.set_defaults(run=_run, refuse=parser.error)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= _MOST_PORT):
        raise argparse.ArgumentTypeError(f"{text} is no port; give a number from 0 to {_MOST_PORT}")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    if options.watch:
        if options.report or options.sbom:
            options.refuse("--report and --sbom are written by a build without --watch")
        from story.commands.watch import watch

        return watch(options)
    from geo.garbage import without_collector

    with without_collector():
        return _build(options)


def _build(options: argparse.Namespace) -> int:
    from story import build as builder  # shapely takes half a second to import: not for --help

    built = common.assembled(options)
    if built is None:
        return 1
    with common.progress() as tell:
        tell("the page")
        page = builder.page(built)
    output = common.output_of(options.output, options.story, "html")
    if options.report:
        builder.write(options.report, builder.report_text(built))
    if options.sbom:
        from story.sbom import bill

        builder.write(options.sbom, bill(built.story))
    size = builder.write(output, page)
    print(f"built {output.resolve()}")
    print(
        f"  {common.size(built)}, {many(built.vertices, 'vertex', 'vertices')}; "
        f"{size / 1e6:.2f} MB ({builder.compressed_size(page) / 1e6:.2f} MB gzip)"
    )
    print("  open it with a double-click: it needs no network")
    if options.open:
        webbrowser.open(output.resolve().as_uri())
    return 0
