"""What a reader guesses before the data show, for the page."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from story.config import Story
from story.model import Predict, Source, Step, Text
from story.values.formats import say_number


@dataclass(frozen=True)
class Guess:
    """A guess as the page asks for it."""

    task: str
    """JSON for the script that asks: limits, unit, points"""
    data: tuple[tuple[str, str], ...]
    """the data, as words and numbers"""
    sources: tuple[Source, ...]


def guess_of(story: Story, step: Step, say: Callable[[Text | None], str]) -> Guess | None:
    """The guess of a step, or nothing."""
    predict = step.predict
    if predict is None:
        return None
    task = {
        "low": predict.low,
        "high": predict.high,
        "step": predict.step,
        "unit": say(predict.unit),
        "value": _value(predict),
        "given": [[name, number] for name, number in (predict.given or {}).items()],
        "values": [[name, number] for name, number in (predict.values or {}).items()],
        "beside": predict.beside
        and {"title": say(predict.beside.title), "values": list(predict.beside.values.items())},
        "later": predict.later,
    }
    ledger = story.ledger
    ids = [s for id_ in predict.sources for s in _sources(story, id_)]
    return Guess(
        task=json.dumps(task, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
        data=_data(predict, say(predict.unit), story.config.language),
        sources=tuple(ledger.sources[id_] for id_ in dict.fromkeys(ids)),
    )


def _sources(story: Story, id_: str) -> list[str]:
    claim = story.ledger.claims.get(id_)
    return list(claim.sources) if claim else [id_]


def _value(predict: Predict) -> list[float] | None:
    if predict.value is None:
        return None
    return list(predict.value) if isinstance(predict.value, tuple) else [predict.value] * 2


def _data(predict: Predict, unit: str, language: str) -> tuple[tuple[str, str], ...]:
    if predict.value is not None:
        low, high = _value(predict) or [0, 0]
        ends = dict.fromkeys((_plain(low, language), _plain(high, language)))
        number = " to ".join(ends)
        return (("", f"{number} {unit}".strip()),)
    points = {**(predict.given or {}), **(predict.values or {})}
    return tuple((name, _plain(number, language)) for name, number in points.items())


def _plain(number: float, language: str) -> str:
    return say_number(number, decimals=None, language=language)
