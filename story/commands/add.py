"""`storyglobe add`: write a layer for a file into a catalogue, and show it in a step."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import one_line
from story.commands import common, order
from story.commands.inspect import file_arguments, hints, spec_of
from story.commands.target import Target, same_file, target_of

if TYPE_CHECKING:
    from geo import Bounds, Inspection
    from story.model import Step, StoryConfig


def add(commands: common.Commands) -> None:
    """Put the command on the parser."""
    parser = commands.add_parser(
        "add", help="add a file to a catalogue as a layer, and to a step of the story"
    )
    file_arguments(parser)
    parser.add_argument("--story", type=Path, help="the story; by default story.yaml here")
    parser.add_argument("--step", metavar="ID", help="the step that is to show the layer")
    parser.add_argument(
        "--catalog",
        type=Path,
        metavar="FILE",
        help="the catalogue; by default that of the story, when it has one beside it and no "
        "layers of its own, or else the story itself",
    )
    parser.add_argument("--name", help="what to call the layer; by default after the file")
    common.data_argument(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from geo import StorymapError
    from story.build import write
    from story.insert import with_layer, with_layer_in_step
    from story.stanza import KINDS, name_for, stanza_of

    _check_name(options.name)
    place = target_of(options)
    known = {**place.layers, **(place.story.layers if place.story else {})}
    source = source_from(options.file, place.catalogue.parent, options.data)
    found, decimal = _looked_into(options)
    if options.name and options.name in known:
        raise StorymapError(f"--name {options.name}: there is a layer of that name; take another")
    # where no word has a letter that names may have, the kind of its features does
    kinds = (f"{KINDS[kind]}s" for kind in found.kinds or ())
    words = (options.layer, options.file.stem, found.layer, *kinds)
    name = options.name or name_for(words, known)
    title = (options.layer or options.file.stem).replace("_", " ").strip().capitalize()
    step = _step(options.step, place)
    stanza = stanza_of(
        found,
        source=source,
        title=title,
        crs=options.crs,
        encoding=options.encoding,
        colours=[layer.style.color for layer in known.values()],
        decimal=decimal,
    )
    before = order.above(place, found, options.data)
    texts = dict(place.texts)
    texts[place.catalogue] = with_layer(
        texts.get(place.catalogue, ""), place.catalogue, name, list(stanza), before
    )
    if step is not None and place.story_path:
        texts[place.story_path] = with_layer_in_step(
            texts[place.story_path], place.story_path, step, name
        )
    for path, text in texts.items():
        if text != place.texts.get(path):
            write(path, text)
    same = same_file(place, options.file, found.layer if len(found.layers) > 1 else None)
    print(f"{place.catalogue}: wrote the layer '{name}'; nothing was copied")
    for line in order.told(place, found, before):
        print(line)
    _tell(options, place, name, step)
    if same:
        print(f"  the layer '{same}' has the same file: of the two, keep what you need")
    if step is not None and place.story and found.bounds:
        _tell_outside(place.story, step, name, found.bounds)
    return 0


def _looked_into(options: argparse.Namespace) -> "tuple[Inspection, str | None]":
    """What the file holds, and the decimal sign that it was read with.

    Raises `StorymapError` where it cannot become a layer.
    """
    from geo import StorymapError, inspect

    with hints():
        found = inspect(spec_of(options))
        if decimal := _decimal(found):
            found = inspect(replace(spec_of(options), decimal=decimal))
    if found.report is None:
        names = ", ".join(layer.name for layer in found.layers)
        raise StorymapError(f"{options.file}: holds several layers; name one with --layer: {names}")
    if found.bounds is None:
        raise StorymapError(f"{options.file}: has no feature that can be drawn: {_why(found)}")
    return found, decimal


def _check_name(name: str | None) -> None:
    """Raise when the next build would not take the name that the author gives the layer."""
    from geo import StorymapError
    from story.model.fields import NAME

    if name is not None and not (re.fullmatch(NAME, name) and len(name) <= 80):
        raise StorymapError(
            f"--name '{one_line(name)}': a name is at most 80 letters, digits, _, . and -, and "
            "begins with a letter, a digit or _; the title may be any text"
        )


def source_from(file: Path, folder: Path, folders: Sequence[Path]) -> str:
    """How a catalogue in `folder` names the file. Raises `ReadError` when no build takes it."""
    from geo import ReadError
    from geo.paths import inside, resolve

    inside(file, file.parent, folders)
    real = file.resolve()
    for base in (folder, *folders):
        if real.is_relative_to(base.resolve()):
            source = real.relative_to(base.resolve()).as_posix()
            resolve(source, folder, folders)  # the next build must be able to
            return source
    where = folder if folder.name else "this folder"
    raise ReadError(
        f"{file}: lies outside {where}, the folder of the catalogue; copy it there, or name its "
        f"folder with --data {file.parent} (here and at every build)"
    )


def _step(wanted: str | None, place: Target) -> int | None:
    """The number of the step that is to show the layer, from 0; None for none yet."""
    from geo import StorymapError
    from story.problems import nearest

    if place.story is None:
        return None
    ids = [step.id for step in place.story.steps]
    if wanted is None and sys.stdin.isatty() and sys.stdout.isatty() and place.is_named:
        wanted = input(f"Show it in which step? [{_some(ids)}; Enter for none] ").strip() or None
    if wanted is None:
        return None
    if wanted not in ids:
        hint = nearest(wanted, ids) or f"; the steps are {_some(ids)}"
        raise StorymapError(f"--step {wanted}: the story has no such step{hint}")
    if not place.is_named:
        raise StorymapError(
            f"{place.story_path}: does not read {place.catalogue}; name it under 'catalog' first"
        )
    return ids.index(wanted)


def _some(names: Iterable[str], most: int = 12) -> str:
    every = list(names)
    return ", ".join(every[:most]) + (" …" if len(every) > most else "")


def _tell(options: argparse.Namespace, place: Target, name: str, step: int | None) -> None:
    if step is not None and place.story:
        print(f"{place.story_path}: the step '{place.story.steps[step].id}' shows it")
    elif place.story and place.is_named:
        print(f"  no step shows it yet: put '{name}' under the layers of one of these:")
        print(f"  {_some(one.id for one in place.story.steps)}")
    elif place.story:
        print(f"  name the catalogue in {place.story_path}, under 'catalog'")
    data = "".join(f" --data {common.typed(folder)}" for folder in options.data)
    target = place.story_path.parent if place.story_path else Path("STORY")
    print(f"  next: storyglobe build {common.typed(target)}{data}")


def _tell_outside(story: "StoryConfig", step: int, name: str, bounds: "Bounds") -> None:
    """Say so when the step looks elsewhere; views that fit layers are left to the build."""
    from story.outside import WAY_OUT
    from story.view import shows, view_of

    def looks_elsewhere(one: "Step") -> bool:
        view = one.view
        fits_layers = view and view.fit and isinstance(view.fit[0], str)
        return bool(view) and not fits_layers and not shows(view_of(one, {}), bounds)

    here = story.steps[step]
    if not looks_elsewhere(here):
        return
    others = [one.id for one in story.steps if one.view and not looks_elsewhere(one)]
    print(f"  but it lies outside the view of '{here.id}': nothing of it is seen there; {WAY_OUT}")
    if others:
        print(f"  or put '{name}' under the layers of a step that looks there: {_some(others)}")


def _decimal(found: "Inspection") -> str | None:
    """The decimal sign of numbers that are text in the file, where it is clear."""
    clear = (column.marks[0] for column in found.columns if len(column.marks) == 1)
    return next(clear, None)


def _why(found: "Inspection") -> str:
    notes = found.report.notes if found.report else ()
    return "; ".join(notes) or "it has no features"
