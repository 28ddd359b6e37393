"""The fingerprint of what a page was made from, which the page names."""

import hashlib
from collections.abc import Iterable

from story import __version__
from story.config import Story
from story.kept import digest_of_files


def fingerprint(story: Story, carried: Iterable[str]) -> str:
    """A SHA-256 of the story's words, its layers' files and `carried` (data URIs), in hexadecimal.

    It depends on no folder, date or order of files: the same inputs have it anywhere.
    """
    known = hashlib.sha256()
    parts: list[str | bytes] = [__version__, story.config.model_dump_json()]
    parts.append(story.ledger.model_dump_json())
    for name, entry in sorted(story.layers.items()):
        parts += [name, entry.config.model_dump_json(), digest_of_files(entry.source)]
        parts += [digest_of_files(path) for path in entry.joins]
    parts += [chart.config.model_dump_json() for _, chart in sorted(story.charts.items())]
    parts += [f"{name} {term}" for name, term in sorted(story.terms.items())]
    parts += list(carried)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        known.update(len(data).to_bytes(8, "big"))
        known.update(data)
    return known.hexdigest()
