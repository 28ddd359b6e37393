"""A browser without a window: it prints a page, or gives back what the page has drawn.

Chromium, Chrome and Edge take their orders on the command line, so nothing more is needed than one
of them. Time in the page is virtual: it does not run on before the page has nothing left to do.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from geo.errors import StorymapError

TIME_LIMIT_S: Final = 300
_VIRTUAL_MS: Final = 60_000
_COMMANDS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "brave-browser",
)
_PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)


class BrowserError(StorymapError):
    """There is no browser for this, or it did not do what was asked of it."""


def find(wanted: Path | None) -> Path:
    """The browser's program: the one that was named, or the first that the machine has.

    Raises `BrowserError` when there is none.
    """
    if wanted is not None:
        found = shutil.which(wanted)
        if found is None:
            raise BrowserError(f"{wanted}: is no program; give the full path of a browser")
        return Path(found)
    for command in _COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    for place in _PLACES:
        if Path(place).is_file():
            return Path(place)
    raise BrowserError(
        "no Chromium, Chrome or Edge was found; install one, say which with --browser PATH, "
        "or open the page in any browser and print it (Ctrl+P): that gives the same handout"
    )


def print_pdf(page: str, *, wish: str, browser: Path, near: Path) -> bytes:
    """The PDF of a page that is opened with a wish. `near` is the file that will hold it.

    Raises `BrowserError` when the browser fails, is too slow, or prints something else.
    """
    with _desk(page, near) as desk:
        target = desk / "page.pdf"
        _run(browser, desk, [f"--print-to-pdf={target}", "--no-pdf-header-footer"], wish)
        if not target.is_file():
            raise BrowserError(f"{browser}: printed nothing; try another with --browser PATH")
        printed = target.read_bytes()
    if not printed.startswith(b"%PDF-") or not _is_titled(printed, wish):
        raise BrowserError(
            f"{browser}: did not finish the handout; try another with --browser PATH"
        )
    return printed


def document(page: str, *, wish: str, browser: Path, near: Path) -> str:
    """The HTML of a page once it has granted a wish. Raises `BrowserError` as `print_pdf` does."""
    with _desk(page, near) as desk:
        html = _run(browser, desk, ["--dump-dom"], wish).decode("utf-8", "replace")
    if f'data-ready="{wish}"' not in html[:4000]:
        raise BrowserError(f"{browser}: did not draw the maps; try another with --browser PATH")
    return html


@contextmanager
def _desk(page: str, near: Path) -> Iterator[Path]:
    """A folder for the page and the browser's profile, gone afterwards.

    It lies beside the file to be written: browsers in a cage, as Ubuntu's, do not see /tmp.
    """
    try:
        near.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix="storyglobe-", dir=near.parent.resolve(), ignore_cleanup_errors=True
        ) as name:
            desk = Path(name)
            (desk / "page.html").write_text(page, encoding="utf-8")
            yield desk
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BrowserError(
            f"{near}: cannot be written ({reason}); choose another -o FILE"
        ) from None


def _run(browser: Path, desk: Path, orders: list[str], wish: str) -> bytes:
    command = [
        str(browser),
        "--headless",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--no-default-browser-check",
        "--force-device-scale-factor=1",
        f"--user-data-dir={desk / 'profile'}",
        f"--virtual-time-budget={_VIRTUAL_MS}",
        *orders,
    ]
    if sys.platform != "win32" and os.geteuid() == 0:
        command.append("--no-sandbox")  # which root has to do without, in a container
    address = (desk / "page.html").as_uri() + f"?storyglobe={wish}"
    try:
        done = subprocess.run(
            [*command, address],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIME_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BrowserError(
            f"{browser}: took longer than {TIME_LIMIT_S} seconds; try again, or another browser"
        ) from None
    except OSError as error:
        raise BrowserError(f"{browser}: cannot be started ({error.strerror})") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no word why"]
        raise BrowserError(f"{browser}: failed: {said[0][:200]}")
    return done.stdout


def _is_titled(printed: bytes, wish: str) -> bool:
    """Whether the title of a PDF ends with the wish: the page says so when it has granted it."""
    word = wish.partition("-")[0]
    hexadecimal = word.encode("utf-16-be").hex().encode()
    return word.encode() in printed or hexadecimal in printed.lower()
