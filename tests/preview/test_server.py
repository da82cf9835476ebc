"""The running server: what pages hear, what is written, and who else is on the line."""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import TypeVar

import pytest
from served_preview import (
    LONG,
    PICTURE,
    PIXELS,
    Follower,
    NoReplyError,
    Served,
    a_view,
    ask,
    connect,
    exchange,
    read_reply,
    serving,
)

from docbuild.preview.application import LARGEST_BODY
from docbuild.preview.descriptors import raise_descriptor_limit
from docbuild.preview.guard import SECRET_HEADER
from docbuild.preview.policy import HEADERS
from docbuild.preview.view import View

_T = TypeVar("_T")


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as running:
        yield running


def patch(revision: int, filler: str = "") -> str:
    """The message that leads from the revision before to this one."""
    splices = [[0, 1, [[revision, f"<p>{revision}</p>{filler}"]]]]
    message = {"type": "patch", "base": revision - 1, "revision": revision, "splices": splices}
    return json.dumps(message)


def publish(served: Served, revision: int, filler: str = "") -> None:
    html = f"<p>{revision}</p>"
    served.hub.publish(a_view(html, revision=revision), [patch(revision, filler)])


def joined(served: Served, revision: int = 0) -> Follower:
    """A page that is up to date."""
    follower = Follower(served)
    follower.hello(served.site.run, revision)
    follower.hear_state()
    return follower


def in_time(begin: Callable[[], _T]) -> _T:
    """What ``begin`` gives as soon as we were quick enough for a server of little patience."""
    for _ in range(100):
        with suppress(ConnectionError, NoReplyError):
            return begin()
    pytest.fail("a request that is sent at once is hung up on")


def test_what_is_published_reaches_every_page_in_order(served: Served) -> None:
    followers = [joined(served) for _ in range(5)]
    for revision in range(1, 101):
        publish(served, revision)
    for follower in followers:
        assert [follower.hear()["revision"] for _ in range(100)] == list(range(1, 101))
    page = ask(served.site.port, "/", served.own_headers).body.decode()
    assert "<p>100</p>" in page
    assert 'data-revision="100"' in page


def test_a_page_that_comes_back_gets_what_it_missed(served: Served) -> None:
    first = joined(served)
    publish(served, 1)
    assert first.hear()["revision"] == 1
    first.close()
    publish(served, 2)
    publish(served, 3)
    again = Follower(served)
    again.hello(served.site.run, 1)
    assert [again.hear()["revision"] for _ in range(2)] == [2, 3]
    again.hear_state()
    again.hello(served.site.run, -1)
    assert again.hear()["blocks"] == [[0, "<p>3</p>"]]


def test_a_page_of_the_run_before_is_sent_the_whole(served: Served) -> None:
    follower = Follower(served)
    follower.hello("0" * 16, 12)
    whole = follower.hear()
    assert whole["type"] == "whole"
    assert whole["run"] == served.site.run
    assert whole["blocks"] == [[0, "<p>天气</p>"]]


SAID: dict[str, Callable[[Follower], None]] = {
    "no JSON": lambda follower: follower.say("hello"),
    "no hello": lambda follower: follower.say('{"type":"patch"}'),
    "bytes": lambda follower: follower.say('{"run":"r","revision":1}', opcode=2),
    "nothing": lambda follower: follower.say(""),
    "too much": lambda follower: follower.say(" " * 5_000),
    "a closing": lambda follower: follower.say("", opcode=8),
}


@pytest.mark.parametrize("say", SAID.values(), ids=SAID)
def test_who_says_something_strange_is_hung_up_on(
    served: Served, say: Callable[[Follower], None], capfd: pytest.CaptureFixture[str]
) -> None:
    follower, other = joined(served), joined(served)
    say(follower)
    opcode, _ = follower.frame()
    assert opcode == 8
    follower.close_politely()
    assert follower.is_closed()
    publish(served, 1)
    assert other.hear()["revision"] == 1
    assert capfd.readouterr().err == ""


def test_a_ping_is_answered(served: Served) -> None:
    follower = joined(served)
    follower.say("still there?", opcode=9)
    assert follower.frame() == (10, b"still there?")


def test_a_page_that_does_not_read_holds_up_nobody(served: Served) -> None:
    """Far more is published than any buffer holds; the quick page hears each at once."""
    slow, quick = joined(served), joined(served)
    filler = "x" * 200_000
    for revision in range(1, 201):
        publish(served, revision, filler)
        assert quick.hear()["revision"] == revision
    heard = [slow.hear()]
    while heard[-1]["type"] == "patch":
        heard.append(slow.hear())
    assert len(heard) < 200
    assert (heard[-1]["type"], heard[-1]["revision"]) == ("whole", 200)
    assert [message["revision"] for message in heard[:-1]] == list(range(1, len(heard)))
    slow.hear_state()
    publish(served, 201)
    assert slow.hear()["revision"] == quick.hear()["revision"] == 201


