"""Real browsers for tests: one small vocabulary, and how a browser is found or fetched.

A test that takes the fixture `page` runs once in Chromium and once in Firefox. A browser that is
not on the machine is fetched when that is possible; when it is not, the test fails with one line
that says what mends it. It never skips: a page that was not looked at has not been tested.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock

FETCH_LIMIT_S = 600


class BrowserMissingError(Exception):
    """No such browser here, and none to be had; the message says what mends it."""


class ScriptError(Exception):
    """The expression given to `Page.evaluate` threw, or its promise was rejected."""


class Page(Protocol):
    """One open tab, without a network. The same test body drives it in both browsers."""

    browser: str

    def goto(self, url: str) -> None:
        """Open the address (`path.as_uri()`) and wait for its load event."""

    def evaluate(self, js: str) -> Any:
        """The JSON value of one JavaScript expression; a promise is awaited.

        Reach the page's own values through `window`: a top-level `const` is not visible here.
        Raises ScriptError when the expression throws.
        """

    def resize(self, width: int, height: int) -> None:
        """Make the viewport exactly so many CSS pixels."""

    def screenshot(self, path: Path) -> None:
        """Write what the viewport shows as a PNG, one pixel for each CSS pixel."""

    def key(self, name: str) -> None:
        """Press and release a key named as in `KeyboardEvent.key`: "a", "Tab", "PageDown".

        "Space" is the space bar; modifiers go in front: "Shift+Tab".
        """

    def reload(self) -> None:
        """Load the same address again and wait for its load event."""

    def other(self) -> "Page":
        """The newest window that this page, or one it opened, has opened; waits until it is loaded.

        What goes wrong in it is among this page's `problems`.
        """

    def close(self) -> None:
        """Close this window; another one must be left."""

    def problems(self) -> list[str]:
        """All that went wrong since the page was opened, in order, each as "kind: text".

        The kinds: `request` (anything fetched beside the page itself), `csp` (a violation of the
        page's policy), `error` (uncaught, or a rejection nobody handled), `load` (an element's
        file did not come), `console.error` and `console.warning`.
        """

    def requests(self) -> list[str]:
        """The addresses asked for beside the page itself; data: and blob: never leave it."""


class Browser(Protocol):
    """A running browser."""

    name: str
    version: str

    def open(
        self, *, width: int = 1280, height: int = 800, reduced_motion: bool = False
    ) -> AbstractContextManager[Page]:
        """Open a fresh tab, closed at the end of the `with` block."""


@dataclass(frozen=True)
class Wanted:
    """Where a browser may be.

    `variable` overrides the search, `commands` are looked up on the PATH, `places` are the usual
    full paths elsewhere, `packages` the names of Debian's and Ubuntu's packages, best first.
    """

    name: str
    variable: str
    commands: tuple[str, ...]
    places: tuple[str, ...]
    packages: tuple[str, ...]


CHROMIUM = Wanted(
    name="Chromium",
    variable="STORYGLOBE_CHROMIUM",
    commands=(
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "msedge",
        "microsoft-edge",
    ),
    places=(
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
    packages=("chromium",),
)
FIREFOX = Wanted(
    name="Firefox",
    variable="STORYGLOBE_FIREFOX",
    commands=("firefox", "firefox-esr"),
    places=(
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        r"C:\Program Files\Mozilla Firefox\firefox.exe",
        r"C:\Program Files (x86)\Mozilla Firefox\firefox.exe",
    ),
    packages=("firefox-esr", "firefox"),
)


def find(wanted: Wanted) -> Path | None:
    """The browser that the machine has, or None."""
    override = os.environ.get(wanted.variable)
    if override:
        return Path(override)
    for command in wanted.commands:
        found = shutil.which(command)
        if found:
            return Path(found)
    return next((Path(place) for place in wanted.places if Path(place).is_file()), None)


def find_or_fetch(wanted: Wanted, fetchers: Iterable[Callable[[], Path | None]] = ()) -> Path:
    """The browser's program, tried in turn: on the machine, each fetcher, Debian's package.

    Raises BrowserMissingError with one line that names the ways out.
    """
    attempts: list[Callable[[], Path | None]] = [
        partial(find, wanted),
        *fetchers,
        partial(fetch_from_debian, wanted),
    ]
    # Tests run in several processes, and a package manager serves one at a time.
    with FileLock(Path(tempfile.gettempdir()) / "storyglobe-browsers.lock"):
        for attempt in attempts:
            program = attempt()
            if program is not None:
                return program
    message = (
        f"no {wanted.name} on this machine, and none could be fetched: install it "
        f"(Debian and Ubuntu: apt-get install {wanted.packages[0]}), "
        f"or set {wanted.variable} to the full path of its program"
    )
    raise BrowserMissingError(message)


def fetch_from_debian(wanted: Wanted) -> Path | None:
    """Install the distribution's package where apt-get may be used without a password."""
    rights = root_command()
    if rights is None or shutil.which("apt-get") is None:
        return None
    quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    succeeds([*quiet, "update"])
    for package in wanted.packages:
        if succeeds([*quiet, "install", "--no-install-recommends", package]):
            return find(wanted)
    return None


def root_command() -> list[str] | None:
    """What to put before a command that needs root: nothing, sudo, or None if there is no way."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    return sudo if shutil.which("sudo") and succeeds([*sudo, "true"]) else None


def succeeds(command: list[str]) -> bool:
    """Whether the command ends well within ten minutes; its output is kept out of the way."""
    try:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=FETCH_LIMIT_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
