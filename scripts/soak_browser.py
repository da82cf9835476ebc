"""A real browser's tab that follows the preview, and whether it shows what a fresh one would."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import ConsoleMessage, Error, Page, async_playwright

# The page as it was patched beside the page as it is loaded now: keys and text of each block.
_DIFFERENCES = """async () => {
  const blocks = (root) => [...root.querySelectorAll(".article > .block")]
    .map((box) => `${box.dataset.block}: ${box.textContent}`);
  const outline = (root) => [...root.querySelectorAll("nav.outline li a")]
    .map((link) => `${link.getAttribute("href")}: ${link.textContent}`);
  const answer = await fetch(document.baseURI);
  const loaded = new DOMParser().parseFromString(await answer.text(), "text/html");
  const wrong = [blocks, outline].flatMap((part) => {
    const [ours, theirs] = [part(document), part(loaded)];
    const at = [...ours, ...theirs].findIndex((_, index) => ours[index] !== theirs[index]);
    return at < 0 || ours[at] === theirs[at]
      ? [] : [`the browser has ${ours[at]} where it ought to have ${theirs[at]}`];
  });
  for (const { src } of document.querySelectorAll(".article img")) {
    const { ok, status } = await fetch(src);
    if (!ok) wrong.push(`${src} is answered with ${status}`);
  }
  return wrong;
}"""
_PICTURES, _THEME = "/-/picture/", "/-/theme.js"


class Tab:
    """A tab, and what appeared in its console.

    Not counted are pictures that were gone again when the browser came to ask for them, and a
    theme's script that came to the page of another: such a page is soon told to load anew.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._complaints: list[str] = []
        self._of_theme: list[str] = []
        page.on("console", self._take_message)
        page.on("pageerror", self._take_error)
        page.on("framenavigated", lambda _: self._of_theme.clear())

    async def differences(self) -> list[str]:
        """What is not as it would be in a page that is loaded now."""
        found: list[Any] = await self._page.evaluate(_DIFFERENCES)
        return [*map(str, found), *self._complaints, *self._of_theme]

    def _take_message(self, message: ConsoleMessage) -> None:
        if _PICTURES not in message.location["url"]:
            self._complaints.append(message.text)

    def _take_error(self, error: Error) -> None:
        of_theme = _THEME in (error.stack or "")
        (self._of_theme if of_theme else self._complaints).append(str(error))


@asynccontextmanager
async def tab(port: int) -> AsyncIterator[Tab]:
    """A tab that shows the preview on ``port``."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox"]
        )
        page = await browser.new_page()
        opened = Tab(page)
        await page.goto(f"http://127.0.0.1:{port}/")
        try:
            yield opened
        finally:
            await browser.close()
