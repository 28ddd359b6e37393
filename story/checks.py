"""Checks that every name a story uses stands for something."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from story.model import Ledger, Step, StoryConfig, ValidationError
from story.problems import nearest, place
from story.yamlfile import Key, YamlFile


def sound_steps(file: YamlFile) -> Iterator[tuple[int, Step]]:
    """The steps of a story that is not valid which are valid themselves, with their numbers."""
    steps = file.value.get("steps") if isinstance(file.value, dict) else None
    for number, step in enumerate(steps if isinstance(steps, list) else ()):
        with suppress(ValidationError):
            yield number, Step.model_validate(step)


@dataclass(frozen=True)
class Names:
    """Checks that every name a story uses stands for something."""

    file: YamlFile
    entries: Collection[str]
    ledger: Ledger | None
    """None while what it holds is not known: then charts and sources are not looked at"""
    charts: Mapping[str, object]
    problems: list[str]

    def check(self, config: StoryConfig) -> None:
        """Check the base and every step."""
        if config.quiz:
            self._layer(config.quiz.layer, ("quiz", "layer"))
        for i, name in enumerate(config.base or []):
            self._layer(name, ("base", i))
        self.check_steps(enumerate(config.steps))

    def check_steps(self, steps: Iterable[tuple[int, Step]]) -> None:
        """Check some steps, each with its number from 0."""
        seen: dict[str, int] = {}
        for i, step in steps:
            key: Key = ("steps", i)
            if step.id in seen:
                self._say((*key, "id"), f"'{step.id}' is the id of step {seen[step.id]} too")
            seen.setdefault(step.id, i + 1)
            self._shown(step, key)
            if step.time and step.time.layer not in {entry.layer for _, entry in step.shown()}:
                what = f"the step does not show '{step.time.layer}'; name it in its 'layers'"
                self._say((*key, "time", "layer"), what)
            for fitted in (step.view.fit or ()) if step.view else ():
                if isinstance(fitted, str):
                    self._layer(fitted, (*key, "view", "fit"))
            if step.view is None and all(entry.hide for _, entry in step.shown()):
                self._say(key, "has neither a view nor layers to look at; add one of them")
            self._cited(step, key)

    def _shown(self, step: Step, key: Key) -> None:
        """The layers of a step; of two entries for one layer in a list the first would be lost."""
        named = set()
        for part, entry in step.shown():
            self._layer(entry.layer, (*key, *part))
            if (part[:-1], entry.layer) in named:
                what = f"'{entry.layer}' is in this list already; say all of it in one entry"
                self._say((*key, *part), what)
            named.add((part[:-1], entry.layer))

    def _cited(self, step: Step, key: Key) -> None:
        """The charts and the sources of a step."""
        if self.ledger is None:
            return
        for j, name in enumerate(step.charts):
            if name not in self.charts:
                self._say((*key, "charts", j), f"no chart '{name}'{nearest(name, self.charts)}")
        known = {*self.ledger.claims, *self.ledger.sources}
        cited: list[tuple[Key, str]] = [
            (("sources", j), source) for j, source in enumerate(step.sources)
        ]
        if step.predict:
            guessed = enumerate(step.predict.sources)
            cited += [(("predict", "sources", j), source) for j, source in guessed]
        for part, source in cited:
            if source not in known:
                what = f"no claim or source '{source}' in the ledger"
                self._say((*key, *part), what + nearest(source, known))

    def _layer(self, name: str, key: Key) -> None:
        if name not in self.entries:
            several = f"; two names are two entries: [{name}]" if "," in name else ""
            self._say(key, f"no layer '{name}'{several or nearest(name, self.entries)}")

    def _say(self, key: Key, what: str) -> None:
        self.problems.append(f"{place(self.file, key)}: {what}")
