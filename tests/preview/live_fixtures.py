"""Tabs of the live preview, and servers that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser_pages import LiveTabs
from client_site import ClientSite
from playwright.sync_api import Browser


@pytest.fixture
def live_tabs(browser: Browser) -> Iterator[LiveTabs]:
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
