"""Firefox through Marionette, the remote control that every Firefox has built in.

Marionette's privileged side sees what a test must know: each request that a page makes, what it
writes to the console, and what it leaves uncaught. `harness/*.js` are the scripts for it.
"""

import base64
import json
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from browsers import FIREFOX, ScriptError, find_or_fetch
from marionette import Marionette, MarionetteError

SCRIPTS = Path(__file__).parent / "harness"
START_LIMIT_S = 90
STOP_LIMIT_S = 20
SCRIPT_LIMIT_S = 60
OTHER_LIMIT_S = 90

# WebDriver's code points for keys without a character (WebDriver, section 17.4.2).
KEYS = {
    "Space": " ",
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Delete": "\ue017",
}
# What Firefox says of itself, whatever the page does: that the machine has no graphics processor;
# of any page that looks where it is scrolled to, that it does; of one that measures itself before
# its load event, that a stylesheet might still be on its way, though all of ours stand in the page.
ITS_OWN = (
    "console.warning: Failed to create WebGL context",
    "console.warning: This site appears to use a scroll-linked positioning effect.",
    "console.warning: Layout was forced before the page was fully loaded.",
)


@contextmanager
def firefox() -> Iterator["Firefox"]:
    """A running Firefox with a profile of its own; both are gone afterwards.

    Raises BrowserMissingError when there is no Firefox to be had.
    """
    program = find_or_fetch(FIREFOX)
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        settings = f'{_script("firefox_user.js")}user_pref("marionette.port", {port});\n'
        Path(profile, "user.js").write_text(settings, encoding="utf-8")
        process = subprocess.Popen(
            [
                program,
                "--headless",
                "--marionette",
                "--remote-allow-system-access",  # lets harness/*.js see requests and the console
                "--no-remote",
                "--profile",
                profile,
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await_port(port, process)
            with Marionette(port, limit_s=2 * SCRIPT_LIMIT_S) as marionette:
                limits = {"script": SCRIPT_LIMIT_S * 1000, "pageLoad": SCRIPT_LIMIT_S * 1000}
                marionette.command("WebDriver:SetTimeouts", **limits)
                _privileged(marionette, "firefox_watch.js", _script("firefox_frame.js"))
                yield Firefox(marionette)
        finally:
            process.terminate()
            try:
                process.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass(frozen=True)
class Firefox:
    """The running browser; `raw` is the connection to it."""

    raw: Marionette
    name: str = "firefox"

    @property
    def version(self) -> str:
        """The browser's version number."""
        return str(self.raw.capabilities["browserVersion"])

    @contextmanager
    def open(
        self, *, width: int = 1280, height: int = 800, reduced_motion: bool = False
    ) -> Iterator["FirefoxPage"]:
        """Open a fresh tab; what earlier pages stored is gone."""
        _privileged(self.raw, "firefox_prepare.js", int(reduced_motion))
        first = self.raw.command("WebDriver:GetWindowHandle")
        tab = self.raw.command("WebDriver:NewWindow", type="tab", focus=True)["handle"]
        self.raw.command("WebDriver:SwitchToWindow", handle=tab)
        try:
            page = FirefoxPage(self.raw, tab, {first, tab})
            page.resize(width, height)
            yield page
        finally:
            for handle in self.raw.command("WebDriver:GetWindowHandles"):
                if handle != first:
                    self.raw.command("WebDriver:SwitchToWindow", handle=handle)
                    self.raw.command("WebDriver:CloseWindow")
            self.raw.command("WebDriver:SwitchToWindow", handle=first)


@dataclass(frozen=True)
class FirefoxPage:
    """A tab. See browsers.Page; of files beside the page Firefox reports only missing ones."""

    raw: Marionette
    handle: str
    known: set[str]
    browser: str = "firefox"

    def turn_here(self) -> None:
        """Let the next commands go to this window, which takes the keys, too."""
        if self.raw.command("WebDriver:GetWindowHandle") != self.handle:
            self.raw.command("WebDriver:SwitchToWindow", handle=self.handle, focus=True)

    def goto(self, url: str) -> None:
        """Open the address and wait for its load event."""
        self.turn_here()
        self.raw.command("WebDriver:Navigate", url=url)

    def evaluate(self, js: str) -> Any:
        """The JSON value of one expression; a promise is awaited."""
        self.turn_here()
        script = _script("firefox_evaluate.js").replace("EXPRESSION", f"(\n{js}\n)")
        try:
            answer = self.raw.async_script(script)
        except MarionetteError as error:
            raise ScriptError(str(error)) from error
        if "error" in answer:
            raise ScriptError(answer["error"])
        return answer.get("result")

    def resize(self, width: int, height: int) -> None:
        """Make the viewport exactly so many CSS pixels."""
        self.turn_here()
        # A window has a least width of its own, so the tab inside it is sized to the pixel.
        self.raw.command("WebDriver:SetWindowRect", width=width + 100, height=height + 200)
        _privileged(self.raw, "firefox_resize.js", width, height)
        size = json.dumps([width, height])
        self.evaluate(_script("firefox_await_size.js").replace("SIZE", size))

    def screenshot(self, path: Path) -> None:
        """Write what the viewport shows as a PNG."""
        self.turn_here()
        picture = self.raw.command("WebDriver:TakeScreenshot", full=False)
        path.write_bytes(base64.b64decode(picture))

    def key(self, name: str) -> None:
        """Press and release a key."""
        self.turn_here()
        keys = [KEYS.get(part, part) for part in name.split("+")]
        strokes = [{"type": "keyDown", "value": key} for key in keys]
        strokes += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        keyboard = {"type": "key", "id": "keyboard", "actions": strokes}
        self.raw.command("WebDriver:PerformActions", actions=[keyboard])

    def reload(self) -> None:
        """Load the same address again."""
        self.turn_here()
        self.raw.command("WebDriver:Refresh")

    def other(self) -> "FirefoxPage":
        """The newest window beside this one."""
        deadline = time.monotonic() + OTHER_LIMIT_S
        while not (new := {*self.raw.command("WebDriver:GetWindowHandles")} - self.known):
            assert time.monotonic() < deadline, "no other window was opened"
        self.known.update(new)
        page = FirefoxPage(self.raw, new.pop(), self.known)
        loaded = "location.href !== 'about:blank' && document.readyState === 'complete'"
        while not page.evaluate(loaded):
            assert time.monotonic() < deadline, "the other window never finished loading"
        return page

    def close(self) -> None:
        """Close this window."""
        self.turn_here()
        left = self.raw.command("WebDriver:CloseWindow")
        self.raw.command("WebDriver:SwitchToWindow", handle=left[-1], focus=True)

    def problems(self) -> list[str]:
        """All that went wrong so far."""
        # What the page's process reports travels in order: after this round trip it has arrived.
        self.evaluate("new Promise((done) => setTimeout(done, 0))")
        found = [str(problem) for problem in _privileged(self.raw, "firefox_problems.js")]
        return [text for text in found if not text.startswith(ITS_OWN)]

    def requests(self) -> list[str]:
        """The addresses asked for over the network."""
        kind = "request: "
        return [text.removeprefix(kind) for text in self.problems() if text.startswith(kind)]


def _privileged(marionette: Marionette, name: str, *arguments: object) -> Any:
    """Run a script of harness/ in the browser's own window."""
    with marionette.privileged():
        return marionette.script(_script(name), *arguments)


@cache
def _script(name: str) -> str:
    return (SCRIPTS / name).read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once Firefox listens; raises RuntimeError when it ends or takes too long."""
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        else:
            return
    message = f"Firefox did not open its remote control within {START_LIMIT_S} s"
    raise RuntimeError(message)
