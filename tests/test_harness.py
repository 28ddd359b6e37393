"""The browsers' harness itself: what goes wrong in a page is seen, and a clean page has peace."""

import struct
from pathlib import Path

import pytest

from browser_chromium import Chromium
from browsers import (
    FIREFOX,
    Browser,
    BrowserMissingError,
    Page,
    ScriptError,
    Wanted,
    find,
    find_or_fetch,
)

CASES = Path(__file__).parent / "cases" / "harness"


def open_case(page: Page, name: str) -> None:
    page.goto((CASES / f"{name}.html").as_uri())


def kinds(page: Page) -> set[str]:
    return {problem.partition(":")[0] for problem in page.problems()}


def test_a_clean_page_has_no_problems(page: Page) -> None:
    open_case(page, "clean")
    assert page.evaluate("document.body.dataset.ready") == "yes"
    assert page.problems() == []
    assert page.requests() == []


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("console-error", "console.error", "the map is gone"),
        ("console-warning", "console.warning", "the map is slow"),
        ("uncaught-error", "error", "nobody caught this"),
        ("unhandled-rejection", "error", "nobody awaited this"),
        ("policy-violation", "csp", "style-src"),
        ("request-image", "request", "http://tiles.example/1.png"),
        ("request-fetch", "request", "http://data.example/layer.json"),
        ("request-worker", "request", "http://worker.example/ping"),
        ("request-socket", "request", "socket.example"),
        ("second-file", "load", ""),
    ],
)
def test_a_problem_is_caught(page: Page, name: str, kind: str, words: str) -> None:
    open_case(page, name)
    page.evaluate("window.done")
    assert [
        problem
        for problem in page.problems()
        if problem.startswith(f"{kind}: ") and words in problem
    ], page.problems()


def test_every_request_is_recorded_and_none_gets_through(page: Page) -> None:
    open_case(page, "request-fetch")
    assert page.evaluate("window.done") == "blocked"
    assert page.requests() == ["http://data.example/layer.json"]


def test_a_second_file_counts_as_a_request(chromium: Chromium) -> None:
    with chromium.open() as page:
        open_case(page, "second-file")
        assert [url.rpartition("/")[2] for url in page.requests()] == ["missing.png"]


def test_problems_do_not_pass_from_one_tab_to_the_next(browser: Browser) -> None:
    with browser.open() as page:
        open_case(page, "console-error")
        assert kinds(page) == {"console.error"}
    with browser.open() as page:
        open_case(page, "clean")
        assert page.problems() == []


def test_problems_from_before_a_reload_are_kept(page: Page) -> None:
    open_case(page, "console-error")
    open_case(page, "clean")
    assert kinds(page) == {"console.error"}


def test_evaluate_awaits_promises_and_reports_what_is_thrown(page: Page) -> None:
    open_case(page, "clean")
    assert page.evaluate("Promise.resolve({list: [1, 'two', null]})") == {"list": [1, "two", None]}
    assert page.evaluate("window.answer") == {"to": "everything", "is": 42}
    with pytest.raises(ScriptError, match="no such luck"):
        page.evaluate("Promise.reject(new Error('no such luck'))")
    with pytest.raises(ScriptError):
        page.evaluate("this is not JavaScript")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844), (320, 256)])
def test_the_viewport_and_its_picture_have_the_size_asked_for(
    page: Page, tmp_path: Path, width: int, height: int
) -> None:
    open_case(page, "clean")
    page.resize(width, height)
    assert page.evaluate("[innerWidth, innerHeight]") == [width, height]
    picture = tmp_path / "page.png"
    page.screenshot(picture)
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == (width, height)


def test_keys_reach_the_page(page: Page) -> None:
    open_case(page, "clean")
    for name in ["a", "ArrowDown", "PageUp", "Home", "End", "Escape", "Space", "Shift+Tab"]:
        page.key(name)
    expected = ["a", "ArrowDown", "PageUp", "Home", "End", "Escape", " ", "Shift", "Shift+Tab"]
    assert page.evaluate("window.keys") == expected


@pytest.mark.parametrize("reduced", [True, False])
def test_reduced_motion_is_what_the_test_asked_for(browser: Browser, *, reduced: bool) -> None:
    with browser.open(reduced_motion=reduced) as page:
        open_case(page, "clean")
        query = "matchMedia('(prefers-reduced-motion: reduce)').matches"
        assert page.evaluate(query) is reduced


def test_a_missing_browser_fails_with_a_line_that_says_what_mends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("browsers.root_command", lambda: None)
    nowhere = Wanted("Netscape", "NO_SUCH_VARIABLE", ("netscape-4",), (), ("netscape",))
    with pytest.raises(BrowserMissingError) as caught:
        find_or_fetch(nowhere, [lambda: None])
    line = str(caught.value)
    assert "\n" not in line
    assert "apt-get install netscape" in line
    assert "NO_SUCH_VARIABLE" in line


def test_a_variable_names_the_browser_to_use(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(FIREFOX.variable, str(tmp_path / "my-firefox"))
    assert find(FIREFOX) == tmp_path / "my-firefox"
