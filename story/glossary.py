"""Words explained: the first of each term in a step is marked in its prose.

A mark is three private characters round the word, which no step of the way to HTML touches; the
page turns them into markup at the very end. So no text of an author is ever read as markup.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from geo.paths import resolve
from story.model import Glossary, StoryConfig, Term
from story.problems import read_named
from story.yamlfile import YamlFile

_BEGIN, _WORD, _END = "\ue000", "\ue001", "\ue002"
MARKED: Final = re.compile(f"{_BEGIN}([0-9]+){_WORD}([^{_END}]*){_END}")
"""a marked word in HTML: the number of its term, and the word as it stands, escaped"""


@dataclass(frozen=True)
class Marker:
    """Marks the first of each term in what it is given, text by text."""

    terms: Mapping[str, Term]
    seen: set[int] = field(default_factory=set)

    def mark(self, text: str) -> str:
        """The text with its marks; text that holds our private characters is left alone."""
        numbers = {
            form: number
            for number, (name, term) in enumerate(self.terms.items())
            for form in (name, *term.also)
        }
        if not numbers or any(character in text for character in (_BEGIN, _WORD, _END)):
            return text

        def marked(found: re.Match[str]) -> str:
            word = found[0]
            number = numbers.get(word, numbers.get(word[0].lower() + word[1:], -1))
            if number in self.seen:
                return word
            self.seen.add(number)
            return f"{_BEGIN}{number}{_WORD}{word}{_END}"

        # longer forms first; a small first letter may be a capital at the head of a sentence
        forms = sorted(numbers, key=len, reverse=True)
        choices = "|".join(
            f"[{form[0]}{form[0].upper()}]{re.escape(form[1:])}"
            if form[0].islower()
            else re.escape(form)
            for form in forms
        )
        return re.sub(rf"(?<!\w)(?:{choices})(?!\w)", marked, text)


def read_glossary(
    file: YamlFile, config: StoryConfig, problems: list[str], folders: Sequence[Path] = ()
) -> Mapping[str, Term]:
    """The terms by name, in alphabetical order; what is wrong with the file goes to `problems`."""
    if (name := config.glossary) is None:
        return {}
    found = read_named(
        file, ("glossary",), lambda: resolve(name, file.path.parent, folders), Glossary, problems
    )
    terms = found[1].terms if found else {}
    return {name: terms[name] for name in sorted(terms, key=str.casefold)}
