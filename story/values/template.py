"""A text with fields in it, such as "{name} ({year})".

Nothing but the name of a field means anything between the braces: no attribute, no index, no
format. `{{` and `}}` stand for braces. What a field holds appears exactly as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_EMPTY: Final = "\0"
_EMPTY_BRACKETS: Final = re.compile(r"\s*(?:\(\0\)|\[\0\])|\0")
_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}]+)\}|[^{}]+|[{}]")


@dataclass(frozen=True)
class Template:
    """The pieces of the text in order: `(text, "")` as it stands, or `("", field)`."""

    pieces: tuple[tuple[str, str], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it names, in its order."""
        return tuple(field for _, field in self.pieces if field)

    def fill(self, say: Callable[[str], str]) -> str:
        """The text, where `say(field)` is what a field holds; nothing when all are empty.

        Brackets round an empty field go with it: "{name} ({year})" is "Heihe" without a year.
        """
        said = {field: say(field).replace(_EMPTY, "") for field in self.fields}
        if not any(said.values()):
            return ""
        pieces = (said[field] or _EMPTY if field else text for text, field in self.pieces)
        return _EMPTY_BRACKETS.sub("", "".join(pieces)).strip()


def parse_template(text: str) -> Template:
    """Read a template. Raises `ValueError` for a brace that stands alone or for no field at all."""
    pieces = []
    for match in _PIECE.finditer(text):
        if match[1]:
            pieces.append(("", match[1].strip()))
        elif match[0] in "{}":
            raise ValueError(
                f"'{text}': a single '{match[0]}'; write {{field}}, or {{{{ for a brace"
            )
        else:
            pieces.append((match[0].replace("{{", "{").replace("}}", "}"), ""))
    template = Template(tuple(pieces))
    if not template.fields:
        raise ValueError(f"'{text}': names no field; write one in braces: {{name}}")
    return template
