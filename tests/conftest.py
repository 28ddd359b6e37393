"""What all tests share: the two browsers, a page in each, and the story that ships, built once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

import browser_chromium
import browser_firefox
from browsers import Browser, BrowserMissingError, Page
from story import build
from story.build import Built

# A property is true or not, however busy the machine is; and a change is judged by the same
# examples each time. `make fuzz` looks for others.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("STORYGLOBE_EXAMPLES", "same"))

ROOT = Path(__file__).parent.parent
IN_BROWSERS = {"browser", "chromium", "firefox", "page"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, so that `-m "not browser"` is the quick run."""
    for item in items:
        if IN_BROWSERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[browser_chromium.Chromium]:
    """Chromium, started once for all tests."""
    try:
        with browser_chromium.chromium() as running:
            yield running
    except BrowserMissingError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def firefox() -> Iterator[browser_firefox.Firefox]:
    """Firefox, started once for all tests."""
    try:
        with browser_firefox.firefox() as running:
            yield running
    except BrowserMissingError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Browser:
    """Each browser in turn: a test that takes this runs twice."""
    running: Browser = request.getfixturevalue(request.param)
    return running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab of 1280 × 800 CSS pixels, in each browser in turn."""
    with browser.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def story_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story that ships with storyglobe, built by the command from this clone."""
    target = tmp_path_factory.mktemp("story") / "russia-china.html"
    command = [sys.executable, "-m", "story", "build", "-o", str(target)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def shipped() -> Built:
    """The story that ships with storyglobe, read and checked once for all tests."""
    return build.assemble(None)
