"""Chromium through Playwright: an installed browser first, Playwright's own otherwise."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Playwright,
    Request,
    Route,
    WebSocket,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page as PlaywrightPage

from browsers import CHROMIUM, ScriptError, find_or_fetch, succeeds

# The browser's own background traffic is noise in a record of what the page asks for.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OTHER_LIMIT_S = 90
INSIDE = ("data:", "blob:", "about:")


@contextmanager
def chromium() -> Iterator["Chromium"]:
    """A running Chromium; raises BrowserMissingError when there is none to be had."""
    with sync_playwright() as playwright:
        program = find_or_fetch(CHROMIUM, [lambda: _playwrights_own(playwright)])
        # Chromium refuses to start as root with its sandbox on.
        as_root = sys.platform != "win32" and os.geteuid() == 0
        arguments = [*QUIET, "--no-sandbox"] if as_root else QUIET
        running = playwright.chromium.launch(
            executable_path=program,
            args=arguments,
            ignore_default_args=["--disable-popup-blocking"],  # people's browsers block, too
        )
        try:
            yield Chromium(running)
        finally:
            running.close()


def _playwrights_own(playwright: Playwright) -> Path | None:
    """The Chromium that Playwright keeps, downloaded by Playwright when it is not there yet."""
    program = Path(playwright.chromium.executable_path)
    if not program.is_file():
        succeeds([sys.executable, "-m", "playwright", "install", "chromium"])
    return program if program.is_file() else None


@dataclass(frozen=True)
class Chromium:
    """The running browser; `raw` is Playwright's."""

    raw: PlaywrightBrowser
    name: str = "chromium"

    @property
    def version(self) -> str:
        """The browser's version number."""
        return self.raw.version

    @contextmanager
    def open(
        self, *, width: int = 1280, height: int = 800, reduced_motion: bool = False, **more: Any
    ) -> Iterator["ChromiumPage"]:
        """Open a fresh tab in a fresh profile; `more` goes to Playwright's `new_context`."""
        context = self.raw.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce" if reduced_motion else "no-preference",
            service_workers="block",
            offline=True,
            **more,
        )
        try:
            yield watched_page(context)
        finally:
            context.close()


@dataclass
class ChromiumPage:
    """A tab; `raw` is Playwright's page. See browsers.Page."""

    raw: PlaywrightPage
    browser: str = "chromium"
    address: str = ""
    asked: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def goto(self, url: str) -> None:
        """Open the address and wait for its load event."""
        self.address = url.partition("#")[0].partition("?")[0]
        self.raw.goto(url)

    def evaluate(self, js: str) -> Any:
        """The JSON value of one expression; a promise is awaited."""
        try:
            return self.raw.evaluate(f"(async () => (\n{js}\n))()")
        except PlaywrightError as error:
            raise ScriptError(error.message) from error

    def resize(self, width: int, height: int) -> None:
        """Make the viewport exactly so many CSS pixels."""
        self.raw.set_viewport_size({"width": width, "height": height})

    def screenshot(self, path: Path) -> None:
        """Write what the viewport shows as a PNG."""
        self.raw.screenshot(path=path)

    def key(self, name: str) -> None:
        """Press and release a key."""
        self.raw.keyboard.press(name)

    def reload(self) -> None:
        """Load the same address again."""
        self.raw.reload()

    def other(self) -> "ChromiumPage":
        """The newest window beside this one."""
        deadline = time.monotonic() + OTHER_LIMIT_S
        while self.raw.context.pages[-1] is self.raw:
            assert time.monotonic() < deadline, "no other window was opened"
            self.raw.wait_for_timeout(20)
        opened = self.raw.context.pages[-1]
        opened.wait_for_load_state("load")
        return ChromiumPage(opened, address=self.address, asked=self.asked, seen=self.seen)

    def close(self) -> None:
        """Close this window."""
        self.raw.close()

    def problems(self) -> list[str]:
        """All that went wrong so far."""
        # A rejection counts as unhandled once its task is over, and the word of it travels from
        # the browser to us in order: after this round trip all of it has arrived.
        self.raw.evaluate("new Promise((done) => setTimeout(done, 0))")
        return list(self.seen)

    def requests(self) -> list[str]:
        """The addresses asked for beside the page itself."""
        self.raw.evaluate("0")
        return list(self.asked)

    def note_request(self, url: str) -> None:
        """Keep an address, unless it is the page's own or never leaves the page."""
        own = url.partition("#")[0].partition("?")[0] == self.address
        if not own and not url.startswith(INSIDE):
            self.asked.append(url)
            self.seen.append(f"request: {url}")

    def note_console(self, message: ConsoleMessage) -> None:
        """Keep an error or a warning; the browser reports violations of a policy as errors."""
        if "Content Security Policy" in message.text:
            self.seen.append(f"csp: {message.text}")
        elif message.text.startswith("Failed to load resource"):
            self.seen.append(f"load: {message.text}")
        elif message.type in ("error", "warning"):
            self.seen.append(f"console.{message.type}: {message.text}")


def watched_page(context: BrowserContext) -> ChromiumPage:
    """A tab of which every request and every complaint is kept, pop-ups included."""
    page = ChromiumPage(context.new_page())

    def on_request(request: Request) -> None:
        page.note_request(request.url)

    def on_socket(socket: WebSocket) -> None:
        page.note_request(socket.url)

    def on_route(route: Route) -> None:
        if route.request.url.startswith(("file:", *INSIDE)):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", on_route)
    context.on("request", on_request)
    context.on("console", page.note_console)
    context.on("weberror", lambda error: page.seen.append(f"error: {error.error}"))
    context.on("page", lambda popup: popup.on("websocket", on_socket))
    page.raw.on("websocket", on_socket)
    return page
