"""Has a file read by `geo.worker`, in a process of its own: a crash or a hang there is one message.

What comes back is data only, JSON, Arrow and arrays of numbers; nothing that could run here.
"""

import contextlib
import io
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

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
Worker: TypeAlias = subprocess.Popen[bytes]
WORKER: Final = Path(__file__).with_name("worker.py")


@contextlib.contextmanager
def at_hand(do: str, *, wanted: bool) -> Iterator[Worker | None]:
    """A process that makes ready for a job of this kind while another thing is done, if wanted."""
    process = _started(do) if wanted else None
    try:
        yield process
    finally:
        if process:
            process.kill()  # nothing, where it has ended
            if process.stdout and not process.stdout.closed:
                process.communicate()  # closes what leads there


def _started(*arguments: str) -> Worker:
    return subprocess.Popen(
        [sys.executable, "-I", str(WORKER), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def fenced(job: dict[str, Any], spec: LayerSpec) -> tuple[dict[str, Any], "pa.Table | None"]:
    """The answer to a job, and its table when it has one.

    Raises `ReadError` for whatever goes wrong.
    """
    answer, body = _asked(job, spec)
    if not body:
        return answer, None
    import pyarrow as pa  # noqa: PLC0415 - a tenth of a second, which other formats do without

    return answer, pa.ipc.open_stream(body).read_all()


def fenced_arrays(
    job: dict[str, Any], spec: LayerSpec, sent: Mapping[str, Any], ahead: Worker | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer to a job about arrays, and the arrays of the answer, both by name.

    They go in a file, for a pipe would be filled in some hundred little steps, each of which waits
    for other threads. `ahead` is a process that was started `at_hand`. Raises `ReadError` for
    whatever goes wrong.
    """
    with tempfile.TemporaryDirectory(prefix="layer-") as scratch:
        path = Path(scratch, "sent.npz")
        try:
            np.savez(path, **sent)
        except OSError as error:
            what = f"cannot be kept in {tempfile.gettempdir()} ({error.strerror or error})"
            way = "make room there, or set TMPDIR"
            raise ReadError(f"{spec.source}: its shapes {what}; {way}") from None
        answer, body = _asked(job | {"sent": str(path)}, spec, ahead)
    with np.load(io.BytesIO(body), allow_pickle=False) as found:
        return answer, dict(found)


def _asked(
    job: dict[str, Any], spec: LayerSpec, ahead: Worker | None = None
) -> tuple[dict[str, Any], bytes]:
    """The answer to a job, and the bytes behind the answer."""
    source, limits = spec.source, spec.limits
    bounds = {
        "memory_bytes": limits.memory_bytes,
        "seconds": limits.seconds,
        "file_bytes": limits.file_bytes,
    }
    process = ahead or _started()
    try:
        head = json.dumps(job | bounds).encode() + b"\n"
        out, _ = process.communicate(head, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise _too_slow(source, job, limits) from None
    except BaseException:
        process.kill()
        process.communicate()
        raise
    if -process.returncode == getattr(signal, "SIGXCPU", None):
        raise _too_slow(source, job, limits)
    head, _, found = out.partition(b"\n")
    try:
        answer: dict[str, Any] = json.loads(head)
    except ValueError:
        how = _ending(process.returncode)
        what = f"its reader broke down ({how}); the file is damaged, or needs"
        if job["do"] == "draw":
            what = f"its shapes broke what simplifies them ({how}); they are too tangled, or need"
        raise ReadError(
            f"{source}: {what} more than {limits.memory_bytes:,} bytes of memory "
            "(limits: memory_bytes)"
        ) from None
    if answer.get("error") == "memory":
        raise ReadError(
            f"{source}: needs more than {limits.memory_bytes:,} bytes of memory; simplify the "
            "file, or raise limits: memory_bytes"
        )
    if "refused" in answer:
        raise ReadError(answer["refused"])
    if "error" in answer:
        if any(words in answer["error"] for words in _NOT_OURS):
            raise ReadError(f"{source}: {_UNRECOGNISED.get(job.get('format', ''), _DAMAGED)}")
        said = answer["error"].replace(str(job.get("path", "")), source.name)
        raise ReadError(f"{source}: cannot be read: {said}; get it again, or save it anew")
    return answer, found


def _too_slow(source: Path, job: Mapping[str, Any], limits: Limits) -> ReadError:
    what = "its shapes were not worked out" if job["do"] == "draw" else "was not done"
    return ReadError(
        f"{source}: {what} within {limits.seconds:,} seconds; simplify the file, or raise "
        "limits: seconds"
    )


def _ending(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
