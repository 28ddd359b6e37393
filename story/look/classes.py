"""Which class each feature is in: a value of the layer's `by` field, a range of its numbers, none.

What a class is drawn with and called is settled here too; `story.look.styles` makes styles of it.
"""

import bisect
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from geo.words import many
from story.look import palettes
from story.look.breaks import breaks_of, decimals_of
from story.model import Graduated, LayerConfig, NoData, Style
from story.names import pick
from story.notes import Note
from story.problems import nearest
from story.values.formats import say_number
from story.values.plain import (
    as_number,
    decimal_hint,
    is_missing,
    key_text,
    no_number,
    says_nothing,
)

PLAIN: Final = ""
"""the class of the features that belong to none"""
NO_DATA: Final = "\0no data"
REST: Final = "*"
"""the author's class for all values that have none of their own"""
_NAMED: Final = 4
"""so many values are given as examples"""

Wrong: TypeAlias = Callable[[str, str], None]
"""takes the key in the layer's config, and what is wrong there"""


@dataclass(frozen=True)
class Class:
    """What the features of one class are drawn with and called; `colour` is their class's own."""

    legend: str = ""
    colour: str | None = None
    style: Style = field(default_factory=Style)


@dataclass(frozen=True)
class Classes:
    """The class of each feature, and what there is to say of each class, in the legend's order."""

    of: tuple[str, ...]
    known: Mapping[str, Class] = field(default_factory=dict)
    whole: bool = False
    """the legend shows every class as soon as it shows one"""
    notes: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """Features by what the legend calls their class."""
        found = Counter(self.of)
        counts: Counter[str] = Counter()  # several classes may have one text
        for name, entry in self.known.items():
            counts[entry.legend or ("no data" if name == NO_DATA else name)] += found[name]
        return dict(counts)


def classes_of(
    config: LayerConfig, rows: Sequence[Mapping[str, Any]], language: str, wrong: Wrong
) -> Classes:
    """The classes of a layer whose features have these properties; mistakes go to `wrong`."""
    if config.by is None:
        return Classes(of=(PLAIN,) * len(rows))
    values = [row.get(config.by) for row in rows]
    if config.graduated:
        return _graduated(config, config.graduated, values, language, wrong)
    if config.palette:
        return _coloured(config, config.palette, values, language, wrong)
    known = {
        name: Class(pick(entry.legend, language), style=entry.style)
        for name, entry in config.classes.items()
    }
    keys = [key_text(value) for value in values]
    rest = REST if REST in known else PLAIN
    notes = (*_unmet(config, set(keys)), *_classless(config, keys))
    return Classes(tuple(key if key in known else rest for key in keys), known, notes=notes)


def _unmet(config: LayerConfig, found: set[str]) -> list[Note]:
    """That no feature is in a class: its name is misspelt, or the data have changed."""
    free = sorted(found - config.classes.keys())
    return [
        Note(f"no feature has '{name}' in '{config.by}'{nearest(name, free)}", "classes", name)
        for name in config.classes
        if name not in {*found, REST}
    ]


def _classless(config: LayerConfig, keys: Sequence[str]) -> list[Note]:
    """How many features no class is meant for; none once the author has named one for them."""
    without = Counter(key for key in keys if key not in config.classes)
    if not (without and config.classes) or REST in config.classes:
        return []
    names = [f"'{key}'" if key else "no value" for key, _ in without.most_common()]
    some = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    are = "is" if without.total() == 1 else "are"
    what = f"{without.total()} of {len(keys)} features {are} in no class of '{config.by}' ({some})"
    way = f'if that is meant, write so: classes: {{"{REST}": {{}}}}'
    return [Note(f"{what}; {way}", "classes")]


