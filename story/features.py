"""Features by the names that authors give them: their keys."""

from collections.abc import Iterable, Mapping, Sequence

from geo import Layer
from geo.report import TABLELESS
from story.problems import nearest
from story.values.plain import is_missing, key_text

_MOST_LISTED = 8


def numbers_of(layer: Layer) -> dict[str, list[int]]:
    """The features of each key, by number, in the order of the layer.

    A key that several features have means all of them; so does that of a feature whose shapes are
    of several kinds, which became one feature for each kind.
    """
    numbers: dict[str, list[int]] = {}
    for number, feature in enumerate(layer.features):
        numbers.setdefault(feature.id, []).append(number)
    return numbers


def named(keys: Iterable[str], numbers: Mapping[str, Sequence[int]]) -> list[int]:
    """The numbers of all features that have one of the keys, in order; unknown keys have none."""
    return sorted({number for key in keys for number in numbers.get(key, ())})


def unknown(name: str, key: str, layer: Layer) -> str:
    """Says that a layer has no feature of a key, with the nearest of those that it has."""
    known = list(numbers_of(layer))
    more = " …" if len(known) > _MOST_LISTED else ""
    hint = nearest(key, known) or f"; it has {', '.join(known[:_MOST_LISTED])}{more}"
    return f"layer '{name}' has no feature '{key}'{_elsewhere(key, layer) or hint}"


def _elsewhere(key: str, layer: Layer) -> str:
    """The hint for one who calls a feature by another field than its key."""
    for feature in layer.features:
        for field, value in feature.properties.items():
            if not is_missing(value) and key_text(value) == key:
                own = f"'{key}' is the '{field}' of feature '{feature.id}': write '{feature.id}'"
                return f"; {own}, or give the layer 'key: {field}'"
    return ""


def no_field(name: str, field: str, layer: Layer) -> str:
    """Says that a layer has no such field, with the nearest of those that it has; "" if it does."""
    known = sorted({own for feature in layer.features for own in feature.properties})
    if field in known:
        return ""
    if TABLELESS in layer.report.notes:
        return f"layer '{name}' has no field '{field}': its file {TABLELESS}"
    hint = nearest(field, known) or f"; its fields are {', '.join(known) or 'none at all'}"
    return f"layer '{name}' has no field '{field}'{hint}"
