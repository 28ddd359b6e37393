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
_SHAPEFILE: Final = {".shp", ".shx", ".dbf", ".prj", ".cpg"}

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
    """A digest of a file, and of the other parts of it when it is a Shapefile.

    The contents are read each time: a file's date would not show every change. Nothing else of the
    folder counts: the page itself may lie there.
    """
    files = [path]
    if path.suffix.lower() == ".shp":
        files = [
            other
            for other in sorted(path.parent.iterdir())
            if other.stem == path.stem and other.suffix.lower() in _SHAPEFILE
        ]
    parts: list[bytes | str] = []
    for one in filter(Path.is_file, files):
        with one.open("rb") as file:
            parts += [one.name, hashlib.file_digest(file, "blake2b").digest()]
    return digest(*parts)
