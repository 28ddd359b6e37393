"""The picture of an example: what the page shows without a key and with it, side by side."""

import json
import shutil
import tempfile
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from geo import StorymapError
from story.config import Story, load
from story.manual.examples import Example
from story.names import pick
from story.page import filled
from story.picture import Picture, draw
from story.picture.parts import Row
from story.scene import Scene, compose
from story.sources import prepare_all

WIDTH: Final = 300
HEIGHT: Final = 180
_LINE: Final = 46
_VIEW: Final = {"center": [124, 47.6], "zoom": 5.9}


@dataclass(frozen=True)
class Frame:
    """What the page shows of a layer: a map and its legend, a popup, the credits; or a refusal."""

    picture: Picture | None = None
    legend: tuple[tuple[str, Row | None], ...] = ()
    """texts with their sample, or without one when they stand above others"""
    popup: tuple[tuple[str, str], ...] = ()
    """titles and values"""
    credit: tuple[str, ...] = ()
    refusal: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        """Units that the frame takes."""
        return self.legend_at[-1] - 14 + 18 * len(self.credit)

    @property
    def legend_at(self) -> tuple[int, ...]:
        """Where each line of the legend begins, and the end of the last, from the frame's top."""
        heights = [(row.height if row else 16) + 2 for _, row in self.legend]
        return tuple(accumulate(heights, initial=HEIGHT + 22))


def picture_of(example: Example) -> str:
    """The SVG of an example: two frames, or one when the key changes nothing to be seen here."""
    frames = [
        _frame(example, layer, place) for place, layer in enumerate((example.before, example.after))
    ]
    if _same(frames[0], frames[1]):
        frames = frames[1:]
    return (
        filled(
            "manual.svg.jinja",
            frames=frames,
            width=len(frames) * (WIDTH + 10) - 10,
            height=max(frame.height for frame in frames) + 18,
            titles=["without", "with"][-len(frames) :],
            key=example.key,
            frame_width=WIDTH,
            frame_height=HEIGHT,
        )
        + "\n"
    )


def _same(a: Frame, b: Frame) -> bool:
    # ids of patterns have their frame's number in them
    return repr(a).replace("f0-", "") == repr(b).replace("f1-", "")


def _frame(example: Example, layer: Mapping[str, Any], number: int) -> Frame:
    step = {"id": f"f{number}", "title": "t", "body": "b", "view": _VIEW}
    story = {
        "title": "t",
        "base": ["it"] if example.is_base else [],
        "layers": {"it": layer},
        "steps": [
            step if example.is_base else step | {"layers": [{"layer": "it", **example.step}]}
        ],
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with resources.as_file(resources.files("story").joinpath("manual", "data")) as data:
            shutil.copytree(data, folder, dirs_exist_ok=True)
        path = folder / "story.yaml"
        # JSON is YAML, too
        path.write_text(json.dumps(story), encoding="utf-8")
        try:
            read = load(path)
            scene = compose(read, prepare_all(read, lambda _: None))
        except StorymapError as error:
            said = str(error).replace(f"{folder}/", "").replace(str(folder), "the folder")
            return Frame(refusal=tuple(textwrap.wrap(said, _LINE)))
    (picture,) = draw(scene, WIDTH, HEIGHT, with_towns=True)
    return Frame(
        picture=picture,
        legend=_legend(scene, picture),
        popup=_popup(scene) if example.show == "popup" else (),
        credit=_credit(read) if example.show == "credits" else (),
    )


def _legend(scene: Scene, picture: Picture) -> tuple[tuple[str, Row | None], ...]:
    samples = {row.text: row for row in picture.legend}
    (layer,) = scene.layers
    found = ((text, style, samples.get(text)) for style, text, _ in layer["legend"])
    return tuple((text, row) for text, style, row in found if style is None or row)


def _popup(scene: Scene) -> tuple[tuple[str, str], ...]:
    (layer,) = scene.layers
    values = layer["features"][0][4] or []
    lines = []
    for (title, unit, *_), value in zip(layer["popup"], values, strict=False):
        said = f"{value} {unit}".strip()
        lines.append((title, said if len(title + said) < 22 else f"{said[:18]}…"))
    return tuple(line for line in lines if line[1])


def _credit(story: Story) -> tuple[str, ...]:
    config, language = story.layers["it"].config, story.config.language
    parts = [
        pick(config.title, language) or "it",
        pick(config.attribution, language),
        config.licence or "",
        config.date or "",
        pick(config.accuracy, language),
    ]
    return (" · ".join(part for part in parts if part),)
