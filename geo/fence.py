"""Has a file read by `geo.worker`, in a process of its own: a crash or a hang there is one message.

What comes back is data only, JSON and Arrow; nothing that could run here.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ReadError
from geo.limits import Limits
from geo.spec import LayerSpec

if TYPE_CHECKING:
    import pyarrow as pa

_DAMAGED: Final = "is damaged, or of a version that is not known; get it again, or save it anew"
_NOT_OURS: Final = (
    "not recognized as being in a supported file format",
    "At least one of the required GeoPackage tables",
)
_UNRECOGNISED: Final = {
    "sqlite": "is an SQLite database, but no GeoPackage; export the layer as GeoPackage"
}
WORKER: Final = Path(__file__).with_name("worker.py")


def fenced(job: dict[str, Any], spec: LayerSpec) -> tuple[dict[str, Any], "pa.Table | None"]:
    """The answer to a job, and its table when it has one.

    Raises `ReadError` for whatever goes wrong.
    """
    source, limits = spec.source, spec.limits
    bounds = {
        "memory_bytes": limits.memory_bytes,
        "seconds": limits.seconds,
        "file_bytes": limits.file_bytes,
    }
    process = subprocess.Popen(
        [sys.executable, "-I", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        out, _ = process.communicate(json.dumps(job | bounds).encode(), timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise _too_slow(source, limits) from None
    except BaseException:
        process.kill()
        process.communicate()
        raise
    if -process.returncode == getattr(signal, "SIGXCPU", None):
        raise _too_slow(source, limits)
    head, _, body = out.partition(b"\n")
    try:
        answer: dict[str, Any] = json.loads(head)
    except ValueError:
        how = _ending(process.returncode)
        raise ReadError(
            f"{source}: its reader broke down ({how}); the file is damaged, or needs more than "
            f"{limits.memory_bytes:,} bytes of memory (limits: memory_bytes)"
        ) from None
    if answer.get("error") == "memory":
        raise ReadError(
            f"{source}: needs more than {limits.memory_bytes:,} bytes of memory; simplify the "
            "file, or raise limits: memory_bytes"
        )
    if "error" in answer:
        if any(words in answer["error"] for words in _NOT_OURS):
            raise ReadError(f"{source}: {_UNRECOGNISED.get(job.get('format', ''), _DAMAGED)}")
        said = answer["error"].replace(str(job.get("path", "")), source.name)
        raise ReadError(f"{source}: cannot be read: {said}; get it again, or save it anew")
    if not body:
        return answer, None
    import pyarrow as pa  # noqa: PLC0415 - a tenth of a second, which other formats do without

    return answer, pa.ipc.open_stream(body).read_all()


def _too_slow(source: Path, limits: Limits) -> ReadError:
    return ReadError(
        f"{source}: was not done within {limits.seconds:,} seconds; simplify the file, or raise "
        "limits: seconds"
    )


def _ending(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
