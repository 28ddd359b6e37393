"""A page that shows a story while it is being written, served to this machine alone.

The built page may not ask the network for anything, so it cannot reload itself: it stands in a
frame of a small page that can.
"""

import contextlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Final

from geo.errors import StorymapError

HOST: Final = "127.0.0.1"
QUIET_S: Final = 15.0
"""so often an idle stream says that it is alive, and notices that nobody listens"""
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FILES: Final = {
    "/": ("templates/watch.html", "text/html; charset=utf-8"),
    "/watch.js": ("browser/watch.js", "text/javascript; charset=utf-8"),
    "/watch.css": ("browser/watch.css", "text/css; charset=utf-8"),
}


@dataclass(frozen=True)
class Shown:
    """What there is to show: the last page that could be built, and what is wrong since."""

    version: int = 0
    """0 before the first page"""
    page: bytes = b""
    problems: tuple[str, ...] = ()
    change: int = 0


class Board:
    """Where the builder puts what is to be shown, and where readers wait for it."""

    def __init__(self) -> None:
        self.shown = Shown()
        self._changed = threading.Condition()

    def put(self, page: str | None, problems: Sequence[str] = ()) -> bool:
        """Show a new page, or keep the old one and show what is wrong; whether anything is new."""
        with self._changed:
            old = self.shown
            version, data = (old.version, old.page)
            if page is not None and page.encode() != old.page:
                version, data = old.version + 1, page.encode()
            if (version, tuple(problems)) == (old.version, old.problems):
                return False
            self.shown = Shown(version, data, tuple(problems), old.change + 1)
            self._changed.notify_all()
            return True

    def after(self, change: int, seconds: float) -> Shown:
        """What is shown once something has changed since `change`, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.shown.change != change, timeout=seconds)
            return self.shown


def serve(board: Board, port: int = 0) -> ThreadingHTTPServer:
    """A server on this machine's own address, begun in a thread of its own; port 0 takes any.

    Raises `StorymapError` when the port cannot be had.
    """

    class Handler(_Handler):
        shown_on = board

    try:
        server = ThreadingHTTPServer((HOST, port), Handler)
    except OSError as error:
        what = f"port {port} cannot be used ({error.strerror})"
        raise StorymapError(f"{what}; choose another --port, or none for any free one") from None
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    shown_on: Board
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the watching page, its files, the story, or the stream of changes."""
        # another site may have its name point here: it must not read the story
        name = self.headers.get("Host", "").rpartition(":")[0]
        path = self.path.partition("?")[0]
        if name not in {HOST, "localhost"}:
            self._send(b"", "text/plain", status=403)
        elif path == "/events":
            self._stream()
        elif path == "/page":
            self._send(self.shown_on.shown.page, "text/html; charset=utf-8")
        elif path in _FILES:
            file, kind = _FILES[path]
            data = resources.files("story").joinpath(file).read_bytes()
            self._send(data, kind, policy=_POLICY)
        else:
            self._send(b"", "text/plain", status=404)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for the author."""

    def _send(self, data: bytes, kind: str, *, status: int = 200, policy: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        with contextlib.suppress(OSError):  # the reader has gone
            self.end_headers()
            self.wfile.write(data)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.close_connection = True
        change = -1
        try:
            self.end_headers()
            while True:
                shown = self.shown_on.after(change, QUIET_S)
                if shown.change == change:
                    self.wfile.write(b": quiet\n\n")
                else:
                    said = {"version": shown.version, "problems": shown.problems}
                    self.wfile.write(f"data: {json.dumps(said)}\n\n".encode())
                self.wfile.flush()
                change = shown.change
        except OSError:  # the reader has gone
            return
