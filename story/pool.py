"""The same work for each of many things, on all cores, its results in their order.

Threads serve: what takes long is done by GEOS and zlib, which let other threads run meanwhile.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

MOST: Final = 4
"""more threads at a time would need more memory, and wait for each other"""

T = TypeVar("T")


def each(work: Callable[..., T], *things: Iterable[Any]) -> list[T]:
    """What the work makes of each thing, as `map` would, but several at a time.

    An error is that of the first thing in order that has one.
    """
    with ThreadPoolExecutor(max_workers=min(MOST, os.cpu_count() or 1)) as pool:
        return list(pool.map(work, *things))
