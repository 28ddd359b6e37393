"""The browsers that the tests drive: what one page leaves behind must not reach the next."""

from pathlib import Path

from browsers import Browser


def test_every_page_starts_afresh(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><title>Empty</title>", encoding="utf-8")
    found = []
    for _ in range(2):
        with browser.open() as page:
            page.goto(file.as_uri())
            found.append(page.evaluate("localStorage.getItem('left')"))
            page.evaluate("localStorage.setItem('left', 'here')")
            found.append(page.evaluate("localStorage.getItem('left')"))
    assert found == [None, "here", None, "here"]
