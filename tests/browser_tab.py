"""Pages in a real browser for the tests, with all that they complained about and asked for."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

_SITE = "http://preview.invalid/"  # which nothing answers but the test

_WATCH_POLICY = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(event.violatedDirective + " " + (event.blockedURI || event.sample)));
"""

# Of each selector's first element: how its text stands out from what is behind it (WCAG), where
# ``ground`` is behind what has nothing opaque behind it; 0 where there is no such element.
_CONTRAST = """
([selectors, ground]) => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b].map((value) => value / 255)
    .map((value) => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4)
    .reduce((sum, value, index) => sum + value * [.2126, .7152, .0722][index], 0);
  const behind = (element) => {
    for (let box = element; box; box = box.parentElement) {
      const colour = parse(getComputedStyle(box).backgroundColor);
      if (colour[3] === 255 && box !== document.documentElement) return colour;
    }
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.setProperty("background", ground);
    const colour = parse(getComputedStyle(probe).backgroundColor);
    probe.remove();
    return colour;
  };
  return Object.fromEntries(selectors.map((selector) => {
    const element = document.querySelector(selector);
    if (!element) return [selector, 0];
    const text = luminance(parse(getComputedStyle(element).color));
    const back = luminance(behind(element));
    return [selector, (Math.max(text, back) + .05) / (Math.min(text, back) + .05)];
  }));
}
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
    """A page, and below which address all has to be that it asks for."""

    page: Page
    inside: str
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Nothing went wrong, was refused by the policy, or was asked of anybody else."""
        assert self.console == []
        assert self.page.evaluate("window.refused") == []
        ours = (self.inside, "data:")
        strangers = [url for url in self.requests if not url.startswith(ours)]
        assert strangers == []

    def evaluate(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def too_faint(self, selectors: Sequence[str], ground: str) -> dict[str, float]:
        """What is missing or stands out less than WCAG AA asks for, 4.5 to 1, by its selector.

        ``ground`` is the colour behind what has no opaque one of its own behind it.
        """
        measured: dict[str, float] = self.evaluate(_CONTRAST, [list(selectors), ground])
        return {name: ratio for name, ratio in measured.items() if ratio < 4.5}


class Tabs:
    """Opens pages; ``close`` ends them all."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: list[Page] = []

    def open(self, index: Path, width: int = 1280, scheme: Scheme = "light") -> Tab:
        """A page as a user opens the file that ``docbuild build`` wrote."""
        tab = self._tab(index.parent.as_uri() + "/", width, scheme)
        tab.page.route("**/*", lambda route: _files_only(route, tab))
        tab.page.goto(index.as_uri())
        return tab

    def open_served(
        self,
        files: Mapping[str, bytes],
        policy: str,
        width: int = 1280,
        scheme: Scheme = "light",
    ) -> Tab:
        """A page as a server sends it, with its policy in a header; ``files`` by their path."""
        tab = self._tab(_SITE, width, scheme)
        tab.page.route("**/*", lambda route: _from_memory(route, tab, files, policy))
        tab.page.goto(_SITE)
        return tab

    def _tab(self, inside: str, width: int, scheme: Scheme) -> Tab:
        page = self._browser.new_page(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        self._pages.append(page)
        tab = Tab(page, inside)
        page.on("console", lambda message: tab.console.append(message.text))
        page.on("pageerror", lambda error: tab.console.append(str(error)))
        page.on("dialog", lambda dialog: tab.console.append(dialog.message))
        page.set_default_timeout(5_000)
        page.add_init_script(_WATCH_POLICY)
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


def _from_memory(route: Route, tab: Tab, files: Mapping[str, bytes], policy: str) -> None:
    url = route.request.url
    tab.requests.append(url)
    path = url.removeprefix(_SITE)
    if not url.startswith(_SITE) or path not in files:
        route.abort()
        return
    headers = {"Content-Security-Policy": policy, "Content-Type": _media_type(path)}
    route.fulfill(body=files[path], headers=headers)


def _media_type(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "text/html; charset=utf-8"
