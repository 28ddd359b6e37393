"""The scripts and style sheets of the page, joined from the files in `story/browser`."""

from functools import cache
from importlib import resources
from typing import Final

from story.leaflet import inline

# in the order in which they are joined: a file uses only what stands before it
SCRIPTS: Final = (
    "events.js",
    "parts.js",
    "tongues.js",
    "commands.js",
    "sphere.js",
    "laea.js",
    "packed.js",
    "camera.js",
    "state.js",
    "tone.js",
    "looks.js",
    "path.js",
    "trace.js",
    "symbols.js",
    "relief.js",
    "icons.js",
    "arrows.js",
    "thrift.js",
    "disc.js",
    "paint.js",
    "lettering.js",
    "room.js",
    "placing.js",
    "along.js",
    "labels.js",
    "legend.js",
    "hover.js",
    "explore.js",
    "highlight.js",
    "reading.js",
    "stage.js",
    "overlay.js",
    "controls.js",
    "pointing.js",
    "theme.js",
    "timeline.js",
    "swipe.js",
    "bearings.js",
    "places.js",
    "charts.js",
    "words.js",
    "kiosk.js",
    "keys.js",
    "miniature.js",
    "turning.js",
    "present.js",
    "bar.js",
    "overview.js",
    "cursor.js",
    "spotlight.js",
    "drawing.js",
    "discuss.js",
    "reveal.js",
    "later.js",
    "glossary.js",
    "predict.js",
    "plot-words.js",
    "predict-line.js",
    "quiz-core.js",
    "quiz-mark.js",
    "quiz.js",
    "link.js",
    "audience.js",
    "pace.js",
    "lesson-clock.js",
    "speaker.js",
    "figure.js",
    "sheets.js",
    "handout.js",
    "start.js",
)
STYLES: Final = (
    "theme.css",
    "layout.css",
    "card.css",
    "picture.css",
    "charts.css",
    "chrome.css",
    "display.css",
    "bearings.css",
    "present.css",
    "speaker.css",
    "learning.css",
    "print.css",
)


@cache
def engine() -> str:
    """All scripts of the page in one, as a script element."""
    folder = resources.files("story").joinpath("browser")
    script = "\n".join(folder.joinpath(name).read_text("utf-8") for name in SCRIPTS)
    frame = folder.joinpath("frame.js").read_text("utf-8")
    # apart from the engine, so that it runs where the engine does not parse
    still = folder.joinpath("pictures.js").read_text("utf-8")
    engine = inline("script", frame.replace("// @@MODULES@@", script))
    return inline("script", still) + engine


@cache
def stylesheet() -> str:
    """All style sheets of the page in one, as a style element."""
    folder = resources.files("story").joinpath("browser")
    return inline("style", "\n".join(folder.joinpath(name).read_text("utf-8") for name in STYLES))
