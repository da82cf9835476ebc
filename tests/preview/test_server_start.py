"""What a server is started with: port, addresses, limits, browser, and what is printed."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import segno
from served_preview import LONG

from docbuild.diagnostic import Language
from docbuild.formats.style import Style
from docbuild.preview import ports
from docbuild.preview.announcement import Look, announcement
from docbuild.preview.browser import open_browser
from docbuild.preview.network import lan_addresses
from docbuild.preview.own_site import Site, new_site
from docbuild.preview.ports import cannot_listen, listen, listen_somewhere, own_port, read_port


@contextmanager
def listening(found: list[socket.socket] | OSError) -> Iterator[int]:
    """The port that these sockets are on, which are closed afterwards."""
    assert isinstance(found, list), found
    with ExitStack() as opened:
        for each in found:
            opened.enter_context(each)
        yield found[0].getsockname()[1]


def test_a_project_has_a_port_of_its_own(tmp_path: Path) -> None:
    found = {own_port(tmp_path / str(number)) for number in range(100)}
    assert len(found) > 90
    assert min(found) >= 20_000
    assert max(found) < 30_000
    assert own_port(tmp_path / "a") == own_port(tmp_path / "b" / ".." / "a")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_the_port_is_that_of_the_real_place(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert own_port(tmp_path / "link") == own_port(tmp_path / "real")


def test_taken_ports_are_passed_over(tmp_path: Path) -> None:
    with ExitStack() as held:
        seen = [held.enter_context(listening(listen_somewhere(tmp_path))) for _ in range(5)]
    assert len(set(seen)) == 5
    assert seen == sorted(seen) or min(seen) == 20_000, "one after the other, around the range"


def test_where_all_are_taken_any_port_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "_TRIES", 2)
    with ExitStack() as held:
        seen = [held.enter_context(listening(listen_somewhere(tmp_path))) for _ in range(4)]
    assert len(set(seen)) == 4


def test_the_ports_after_the_last_are_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "own_port", lambda _: 29_999)
    with ExitStack() as held:
        seen = [held.enter_context(listening(listen_somewhere(tmp_path))) for _ in range(2)]
    assert seen[-1] < 29_999


def test_a_port_is_listened_on_everywhere_or_nowhere() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert isinstance(listen(port), OSError)
    with listening(listen(port)):
        pass
    with listening(listen(0)) as port:
        pass
    assert isinstance(listen(port, ["203.0.113.1"]), OSError), "no address of ours"
    with listening(listen(port)):
        pass


def test_a_server_that_is_only_bound_counts_as_there() -> None:
    """On Linux SO_REUSEADDR lets nobody else listen on a port that somebody listens on."""
    with listening(listen(0)) as port:
        assert isinstance(listen(port), OSError)


@pytest.mark.parametrize(
    ("text", "port"), [("0", 0), ("80", 80), ("08000", 8000), ("65535", 65535)]
)
def test_ports_that_are_read(text: str, port: int) -> None:
    assert read_port(text) == port


def test_why_a_port_is_not_to_be_had() -> None:
    taken = cannot_listen("80", OSError(98, "Address already in use"))
    denied = cannot_listen("80", PermissionError(13, "Permission denied"))
    none = cannot_listen(None, OSError("no reason"))
    assert "taken" in taken.en or sys.platform != "linux"
    assert "Permission denied" in denied.en
    assert "Permission denied" in denied.zh
    assert "no reason" in none.en


def test_addresses_on_the_network_are_private_ones_of_this_machine() -> None:
    for address in lan_addresses():
        assert not address.startswith("127.")
        with listening(listen(0, [address])):
            pass


LAN = Site(23456, "run", "secret", "/s/hidden/", ("192.168.1.5", "10.0.0.7"))
PLAIN = Look("en", Style(False), is_terminal=False)


def test_secrets_are_fresh_and_long() -> None:
    first, second = new_site(8000, ("192.168.1.5",)), new_site(8000, ("192.168.1.5",))
    for each in ("run", "secret", "base"):
        assert getattr(first, each) != getattr(second, each)
    assert len(first.secret) >= 40
    assert re.fullmatch(r"/s/[\w-]{22,}/", first.base)
    assert new_site(8000).base == "/"
    assert first.url == f"http://127.0.0.1:8000{first.base}"


def test_the_announcement() -> None:
    text = announcement(Site(8000, "run", "secret"), ["/home/me/doc", "/home/me/a\x1b[2J"], PLAIN)
    assert text == (
        "Preview   http://127.0.0.1:8000/\n"
        "Watching  /home/me/doc\n"
        "          /home/me/a\\u{1b}[2J\n"
        "\n"
        "Press Ctrl-C to stop\n"
    )


@pytest.mark.parametrize(("language", "words"), [("zh", "同一网络"), ("en", "on your network")])
def test_the_announcement_warns_of_the_network(language: Language, words: str) -> None:
    text = announcement(LAN, [], Look(language, Style(False), is_terminal=False))
    assert words in text
    assert "http://192.168.1.5:23456/s/hidden/" in text
    assert "http://10.0.0.7:23456/s/hidden/" in text
    assert "█" not in text, "nobody scans a log"
    assert "secret" not in text


@pytest.mark.parametrize("colour", [False, True])
def test_the_code_for_a_phone_is_that_of_the_address(colour: bool) -> None:
    """Read back module by module: two to a character, light where the block is."""
    text = announcement(LAN, [], Look("zh", Style(colour), is_terminal=True))
    lines = [line for line in text.split("\n") if "█" in line or "▄" in line or "▀" in line]
    if colour:
        assert all(line.startswith("\x1b[97;40m") and line.endswith("\x1b[0m") for line in lines)
        lines = [line.removeprefix("\x1b[97;40m").removesuffix("\x1b[0m") for line in lines]
    light = [
        [character in halves for character in line] for line in lines for halves in ("█▀", "█▄")
    ]
    expected = segno.make_qr("http://192.168.1.5:23456/s/hidden/", error="l")
    rows = [[not module for module in row] for row in expected.matrix_iter(border=2)]
    assert light[: len(rows)] == rows


class Browser(webbrowser.BaseBrowser):
    """Remembers what it was to open."""

    def __init__(self) -> None:
        super().__init__("remembering")
        self.opened: list[str] = []
        self.was_asked = threading.Event()

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        self.was_asked.set()
        return True


def found(browser: webbrowser.BaseBrowser) -> Callable[[], webbrowser.BaseBrowser]:
    return lambda: browser


def test_the_browser_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser()
    monkeypatch.setattr(webbrowser, "get", found(browser))
    open_browser("http://127.0.0.1:8000/")
    assert browser.was_asked.wait(LONG)
    assert browser.opened == ["http://127.0.0.1:8000/"]


def test_no_browser_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    open_browser("http://127.0.0.1:8000/")
    _wait_for_browser_threads()


def test_a_browser_in_the_terminal_is_opened_only_on_demand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = tmp_path / "opened"
    lynx = webbrowser.GenericBrowser(["sh", "-c", f"echo %s > {opened}"])
    monkeypatch.setattr(webbrowser, "get", found(lynx))
    monkeypatch.delenv("BROWSER", raising=False)
    open_browser("http://127.0.0.1:8000/")
    _wait_for_browser_threads()
    assert not opened.exists()
    monkeypatch.setenv("BROWSER", "lynx")
    open_browser("http://127.0.0.1:8000/")
    _wait_for_browser_threads()
    assert opened.read_text() == "http://127.0.0.1:8000/\n"


def _wait_for_browser_threads() -> None:
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(LONG)
            assert not thread.is_alive()


LIMIT = """
import resource
from docbuild.preview.descriptors import raise_descriptor_limit
for limits in ((256, 4000), (256, 256), (200, 200)):
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    raise_descriptor_limit()
    print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_the_limit_of_descriptors_is_raised_as_far_as_allowed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMIT], capture_output=True, text=True, check=True, timeout=LONG
    )
    assert done.stdout == "4000 4000\n256 256\n200 200\n"
