"""Pages in a real browser for the tests, with all that they complained about and asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

_WATCH_POLICY = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(event.violatedDirective + " " + (event.blockedURI || event.sample)));
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.fail("The browser tests need Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Tab:
    """A page that was opened as a file, as a user opens what ``docbuild build`` wrote."""

    page: Page
    folder: Path
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Nothing went wrong, was refused by the policy, or was asked of anybody else."""
        assert self.console == []
        assert self.page.evaluate("window.refused") == []
        inside = self.folder.as_uri() + "/"
        strangers = [url for url in self.requests if not url.startswith((inside, "data:"))]
        assert strangers == []

    def evaluate(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.evaluate("document.documentElement.scrollWidth - innerWidth"))


class Tabs:
    """Opens pages; ``close`` ends them all."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: list[Page] = []

    def open(self, index: Path, width: int = 1280, scheme: Scheme = "light") -> Tab:
        page = self._browser.new_page(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        self._pages.append(page)
        tab = Tab(page, index.parent)
        page.on("console", lambda message: tab.console.append(message.text))
        page.on("pageerror", lambda error: tab.console.append(str(error)))
        page.on("dialog", lambda dialog: tab.console.append(dialog.message))
        page.set_default_timeout(5_000)
        page.route("**/*", lambda route: _files_only(route, tab))
        page.add_init_script(_WATCH_POLICY)
        page.goto(index.as_uri())
        return tab

    def close(self) -> None:
        for page in self._pages:
            page.close()


def _files_only(route: Route, tab: Tab) -> None:
    """What the policy refuses never gets here."""
    tab.requests.append(route.request.url)
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        route.abort()
