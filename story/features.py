"""Features by the names that authors give them: their keys."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from geo import Layer
from story.problems import nearest

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


def unknown(layer: str, key: str, known: Collection[str]) -> str:
    """Says that a layer has no feature of a key, with the nearest of those that it has."""
    hint = nearest(key, known) or f"; it has {', '.join(list(known)[:_MOST_LISTED])} …"
    return f"layer '{layer}' has no feature '{key}'{hint}"