def test_pages_come_and_go_while_there_is_news(served: Served) -> None:
    """Whatever a page has seen when it joins, it ends up with the last revision."""
    last, ready = 300, threading.Barrier(5)
    failures: list[BaseException] = []

    def follow() -> None:
        try:
            ready.wait(LONG)
            revision = 0
            while revision < last:
                follower = Follower(served)
                follower.hello(served.site.run, revision)
                for _ in range(7):
                    revision = follower.hear().get("revision", revision)
                    if revision == last:
                        break
                follower.close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=follow) for _ in range(4)]
    for thread in threads:
        thread.start()
    ready.wait(LONG)
    for revision in range(1, last + 1):
        publish(served, revision)
    for thread in threads:
        thread.join(LONG)
    assert not failures


def own_post(served: Served) -> dict[str, str]:
    host = served.own_headers["Host"]
    return {
        "Host": host,
        "Origin": f"http://{host}",
        SECRET_HEADER.decode(): served.site.secret,
    }


@pytest.mark.parametrize("size", [0, 1, 100_000, LARGEST_BODY])
def test_an_action_gets_its_body_whole(served: Served, size: int) -> None:
    body = bytes(size)
    headers = {**own_post(served), **({} if body else {"Content-Length": "0"})}
    reply = ask(served.site.port, "/-/paste", headers, method="POST", body=body)
    assert (reply.status, reply.body) == (200, b"did paste")
    assert served.written.bodies == [("paste", body)]


def test_a_body_that_says_it_is_too_large_is_not_read(served: Served) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in own_post(served).items())
    for length in (LARGEST_BODY + 1, 10**18):
        sent = f"POST /-/paste HTTP/1.1\r\n{head}Content-Length: {length}\r\n\r\n"
        assert exchange(served.site.port, sent.encode()).status == 413
    assert not served.written.bodies


