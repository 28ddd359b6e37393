"""Pictures, recordings and films of a step, carried in the page as data URIs.

What a file is, its first bytes say, not its name. An SVG is refused: it is a document that may run
scripts and name other files.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo import StorymapError
from geo.paths import resolve
from story.config import Story

LIMIT_BYTES: Final = 8_000_000
"""of one file; the page grows by a third more, and must still open from a USB stick"""

_KINDS: Final = "PNG, JPEG, WebP, GIF, AVIF, MP3, M4A, Ogg, WAV, FLAC, MP4 or WebM"
_STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
)
_BRANDS: Final = {
    b"avif": "image/avif", b"avis": "image/avif", b"M4A ": "audio/mp4",
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ",
         b"dash", b"qt  "),
        "video/mp4",
    ),
}  # fmt: skip
_PHOTOS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
"""brands of pictures that phones take and browsers do not show"""
# the first bits of a frame of MPEG audio, layer III, of version 1, 2 or 2.5; other bits may vary
_MP3: Final = re.compile(rb"\xff[\xfa\xfb\xf2\xf3\xe2\xe3][\x00-\xeb]")


@dataclass(frozen=True)
class Embedded:
    """A file as the page carries it."""

    kind: str
    """image, audio or video"""
    uri: str
    """a data URI"""


def read_media(story: Story, problems: list[str]) -> Mapping[tuple[int, int], Embedded]:
    """The media of every step, by (step, position). What is wrong becomes `problems`."""
    found: dict[tuple[int, int], Embedded] = {}
    for number, step in enumerate(story.config.steps):
        for position, media in enumerate(step.media):
            try:
                found[number, position] = embed(media.file, story.path.parent, story.folders)
            except StorymapError as error:
                where = story.places[number, "media", position, "file"]
                problems.append(f"{where}: {error}")
    return found


def embed(name: str, folder: Path, folders: Sequence[Path] = ()) -> Embedded:
    """A file of the folders as a data URI. Raises `StorymapError` when it cannot or must not be."""
    path = resolve(name, folder, folders)
    size = path.stat().st_size
    if size > LIMIT_BYTES:
        raise StorymapError(
            f"{name}: has {size / 1e6:.1f} MB, and the limit for one file is"
            f" {LIMIT_BYTES / 1e6:.0f} MB; make it smaller, or shorter"
        )
    data = path.read_bytes()
    mime = mime_of(data)
    if mime is None:
        if b"<svg" in data[:4096].lower():
            raise StorymapError(
                f"{name}: is an SVG, which may run scripts and load files; save it as PNG or WebP"
            )
        if set(_brands(data)) & {*_PHOTOS, b"mif1"}:
            raise StorymapError(
                f"{name}: is a HEIC photo, which few browsers show; save it as JPEG"
            )
        raise StorymapError(f"{name}: is none of the kinds that a page can carry: {_KINDS}")
    text = base64.b64encode(data).decode()
    return Embedded(mime.partition("/")[0], f"data:{mime};base64,{text}")


def mime_of(data: bytes) -> str | None:
    """The media type that the first bytes of a file declare, or None for any other file."""
    for start, mime in _STARTS:
        if data.startswith(start):
            return mime
    if data[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(data[8:12])
    if brands := _brands(data):
        known = () if _PHOTOS.intersection(brands) else map(_BRANDS.get, brands)
        return next(filter(None, known), None)
    if _MP3.match(data):
        return "audio/mpeg"
    return None


def _brands(data: bytes) -> list[bytes]:
    """What a file of ISO base media says that it is, its own brand first; nothing for others."""
    if data[4:8] != b"ftyp":
        return []
    end = min(int.from_bytes(data[:4], "big"), 400)
    return [data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))]
