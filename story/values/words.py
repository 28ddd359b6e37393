"""What a layer's features say: their names on the map, and the lines of a tap on them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from geo.words import many
from story.model import FieldFormat, LayerConfig
from story.names import pick
from story.notes import Note
from story.values.formats import as_date, as_link, say, say_date, say_number
from story.values.plain import Scalar, plain
from story.values.template import parse_template

_Row: TypeAlias = Mapping[str, Any]
_SHOWN: Final = 3


@dataclass(frozen=True)
class Words:
    """What to write of a feature: its name, and the values of the lines of a tap.

    `popup` has a title, a unit, a kind ("link" or "") and perhaps a language for each line.
    """

    popup: list[list[str]]
    label: Callable[[_Row], Scalar]
    values: Callable[[_Row], list[Scalar]]


def fields_of(config: LayerConfig) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every field that the config names, after the key that names it."""
    label = config.label
    if label and label.field is not None:
        yield ("label", "field"), label.field
    if label and label.text is not None:
        yield from ((("label", "text"), name) for name in parse_template(label.text).fields)
    if label and label.rank is not None:
        yield ("label", "rank"), label.rank
    if config.by is not None:
        yield ("by",), config.by
    if config.sized is not None:
        yield ("sized", "by"), config.sized.by
    yield from ((("popup", i), line.field) for i, line in enumerate(config.popup))
    yield from ((("fields", name), name) for name in config.fields)


def unread(config: LayerConfig, rows: Sequence[_Row]) -> Iterator[Note]:
    """A sentence for each field of links or dates that holds others.

    An address is one that a page may link to, and a date one of ISO 8601.
    """
    for name, form in config.fields.items():
        texts = [text for row in rows if (text := say(row.get(name)))]
        if form.link and (bad := [text for text in texts if as_link(text) is None]):
            yield Note(_told(name, bad, "http, https or mailto address"), "fields", name, "link")
        if form.date and (bad := [text for text in texts if as_date(text) is None]):
            yield Note(_told(name, bad, "date such as 2001-06-15"), "fields", name, "date")


def _told(name: str, bad: Sequence[str], kind: str) -> str:
    count = f"{many(len(bad), 'value')} of '{name}'"
    shown = ", ".join(f"'{text[:40]}'" for text in bad[:_SHOWN])
    more = " …" if len(bad) > _SHOWN else ""
    are = "are" if len(bad) != 1 else "is"
    return f"{count} {are} no {kind} and {are} shown as text ({shown}{more})"


def words_of(config: LayerConfig, language: str) -> Words:
    """The words of a layer, for rows of properties."""

    def written(field: str, value: Any) -> Scalar:
        form = config.fields.get(field)
        return plain(value) if form is None else _written(form, value, language)

    def titled(field: str) -> str:
        form = config.fields.get(field)
        return pick(form.title, language) if form else ""

    def unit(field: str) -> str:
        form = config.fields.get(field)
        return pick(form.unit, language) if form else ""

    lines = [(line.field, line.title, line.unit, line.language) for line in config.popup]
    if not lines:
        lines = [(name, None, None, None) for name in config.fields]
    heading = lines[0][0] if lines else None
    popup = [
        [
            pick(title, language) or titled(field) or ("" if field == heading else field),
            pick(given_unit, language) or unit(field),
            "link" if field in config.fields and config.fields[field].link else "",
            *([spoken] if spoken else []),
        ]
        for field, title, given_unit, spoken in lines
    ]

    def with_unit(field: str, row: _Row) -> str:
        text = say(written(field, row.get(field)))
        return f"{text}\u00a0{unit(field)}" if text and unit(field) else text

    label = config.label
    template = parse_template(label.text) if label and label.text else None

    def name(row: _Row) -> Scalar:
        if template:
            return template.fill(lambda field: with_unit(field, row))
        if label and label.field:
            return written(label.field, row.get(label.field)) or ""
        return ""

    return Words(popup, name, lambda row: [written(field, row.get(field)) for field, *_ in lines])


def _written(form: FieldFormat, value: Any, language: str) -> Scalar:
    if form.date:
        return say_date(value, precision=form.date, language=language)
    if form.decimals is not None:
        return say_number(value, decimals=form.decimals, language=language)
    if form.link:
        return as_link(value) or say(value)
    return plain(value)
