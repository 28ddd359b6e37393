"""`build --watch`: saves are shown, mistakes too; the file is that of a build."""

import contextlib
import http.client
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser_chromium import ChromiumPage
from browser_firefox import FirefoxPage
from browsers import Page
from geo import StorymapError
from hostile import PAYLOADS
from story.cli import main
from story.serve import Board, serve
from test_story_page import until

ROOT = Path(__file__).parent.parent
LIMIT_S = 60


@contextlib.contextmanager
def watching(story: Path, target: Path) -> Iterator[tuple[str, int]]:
    """The command at work on a story; its address."""
    command = [sys.executable, "-u", "-m", "story", "build", str(story), "--watch", "-o"]
    with subprocess.Popen(
        [*command, str(target)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout
            first = running.stdout.readline()
            place = urlsplit(first.partition("open ")[2].split()[0])
            yield str(place.hostname), int(place.port or 0)
        finally:
            running.terminate()


class Events:
    """The stream of changes; each is waited for, and none is missed."""

    def __init__(self, host: str, port: int) -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=LIMIT_S)
        self.connection.request("GET", "/events")
        self.answer = self.connection.getresponse()

    def close(self) -> None:
        self.answer.close()
        self.connection.close()

    def until(self, version: int, *, problems: bool = False) -> dict[str, Any]:
        """The first change that shows this version, with or without problems."""
        while True:
            line = self.answer.readline().decode()
            assert line, "the stream has ended"
            if line.startswith("data: "):
                said: dict[str, Any] = json.loads(line.removeprefix("data: "))
                if said["version"] == version and bool(said["problems"]) == problems:
                    return said


def asked(host: str, port: int, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host, port, timeout=LIMIT_S)
    connection.request("GET", path, headers=headers)
    with contextlib.closing(connection):
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_a_save_is_shown_a_mistake_too_and_the_file_is_that_of_a_build(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "mine")]) == 0
    story, target = tmp_path / "mine" / "story.yaml", tmp_path / "page.html"
    text = story.read_text(encoding="utf-8")
    with watching(story, target) as (host, port):
        events = Events(host, port)
        events.until(1)
        assert b"Ten lakes" in asked(host, port, "/page")[1]
        story.write_text(text.replace("Ten lakes", "All the lakes"), encoding="utf-8")
        events.until(2)
        assert b"All the lakes" in asked(host, port, "/page")[1]
        story.write_text(text.replace("title: Ten", "titel: Ten"), encoding="utf-8")
        (first, *_) = events.until(2, problems=True)["problems"]
        assert "steps[1].titel: unknown key; did you mean 'title'?" in first or "title" in first
        assert b"All the lakes" in asked(host, port, "/page")[1]
        # a layer's file is watched as well, and what was made of the old one is not used again
        story.write_text(text, encoding="utf-8")
        events.until(3)
        depths = story.parent / "data" / "depths.csv"
        depths.write_text(depths.read_text("utf-8").replace("1642", "1641"), encoding="utf-8")
        events.until(4)
        page = asked(host, port, "/page")[1]
        assert b'"1641"' in page
        assert b'"1642"' not in page
        events.close()
    assert target.read_bytes() == page
    assert main(["build", str(story), "-o", str(tmp_path / "again.html")]) == 0
    assert (tmp_path / "again.html").read_bytes() == page


@contextlib.contextmanager
def this_machine(page: Page) -> Iterator[None]:
    """Let a page ask this machine, which no other test may."""
    hijack = "Services.prefs.setBoolPref('network.proxy.allow_hijacking_localhost', {})"
    if isinstance(page, ChromiumPage):
        page.raw.context.unroute_all()
        page.raw.context.set_offline(False)
    if isinstance(page, FirefoxPage):
        with page.raw.privileged():
            page.raw.script(hijack.format("false"))
    try:
        yield
    finally:
        page.goto("about:blank")
        if isinstance(page, FirefoxPage):
            with page.raw.privileged():
                page.raw.script(hijack.format("true"))


def test_what_is_wrong_is_shown_as_text(page: Page) -> None:
    board = Board()
    board.put("<!doctype html><title>The old page</title>")
    board.put(None, PAYLOADS)
    server = serve(board)
    address = "http://{}:{}/".format(*server.server_address[:2])
    with this_machine(page):
        page.goto(address)
        check_wrong(page, board, address)
    server.shutdown()
    server.server_close()


def test_keys_reach_the_story_before_anybody_clicks(page: Page) -> None:
    board = Board()
    board.put("<!doctype html><title>A page</title><button>B</button>")
    server = serve(board)
    with this_machine(page):
        page.goto("http://{}:{}/".format(*server.server_address[:2]))
        frame = "document.querySelector('iframe').contentWindow"
        until(page, f"{frame}.document.querySelector('button')")
        until(page, f"document.activeElement.tagName === 'IFRAME' && {frame}.document.hasFocus()")
        page.evaluate(f"{frame}.addEventListener('keydown', (e) => {{ window.hit = e.key; }}) || 1")
        page.key("ArrowRight")
        until(page, "window.hit === 'ArrowRight'")
    server.shutdown()
    server.server_close()


def check_wrong(page: Page, board: Board, address: str) -> None:
    until(page, f"document.querySelectorAll('li').length === {len(PAYLOADS)}")
    shown = "[...document.querySelectorAll('li')].map((item) => item.textContent)"
    assert page.evaluate(shown) == PAYLOADS
    assert page.evaluate("document.querySelectorAll('li *, script:not([src])').length") == 0
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelector('section').hidden") is False
    assert [asked for asked in page.requests() if not asked.startswith(address)] == []
    assert [text for text in page.problems() if text.startswith(("csp", "error"))] == []
    board.put("<!doctype html><title>The new page</title>")
    until(page, "document.querySelector('section').hidden")
    assert page.evaluate(shown) == []


@pytest.fixture
def server() -> Iterator[tuple[str, int]]:
    board = Board()
    assert board.put("the page")
    assert not board.put("the page")
    running = serve(board)
    yield "127.0.0.1", running.server_address[1]
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", "127.0.0.1:1", 200),
        ("/page?3", "localhost:1", 200),
        ("/watch.js", "127.0.0.1:1", 200),
        ("/page", "evil.example:1", 403),
        ("/../serve.py", "127.0.0.1:1", 404),
        ("/etc/passwd", "127.0.0.1:1", 404),
    ],
)
def test_it_serves_its_own_page_and_no_other_name(
    server: tuple[str, int], path: str, host: str, status: int
) -> None:
    assert asked(*server, path, Host=host)[0] == status


def test_a_port_in_use_is_one_sentence(server: tuple[str, int]) -> None:
    with pytest.raises(StorymapError, match=rf"port {server[1]} cannot be used .* another --port"):
        serve(Board(), server[1])


class Gone:
    """A reader that asks and does not wait for the answer."""

    def __init__(self, path: str) -> None:
        self.path = path

    def makefile(self, *_: object) -> io.BytesIO:
        return io.BytesIO(f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n".encode())

    def sendall(self, _: bytes) -> None:
        raise BrokenPipeError


@pytest.mark.parametrize("path", ["/page", "/events"])
def test_a_reader_that_leaves_is_no_fault(path: str) -> None:
    board = Board()
    board.put("the page")
    running = serve(board)
    try:
        gone: Any = Gone(path)
        running.RequestHandlerClass(gone, ("127.0.0.1", 1), running)
    finally:
        running.shutdown()
        running.server_close()
