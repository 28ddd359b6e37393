"""Reads one file behind a fence: a process of its own, with little memory, time and reach.

Run as a script, by its path, by `geo.fence`: on standard input one line of JSON, the job, and on
standard output another one, the answer. Behind it may follow an Arrow stream for a table, or a file
of numpy's for arrays. It imports nothing of ours before it knows the job, so that it starts fast,
and whatever the file does to it stays here.
"""

import base64
import contextlib
import io
import json
import logging
import math
import os
import re
import sys
import types
import warnings
import zipfile
from pathlib import Path
from typing import Any

# What GDAL says of things that are counted here feature by feature.
COUNTED = ("Measured (M) geometry types are not supported", "Non closed ring detected")
_ENVIRONMENT = {
    # what GDAL must not find in a file: other files, and hosts
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "127.0.0.1:9",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "GDAL_DRIVER_PATH": "disable",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "0",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "OGR_PROJ_NETWORK": "OFF",
    "PROJ_NETWORK": "OFF",
    "GDAL_NUM_THREADS": "1",
    # each thread would reserve memory that nobody uses
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


# A cell with a formula and no value behind it. Excel always writes one, "" as a text; programs that
# write workbooks without calculating do not.
_UNKNOWN = re.compile(
    rb"""<c\b(?=([^>]*))[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*"""
    rb"""(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)


class _Notes(logging.Handler):
    """Collects what GDAL says on the way, each sentence once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self.said[" ".join(record.getMessage().split())] = None


def main() -> None:
    """Do the one job and write the answer; whatever goes wrong is an answer too."""
    os.environ.update(_ENVIRONMENT)
    if "draw" in sys.argv[1:]:  # there is time to make ready while the file is still being read
        import geo.drawn  # noqa: F401, PLC0415 - see above
    job = json.loads(sys.stdin.buffer.readline())
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # libraries that print must not spoil the answer
    _fence(job)
    notes = _Notes()
    logging.getLogger("pyogrio").addHandler(notes)
    stream = b""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            answer, found = JOBS[job["do"]](job)
            if found is not None:
                stream = _npz(found) if isinstance(found, dict) else _ipc(found)
        for warning in caught:
            notes.said[" ".join(str(warning.message).split())] = None
        answer["notes"] = [note for note in notes.said if not note.startswith(COUNTED)]
    except MemoryError:
        answer, stream = {"error": "memory"}, b""
    except Exception as error:  # noqa: BLE001 - a file may break any reader in any way
        what = " ".join(str(error).split()) or type(error).__name__
        what = what.partition("; It might help to specify the correct driver")[0]
        answer, stream = {"error": what[:300], "notes": list(notes.said)}, b""
    out.write(json.dumps(answer).encode() + b"\n" + stream)
    out.close()
    os._exit(0)  # to take a process of a million shapes down with care takes a tenth of a second


def _fence(job: dict[str, Any]) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the time limit must do
    except ImportError:
        return
    for what, value in (
        (resource.RLIMIT_AS, job["memory_bytes"]),
        (resource.RLIMIT_CPU, job["seconds"] * 2),  # for there may be two threads
        (resource.RLIMIT_FSIZE, job.get("file_bytes", 0)),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (value if hard < 0 else min(value, hard), hard))


def _ipc(table: Any) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - only where a table travels

    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _npz(arrays: dict[str, Any]) -> bytes:
    import numpy as np  # noqa: PLC0415 - only where arrays travel

    sink = io.BytesIO()
    np.savez(sink, **arrays)
    return sink.getvalue()


def parquet(job: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The features of a GeoParquet file, its geometries as WKB."""
    from geo.parquet import read_parquet  # noqa: PLC0415 - a second to import, for this format only

    return read_parquet(job)


def workbook(job: dict[str, Any]) -> tuple[dict[str, Any], None]:
    """The rows of one sheet, blank ones left out, with their numbers from 1."""
    import openpyxl  # noqa: PLC0415 - for this format only

    book = openpyxl.load_workbook(job["path"], read_only=True, data_only=True, keep_links=False)
    sheets = {}
    for sheet in book.worksheets:
        rows, lines = [], []
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if any(cell is not None for cell in row):
                rows.append([_cell(cell) for cell in row])
                lines.append(number)
            if len(rows) > job["features"] + 1:
                raise ValueError(f"sheet '{sheet.title}' has more rows than limits: features")
        sheets[sheet.title] = rows, lines
    filled = [name for name, (rows, _) in sheets.items() if rows]
    answer: dict[str, Any] = {  # the first row of a sheet has the names of its columns
        "layers": [[n, "sheet", max(0, len(r) - 1)] for n, (r, _) in sheets.items()]
    }
    name = job["layer"] or (filled[0] if len(filled) == 1 else None)
    if name in filled:
        answer |= {"layer": name, "rows": sheets[name][0], "lines": sheets[name][1]}
        answer["unknown"] = _unknown(job["path"], book[name]._worksheet_path)  # noqa: SLF001 - no other way to it
    return answer, None


def _unknown(path: str, sheet: str) -> list[str]:
    """The cells with formulas whose results nobody has stored, such as "B2"."""
    found: list[str] = []
    with zipfile.ZipFile(path) as book, book.open(sheet.lstrip("/")) as file:
        rest = b""
        while block := file.read(1 << 20):
            text = rest + block
            end = text.rfind(b"</c>") + 4
            cells = _UNKNOWN.findall(text, 0, end)
            found += [name.decode() for kind, name in cells if b't="str"' not in kind]
            rest = text[max(end, len(text) - 65_536) :]
    return found


def mend(job: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Geometries made valid, from WKB in base64."""
    import pyarrow as pa  # noqa: PLC0415 - only where a table travels
    import shapely  # noqa: PLC0415 - for this job only

    shapes = shapely.from_wkb([base64.b64decode(text) for text in job["shapes"]])
    made = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    return {}, pa.table({"geometry": pa.array(shapely.to_wkb(made), pa.binary())})


def _cell(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # of a file that says 1e999: JSON has no such number
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def vector(job: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The features of one layer of GDAL's."""
    from geo.ogr import read_layer  # noqa: PLC0415 - there is no `geo` before there is a job

    return read_layer(job)


def draw(job: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is drawn of geometries, which come as arrays in a file."""
    import numpy as np  # noqa: PLC0415 - for this job only

    from geo.drawn import answered  # noqa: PLC0415 - there is no `geo` before there is a job

    with np.load(job["sent"], allow_pickle=False) as sent:
        with contextlib.suppress(OSError):  # Windows keeps what is open
            Path(job["sent"]).unlink()  # nothing is left of a build that is killed
            Path(job["sent"]).parent.rmdir()  # unless others use it
        return answered(job, sent)


JOBS = {"vector": vector, "parquet": parquet, "workbook": workbook, "mend": mend, "draw": draw}

if __name__ == "__main__":
    package = types.ModuleType("geo")  # without the imports of the real one, which take a while
    package.__path__ = [str(Path(__file__).parent)]
    sys.modules["geo"] = package
    main()
