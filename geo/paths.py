"""Which files a story may read: regular files in its folder or in one allowed, and no others."""

import difflib
import errno
import os
import re
from collections.abc import Sequence
from pathlib import Path

from geo.errors import MissingError, ReadError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NO_TEXT = re.compile(r"[\ud800-\udfff]")
"""bytes of a name that is not in the encoding of the system"""


def resolve(source: str, folder: Path, folders: Sequence[Path] | None = None) -> Path:
    """The path of a source that a YAML file in `folder` names.

    A name that is not found there is looked for in each of `folders`, in their order; None when
    it may lie nowhere else. Raises `ReadError` for anything but an existing regular file in one of
    them: an absolute path, `..`, a link that leads out, a URL, a name that GDAL would read as a
    driver or a virtual file.
    """
    check_name(source)
    where = _places(folder, folders or ())
    path = Path(source)
    if _SCHEME.match(source) or source.startswith(("/vsi", "\\\\", "//")) or "!" in source:
        raise ReadError(f"{source}: only files can be read, no addresses; save it beside the story")
    if path.is_absolute() or source.startswith("~") or _DRIVE.match(source):
        raise ReadError(f"{source}: is an absolute path; put the file in {where}")
    if ".." in re.split(r"[\\/]", source):
        raise ReadError(f"{source}: leads out of the folder; put the file in {where}")
    allowed = (folder, *(folders or ()))
    found = next((base for base in allowed if os.path.lexists(base / path)), folder)
    try:
        return inside(found / path, folder, folders or ())
    except MissingError as error:
        if folders is None:
            raise
        named = ", ".join(str(base) for base in folders)
        elsewhere = f"nor in {named}" if named else "in another folder? name that with --data"
        raise MissingError(f"{error} ({elsewhere})") from None


def check_name(source: str) -> None:
    """Raise `ReadError` for what can be the name of no file: nothing, or what is no plain text."""
    if not source.strip():
        raise ReadError("the source is empty; name a file")
    if _CONTROL.search(source):
        raise ReadError(f"{source!r}: holds a control character; rename the file")
    if _NO_TEXT.search(source):
        raise ReadError(f"{source!r}: has a name that is no text; rename the file")


def inside(path: Path, folder: Path, folders: Sequence[Path] = ()) -> Path:
    """The path, when it is a regular file whose real place is in one of the folders.

    Raises `ReadError`. Nothing is opened: a pipe or a device would keep who opens it waiting.
    """
    try:
        real = path.resolve(strict=True)
        if not any(real.is_relative_to(base.resolve()) for base in (folder, *folders)):
            where = _places(folder, folders)
            raise ReadError(f"{path}: is a link that leads out of the folder; copy it to {where}")
        if real.is_dir():
            raise ReadError(f"{path}: is a folder; name the file in it")
        if not real.is_file():
            raise ReadError(f"{path}: is not a regular file")
    except FileNotFoundError:
        near = _nearest(path)
        raise MissingError(f"{path}: there is no such file{near}") from None
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
            raise ReadError(f"{path}: is a link that leads back to itself") from None
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from None
    return path


def _places(folder: Path, folders: Sequence[Path]) -> str:
    if folders:
        return " or ".join(str(base) for base in (folder, *folders))
    return f"{folder} or name its folder with --data"


def _nearest(path: Path) -> str:
    try:
        names = [other.name for other in path.parent.iterdir()]
    except OSError:
        return f"; the folder {path.parent} is not there either"
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
