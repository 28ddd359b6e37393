"""Pack a layer into the bytes that travel in the page, and unpack them again.

One gzip stream without a time stamp, in which alike stands beside alike. Numbers are unsigned
varints (LEB128: seven bits a byte, low first) unless told otherwise:

    version (2), scale (steps a degree), features, levels, the tolerance of each in metres
    runs, vertices, stretches
    for each run: feature − feature of the run before
    for each run: kind (0 points, 1 line, 2 exterior ring, 3 interior ring)
    for each run: vertices
    for each stretch: vertices told, then vertices copied
    for each stretch: how far back the first copied one lies
    for each vertex told: the coarsest level that keeps it (left out when there is one level)
    for each vertex told: a byte, the bits of its step of x times 16 plus those of its step of y
    the steps of more than 14 bits, y before x
    the steps of 2 to 14 bits without their highest bit, y before x, as bits in a row

A step is the difference to the vertex before (from 0, 0), zig-zag coded; of x in steps of 2 to the
power of the band of y. A border between two areas is told once: the second area copies it, from its
end to its beginning. x and y are longitude and latitude on the grid of `geo.grid`, where the bands
are told. Rings lack their closing vertex. A level is made of the vertices that it keeps; a run with
too few is not in it.
"""

import gzip
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from geo.bits import LONG, lengths, pack_bits, read_varints, signed, unpack_bits, varints, zigzag
from geo.grid import band
from geo.runs import Integers, Runs, offsets

VERSION: Final = 2
WORTH_COPYING: Final = 4
"""vertices; a shorter stretch costs as much as telling it"""


@dataclass(frozen=True)
class Packed:
    """What the bytes say: `runs` hold whole numbers on a grid of `scale` steps a degree."""

    scale: int
    features: int
    tolerances_m: tuple[int, ...]
    runs: Runs

    def level(self, number: int) -> Runs:
        """A level of detail, 0 being the finest: what the browser draws."""
        return self.runs.keep(self.runs.tag >= number)


def encode(packed: Packed) -> bytes:
    """The same bytes for the same runs."""
    return gzip.compress(numbers_of(packed), 9, mtime=0)


def numbers_of(packed: Packed) -> bytes:
    """What the gzip stream holds."""
    runs, tolerances = packed.runs, packed.tolerances_m
    told, stretches, back = _stretches(runs)
    steps = np.column_stack(_steps(runs, packed.scale))[told]
    sizes = lengths(steps)
    tags = runs.tag[told] if len(tolerances) > 1 else runs.tag[:0]
    numbers: list[Any] = [
        [VERSION, packed.scale, packed.features, len(tolerances), *tolerances],
        [len(runs.feature), len(runs.xy), len(back)],
        np.diff(runs.feature, prepend=0),
        runs.kind,
        np.diff(runs.start),
        stretches.ravel(),
        back,
        tags,
    ]
    data = varints(np.concatenate(numbers).astype(np.uint64))
    data += (sizes[:, 1] * 16 + sizes[:, 0]).astype(np.uint8).tobytes()
    data += varints(steps[sizes == LONG].astype(np.uint64))
    return data + pack_bits(steps.ravel(), _mantissa(sizes.ravel()))


