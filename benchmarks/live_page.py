"""A page of a live preview in Chromium, which notes when what is expected comes to be in it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Self

from live_edits import MARKER
from playwright.async_api import Browser, CDPSession, Page

_PATIENCE = 30.0  # seconds

# Runs before anything of the page's own. What is expected is looked for in each mutation, as
# soon as the script that made it has ended.
_PROBE = """(() => {
  if (window !== top) return;
  const AREAS = { article: ".article", outline: ".outline", panel: ".docbuild-panel" };
  let expected = null;
  window.expectToken = (token, areas) => { expected = { token, areas: new Set(areas), seen: {} }; };
  function see(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    for (const area of expected.areas) {
      if (!element?.closest(AREAS[area])) continue;
      expected.seen[area] = performance.now();
      expected.areas.delete(area);
    }
    if (expected.areas.size) return;
    window.tokenSeen(expected.token, expected.seen);
    expected = null;
  }
  const holds = (text) => text?.includes(expected.token);
  function look({ type, target, attributeName, addedNodes }) {
    if (type === "attributes") return holds(target.getAttribute(attributeName)) && see(target);
    if (type === "characterData") return holds(target.data) && see(target);
    for (const node of addedNodes) if (expected && holds(node.textContent)) see(node);
  }
  new MutationObserver((records) => {
    for (const record of records) if (expected) look(record);
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["href", "src"],
  });
})();"""

# The blocks that are wholly in the window are remembered, with their places.
_REMEMBER = """() => {
  window.anchors = [...document.querySelector(".article").children]
    .map((element) => ({ element, top: element.getBoundingClientRect().top }))
    .filter(({ top }) => top >= 0 && top < innerHeight);
}"""
_MOVED = """() => {
  const anchor = window.anchors.find(({ element }) => element.isConnected);
  return anchor ? Math.abs(anchor.element.getBoundingClientRect().top - anchor.top) : Infinity;
}"""
_SHOW = """(marker) => {
  const spans = [...document.querySelectorAll(".article code")];
  const span = spans.find((each) => each.textContent === marker);
  span.scrollIntoView({ block: "center", behavior: "instant" });
}"""
_FRAMES = """(count) => new Promise((done) => {
  const next = () => (count-- > 0 ? requestAnimationFrame(next) : setTimeout(done));
  next();
})"""
_IDLE = """() => new Promise((done) => requestIdleCallback(() => done()))"""
_OPEN_PANEL = """() => document.querySelector(".docbuild-open-findings").click()"""


class LivePage:
    """``loads`` counts how often the page was loaded."""

    def __init__(self, page: Page, clock: CDPSession) -> None:
        self.loads = 0
        self._page = page
        self._clock = clock
        self._seen: asyncio.Queue[tuple[str, dict[str, float]]] = asyncio.Queue()

    @classmethod
    async def open(cls, browser: Browser, url: str) -> Self:
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        live = cls(page, await page.context.new_cdp_session(page))
        await live._clock.send("Performance.enable")
        await page.expose_function("tokenSeen", lambda *seen: live._seen.put_nowait(seen))
        await page.add_init_script(_PROBE)
        page.on("load", live._count_load)
        await page.goto(url)
        return live

    async def close(self) -> None:
        await self._page.close()

    async def open_panel(self) -> None:
        await self._page.evaluate(_OPEN_PANEL)

    async def show_middle(self) -> None:
        """Scroll to the marker, and remember where everything is then."""
        await self._page.evaluate(_SHOW, MARKER)
        await self._page.evaluate(_FRAMES, 3)
        await self._page.evaluate(_REMEMBER)

    async def rest(self) -> None:
        """Return when the browser has nothing left to do."""
        await self._page.evaluate(_IDLE)

    async def expect(self, token: str, areas: Sequence[str]) -> None:
        """Note from now on when ``token`` comes to be in each of these."""
        await self._page.evaluate("([token, areas]) => expectToken(token, areas)", [token, areas])

    async def seen(self, token: str) -> dict[str, float]:
        """When it came to be in each, by the clock of ``time.monotonic``.

        Raises ``TimeoutError`` if it did not.
        """
        async with asyncio.timeout(_PATIENCE):
            while (found := await self._seen.get())[0] != token:
                pass
        start = await self._navigation_start()
        return {area: start + milliseconds / 1000 for area, milliseconds in found[1].items()}

    async def moved(self) -> float:
        """By how many pixels what was in the window has moved, once all is painted."""
        await self._page.evaluate(_FRAMES, 3)
        return float(await self._page.evaluate(_MOVED))

    async def _navigation_start(self) -> float:
        """Where the page's own clock begins, in seconds of the system's monotonic clock."""
        answer = await self._clock.send("Performance.getMetrics")
        metrics: dict[str, Any] = {each["name"]: each["value"] for each in answer["metrics"]}
        return float(metrics["NavigationStart"])

    def _count_load(self, _: Page) -> None:
        self.loads += 1
