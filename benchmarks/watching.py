"""What a page in a browser costs: bytes, time, memory, frames, and how much of a flight is seen."""

import base64
import gzip
import io
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.pages import Sample, View

WATCH = (Path(__file__).parent / "measure.js").read_text("utf-8")
SIZE = {"width": 1366, "height": 768}
MAGENTA = (255, 0, 255)
UNDER = """html, body, .folium-map, .leaflet-container { background: #ff00ff !important }
.sg-story, .sg-map-ui, .sg-rail { opacity: 0 !important }"""
"""what no layer has painted shows in magenta, and nothing lies over the map"""
FRAME_MS = 1000 / 60
PATIENCE_MS = 600_000
SHOWN = 5
"""flights of which pictures are taken"""


@dataclass(frozen=True)
class Figures:
    """What was measured of one page. Times are by the clock, but for `main_ms`."""

    size: int
    gzipped: int
    vertices: int
    bytes_a_vertex: float
    painted_ms: float
    heap_mb: float
    freeze_ms: float
    """the longest frame in the second after any arrival"""
    painted_least: float
    painted_median: float
    """shares of the map that are painted, over all pictures taken in flight"""
    main_ms: float
    """processor time of the main thread for a frame of a flight"""
    p50_ms: float
    p95_ms: float
    dropped: int
    frames: int


def measure(browser: Browser, sample: Sample, *, throttle: int = 1) -> Figures:
    """Open a page, fly to each of its views and write down what happened."""
    context = browser.new_context(viewport=SIZE, bypass_csp=True)  # type: ignore[arg-type] # SIZE is plain
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(WATCH)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.goto(sample.path.as_uri(), wait_until="load")
    painted = float(page.evaluate("watch.painted"))
    page.wait_for_function("!window.storyglobe || window.storyglobe.stories?.length")
    page.evaluate("watch.set(1, [0, 0, 3])" if sample.ours else "null")
    page.wait_for_function("!watch.isFlying()")
    page.wait_for_timeout(1500)
    heap = heap_mb(cdp)
    frames: list[float] = []
    freezes: list[float] = []
    spent = 0.0
    for section, view in [*enumerate(sample.views[1:], start=2), (1, sample.views[0])]:
        before = task_ms(cdp)
        frames += page.evaluate(f"watch.flight({section}, {list(view)})")
        spent += task_ms(cdp) - before
        freezes.append(float(page.evaluate("watch.arrived")))
    page.add_style_tag(content=UNDER)
    shares = [
        share
        for section, view in list(enumerate(sample.views, start=1))[1 : 1 + SHOWN]
        for share in shares_in_flight(page, cdp, section, view)
    ]
    context.close()
    raw = sample.path.read_bytes()
    return Figures(
        size=len(raw),
        gzipped=len(gzip.compress(raw, 9, mtime=0)),
        vertices=sample.vertices,
        bytes_a_vertex=sample.data_bytes / sample.vertices,
        painted_ms=painted,
        heap_mb=heap,
        freeze_ms=max(freezes),
        painted_least=min(shares),
        painted_median=statistics.median(shares),
        main_ms=spent / len(frames),
        p50_ms=statistics.median(frames),
        p95_ms=sorted(frames)[int(len(frames) * 0.95)],
        dropped=sum(max(0, round(frame / FRAME_MS) - 1) for frame in frames),
        frames=len(frames),
    )


def shares_in_flight(page: Page, cdp: CDPSession, section: int, view: View) -> list[float]:
    """How much of the map is painted in each picture that could be taken of a flight."""
    found = []
    page.evaluate(f"watch.set({section}, {list(view)})")
    while page.evaluate("watch.isFlying()"):
        found.append(painted_share(cdp))
    page.wait_for_timeout(500)
    return found


def painted_share(cdp: CDPSession) -> float:
    """How much of the window is not magenta."""
    # Playwright's own pictures are of a part of the document, and the document scrolls
    shot = cdp.send("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": False})
    image = Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")
    bare = sum(count for count, colour in image.getcolors(1 << 24) or [] if colour == MAGENTA)
    return 1 - bare / (image.width * image.height)


def task_ms(cdp: CDPSession) -> float:
    """Processor time of the page's main thread so far."""
    found = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
    return 1000 * float(found["TaskDuration"])


def heap_mb(cdp: CDPSession) -> float:
    """Objects and typed arrays after a collection of garbage."""
    cdp.send("HeapProfiler.collectGarbage")
    found: dict[str, Any] = cdp.send("Runtime.getHeapUsage")
    return sum(float(found.get(k, 0)) for k in ("usedSize", "backingStorageSize")) / 1e6