def decode(data: bytes) -> Packed:
    """The other way round, as the browser does it. Raises ValueError for another version."""
    raw = gzip.decompress(data)
    (version, scale, features, levels), at = read_varints(raw, 0, 4)
    if version != VERSION:
        raise ValueError(version)
    tolerances, at = read_varints(raw, at, int(levels))
    (count, vertices, copies), at = read_varints(raw, at, 3)
    feature, at = read_varints(raw, at, int(count))
    kind, at = read_varints(raw, at, int(count))
    sizes, at = read_varints(raw, at, int(count))
    stretches, at = read_varints(raw, at, 2 * int(copies))
    back, at = read_varints(raw, at, int(copies))
    told = int(stretches[::2].sum())
    tags, at = read_varints(raw, at, told if levels > 1 else 0)
    both = np.frombuffer(raw, dtype=np.uint8, count=told, offset=at).astype(np.int64)
    bits = np.column_stack([both % 16, both // 16])
    big, at = read_varints(raw, at + told, int((bits == LONG).sum()))
    steps = unpack_bits(raw[at:], _mantissa(bits.ravel())).reshape(told, 2)
    steps |= np.where((bits > 0) & (bits < LONG), 1 << np.maximum(bits - 1, 0), 0)
    steps[bits == LONG] = big
    tag = tags if levels > 1 else np.zeros(told, dtype=np.int64)
    xy, tag = _retold(steps, tag, stretches.reshape(-1, 2), back, (int(vertices), int(scale)))
    runs = Runs(np.cumsum(feature), kind, offsets(sizes), xy, tag)
    return Packed(int(scale), int(features), tuple(int(t) for t in tolerances), runs)


def _mantissa(sizes: Integers) -> Integers:
    """Bits that follow a length: all but the highest, which is always 1."""
    return np.where(sizes < LONG, np.maximum(sizes - 1, 0), 0)


def _steps(runs: Runs, scale: int) -> tuple[Integers, Integers]:
    x, y = runs.xy.T
    bands = band(y, scale)
    before = np.concatenate([[0], x[:-1]])
    return zigzag(np.diff(y, prepend=0)), zigzag((x >> bands) - (before >> bands))


def _stretches(runs: Runs) -> tuple[Integers, Integers, Integers]:
    """Which vertices are told; told and copied ones by turns; how far back each copy begins."""
    key = runs.xy[:, 0] * np.int64(2**32) + runs.xy[:, 1]
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    index = np.arange(len(key))
    source = first[place]
    met = (source < index) & (runs.tag == runs.tag[source])
    # backwards along another run: each vertex copied lies one before the last one
    goes_on = met.copy()
    goes_on[1:] &= met[:-1] & (np.diff(source) == -1)
    goes_on[runs.start[:-1]] = False
    begins = np.flatnonzero(~goes_on)
    counts = np.diff(np.append(begins, len(key)))
    worth = counts >= WORTH_COPYING
    starts, counts = begins[worth], counts[worth]
    copied = np.zeros(len(key) + 1, dtype=np.int64)
    np.add.at(copied, starts, 1)
    np.add.at(copied, starts + counts, -1)
    told = np.flatnonzero(np.cumsum(copied[:-1]) == 0)
    gaps = np.diff(np.concatenate([[0], starts + counts, [len(key)]]))
    lone = gaps - np.append(counts, 0)
    stretches = np.column_stack([lone, np.append(counts, 0)])
    return told, stretches, np.append(starts - source[starts], 0)


def _retold(
    steps: Integers, tags: Integers, stretches: Integers, back: Integers, head: tuple[int, int]
) -> tuple[Integers, Integers]:
    vertices, scale = head
    xy, tag = np.zeros((vertices, 2), dtype=np.int64), np.zeros(vertices, dtype=np.int64)
    north, east = signed(steps.T)
    at = told = x = y = 0
    for (lone, copied), far in zip(stretches.tolist(), back.tolist(), strict=True):
        ys = y + north[told : told + lone].cumsum()
        bands = band(ys, scale)
        turns = (np.flatnonzero(bands[1:] != bands[:-1]) + 1).tolist()
        for begin, end in pairwise([0, *turns, lone] if lone else []):  # of one band each
            b = bands[begin]
            xs = ((x >> b) + east[told + begin : told + end].cumsum()) << b
            xy[at + begin : at + end, 0] = xs
            x = int(xs[-1])
        xy[at : at + lone, 1] = ys
        tag[at : at + lone] = tags[told : told + lone]
        at, told = at + lone, told + lone
        rows = at - far - np.arange(copied)
        xy[at : at + copied], tag[at : at + copied] = xy[rows], tag[rows]
        at += copied
        x, y = xy[at - 1].tolist() if at else (0, 0)
    return xy, tag
