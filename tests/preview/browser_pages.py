"""Pages of the live preview in a real browser, with all that they complained about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from browser_tab import Scheme
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, Request

WATCH = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(event.violatedDirective + " " + (event.blockedURI || event.sample)));
window.loads = (Number(sessionStorage.loads) || 0) + 1;
sessionStorage.loads = window.loads;
"""

WITHOUT_SECRET = """
document.addEventListener("readystatechange", () =>
  document.querySelector("meta[name=docbuild-secret]")?.remove());
"""

#: What Chromium itself writes when a server is away, whoever tries to reach it.
UNREACHABLE = ("WebSocket connection to", "net::ERR_CONNECTION_REFUSED")


class Site(Protocol):
    """Where the page is."""

    url: str


@dataclass
class LiveTab:
    """A tab of the preview."""

    page: Page
    site: Site
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def check(self, *, was_away: bool = False, refused: int | None = None) -> None:
        """Nothing went wrong, was refused by the policy, or was asked of anybody else.

        Chromium itself writes where a server ``was_away`` and where it ``refused`` with a status.
        """
        expected = (*(UNREACHABLE if was_away else ()), *([f"status of {refused}"] * bool(refused)))
        said = [line for line in self.console if not any(each in line for each in expected)]
        assert not said, said
        refused_by_policy = self.page.evaluate("window.refused")
        assert not refused_by_policy, refused_by_policy
        own = (self.site.url, self.site.url.replace("http:", "ws:"), "data:", "blob:")
        strangers = [url for url in self.requests if not url.startswith(own)]
        assert not strangers, strangers

    def evaluate(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)

    def frames(self, number: int = 2) -> None:
        """Wait until the browser has painted."""
        self.page.evaluate(
            """async (number) => {
              for (; number; number--) await new Promise(requestAnimationFrame);
            }""",
            number,
        )

    def stop_clock(self) -> None:
        """From now on time passes, and frames come, when the test says ``page.clock.run_for``."""
        self.page.clock.install()
        self.page.clock.pause_at(self.evaluate("Date.now() + 1000"))

    def find(self, selector: str, has_text: str | None = None) -> Locator:
        return self.page.locator(selector, has_text=has_text)

    def until(self, script: str, argument: object = None) -> None:
        """Wait until a function of the page's returns what is true."""
        assert "=>" in script, "the page's policy lets no text be evaluated, but a function"
        self.page.wait_for_function(script, arg=argument)

    def wait_text(self, text: str) -> None:
        self.page.locator(".article", has_text=text).wait_for()
        self.frames()

    def box(self, selector: str, number: int = 0) -> FloatRect:
        """Where an element that is visible stands in the window."""
        box = self.page.locator(selector).nth(number).bounding_box()
        assert box, selector
        return box

    @property
    def texts(self) -> list[str]:
        """The text of each block."""
        script = "(boxes) => boxes.map((box) => box.innerText.trim())"
        return list(self.page.locator(".article > .block").evaluate_all(script))

    @property
    def loads(self) -> int:
        return int(self.page.evaluate("window.loads"))


class LiveTabs:
    """Opens tabs of the preview; ``close`` ends them all."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(
        self,
        site: Site,
        width: int = 1280,
        height: int = 800,
        *,
        scheme: Scheme = "light",
        moving: bool = False,
        address: str = "",
        before: str = "",
        without_secret: bool = False,
        context: BrowserContext | None = None,
    ) -> LiveTab:
        """A tab that is connected; in a browser of its own unless ``context`` is given.

        ``before`` is a script that runs first. ``without_secret``: the page is as it comes to
        another machine.
        """
        if context is None:
            context = self._browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="no-preference" if moving else "reduce",
            )
            self._contexts.append(context)
        page = context.new_page()
        tab = LiveTab(page, site)
        page.on("console", lambda message: tab.console.append(message.text))
        page.on("pageerror", lambda error: tab.console.append(str(error)))
        page.on("request", lambda request: _note(request, tab))
        page.set_default_timeout(10_000)
        page.add_init_script(WATCH + before + (WITHOUT_SECRET if without_secret else ""))
        with page.expect_websocket() as socket, page.expect_event("load"):
            page.goto(site.url + address, wait_until="commit")
        assert not socket.value.is_closed()
        page.locator("html.docbuild-live").wait_for()
        tab.frames()
        return tab

    def context(self, *permissions: str) -> BrowserContext:
        """A browser of its own, for several tabs."""
        context = self._browser.new_context(reduced_motion="reduce", permissions=permissions)
        self._contexts.append(context)
        return context

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def _note(request: Request, tab: LiveTab) -> None:
    tab.requests.append(request.url)
