"""The CRS that a file or an author names, as pyproj knows it.

PROJ opens every file that a definition names, and waits for a pipe; a definition that comes out of
a file must not reach that far, whichever of its many notations it is in.
"""

import re
import warnings
from collections.abc import Iterator
from typing import Any, Final

import pyproj
import pyproj.network
from pyproj.exceptions import ProjError

from geo.errors import CRSError
from geo.spec import LayerSpec

# the environment may ask for it
pyproj.network.set_network_enabled(False)  # type: ignore[attr-defined] # its types leave it out

_FILES: Final = re.compile(
    r"grids\W*=\s*(?!@null(?![\w,./\\]))|PROJ4_GRIDS|PARAMETERFILE|"
    r"\binit\s*=(?!\s*(?:epsg|esri|ogc):)|\b(?:file|catalog)\s*=",
    re.IGNORECASE,
)
"""where PROJ's strings and the older WKT name a file"""


def crs_of(given: Any, spec: LayerSpec) -> pyproj.CRS:
    """The CRS that a file or an author names. Raises `CRSError`."""
    if _FILES.search(str(given)):
        raise _names_files(given, spec)
    try:
        with warnings.catch_warnings():  # of ways to write one that are getting old
            warnings.simplefilter("ignore")
            crs = pyproj.CRS.from_user_input(given)
            named = list(_files(crs.to_json_dict()))
    except ProjError:
        way = "write its number as in 'crs: \"EPSG:4326\"'" if spec.crs else "say which with 'crs:'"
        what = f"its CRS '{_shown(given)}' is not known; {way}"
        about = "crs" if spec.crs else ""
        raise CRSError(f"{spec.source}: {what}", about=about) from None
    if named:
        raise _names_files(named[0], spec)
    return crs


def is_undefined(given: Any) -> bool:
    """Whether a CRS says only that nobody knows it: GeoPackage has names for that."""
    return str(given).startswith(("ENGCRS[", "LOCAL_CS[")) or "Undefined" in str(given)[:60]


def name_of(crs: pyproj.CRS) -> str:
    """The code of the CRS, or its name."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


def _files(node: Any) -> Iterator[str]:
    """The parameters of a definition in PROJJSON that are no numbers: names of files."""
    if isinstance(node, dict):
        for one in node.get("parameters", ()):
            if isinstance(one["value"], str) and one["value"] != "@null":
                yield one["value"]
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from _files(one)


def _names_files(given: Any, spec: LayerSpec) -> CRSError:
    what = f"its CRS '{_shown(given)}' names files on this computer, which are not read"
    return CRSError(f'{spec.source}: {what}; name its number with "crs: EPSG:…"')


def _shown(given: Any) -> str:
    return " ".join(str(given).split())[:60]
