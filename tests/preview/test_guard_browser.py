"""What another site's page can do to a preview that is open in the same real browser: nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from served_preview import PICTURE, Served, a_view, serving

pytest_plugins = ("browser_fixtures", "live_fixtures")

ELSEWHERE = ("127.0.0.1", "localhost")  # of another port: the same site, and another one

# Tries everything on `target` and tells how each ended.
ATTACK = """
async ([target, secret]) => {
  const ended = {};
  const socket = target.replace("http", "ws") + "-/live";
  const settled = (name, promise) => promise.then(
    (value) => { ended[name] = "got " + value; }, () => { ended[name] = "refused"; });
  const element = (name, tag, attributes) => new Promise((resolve, reject) => {
    const made = document.createElement(tag);
    made.onload = () => resolve("loaded");
    made.onerror = reject;
    Object.assign(made, attributes);
    document.body.append(made);
  });
  const post = { method: "POST", body: "x" };
  const headers = { "X-Docbuild-Secret": secret };
  const every = [
    ["read", fetch(target)],
    ["read blindly", fetch(target, { mode: "no-cors" })],
    ["read with cookies", fetch(target, { credentials: "include" })],
    ["picture by fetch", fetch(target + PICTURE, { mode: "no-cors" })],
    ["style by fetch", fetch(target + "-/theme.css", { mode: "no-cors" })],
    ["error by fetch", fetch(target + "-/nothing", { mode: "no-cors" })],
    ["write", fetch(target + "-/fix", post)],
    ["write blindly", fetch(target + "-/fix", { ...post, mode: "no-cors" })],
    ["write with a secret", fetch(target + "-/fix", { ...post, headers })],
    ["delete", fetch(target, { method: "DELETE" })],
    ["picture", element("picture", "img", { src: target + PICTURE })],
    ["script", element("script", "script", { src: target + "-/theme.js" })],
    ["module", element("module", "script", { type: "module", src: target + "-/preview.js" })],
    ["style", element("style", "link", { rel: "stylesheet", href: target + "-/theme.css" })],
    ["object", element("object", "object", { data: target })],
    ["events", new Promise((resolve, reject) => {
      const events = new EventSource(target);
      events.onopen = () => resolve("open");
      events.onerror = reject;
    })],
    ["socket", new Promise((resolve, reject) => {
      const opened = new WebSocket(socket);
      opened.onopen = () => resolve("open");
      opened.onclose = reject;
    })],
  ];
  navigator.sendBeacon(target + "-/fix", "x");
  await Promise.all(every.map(([name, promise]) => settled(name, promise)));
  return ended;
}
""".replace("PICTURE", f'"{PICTURE}"')

FRAME = """
(target) => new Promise((resolve) => {
  const frame = document.createElement("iframe");
  frame.onload = () => resolve();
  frame.src = target;
  document.body.append(frame);
})
"""

FORM = """
(target) => new Promise((resolve) => {
  const frame = document.createElement("iframe");
  frame.name = "answer";
  document.body.append(frame);
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: target + "-/fix", target: "answer" });
  form.enctype = "text/plain";
  document.body.append(form);
  frame.onload = () => resolve();
  form.submit();
})
"""


class Empty(BaseHTTPRequestHandler):
    """Another site: a page with nothing on it, which allows everything."""

    def do_GET(self) -> None:
        body = b"<!doctype html><title>elsewhere</title><body></body>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the base's name
        pass


@contextmanager
def elsewhere() -> Iterator[int]:
    """The port of another site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Empty) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()
    yield opened
    opened.close()


@pytest.fixture(params=ELSEWHERE)
def attacker(request: pytest.FixtureRequest, context: BrowserContext) -> Iterator[Page]:
    with elsewhere() as port:
        page = context.new_page()
        page.goto(f"http://{request.param}:{port}/")
        yield page
        page.close()


def test_another_page_reads_nothing_and_writes_nothing(served: Served, attacker: Page) -> None:
    for host in ("127.0.0.1", "localhost"):
        target = f"http://{host}:{served.site.port}/"
        ended = attacker.evaluate(ATTACK, [target, served.site.secret])
        assert len(ended) == 17
        assert set(ended.values()) == {"refused"}, ended
    assert not served.written.bodies


def test_another_page_frames_nothing(served: Served, attacker: Page) -> None:
    for path in ("", "phone", "-/theme.css", "-/nothing"):
        attacker.evaluate(FRAME, served.site.url + path)
    shown = [frame.evaluate("document.documentElement.innerHTML") for frame in attacker.frames[1:]]
    assert len(shown) == 4
    assert not [text for text in shown if "天气" in text or "docbuild-secret" in text]


def test_another_pages_form_writes_nothing(served: Served, attacker: Page) -> None:
    attacker.evaluate(FORM, served.site.url)
    assert not served.written.bodies


def test_a_link_opens_the_page_and_keeps_it_from_its_opener(
    served: Served, attacker: Page, context: BrowserContext
) -> None:
    with context.expect_page() as opened:
        attacker.evaluate("(url) => { window.other = window.open(url); }", served.site.url)
    page = opened.value
    page.wait_for_selector(".article")
    assert page.evaluate("window.opener") is None
    assert attacker.evaluate("window.other.closed")


def test_the_same_tries_succeed_on_our_own_page(served: Served, context: BrowserContext) -> None:
    """So it is the guard that refused them: only what no page of ours does fails here too."""
    page = context.new_page()
    page.goto(served.site.url)
    ended = page.evaluate(ATTACK, [served.site.url, served.site.secret])
    assert {name for name, end in ended.items() if end == "refused"} == {"object", "events"}
    assert served.written.bodies == [("fix", b"x")], "with the secret alone"
    served.written.bodies.clear()
    page.close()


def test_our_own_page_may_do_what_it_has_to(served: Served, context: BrowserContext) -> None:
    for url in (served.site.url, served.site.url.replace("127.0.0.1", "localhost")):
        page = context.new_page()
        page.goto(url)
        answer = page.evaluate(
            """async () => {
              const secret = document.querySelector('meta[name="docbuild-secret"]').content;
              const headers = { "X-Docbuild-Secret": secret };
              const answer = await fetch("-/fix", { method: "POST", headers, body: "mend" });
              return [answer.status, await answer.text()];
            }"""
        )
        assert answer == [200, "did fix"]
        page.evaluate(FRAME, "phone")
        assert "天气" in page.frames[1].evaluate("document.body.textContent")
        page.close()
    assert served.written.bodies == [("fix", b"mend")] * 2
    served.written.bodies.clear()


HOSTILE = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<svg onload='window.hacked = 1'></svg>",
    "<iframe srcdoc='<script>top.hacked = 1</script>'></iframe>",
    "<a id=link href='javascript:window.hacked = 1'>x</a>",
    "<p style='background: url(http://127.0.0.1:1/)'>x</p>",
    "<form id=form action='http://127.0.0.1:1/'></form>",
    "<base href='http://127.0.0.1:1/'>",
)


def test_whatever_got_into_a_block_would_not_run(context: BrowserContext) -> None:
    """Nothing of the kind gets into one; the policy would stop it all the same."""
    with serving(a_view("<p id=last>last</p>", *HOSTILE)) as served:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(served.site.url)
        page.evaluate("document.querySelector('#link').click()")
        page.evaluate("document.querySelector('#form').submit()")
        page.evaluate("new Promise((resolve) => setTimeout(resolve))")
        assert page.evaluate("window.hacked") is None
        assert page.url == served.site.url
        assert not [url for url in asked if not url.startswith(served.site.url)]
        page.close()
