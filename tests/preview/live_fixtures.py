"""A browser for each module, and servers that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser_pages import LiveTabs
from browser_tab import chromium
from client_site import ClientSite
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def tabs(browser: Browser) -> Iterator[LiveTabs]:
    tabs = LiveTabs(browser)
    yield tabs
    tabs.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., ClientSite]]:
    """Starts a :class:`ClientSite`."""
    sites: list[ClientSite] = []

    def serve(*arguments: Any, **options: Any) -> ClientSite:
        sites.append(ClientSite(*arguments, **options))
        return sites[-1]

    yield serve
    for site in sites:
        site.stop()
