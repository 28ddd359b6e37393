"""What was made once and is needed again: kept in memory, by the content that it was made from.

A key is a digest of everything that the making looks at, so nothing kept is ever out of date. Only
values that nobody changes may be kept. A build that runs once gains nothing; `--watch` builds anew
at each save, and most of a story stays as it was.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

MOST: Final = 512
"""so many values are kept; those that were not asked for longest go first"""

T = TypeVar("T")
_kept: OrderedDict[bytes, Any] = OrderedDict()
_one_at_a_time = Lock()


def kept(make: Callable[[], T], *content: bytes | str) -> T:
    """What `make` makes of the content, made anew only when it has not been made before."""
    key = digest(*content)
    with _one_at_a_time:
        if key in _kept:
            _kept.move_to_end(key)
            found: T = _kept[key]
            return found
    made = make()
    with _one_at_a_time:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def digest(*content: bytes | str) -> bytes:
    """A digest of the parts, each with its length before it."""
    known = hashlib.blake2b(digest_size=20)
    for part in content:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        known.update(len(data).to_bytes(8, "big"))
        known.update(data)
    return known.digest()


def digest_of_files(path: Path) -> bytes:
    """A digest of a file and of all that belong to it by their names, as parts of a Shapefile do.

    The contents are read each time: a file's date would not show every change.
    """
    parts: list[bytes | str] = []
    for other in sorted(path.parent.iterdir()):
        if other.is_file() and other.name.partition(".")[0] == path.name.partition(".")[0]:
            with other.open("rb") as file:
                parts += [other.name, hashlib.file_digest(file, "blake2b").digest()]
    return digest(*parts)
