"""Build a story: one HTML file, written whole or not at all.

What makes the page and the charts takes a second to import, for Folium and Altair bring pandas and
more with them. So that is done where it is needed, and beside the reading of the layers.
"""

import contextlib
import gzip
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from geo import Layer, StorymapError
from story.charts.book import check_features
from story.config import Story, find_story, load
from story.kept import kept
from story.media import Embedded, read_media
from story.model import Edition, for_students
from story.notes import notes_of
from story.outside import outside
from story.problems import ConfigError
from story.scene import Scene, compose, unknown_fields
from story.sources import LayersError, prepare_all

if TYPE_CHECKING:
    from story.charts.draw import DrawnChart, Refused
    from story.leaflet import Parts
    from story.leaflet import Story as StoryElement


class WriteError(StorymapError):
    """The page or the report cannot be written where the author asked for it."""


@dataclass(frozen=True)
class Built:
    """A story in memory: its layers, the state of the map at each step, and what to print."""

    story: Story
    layers: dict[str, Layer]
    scene: Scene
    charts: Mapping[str, "DrawnChart"]
    media: Mapping[tuple[int, int], Embedded]
    warnings: tuple[str, ...]

    @property
    def vertices(self) -> int:
        """Vertices of the author's layers at their finest level."""
        return sum(layer.report.vertices_after for layer in self.own.values())

    @property
    def report(self) -> dict[str, Any]:
        """What was read, drawn, repaired and dropped, by layer."""
        return {
            "layers": [
                {**_report(layer), "classes": dict(self.scene.classes.get(name, {}))}
                for name, layer in self.own.items()
            ]
        }

    @property
    def own(self) -> dict[str, Layer]:
        """The layers that the author named, without the map of the world beneath them."""
        entries = self.story.layers
        return {name: layer for name, layer in self.layers.items() if entries[name].own}


def assemble(
    path: Path | None,
    *,
    edition: Edition = "teacher",
    folders: Sequence[Path] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> Built:
    """Read and check a story with all its layers; nothing is written.

    `folders` are those whose files the story may name beside its own; `tell` hears what is being
    done. The edition for students is made here, once: no later stage knows what it leaves out.
    Raises `StorymapError` for anything that the author can mend, with all problems at once.
    """
    story = load(find_story(path), folders)
    if edition == "student":
        story = _for_students(story)
    # charts are drawn in a process of their own: meanwhile this one has the layers to read
    with ThreadPoolExecutor(max_workers=1) as aside:
        at_leisure, problems = Event(), list[str]()
        drawing = aside.submit(_draw_charts, story)
        aside.submit(_prepare_page, at_leisure)
        try:
            layers, scene = _mapped(story, tell, problems, at_leisure)
        finally:
            at_leisure.set()
        tell("the charts")
        charts = _all_drawn(story, layers, problems, *drawing.result())
    media = read_media(story, problems)
    if problems or scene is None:
        raise ConfigError(problems)
    warnings = tuple(
        f"warning: {note}"
        for name, note in (*notes_of(story.layers, layers), *scene.notes, *outside(story, layers))
        if story.layers[name].own
    )
    warnings += tuple(f"warning: {note}" for note in story.notes)
    return Built(story, layers, scene, charts, media, warnings)


def _mapped(
    story: Story, tell: Callable[[str], None], problems: list[str], at_leisure: Event
) -> tuple[dict[str, Layer], Scene | None]:
    """The sound layers, and the scene over them; no scene where something is wrong."""
    layers: dict[str, Layer] = {}
    try:
        layers = prepare_all(story, tell, at_leisure.set)
        return layers, compose(story, layers)
    except LayersError as error:
        layers = error.sound
        problems += [*error.problems, *unknown_fields(story.layers, layers)]
    except ConfigError as error:
        problems += error.problems
    return layers, None


def _prepare_page(at_leisure: Event) -> None:
    """Import what makes the page, and compile its templates, while the layers wait for GEOS."""
    at_leisure.wait()
    from story.page import compile_templates  # noqa: PLC0415 - see above

    compile_templates()


def _draw_charts(story: Story) -> tuple[dict[str, "DrawnChart"], list["Refused"]]:
    if not story.charts:
        return {}, []
    from story.charts.draw import draw  # noqa: PLC0415 - see above

    charts = {name: entry.config for name, entry in story.charts.items()}
    language = story.config.language
    content = json.dumps([language, *charts], ensure_ascii=False)
    content += "".join(chart.model_dump_json() for chart in charts.values())
    return kept(lambda: draw(charts, language), "charts", content)


def _all_drawn(
    story: Story,
    layers: Mapping[str, Layer],
    problems: list[str],
    drawn: dict[str, "DrawnChart"],
    refused: Sequence["Refused"],
) -> dict[str, "DrawnChart"]:
    """The charts of a story; what cannot be drawn goes to `problems`."""
    check_features(story.charts, layers, problems)
    problems += [f"{story.charts[name].where(*key)}: {what}" for name, key, what in refused]
    return drawn


def _for_students(story: Story) -> Story:
    """The story without what is marked for teachers, in its steps and in its charts."""
    charts = {
        name: replace(entry, config=for_students(entry.config))
        for name, entry in story.charts.items()
    }
    return replace(story, config=for_students(story.config), charts=charts)


def element(path: Path | None = None) -> "StoryElement":
    """A story as an element for a Folium map of one's own: `element(path).add_to(map)`."""
    from story.leaflet import Story as StoryElement  # noqa: PLC0415 - see above

    return StoryElement(parts(assemble(path)))


def parts(built: Built) -> "Parts":
    """The finished pieces of the page."""
    from story.page import compose_parts  # noqa: PLC0415 - see above

    return compose_parts(built.story, built.scene, built.charts, built.media)


def page(built: Built) -> str:
    """The page: the same text for the same inputs."""
    from story.leaflet import render_page  # noqa: PLC0415 - see above
    from story.seal import seal  # noqa: PLC0415 - as above

    return seal(render_page(parts(built)))


def write(path: Path, text: str) -> int:
    """Write a text whole or not at all, and return its size in bytes; see `write_bytes`."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> int:
    """Write a file whole or not at all, and return its size in bytes.

    The data go to a temporary file in the same folder, which then takes the place of the old one.
    Raises `WriteError`, and leaves the old file, when that cannot be done.
    """
    temporary = None
    new = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner can read
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WriteError(f"{path}: cannot be written ({reason}); choose another -o FILE") from None
    finally:  # it is gone once it has taken the old one's place
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        for folder in new:
            with contextlib.suppress(OSError):  # the page is in it, or it was never made
                folder.rmdir()
    return len(data)


def report_text(built: Built) -> str:
    """The report as JSON text."""
    return json.dumps(built.report, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def compressed_size(text: str) -> int:
    """The size of a page as a server would send it, in bytes."""
    return len(gzip.compress(text.encode(), 9, mtime=0))


def _report(layer: Layer) -> Mapping[str, Any]:
    account = "name", "read", "drawn", "repaired", "dropped", "filtered"
    vertices = "vertices_before", "vertices_after"
    return {
        **{key: getattr(layer.report, key) for key in (*account, *vertices)},
        "notes": list(layer.report.notes),
        "facts": list(layer.report.facts),
    }
