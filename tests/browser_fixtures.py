"""A browser for each module, and pages in it that end with their test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_tab import Tabs, chromium
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Tabs]:
    tabs = Tabs(browser)
    yield tabs
    tabs.close()
