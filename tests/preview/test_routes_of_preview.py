"""Addresses are keys: what is not in a table does not exist, however it is spelt."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from served_preview import PICTURE, PICTURE_KEY, PIXELS, Served, a_view, ask, serving

from docbuild.preview.answer import Answer
from docbuild.preview.client_files import read_client_files
from docbuild.preview.pages import Pages
from docbuild.preview.routes import ACTIONS, LIVE, PAGES, Routes

VIEW = a_view("<p>a</p>")
ROUTES = Routes(Pages("run", "secret"), read_client_files())
OWN = ("", "phone", "-/theme.css", "-/theme.js", "-/preview.css", "-/preview.js", PICTURE)

TARGETS = ("etc/passwd", "README.md", "doc/README.md", "docbuild.toml", "windows/win.ini")
UPWARDS = (
    "../",
    "../../../../../../",
    "./",
    "/",
    "//",
    "..;/",
    "...//",
    "....//",
    "..\\",
    "..\\..\\",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%2f",
    "..%5c",
    "%2E%2E%5C",
    "%252e%252e%252f",
    "%25252e%25252e%25252f",
    "..%252f",
    "..%c0%af",
    "%c0%ae%c0%ae/",
    "%e0%80%ae%e0%80%ae/",
    "%uff0e%uff0e/",
    "..%u2215",
    "%00/",
    "..%00/",
    "%0d%0a",
    "%09",
    ".%2e/",
    "%2e/",
    "~/",
    "~root/",
    "file:///",
    "file:%2f%2f%2f",
    "C:/",
    "C:\\",
    "\\\\server\\share\\",
    "%5c%5cserver%5cshare%5c",
)
BASES = ("", "-/", "-/picture/", f"-/picture/{PICTURE_KEY}/", "-/picture", "phone", "-/theme.css/")

BY_HAND = (
    "/",
    "//",
    "/phone",
    "phone/",
    "phone.html",
    "Phone",
    "PHONE",
    "phone%20",
    "phone%00",
    "phone;a=b",
    "%70hone",
    "./phone",
    "phone/.",
    "phone/..",
    "index.html",
    "-",
    "-/",
    "-//theme.css",
    "-/./theme.css",
    "-/x/../theme.css",
    "-/theme.css/",
    "-/theme.css/x",
    "-/theme.css%00",
    "-/theme.css%00.png",
    "-/theme.css.map",
    "-/theme.css~",
    "-/theme.CSS",
    "-/Theme.css",
    "-/theme%2ecss",
    "-%2ftheme.css",
    "%2d/theme.css",
    "-\\theme.css",
    "-/theme.css;x",
    "-/theme.css,x",
    "-/theme.toml",
    "-/page.html",
    "-/preview.py",
    "-/__init__.py",
    "-/client",
    "-/client/preview.js",
    "-/../guard.py",
    "-/live/",
    "-/live",
    "-/fix",
    "-/paste",
    "-/bundle",
    "-/picture",
    "-/picture/",
    f"-/picture/{PICTURE_KEY}",
    f"-/picture/{PICTURE_KEY}/",
    f"-/picture/{PICTURE_KEY}//",
    f"-/picture/{PICTURE_KEY}//card.png",
    f"-/picture//{PICTURE_KEY}/card.png",
    f"-/picture/{PICTURE_KEY}/card.png/",
    f"-/picture/{PICTURE_KEY}/x/card.png",
    f"-/picture/{PICTURE_KEY}/.",
    f"-/picture/{PICTURE_KEY}/..",
    f"-/picture/{PICTURE_KEY}/%2e%2e",
    f"-/picture/{PICTURE_KEY}/%252e%252e",
    f"-/picture/{PICTURE_KEY}/..%5ccard.png",
    f"-/picture/{PICTURE_KEY}/a%2fcard.png",
    f"-/picture/{PICTURE_KEY}/a%00.png",
    f"-/picture/{PICTURE_KEY.upper()}/card.png",
    f"-/picture/{PICTURE_KEY[:-1]}/card.png",
    f"-/picture/{PICTURE_KEY}0/card.png",
    f"-/picture/%30{PICTURE_KEY[1:]}/card.png",
    "-/picture/../theme.css",
    "-/picture/card.png",
    "-/picture/*/card.png",
    f"-/Picture/{PICTURE_KEY}/card.png",
    f"x-/picture/{PICTURE_KEY}/card.png",
    f"{PICTURE_KEY}/card.png",
    "favicon.ico",
    "robots.txt",
    ".well-known/security.txt",
    ".git/config",
    ".env",
)


def generated() -> Iterator[str]:
    for base, upwards, target in itertools.product(BASES, UPWARDS, TARGETS):
        yield base + upwards + target
        yield base + target + upwards


def answer(address: str, *, is_own: bool = True) -> Answer:
    return ROUTES.answer(address, VIEW, is_own=is_own)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as running:
        yield running


def test_what_there_is() -> None:
    for address in OWN:
        assert answer(address).status == 200
        assert answer(address).body
    assert answer(PICTURE).body == PIXELS
    assert {*PAGES, LIVE} == {"", "phone", "-/live"}
    assert set(ACTIONS) == {"-/fix", "-/paste", "-/bundle", "-/release", "-/difference"}


@pytest.mark.parametrize("address", BY_HAND)
def test_what_there_is_not(address: str) -> None:
    assert answer(address).status == 404


def test_ways_out_lead_nowhere() -> None:
    addresses = set(generated())
    assert len(addresses) > 2_000
    assert not [address for address in addresses if answer(address).status != 404]


def test_ways_out_lead_nowhere_over_a_socket_either(served: Served) -> None:
    """Each address as it stands, in a path of its own, and in place of the path."""
    tried = [*BY_HAND, *itertools.islice(generated(), 0, None, 40)]
    assert len(tried) > 120
    expected = ask(served.site.port, "/nothing", served.own_headers).body
    for address in tried:
        for target in {f"/{address}", address if address[:1] != "/" else "x"}:
            reply = ask(served.site.port, target, served.own_headers)
            assert (reply.status, reply.body) in (
                (404, expected),
                (400, b"Invalid HTTP request received."),
            ), target


@given(st.text(max_size=40) | st.sampled_from(OWN).flatmap(lambda own: st.text().map(own.__add__)))
def test_only_the_listed_addresses_exist(address: str) -> None:
    found = answer(address).status == 200
    assert not found or address in OWN or address.startswith(f"-/picture/{PICTURE_KEY}/")


@pytest.mark.parametrize(
    "name",
    ["card.png", "a", "%E5%8D%A1%E7%89%87.png", "a%20b.png", "100%25.png", "a..b.png", ".png"],
)
def test_a_picture_is_found_by_its_key_whatever_its_name(name: str) -> None:
    assert answer(f"-/picture/{PICTURE_KEY}/{name}").body == PIXELS


def test_the_secret_is_on_pages_of_this_machine_alone() -> None:
    for address in PAGES:
        assert b"secret" in answer(address).body
        assert b"secret" not in answer(address, is_own=False).body


def test_a_page_is_made_once_for_a_view_and_anew_for_the_next() -> None:
    first = answer("")
    assert answer("") is first
    assert answer("phone") is not first
    changed = VIEW._replace(revision=1)
    assert b'data-revision="1"' in ROUTES.answer("", changed, is_own=True).body
    assert b'data-revision="0"' in first.body
    assert answer("") == first


def test_what_a_theme_does_wrong_is_said_and_may_mend() -> None:
    around = VIEW.surroundings
    theme = replace(around.theme, template="{{ plugin.nothing.at.all }}")
    broken = VIEW._replace(surroundings=around._replace(theme=theme))
    page = ROUTES.answer("", broken, is_own=True)
    assert page.status == 500
    assert b'http-equiv="refresh"' in page.body
    assert b"nothing" in page.body


def test_every_file_of_the_client_is_served() -> None:
    files = read_client_files()
    assert {"preview.js", "preview.css"} <= set(files)
    assert not {"theme.js", "theme.css", "live"} & set(files), "the server's own addresses"
    for name, file in files.items():
        assert answer(f"-/{name}") == file