def test_a_body_in_chunks_is_not_read_beyond_the_limit(served: Served) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in own_post(served).items())
    sent = f"POST /-/paste HTTP/1.1\r\n{head}Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    with connect(served.site.port) as connection:
        connection.sendall(sent.encode())
        for _ in range(LARGEST_BODY // 0x100000):
            connection.sendall(chunk)
        connection.sendall(b"1\r\nx\r\n")
        assert read_reply(connection).status == 413
    assert not served.written.bodies


def test_a_body_that_breaks_off_does_nothing(
    served: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in own_post(served).items())
    with connect(served.site.port) as connection:
        connection.sendall(
            f"POST /-/paste HTTP/1.1\r\n{head}Content-Length: 100\r\n\r\nab".encode()
        )
    assert ask(served.site.port, "/", served.own_headers).status == 200
    assert not served.written.bodies
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("what", ["GET /", "POST /-/nothing", "POST /-/fix", "PUT /"])
def test_nonsense_for_a_body_is_no_bug_of_ours(
    served: Served, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The request is known by then, and answered when the connection has had its last answer."""
    head = "".join(f"{name}: {value}\r\n" for name, value in own_post(served).items())
    sent = f"{what} HTTP/1.1\r\n{head}Transfer-Encoding: chunked\r\n\r\nnonsense\r\n\r\n"
    assert exchange(served.site.port, sent.encode()).status == 400
    assert ask(served.site.port, "/", served.own_headers).status == 200
    assert not served.written.bodies
    assert capfd.readouterr().err == ""


def test_a_refused_body_is_not_waited_for(served: Served) -> None:
    head = f"POST /-/paste HTTP/1.1\r\nHost: {served.own_headers['Host']}\r\n"
    sent = f"{head}Content-Length: 1000000\r\n\r\n"
    assert exchange(served.site.port, sent.encode()).status == 403


def test_a_bug_is_loud_here_and_silent_there(capfd: pytest.CaptureFixture[str]) -> None:
    view = a_view()
    nonsense: View = view._replace(surroundings=view.surroundings._replace(profile=None))  # type: ignore[arg-type]  # as a bug would
    with serving(nonsense) as served:
        reply = ask(served.site.port, "/", served.own_headers)
        assert (reply.status, reply.body) == (500, b"Internal Server Error")
        for name, value in HEADERS:
            assert reply.all(name.decode()) == [value.decode()]
        assert ask(served.site.port, f"/{PICTURE}", served.own_headers).body == PIXELS
    error = capfd.readouterr().err
    assert error.count("Traceback") == 1
    assert "AttributeError" in error


def test_requests_share_a_connection(served: Served) -> None:
    request = f"GET /-/theme.css HTTP/1.1\r\nHost: {served.own_headers['Host']}\r\n\r\n".encode()
    with connect(served.site.port) as connection:
        for _ in range(3):
            connection.sendall(request)
            assert read_reply(connection).status == 200


IDLE = 1_000


def test_a_thousand_idle_connections_do_not_matter(served: Served) -> None:
    raise_descriptor_limit()
    half_open = (b"", b"G", b"GET / HTTP/1.1\r\nHost: 127.0", b"POST /-/fix HTTP/1.1\r\n")
    with ExitStack() as held:
        for number in range(IDLE):
            connection = held.enter_context(connect(served.site.port))
            connection.sendall(half_open[number % len(half_open)])
        follower = joined(served)
        for _ in range(5):
            assert ask(served.site.port, "/", served.own_headers).status == 200
        publish(served, 1)
        assert follower.hear()["revision"] == 1


@pytest.mark.parametrize("before", [b"", b"complete"])
@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_who_sends_no_request_is_hung_up_on(before: bytes, sent: bytes) -> None:
    with serving(patience=0.2) as served, ExitStack() as connections:

        def begun() -> socket.socket:
            connection = connections.enter_context(connect(served.site.port))
            if before:
                host = served.own_headers["Host"]
                request = f"GET /-/theme.css HTTP/1.1\r\nHost: {host}\r\n\r\n"
                connection.sendall(request.encode())
                assert read_reply(connection).status == 200
            return connection

        connection = in_time(begun)
        with suppress(ConnectionError):  # it took us too long
            connection.sendall(sent)
            assert connection.recv(1) == b""


def test_a_page_that_says_nothing_is_not_hung_up_on() -> None:
    with serving(patience=0.1) as served:
        follower = in_time(lambda: joined(served))
        with connect(served.site.port) as idle:
            assert idle.recv(1) == b"", "as long as it takes to hang up on this one"
        publish(served, 1)
        assert follower.hear()["revision"] == 1


LAN = "127.0.0.2"
on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address of this machine"
)


@on_linux
def test_on_the_network_all_is_behind_the_secret() -> None:
    with serving(lan=(LAN,)) as served:
        port, base = served.site.port, served.site.base
        assert len(base) > 20
        for address, host in ((LAN, LAN), ("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "localhost")):
            headers = {"Host": f"{host}:{port}"}
            for path in ("/", "/phone", "/-/theme.css", f"/{PICTURE}", "/s/", f"/s/x{base}"):
                assert ask(port, path, headers, address=address).status == 404
            for path in ("", "phone", "-/theme.css", PICTURE):
                assert ask(port, f"{base}{path}", headers, address=address).status == 200
        assert served.site.lan_urls == (f"http://{LAN}:{port}{base}",)


@on_linux
def test_on_the_network_one_may_look_and_not_write() -> None:
    with serving(lan=(LAN,)) as served:
        port, base, secret = served.site.port, served.site.base, served.site.secret
        own = ask(port, base, served.own_headers).body.decode()
        other = ask(port, base, {"Host": f"{LAN}:{port}"}, address=LAN).body.decode()
        assert secret in own
        assert secret not in other
        assert "<p>天气</p>" in other
        page = Follower(served, LAN)
        page.hello("another run", 0)
        assert page.hear()["secret"] is None


@on_linux
def test_on_the_network_patches_arrive_too() -> None:
    with serving(lan=(LAN,)) as served:
        near, far = Follower(served), Follower(served, LAN)
        for page in (near, far):
            page.hello(served.site.run, 0)
            page.hear_state()
        report = {"type": "report", "findings": [{"editor": "vscode://file/home/me:1:1"}]}
        served.hub.publish(a_view(revision=1), [patch(1), json.dumps(report)])
        assert near.hear() == far.hear() == json.loads(patch(1))
        assert near.hear() == report
        assert far.hear() == {"type": "report", "findings": [{"editor": None}]}


def test_without_the_network_nobody_else_is_listened_to(served: Served) -> None:
    if sys.platform == "linux":
        with pytest.raises(ConnectionRefusedError):
            connect(served.site.port, LAN)
    with socket.socket(socket.AF_INET6) as probe:
        probe.settimeout(LONG)
        assert probe.connect_ex(("::1", served.site.port)) != 0


def test_the_end_leaves_nothing_behind() -> None:
    """Pages, idle and half-open connections are hung up on, and the port is free again."""
    with ExitStack() as held:
        with serving() as served:
            port = served.site.port
            follower = joined(served)
            connections = [held.enter_context(connect(port)) for _ in range(4)]
            connections[1].sendall(b"GET / HTTP/1.1\r\n")
            head = "".join(f"{name}: {value}\r\n" for name, value in own_post(served).items())
            connections[2].sendall(
                f"POST /-/fix HTTP/1.1\r\n{head}Content-Length: 9\r\n\r\nab".encode()
            )
            request = f"GET / HTTP/1.1\r\nHost: {served.own_headers['Host']}\r\n\r\n"
            connections[3].sendall(request.encode())
            assert read_reply(connections[3]).status == 200
            held.enter_context(served.pages.pop_all())
        opcode, reason = follower.frame()
        assert (opcode, int.from_bytes(reason[:2], "big")) == (8, 1012)
        for connection in connections:
            with suppress(ConnectionResetError):
                assert connection.recv(1) == b""
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_the_end_while_a_page_says_goodbye_and_does_not_read() -> None:
    with serving(a_view("<p>" + "x" * 16_000_000 + "</p>")) as served:
        follower = Follower(served)
        follower.hello("the run before", 0)
        sockets = served.server.server_state.connections
        while not any(each.transport.get_write_buffer_size() for each in list(sockets)):
            time.sleep(0.01)
        follower.say(struct.pack("!H", 1001), opcode=8)
        while not any(each.transport.is_closing() for each in list(sockets)):
            time.sleep(0.01)
