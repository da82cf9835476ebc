"""Every route × Host × Origin × Sec-Fetch × method over real sockets: nothing leaks or writes.

All pairs of two dimensions are walked for every route; the whole product is judged, without
sockets, in ``test_guard.py``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from served_preview import (
    PICTURE,
    PIXELS,
    Reply,
    Served,
    ask,
    exchange,
    serving,
    socket_headers,
)

from docbuild.preview.policy import HEADERS
from docbuild.preview.routes import ACTIONS, LIVE, PAGES

READABLE = (*PAGES, "-/theme.css", "-/theme.js", "-/preview.css", "-/preview.js", PICTURE)
UNKNOWN = ("-/picture/", "-/nothing", "doc/README.md", "favicon.ico", "phone/", "-/live/")
ROUTES = (*READABLE, *ACTIONS, LIVE, *UNKNOWN)
REFUSALS = {
    400: b"Bad Request",
    403: b"Forbidden",
    404: b"Not Found",
    405: b"Method Not Allowed",
}

HOSTS = ("{own}", "localhost:{port}", "evil.example:{port}", "127.0.0.1", "[::1]:{port}", None)
ORIGINS = (None, "http://{own}", "null", "http://evil.example", "http://127.0.0.1:1")
SITES: tuple[dict[str, str], ...] = (
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    },
    {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "iframe",
    },
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
SECRETS = (None, "", "wrong", "{secret}")
OWN = (HOSTS[0], ORIGINS[1], SITES[1], METHODS[0], SECRETS[3])


class Combination(NamedTuple):
    """How a request is made; ``None`` leaves a header out."""

    host: str | None
    origin: str | None
    site: dict[str, str]
    method: str
    secret: str | None

    def status(self, route: str) -> int:
        """What the answer has to be."""
        if self.host is None:
            return 400
        is_visit = self.site is SITES[5] and self.method == "GET"
        if self.host not in HOSTS[:2] or self.origin not in ORIGINS[:2]:
            return 403
        if self.site not in SITES[:3] and not is_visit:
            return 403
        if self.method not in METHODS[:3]:
            return 405
        if self.method != "POST":
            return 200 if route in READABLE else 404
        if self.origin is None or self.secret != SECRETS[3]:
            return 403
        return 200 if route in ACTIONS else 404

    def headers(self, served: Served) -> dict[str, str]:
        said = {"Host": self.host, "Origin": self.origin, "X-Docbuild-Secret": self.secret}
        port, secret = served.site.port, served.site.secret
        values = {"own": f"127.0.0.1:{port}", "port": port, "secret": secret}
        known = {name: text.format(**values) for name, text in said.items() if text is not None}
        return {**known, **self.site}


def combinations() -> Iterator[Combination]:
    """Each two dimensions in all their values, the others as our own page has them."""
    dimensions = (HOSTS, ORIGINS, SITES, METHODS, SECRETS)
    for first, second in itertools.combinations(range(len(dimensions)), 2):
        for one, other in itertools.product(dimensions[first], dimensions[second]):
            values: list[Any] = list(OWN)
            values[first], values[second] = one, other
            yield Combination(*values)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as running:
        yield running


def check_headers(reply: Reply) -> None:
    """What every response says, once; and never that another site may read it."""
    for name, value in HEADERS:
        assert reply.all(name.decode()) == [value.decode()]
    assert not [name for name, _ in reply.headers if name.startswith("access-control")]
    assert not reply.all("server")
    assert not reply.all("location")


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_in_each_combination(served: Served, route: str) -> None:
    seen = dict.fromkeys((200, *REFUSALS), 0)
    for each in combinations():
        body = b"x" if each.method == "POST" else b""
        target = served.site.base + route
        reply = ask(served.site.port, target, each.headers(served), method=each.method, body=body)
        assert reply.status == each.status(route), each
        check_headers(reply)
        if reply.status != 200:
            check_refusal(reply, each)
        elif each.method == "POST":
            assert served.written.bodies == [(ACTIONS[route], b"x")]
            served.written.bodies.clear()
        assert not served.written.bodies, each
        seen[reply.status] += 1
    assert sum(seen.values()) > 250
    assert bool(seen[200]) == (route in (*READABLE, *ACTIONS))
    assert all(seen[status] for status in (400, 403, 405))


def check_refusal(reply: Reply, each: Combination) -> None:
    """It tells the reason, and nothing of what is there."""
    if each.host is None:  # what is no HTTP/1.1 is not even a request, of whatever method
        assert b"Invalid HTTP request received.".startswith(reply.body)
    else:
        assert reply.body == (b"" if each.method == "HEAD" else REFUSALS[reply.status])
    assert {name for name, _ in reply.headers} <= {
        "content-type",
        "content-length",
        "connection",
        *(name.decode() for name, _ in HEADERS),
    }


def test_a_refusal_is_the_same_whether_there_is_something_or_not(served: Served) -> None:
    port = served.site.port
    for headers in ({"Host": "evil.example"}, {**served.own_headers, "Origin": "null"}):
        replies = {ask(port, f"/{route}", headers) for route in ROUTES}
        assert len(replies) == 1


def test_what_is_read_is_what_the_view_has(served: Served) -> None:
    replies = {route: ask(served.site.port, f"/{route}", served.own_headers) for route in READABLE}
    assert "<p>天气</p>" in replies[""].body.decode()
    assert " data-phone" in replies["phone"].body.decode()
    assert replies[PICTURE].body == PIXELS
    kinds = {route: reply.all("content-type") for route, reply in replies.items()}
    assert kinds == {
        "": ["text/html; charset=utf-8"],
        "phone": ["text/html; charset=utf-8"],
        "-/theme.css": ["text/css; charset=utf-8"],
        "-/theme.js": ["text/javascript; charset=utf-8"],
        "-/preview.css": ["text/css; charset=utf-8"],
        "-/preview.js": ["text/javascript; charset=utf-8"],
        PICTURE: ["image/png"],
    }


@pytest.mark.parametrize("query", ["?", "?a=b", "?../../etc/passwd", "?%00", "?/-/theme.css"])
def test_a_query_changes_nothing(served: Served, query: str) -> None:
    for route in ("", "-/theme.css", PICTURE):
        with_query = ask(served.site.port, f"/{route}{query}", served.own_headers)
        assert with_query == ask(served.site.port, f"/{route}", served.own_headers)


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("route", [LIVE, "", "-/theme.css", "-/nothing"])
def test_sockets_open_for_our_own_pages_alone(
    served: Served, route: str, host: str | None, origin: str | None
) -> None:
    values = {"own": f"127.0.0.1:{served.site.port}", "port": served.site.port}
    headers = socket_headers(origin and origin.format(**values), (host or "").format(**values))
    reply = ask(served.site.port, f"/{route}", headers)
    check_headers(reply)
    if host in HOSTS[:2] and origin == ORIGINS[1]:
        assert reply.status == (101 if route == LIVE else 404)
    else:
        assert (reply.status, reply.body) == (403, b"Forbidden")


MALFORMED = (
    b"GET / HTTP/1.1\r\nHost: {own}\r\nHost: {own}\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : {own}\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\n Host: evil.example\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"GET /\r\n\r\n",
    b"GET / HTTP/x.y\r\nHost: {own}\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\nContent-Length: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: {own}\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: {own}\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello \r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)


@pytest.mark.parametrize("request_", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_request_is_refused_with_all_headers(served: Served, request_: bytes) -> None:
    own = f"127.0.0.1:{served.site.port}".encode()
    reply = exchange(served.site.port, request_.replace(b"{own}", own))
    assert reply.status in (400, 403, 404)
    assert reply.body in (b"Invalid HTTP request received.", *REFUSALS.values())
    check_headers(reply)


HANDSHAKES = {
    "an old version": {"Sec-WebSocket-Version": "8"},
    "no version": {"Sec-WebSocket-Version": ""},
    "no key": {"Sec-WebSocket-Key": ""},
    "a short key": {"Sec-WebSocket-Key": "AAAA"},
    "another protocol": {"Upgrade": "h2c"},
}


@pytest.mark.parametrize("wrong", HANDSHAKES.values(), ids=HANDSHAKES)
def test_a_wrong_handshake_is_refused_with_all_headers(
    served: Served, wrong: dict[str, str]
) -> None:
    own = f"127.0.0.1:{served.site.port}"
    headers = {**socket_headers(f"http://{own}", own), **wrong}
    reply = ask(served.site.port, f"/{LIVE}", headers)
    assert reply.status in (400, 404, 426)
    check_headers(reply)


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "HEAD"])
def test_a_handshake_by_another_method_opens_nothing(served: Served, method: str) -> None:
    own = f"127.0.0.1:{served.site.port}"
    headers = socket_headers(f"http://{own}", own)
    reply = ask(served.site.port, f"/{LIVE}", headers, method=method)
    assert reply.status in (400, 403, 404, 405)
    check_headers(reply)
