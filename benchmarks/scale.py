"""How building scales: seconds, peak memory and page bytes, beside those of plain Folium.

    make bench-scale                        10 k, 100 k, 1 M and 10 M vertices
    python benchmarks/scale.py 10000 50000  or as many as you like

The layer is a mosaic of wiggly areas that share their borders, written as GeoJSON. Each build is a
process of its own, so that its peak memory is its own; the time is from its start to the page on
the disk, and what other programs take of the machine shows in it, but not in that of the processor.
The same file goes through `folium.GeoJson`; beyond 1 M vertices that is left out, because
it would need gigabytes and minutes to say the same.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
FOLIUM_UP_TO = 1_000_000
EDGE = 200
"""vertices on each side of an area"""

STORY = """\
title: Scale
base: []
steps:
  - id: all
    title: All of it
    body: A mosaic.
    view: {fit: [mosaic]}
    layers: [{layer: mosaic}]
layers:
  mosaic: {source: mosaic.geojson}
"""

FOLIUM = """\
import json, sys
import folium
with open(sys.argv[1], encoding="utf-8") as file:
    data = json.load(file)
page = folium.Map(location=[0, 70], zoom_start=4)
folium.GeoJson(data).add_to(page)
page.save(sys.argv[2])
"""


HEADER = "  vertices              seconds    of CPU  peak MB   page kB"


class Cost(NamedTuple):
    """Seconds by the clock and of the processor, and the peak of memory in bytes."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


def main() -> None:
    """Measure and print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vertices", nargs="*", type=int, default=SIZES)
    sizes = parser.parse_args().vertices
    print(HEADER)
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            count = write_mosaic(folder / "mosaic.geojson", size)
            (folder / "story.yaml").write_text(STORY, encoding="utf-8")
            ours = [sys.executable, "-m", "story", "build", "story.yaml", "-o", "page.html"]
            report("storyglobe", count, measured(ours, folder), folder / "page.html")
            if size > FOLIUM_UP_TO:
                print(f"{'':10}  folium     left out beyond {FOLIUM_UP_TO:,} vertices")
                continue
            theirs = [sys.executable, "-c", FOLIUM, "mosaic.geojson", "folium.html"]
            report("folium", count, measured(theirs, folder), folder / "folium.html")


def report(who: str, count: int, cost: Cost, page: Path) -> None:
    """Print one line of the table."""
    size = page.stat().st_size / 1000
    print(
        f"{count:>10,}  {who:10} {cost.seconds:8.2f} {cost.cpu_seconds:8.2f} "
        f"{cost.peak_bytes / 1e6:8,.0f} {size:9,.0f}"
    )


def measured(command: list[str], folder: Path) -> Cost:
    """What a command costs, which must succeed."""
    begin = time.perf_counter()
    root = str(Path(__file__).parent.parent)
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": root}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[:4]} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(time.perf_counter() - begin, cpu, usage.ru_maxrss * unit)


def write_mosaic(path: Path, vertices: int) -> int:
    """Write areas that tile a square; return how many vertices they have."""
    across = max(1, round(math.sqrt(vertices / (4 * EDGE))))
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for number, ring in enumerate(rings(across)):
            count += len(ring)
            feature = {
                "type": "Feature",
                "properties": {"name": f"area {number}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            file.write((",\n" if number else "") + json.dumps(feature))
        file.write("\n]}\n")
    return count


def rings(across: int) -> Iterator[list[tuple[float, float]]]:
    """Closed rings of across · across areas between 20° and 120° east, 50° south and north."""
    size = 100 / across
    for column in range(across):
        for row in range(across):
            west, south = 20 + column * size, -50 + row * size
            east, north = west + size, south + size
            yield [
                *side(west, south, size, along_x=True),
                *side(east, south, size, along_x=False),
                *reversed([*side(west, north, size, along_x=True)[1:], point(east, north)]),
                *reversed([*side(west, south, size, along_x=False)[1:], point(west, north)]),
                point(west, south),
            ]


def side(x: float, y: float, size: float, *, along_x: bool) -> list[tuple[float, float]]:
    """The vertices of one side, its end left out: the same for both areas that meet there."""
    points = []
    for step in range(EDGE):
        t = step / EDGE
        off = math.sin(t * math.pi) * size * 0.05 * math.sin(37 * t + round(x, 6) * 3 + round(y, 6))
        points.append(point(x + size * t, y + off) if along_x else point(x + off, y + size * t))
    return points


def point(x: float, y: float) -> tuple[float, float]:
    """A position with as many digits as data have."""
    return round(x, 6), round(y, 6)


if __name__ == "__main__":
    main()
