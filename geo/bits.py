"""Whole numbers as bytes: varints, and numbers of a few bits in a row."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.runs import Integers, offsets

LONG: Final = 15
"""what a length of four bits says of a number that is too long for it"""


def zigzag(values: Integers) -> Integers:
    """Signed numbers as unsigned ones, small where they were small: 0, -1, 1, -2 are 0, 1, 2, 3."""
    return (values << 1) ^ (values >> 63)


def signed(values: Any) -> Any:
    """The other way round; of an array or of one number."""
    return (values >> 1) ^ -(values & 1)


def lengths(values: Integers) -> Integers:
    """Significant bits of each unsigned number; at most `LONG`."""
    return np.minimum(np.frexp(values.astype(np.float64))[1], LONG).astype(np.int64)


def varints(values: npt.NDArray[np.uint64]) -> bytes:
    """Unsigned LEB128 of each value in turn."""
    sizes = np.ones(len(values), dtype=np.int64)
    for shift in range(7, 64, 7):
        sizes += (values >> np.uint64(shift)) > 0
    places = offsets(sizes)[:-1]
    out = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for i in range(int(sizes.max(initial=1))):
        has = sizes > i
        byte = ((values[has] >> np.uint64(7 * i)) & np.uint64(127)).astype(np.uint8)
        out[places[has] + i] = byte | np.where(sizes[has] > i + 1, 128, 0).astype(np.uint8)
    return out.tobytes()


def read_varints(data: bytes, at: int, count: int) -> tuple[Integers, int]:
    """So many varints from a place of the data, and the place after them."""
    raw = np.frombuffer(data, dtype=np.uint8, offset=at)
    ends = np.flatnonzero(raw < 128)[:count] if count else np.zeros(0, dtype=np.int64)
    if len(ends) < count:
        raise ValueError(len(ends))
    starts = np.concatenate([[0], ends + 1])[: len(ends)]
    values = np.zeros(len(ends), dtype=np.uint64)
    for i in range(int((ends - starts).max(initial=0)) + 1):
        has = ends - starts >= i
        values[has] |= (raw[starts[has] + i] & 127).astype(np.uint64) << np.uint64(7 * i)
    return values.astype(np.int64), at + (int(ends[-1]) + 1 if count else 0)


def pack_bits(values: Integers, sizes: Integers) -> bytes:
    """The lowest bits of each number, so many of each, low first and without a gap."""
    places = offsets(sizes)
    bits = np.zeros(int(places[-1]), dtype=np.uint8)
    for i in range(int(sizes.max(initial=0))):
        has = sizes > i
        bits[places[:-1][has] + i] = (values[has] >> i) & 1
    return np.packbits(bits, bitorder="little").tobytes()


def unpack_bits(data: bytes, sizes: Integers) -> Integers:
    """The numbers that `pack_bits` was given, as far as their sizes go."""
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8), bitorder="little").astype(np.int64)
    places = offsets(sizes)[:-1]
    values = np.zeros(len(sizes), dtype=np.int64)
    for i in range(int(sizes.max(initial=0))):
        has = sizes > i
        values[has] |= bits[places[has] + i] << i
    return values
