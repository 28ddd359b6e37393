"""Which files a story may read: regular files in the folder that names them, and no others."""

import difflib
import re
from pathlib import Path

from geo.errors import ReadError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def resolve(source: str, folder: Path) -> Path:
    """The path of a source that a YAML file in `folder` names.

    Raises `ReadError` for anything but an existing regular file in that folder: an absolute path,
    `..`, a link that leads out, a URL, a name that GDAL would read as a driver or a virtual file.
    """
    if not source.strip() or "\0" in source:
        raise ReadError("the source is empty; name a file")
    if _SCHEME.match(source) or source.startswith(("/vsi", "\\\\")) or "!" in source:
        raise ReadError(f"{source}: only files can be read, no addresses; save it beside the story")
    path = Path(source)
    if path.is_absolute() or source.startswith("~"):
        raise ReadError(f"{source}: is an absolute path; put the file in {folder or '.'}")
    if ".." in path.parts:
        raise ReadError(f"{source}: leads out of the folder; put the file in {folder}")
    found = folder / path
    return inside(found, folder)


def inside(path: Path, folder: Path) -> Path:
    """The path, when it is a regular file whose real place is in the folder. Raises `ReadError`."""
    try:
        real = path.resolve(strict=True)
    except FileNotFoundError:
        near = _nearest(path)
        raise ReadError(f"{path}: there is no such file{near}") from None
    except (OSError, RuntimeError) as error:
        raise ReadError(f"{path}: cannot be read ({_reason(error)})") from None
    if not real.is_relative_to(folder.resolve()):
        raise ReadError(f"{path}: is a link that leads out of the folder; copy the file instead")
    if real.is_dir():
        raise ReadError(f"{path}: is a folder; name the file in it")
    if not real.is_file():
        raise ReadError(f"{path}: is not a regular file")
    return path


def _nearest(path: Path) -> str:
    try:
        names = [other.name for other in path.parent.iterdir()]
    except OSError:
        return f"; the folder {path.parent} is not there either"
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