def _coloured(
    config: LayerConfig, palette: str, values: Sequence[Any], language: str, wrong: Wrong
) -> Classes:
    """A colour of the palette for each value without a class, in the order of the values."""
    found = {key_text(value) for value in values if not is_missing(value)}
    free = sorted(found - config.classes.keys(), key=_by_number)
    most = palettes.largest(palette)
    if len(free) > most:
        wrong(
            "palette",
            f"{palette} has {most} colours, and '{config.by}' has {len(free)} values without a "
            f"class ({', '.join(free[:4])} …); choose a larger palette (Set3 and Paired have 12), "
            "give some a class, or use 'graduated' for numbers",
        )
        return Classes(of=(PLAIN,) * len(values))
    known = {
        name: Class(pick(entry.legend, language) or name, style=entry.style)
        for name, entry in config.classes.items()
    }
    shades = palettes.colours(palette, len(free)) if free else ()
    known |= {name: Class(name, colour) for name, colour in zip(free, shades, strict=True)}
    of = tuple(NO_DATA if is_missing(value) else key_text(value) for value in values)
    done = _completed(of, known, NoData(), language, whole=False)
    return replace(done, notes=tuple(_unmet(config, found)))


def _graduated(
    config: LayerConfig,
    graduated: Graduated,
    values: Sequence[Any],
    language: str,
    wrong: Wrong,
) -> Classes:
    """Classes from low to high; a value on a limit is in the lower one."""
    numbers = [as_number(value) for value in values]
    if odd := no_number(values, config.decimal):
        place, value = odd
        hint = decimal_hint(value)
        wrong(
            "by",
            f"field '{config.by}' holds '{key_text(value)[:40]}' (feature {place}), which is no "
            f"number; {hint or 'classes from low to high need numbers'}",
        )
        return Classes(of=(PLAIN,) * len(values))
    there = [number for number in numbers if number is not None]
    limits = graduated.breaks or breaks_of(there, scheme=graduated.scheme, count=graduated.count)
    texts = _ranges(config, limits, language) if limits else [key_text(there[0]) if there else ""]
    if graduated.legend and len(graduated.legend) != len(texts):
        given, wanted = many(len(graduated.legend), "text"), many(len(texts), "class", "classes")
        wrong("graduated.legend", f"has {given} for {wanted} ({', '.join(texts)})")
    elif graduated.legend:
        texts = [pick(text, language) for text in graduated.legend]
    names = [str(number) for number in range(len(texts))]
    shades = palettes.colours(graduated.palette, len(names))
    known = {
        name: Class(text, colour) for name, text, colour in zip(names, texts, shades, strict=True)
    }
    of = tuple(
        NO_DATA if number is None else names[bisect.bisect_left(limits, number)]
        for number in numbers
    )
    done = _completed(of, known, graduated.no_data, language, whole=True)
    return replace(done, notes=tuple(_silent(config, values)))


def _silent(config: LayerConfig, values: Sequence[Any]) -> list[Note]:
    """What is said where a field of numbers holds words for "no value"."""
    words = Counter(value.strip() for value in values if says_nothing(value))
    if not words:
        return []
    shown = ", ".join(f"'{word}'" for word, _ in words.most_common(_NAMED))
    have = "has" if words.total() == 1 else "have"
    what = f"{words.total()} of {len(values)} features {have} a word in '{config.by}' ({shown})"
    return [Note(f"{what}; it was taken for no value", "by")]


def _completed(
    of: tuple[str, ...], known: dict[str, Class], no_data: NoData, language: str, *, whole: bool
) -> Classes:
    if NO_DATA in of:
        known[NO_DATA] = Class(pick(no_data.legend, language), style=no_data.style)
    return Classes(of, known, whole)


def _ranges(config: LayerConfig, limits: Sequence[float], language: str) -> list[str]:
    """The ranges with the field's unit: "≤ 10", "10–25", "> 25".

    Signs, not words: they need no translation.
    """
    form = config.fields.get(config.by or "")
    decimals = max(decimals_of(limits), (form.decimals or 0) if form else 0)
    unit = pick(form.unit, language) if form else ""
    said = [say_number(limit, decimals=decimals, language=language) for limit in limits]
    spans = [f"{a}–{b}" for a, b in itertools.pairwise(said)]
    every = [f"≤\u00a0{said[0]}", *spans, f">\u00a0{said[-1]}"]
    return [f"{text}\u00a0{unit}" if unit else text for text in every]


def _by_number(name: str) -> tuple[int, float, str]:
    """Numbers by value, before texts by their letters."""
    number = as_number(name)
    return (1, 0.0, name) if number is None else (0, number, name)
