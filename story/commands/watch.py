"""`storyglobe build --watch`: build at each save, and show the story in a page that follows."""

import argparse
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import one_line
from story.commands import common

if TYPE_CHECKING:
    from story.serve import Board


def watch(options: argparse.Namespace) -> int:
    """Build, show, and build again whenever a file changes, until Ctrl+C."""
    import watchfiles

    from story.config import find_story
    from story.serve import Board, serve

    story = find_story(options.story)
    output = common.output_of(options.output, options.story, "html")
    board = Board()
    server = serve(board, options.port)
    address = "http://{}:{}/".format(*server.server_address[:2])
    print(f"watching {story}: open {address} (Ctrl+C ends it)", flush=True)
    folders = _build(options, story, output, board)
    if options.open:
        webbrowser.open(address)
    ours = {output.resolve()}
    usual = watchfiles.DefaultFilter()

    def counts(change: watchfiles.Change, path: str) -> bool:
        # our own page is no change, nor are the files that editors keep beside the one they edit
        name = Path(path).name
        hidden = name.startswith((".", "#")) or name.endswith("~")
        return not hidden and Path(path).resolve() not in ours and usual(change, path)

    try:
        while True:
            first = True
            for changes in watchfiles.watch(
                *folders,
                watch_filter=counts,
                debounce=120,
                step=30,
                rust_timeout=200,
                yield_on_timeout=True,
                raise_interrupt=True,
            ):
                # what was saved during the build before the watch began is not among the changes
                if not changes and not first:
                    continue
                first = False
                found = _build(options, story, output, board)
                if found != folders:  # another catalogue: other folders to watch
                    folders = found
                    break
    except KeyboardInterrupt:
        server.shutdown()
        print("ended")
    return 0


def _build(
    options: argparse.Namespace, story: Path, output: Path, board: "Board"
) -> Sequence[Path]:
    """Build once; what is wrong goes to the page and to the terminal. The folders to watch."""
    from geo import StorymapError
    from story import build as builder

    began = time.perf_counter()
    folders = {story.parent.resolve(), *(folder.resolve() for folder in options.data)}
    try:
        with common.progress() as tell:
            built = builder.assemble(
                story, edition=options.edition, folders=options.data, tell=tell
            )
            page = builder.page(built)
        if page.encode() != board.shown.page:
            builder.write(output, page)
    except StorymapError as error:
        problems = [one_line(line) for line in str(error).split("\n")]
        if board.put(None, problems):
            print("\n".join(f"error: {line}" for line in problems), flush=True)
        return sorted(folders)
    if board.put(page, built.warnings if options.strict else ()):
        common.print_warnings(built.warnings)
        print(f"built {output} in {time.perf_counter() - began:.1f} s", flush=True)
    catalogues = (built.story.path.parent / name for name in built.story.config.catalog)
    return sorted(folders | {catalogue.parent.resolve() for catalogue in catalogues})
