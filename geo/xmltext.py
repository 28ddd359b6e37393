"""What GDAL does not look at in KML and GPX: the text's encoding, and numbers that are none."""

import codecs
import contextlib
import re
from pathlib import Path
from typing import Final
from xml.parsers import expat

from geo.encoding import decoded
from geo.errors import ReadError
from geo.spec import LayerSpec

_DECLARED: Final = re.compile(rb"""(<\?xml[^>]*?encoding\s*=\s*["'])([\w.:-]{1,40})(["'])""")
# what every reader of XML knows, and the families of which Python knows more
_KNOWN: Final = {"utf-8", "utf8", "utf-16", "iso-8859-1", "us-ascii", "ascii"}
_FAMILIES: Final = re.compile(r"(?:windows|cp|iso|koi8|mac|gb|big5|euc|shift)[\w-]*", re.IGNORECASE)
_POINTS: Final = {"wpt", "rtept", "trkpt"}
_NUMBER: Final = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\s*")
_BLOCK: Final = 1 << 16


def as_utf8(path: Path, spec: LayerSpec, scratch: Path) -> Path:
    """The file, or a copy of it in UTF-8 when it is in an encoding that readers of XML do not know.

    Raises `ReadError` for text that is not in the encoding that the file, or the author, names, and
    for one that defines entities.
    """
    result = _in_utf8(path, spec, scratch)
    _refuse_entities(result, spec)
    return result


def _refuse_entities(path: Path, spec: LayerSpec) -> None:
    """Read up to the first element. Raises `ReadError` when entities are defined before it."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = lambda name, *_: seen.append(name)
    parser.StartElementHandler = lambda *_: seen.append("")
    with path.open("rb") as file, contextlib.suppress(expat.ExpatError):
        while not seen and (block := file.read(_BLOCK)):
            parser.Parse(block, False)  # noqa: FBT003 - expat's own way
    if seen and seen[0]:
        what = "defines XML entities, which may hide anything; export it anew"
        raise ReadError(f"{spec.source}: {what}")


def _in_utf8(path: Path, spec: LayerSpec, scratch: Path) -> Path:
    with path.open("rb") as file:
        found = _DECLARED.match(file.read(200).removeprefix(codecs.BOM_UTF8))
    told = found[2].decode("ascii") if found else "utf-8"
    name = spec.encoding or told
    if name.lower() in _KNOWN and not spec.encoding:
        return path
    unknown = f"{spec.source}: is in '{name}', which is no encoding known here; save it as UTF-8"
    if not spec.encoding and not _FAMILIES.fullmatch(name):
        raise ReadError(unknown)
    data = path.read_bytes()
    try:
        text = decoded(data, name)
    except LookupError:
        raise ReadError(unknown) from None
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not {name.upper()}; say which with 'encoding:'"
        raise ReadError(f"{spec.source}: {what}") from None
    copy = scratch / f"utf8{path.suffix.lower()}"
    copy.write_bytes(_DECLARED.sub(rb"\g<1>UTF-8\g<3>", text.encode(), count=1))
    return copy


def gpx_faults(path: Path) -> list[str]:
    """Latitudes and longitudes that are no numbers, which GDAL reads as 0: a sentence for each."""
    found: list[str] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in _POINTS:
            found.extend(
                f"line {parser.CurrentLineNumber}: the {axis} '{attributes[axis][:40]}' of a "
                f"<{name}> is not a number of degrees, such as 50.25"
                for axis in ("lat", "lon")
                if axis in attributes and not _NUMBER.fullmatch(attributes[axis])
            )

    parser.StartElementHandler = start
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.Parse(block, False)  # noqa: FBT003 - expat's own way
    except expat.ExpatError:
        pass  # the reader says what is wrong with the file
    return found
