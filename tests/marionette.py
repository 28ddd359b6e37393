"""A client of Marionette, the remote control that is built into every Firefox.

The protocol, in its version 3: packets of JSON, each behind its length in bytes and a colon. The
browser greets; then `[0, id, name, parameters]` goes out and `[1, id, error, result]` comes back.
The package `marionette_driver` speaks it too, but what that needs has no wheels for every Python
from 3.11 to 3.14.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self


class MarionetteError(Exception):
    """What Firefox answered instead of a result."""


class Marionette:
    """A connection to a Firefox on this machine; a `with` block closes it.

    Raises OSError when nobody listens or an answer takes longer than `limit_s` seconds.
    """

    def __init__(self, port: int, *, limit_s: float) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=limit_s)
        self._stream = self._socket.makefile("rb")
        self._last_id = 0
        self._receive()  # the greeting
        self.capabilities: dict[str, Any] = self.command("WebDriver:NewSession")["capabilities"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self._socket.close()

    def command(self, name: str, **parameters: Any) -> Any:
        """The result of one command; what WebDriver wraps as `value` comes unwrapped.

        Raises MarionetteError with Firefox's own words.
        """
        self._last_id += 1
        packet = json.dumps([0, self._last_id, name, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(packet), packet))
        _, _, error, result = self._receive()
        if error:
            raise MarionetteError(f"{name}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def script(self, source: str, *arguments: object) -> Any:
        """What the body of a function returns, run among the page's own values."""
        return self.command("WebDriver:ExecuteScript", script=source, args=arguments, sandbox=None)

    def async_script(self, source: str) -> Any:
        """What the body of a function gives to its last argument, a callback."""
        return self.command("WebDriver:ExecuteAsyncScript", script=source, args=[], sandbox=None)

    @contextmanager
    def privileged(self) -> Iterator[None]:
        """Run scripts in the browser's own window, with its rights, for a while."""
        self.command("Marionette:SetContext", value="chrome")
        try:
            yield
        finally:
            self.command("Marionette:SetContext", value="content")

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            byte = self._stream.read(1)
            if not byte:
                raise ConnectionError("Firefox hung up")
            length += byte
        return json.loads(self._stream.read(int(length[:-1])))
