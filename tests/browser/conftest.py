from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.archive import built, empty, served
from tests.browser.look import SCREENSHOTS, WIDE
from tests.browser.paced import paced
from tests.conftest import Minutes

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


PATIENCE = 10_000  # milliseconds for anything that a page is waited for


# The fixtures are the package's, not the session's: while Playwright is open, its event loop runs in this
# thread, and tests elsewhere that run a loop of their own would fail.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the machine's own chromium."""
    if not CHROMIUM.exists():
        pytest.fail(f"there is no {CHROMIUM}: apt-get install chromium, or name another one in CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="package")
def config(tmp_path_factory: pytest.TempPathFactory, minutes: Minutes) -> Path:
    """Make the archive, which all processes of one run share."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    return built(shared / "archive-to-look-at", minutes)


@pytest.fixture(scope="package")
def site(config: Path) -> Iterator[str]:
    with served(config) as root:
        yield root


@pytest.fixture(scope="package")
def slow_site(site: str) -> Iterator[str]:
    with paced(site) as root:
        yield root


@pytest.fixture(scope="package")
def slow_empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(empty(tmp_path_factory.mktemp("empty"))) as root, paced(root) as slow:
        yield slow


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    with browser.new_context(
        base_url=site,
        viewport=WIDE,  # type: ignore[arg-type]
        reduced_motion="reduce",  # so that whatever has the focus is in sight at once
    ) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    return opened


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"What the pages look like: {SCREENSHOTS.resolve()}")
