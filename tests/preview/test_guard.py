"""Who is admitted: the verdict on every combination, held against the rules as a table."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.preview.guard import Request, refusal
from docbuild.preview.own_site import Site

SITE = Site(port=8000, run="r", secret="the-secret")
LAN = Site(8000, "r", "the-secret", base="/s/hidden/", lan=("192.168.1.5",))

OWN_HOSTS = (b"127.0.0.1:8000", b"localhost:8000", b"LocalHost:8000")
FOREIGN_HOSTS = (
    b"127.0.0.1",
    b"localhost",
    b"127.0.0.1:8001",
    b"127.0.0.1:80",
    b"127.0.0.1:08000",
    b"127.0.0.1:8000:8000",
    b"localhost.:8000",
    b"127.0.0.1.:8000",
    b"127.0.0.1.evil.example:8000",
    b"localhost.evil.example:8000",
    b"evil.example:8000",
    b"evil.example",
    b"evil.example@127.0.0.1:8000",
    b"127.0.0.1:8000@evil.example",
    b"127.0.0.1:8000 ",
    b"127.0.0.1:8000/",
    b"127.1:8000",
    b"2130706433:8000",
    b"0x7f.0.0.1:8000",
    b"0.0.0.0:8000",
    b"[::1]:8000",
    b"[::ffff:127.0.0.1]:8000",
    b"192.168.1.5:8000",
    b"\xe2\x93\x9bocalhost:8000",
    b"",
)
OWN_ORIGINS = (b"http://127.0.0.1:8000", b"http://localhost:8000")
FOREIGN_ORIGINS = (
    b"null",
    b"",
    b"http://127.0.0.1",
    b"http://127.0.0.1:8001",
    b"https://127.0.0.1:8000",
    b"http://127.0.0.1:8000/",
    b"http://127.0.0.1:8000.evil.example",
    b"http://evil.example:8000",
    b"http://evil.example",
    b"file://",
    b"chrome-extension://abcdefgh",
    b"vscode-webview://abcdefgh",
    b"http://192.168.1.5:8000",
    b"http://127.0.0.1:8000, http://evil.example",
)
VISIT = ((b"sec-fetch-mode", b"navigate"), (b"sec-fetch-dest", b"document"))
FRAMED = ((b"sec-fetch-mode", b"navigate"), (b"sec-fetch-dest", b"iframe"))
FETCHED = ((b"sec-fetch-mode", b"no-cors"), (b"sec-fetch-dest", b"image"))
FOREIGN_SITES = (b"cross-site", b"same-site", b"", b"anything")


def request(
    method: str = "GET",
    address: bytes = b"/",
    *headers: tuple[bytes, bytes],
    host: bytes = b"127.0.0.1:8000",
    is_socket: bool = False,
) -> Request:
    return Request(method, address, ((b"host", host), *headers), is_socket)


def origin(value: bytes) -> tuple[bytes, bytes]:
    return b"origin", value


SECRET = (b"x-docbuild-secret", b"the-secret")


@pytest.mark.parametrize("host", OWN_HOSTS)
def test_our_own_names_are_admitted(host: bytes) -> None:
    assert refusal(request(host=host), SITE) is None


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_any_other_name_is_refused(host: bytes) -> None:
    assert refusal(request(host=host), SITE) == 403


def test_the_port_of_http_may_be_left_out() -> None:
    site = SITE._replace(port=80)
    assert refusal(request(host=b"127.0.0.1"), site) is None
    assert (
        refusal(request("GET", b"/", origin(b"http://localhost"), host=b"localhost"), site) is None
    )
    assert refusal(request(host=b"evil.example"), site) == 403


@pytest.mark.parametrize("hosts", [(), (b"127.0.0.1:8000", b"127.0.0.1:8000"), (b"a", b"b")])
def test_a_request_names_one_host(hosts: tuple[bytes, ...]) -> None:
    headers = tuple((b"host", host) for host in hosts)
    assert refusal(Request("GET", b"/", headers, False), SITE) == 400


@pytest.mark.parametrize("value", OWN_ORIGINS)
def test_our_own_pages_are_admitted(value: bytes) -> None:
    assert refusal(request("GET", b"/", origin(value)), SITE) is None
    assert refusal(request("GET", b"/", origin(value), is_socket=True), SITE) is None


@pytest.mark.parametrize("value", FOREIGN_ORIGINS)
def test_other_pages_are_refused(value: bytes) -> None:
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        assert refusal(request(method, b"/", origin(value), SECRET), SITE) == 403
    assert refusal(request("GET", b"/", origin(value), is_socket=True), SITE) == 403


def test_two_origins_are_refused() -> None:
    own = origin(OWN_ORIGINS[0])
    assert refusal(request("GET", b"/", own, own), SITE) == 403


def test_a_socket_says_where_it_comes_from() -> None:
    assert refusal(request(is_socket=True), SITE) == 403


@pytest.mark.parametrize("site", [b"same-origin", b"none"])
def test_what_the_browser_calls_our_own_is_admitted(site: bytes) -> None:
    for how in (VISIT, FRAMED, FETCHED, ()):
        assert refusal(request("GET", b"/", (b"sec-fetch-site", site), *how), SITE) is None


@pytest.mark.parametrize("site", FOREIGN_SITES)
def test_from_another_site_one_may_visit_and_no_more(site: bytes) -> None:
    foreign = b"sec-fetch-site", site
    assert refusal(request("GET", b"/", foreign, *VISIT), SITE) is None
    assert refusal(request("GET", b"/", foreign, *VISIT, *VISIT), SITE) == 403
    assert refusal(request("HEAD", b"/", foreign, *VISIT), SITE) == 403
    for how in (FRAMED, FETCHED, VISIT[:1], VISIT[1:], ()):
        assert refusal(request("GET", b"/", foreign, *how), SITE) == 403
    own = origin(OWN_ORIGINS[0])
    assert refusal(request("POST", b"/", foreign, own, SECRET, *VISIT), SITE) == 403
    assert refusal(request("GET", b"/", foreign, own, *VISIT, is_socket=True), SITE) == 403


def test_of_two_statements_on_the_site_both_must_hold() -> None:
    both = (b"sec-fetch-site", b"same-origin"), (b"sec-fetch-site", b"cross-site")
    assert refusal(request("GET", b"/", *both), SITE) == 403


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "GETS", "PROPFIND"]
)
def test_other_methods_are_refused(method: str) -> None:
    assert refusal(request(method, b"/", origin(OWN_ORIGINS[0]), SECRET), SITE) == 405


def test_writing_takes_the_secret_and_our_own_page() -> None:
    own = origin(OWN_ORIGINS[0])
    assert refusal(request("POST", b"/-/fix", own, SECRET), SITE) is None
    assert refusal(request("POST", b"/-/fix", own), SITE) == 403
    assert refusal(request("POST", b"/-/fix", SECRET), SITE) == 403
    assert refusal(request("POST", b"/-/fix", own, SECRET, SECRET), SITE) == 403
    for wrong in (b"", b"the-secre", b"the-secret ", b"THE-SECRET", b"the-secret\xff"):
        assert refusal(request("POST", b"/-/fix", own, (SECRET[0], wrong)), SITE) == 403


@pytest.mark.parametrize(
    "address",
    [
        b"/",
        b"/s",
        b"/s/",
        b"/s/hidden",
        b"/s/hidde/",
        b"/s/hiddenn/",
        b"/s//hidden/",
        b"//s/hidden/",
        b"/S/hidden/",
        b"/s/HIDDEN/",
        b"/s/%68idden/",
        b"/s/x/../hidden/",
        b"/-/live",
        b"/-/theme.css",
        b"http://127.0.0.1:8000/s/hidden/",
        b"*",
        b"",
    ],
)
def test_with_others_on_the_network_all_is_behind_a_secret(address: bytes) -> None:
    own = origin(OWN_ORIGINS[0])
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        assert refusal(request(method, address, own, SECRET), LAN) == 404
    assert refusal(request("GET", address, own, is_socket=True), LAN) == 404


def test_with_others_on_the_network_the_secret_opens() -> None:
    for host in (b"192.168.1.5:8000", *OWN_HOSTS):
        assert refusal(request("GET", b"/s/hidden/", host=host), LAN) is None
        assert refusal(request("GET", b"/s/hidden/-/theme.css", host=host), LAN) is None
        assert refusal(request("PUT", b"/s/hidden/", host=host), LAN) == 405
    assert refusal(request("GET", b"/s/hidden/", host=b"192.168.1.6:8000"), LAN) == 403
    lan_origin = origin(b"http://192.168.1.5:8000")
    assert refusal(request("GET", b"/s/hidden/", lan_origin, is_socket=True), LAN) is None


def test_every_combination_is_admitted_only_if_each_part_is() -> None:
    """One thing amiss is enough, whatever else is right; and what is right never hurts."""
    own, count = origin(OWN_ORIGINS[0]), 0
    origins = [(), (own,), *((origin(value),) for value in FOREIGN_ORIGINS)]
    sites = [(), *(((b"sec-fetch-site", site),) for site in (b"same-origin", *FOREIGN_SITES))]
    methods, secrets = ("GET", "HEAD", "POST", "PUT", "OPTIONS"), [(), (SECRET,)]
    for host, said, site, how, method, secret, is_socket in itertools.product(
        (*OWN_HOSTS, *FOREIGN_HOSTS[:9]), origins, sites, (VISIT, FETCHED), methods, secrets,
        (False, True),
    ):  # fmt: skip
        if is_socket and method != "GET":
            continue
        admitted = (
            host in OWN_HOSTS
            and said in ([(own,)] if is_socket or method == "POST" else [(), (own,)])
            and (
                site in ((), ((b"sec-fetch-site", b"same-origin"),))
                or (how is VISIT and method == "GET" and not is_socket)
            )
            and method in ("GET", "HEAD", "POST")
            and (method != "POST" or secret == (SECRET,))
        )
        asked = request(method, b"/", *said, *site, *how, *secret, host=host, is_socket=is_socket)
        assert (refusal(asked, SITE) is None) == admitted, asked
        count += 1
    assert count > 20_000


names = st.sampled_from(
    [b"host", b"origin", b"sec-fetch-site", b"sec-fetch-mode", b"sec-fetch-dest", SECRET[0]]
)
values = st.sampled_from(
    [*OWN_HOSTS, *OWN_ORIGINS, SECRET[1], b"null", b"cross-site", b"same-origin", b"navigate"]
) | st.binary(max_size=12)


@given(
    st.sampled_from(["GET", "HEAD", "POST", "PUT"]) | st.text(max_size=5),
    st.binary(max_size=20),
    st.lists(st.tuples(names, values), max_size=8),
    st.booleans(),
)
def test_no_request_is_too_strange_for_a_verdict(
    method: str, address: bytes, headers: list[tuple[bytes, bytes]], is_socket: bool
) -> None:
    asked = Request(method, address, tuple(headers), is_socket)
    for site in (SITE, LAN):
        verdict = refusal(asked, site)
        assert verdict in (None, 400, 403, 404, 405)
        if verdict is None:
            assert len(asked.values(b"host")) == 1
            assert set(asked.values(b"origin")) <= set(OWN_ORIGINS)
