"""The collector of reference cycles, told to wait."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """While millions of features are made it would look through them again and again, for nothing.

    That takes half of the time; there are no cycles among them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
