"""`make bench`: our page beside a Folium page of the same layers, in one browser, as Markdown.

Each pair of columns is one set of layers: the story that ships, 100 thousand and 1 million
vertices; then the same with a processor four times slower.
"""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.pages import real, synthetic
from benchmarks.watching import SIZE, Figures, measure

ROWS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("vertices in the page", lambda f: f"{f.vertices:,}"),
    ("page", lambda f: f"{f.size / 1e6:.2f} MB"),
    ("page, gzip", lambda f: f"{f.gzipped / 1e6:.2f} MB"),
    ("bytes a vertex", lambda f: f"{f.bytes_a_vertex:.1f}"),
    ("time to painted map", lambda f: f"{f.painted_ms / 1000:.2f} s"),
    ("heap, typed arrays included", lambda f: f"{f.heap_mb:.0f} MB"),
    ("longest freeze on arrival", lambda f: f"{f.freeze_ms:.0f} ms"),
    (
        "painted in flight, least / median",
        lambda f: f"{100 * f.painted_least:.0f} / {100 * f.painted_median:.0f} %",
    ),
    ("main thread a frame", lambda f: f"{f.main_ms:.1f} ms"),
    ("frame p50 / p95", lambda f: f"{f.p50_ms:.0f} / {f.p95_ms:.0f} ms"),
    ("dropped frames", lambda f: f"{f.dropped} of {f.frames + f.dropped}"),
)


def main() -> None:
    """Build, measure, print."""
    program = os.environ.get("STORYGLOBE_CHROMIUM") or shutil.which("chromium")
    before = os.getloadavg()[0]
    tables: dict[int, dict[str, Figures]] = {1: {}, 4: {}}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        pairs = [real(folder), synthetic(folder, 100_000), synthetic(folder, 1_000_000)]
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for throttle, table in tables.items():
            for sample in (sample for pair in pairs for sample in pair):
                table[sample.name] = measure(browser, sample, throttle=throttle)
                print(f"{sample.name}, {throttle}×", file=sys.stderr)
        version = browser.version
        browser.close()
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, Chromium {version}, a window of {SIZE['width']} × "
        f"{SIZE['height']}, drawn in software without a graphics processor; {platform.system()} on "
        f"{platform.machine()}, {os.cpu_count()} cores; load {before:.1f} before and "
        f"{os.getloadavg()[0]:.1f} after. Times are by the clock, those of the main thread are of "
        "the processor.\n"
    )
    for throttle, table in tables.items():
        head = "" if throttle == 1 else f"processor {throttle}× slower"
        print(f"| {head} | " + " | ".join(table) + " |")
        print("|---" + "|--:" * len(table) + "|")
        for title, show in ROWS:
            print(f"| {title} | " + " | ".join(show(figures) for figures in table.values()) + " |")
        print()


if __name__ == "__main__":
    main()
