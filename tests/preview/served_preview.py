"""The preview's server in a thread of the test, and requests to it over real sockets."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from plugin_projects import picture

from docbuild.page_block import numbered
from docbuild.plugin import Plugin
from docbuild.preview.answer import Action, Answer
from docbuild.preview.application import guarded
from docbuild.preview.hub import Hub
from docbuild.preview.own_site import LOOPBACK, Site, new_site
from docbuild.preview.ports import listen
from docbuild.preview.routes import ACTIONS
from docbuild.preview.server import Server
from docbuild.preview.view import ServedPicture, Surroundings, View
from docbuild.settings import Profile
from docbuild.theme import Theme, load_theme

LONG = 30.0  # seconds after which something that is to happen does not
PICTURE_KEY = "0123456789abcdef0123456789abcdef"
PICTURE = f"-/picture/{PICTURE_KEY}/card.png"
PIXELS = picture()


def a_view(*htmls: str, revision: int = 0) -> View:
    """A view with these blocks and one picture."""
    theme = load_theme("wechat")
    assert isinstance(theme, Theme)
    return View(
        revision,
        "en",
        Surroundings(theme, Profile(), Plugin(), None, {}),
        blocks=numbered(htmls or ("<p>天气</p>",)),
        pictures={PICTURE_KEY: ServedPicture(PIXELS, "image/png")},
    )


class Written:
    """Actions that do nothing but remember that they were asked for."""

    def __init__(self) -> None:
        self.bodies: list[tuple[str, bytes]] = []

    @property
    def actions(self) -> Mapping[str, Action]:
        return {name: self._action(name) for name in ACTIONS.values()}

    def _action(self, name: str) -> Action:
        async def act(body: bytes, headers: Mapping[str, str]) -> Answer:
            self.bodies.append((name, body))
            return Answer(f"did {name}".encode())

        return act


class Served(NamedTuple):
    """A running server, what it was asked to write, and the pages to close at its end."""

    site: Site
    hub: Hub
    server: Server
    written: Written
    pages: ExitStack

    @property
    def own_headers(self) -> dict[str, str]:
        """What a browser would say on our own page."""
        return {"Host": f"{LOOPBACK}:{self.site.port}"}


@contextmanager
def serving(
    view: View | None = None, lan: Sequence[str] = (), patience: float = LONG
) -> Iterator[Served]:
    """The server, answering until the context is left."""
    sockets = listen(0, lan)
    assert isinstance(sockets, list), sockets
    site = new_site(sockets[0].getsockname()[1], tuple(lan))
    hub, written = Hub(site.run, site.secret, view or a_view()), Written()
    server = Server(guarded(site, hub, written.actions), patience=patience)
    started = threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        hub.start()
        loops.append(asyncio.get_running_loop())
        asyncio.get_running_loop().call_soon(started.set)
        await server.serve(sockets)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="server")
    thread.start()
    assert started.wait(LONG)
    with ExitStack() as pages:
        try:
            yield Served(site, hub, server, written, pages)
        finally:
            loops[0].call_soon_threadsafe(server.end)
            thread.join(LONG)
            assert not thread.is_alive()


class NoReplyError(AssertionError):
    """The connection was closed instead of answered."""


class Reply(NamedTuple):
    """A response as it came."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]


def connect(port: int, address: str = LOOPBACK) -> socket.socket:
    return socket.create_connection((address, port), timeout=LONG)


def ask(
    port: int,
    target: str,
    headers: Mapping[str, str] | Sequence[tuple[str, str]],
    *,
    method: str = "GET",
    body: bytes = b"",
    address: str = LOOPBACK,
) -> Reply:
    """One request on a connection of its own. ``target`` is sent as it stands."""
    pairs = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
    if body:
        pairs.append(("Content-Length", str(len(body))))
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in pairs)]
    return exchange(port, "\r\n".join([*lines, "", ""]).encode("latin-1") + body, address)


def exchange(port: int, sent: bytes, address: str = LOOPBACK) -> Reply:
    """What comes back for these bytes; the body as far as it belongs to the response."""
    with connect(port, address) as connection:
        connection.sendall(sent)
        return read_reply(connection, has_body=not sent.startswith(b"HEAD "))


def read_reply(connection: socket.socket, *, has_body: bool = True) -> Reply:
    """The next response on a connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            raise NoReplyError(f"no response, only {data!r}")
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = tuple(
        (key.lower(), value) for key, _, value in (each.partition(": ") for each in lines)
    )
    length = int(dict(pairs).get("content-length", "0")) if has_body else 0
    while len(body) < length:
        piece = connection.recv(65536)
        assert piece, "the body broke off"
        body += piece
    return Reply(int(first.split(" ")[1]), pairs, body)


def socket_headers(origin: str | None, host: str) -> dict[str, str]:
    """The headers with which a browser opens a WebSocket."""
    key = base64.b64encode(b"sixteen bytes...").decode()
    headers = {
        "Host": host,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
    }
    return headers if origin is None else {**headers, "Origin": origin}


class Follower:
    """A page's end of the live socket, without a library that would do more than we see."""

    def __init__(self, served: Served, address: str = LOOPBACK) -> None:
        port = served.site.port
        self._connection = served.pages.enter_context(connect(port, address))
        self._data = b""
        host = f"{address}:{port}"
        lines = [
            f"{name}: {value}" for name, value in socket_headers(f"http://{host}", host).items()
        ]
        target = f"{served.site.base}-/live"
        request = "\r\n".join([f"GET {target} HTTP/1.1", *lines, "", ""])
        self._connection.sendall(request.encode())
        assert read_reply(self._connection, has_body=False).status == 101

    def say(self, said: str | bytes, opcode: int = 1) -> None:
        """Send a frame, masked as a client's has to be (with zeroes)."""
        data = said.encode() if isinstance(said, str) else said
        if len(data) < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | len(data))
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, len(data))
        self._connection.sendall(head + bytes(4) + data)

    def hello(self, run: str, revision: int) -> None:
        self.say(json.dumps({"run": run, "revision": revision}))

    def hear(self) -> dict[str, Any]:
        """The next message. A ping, which comes on a slow machine, is answered."""
        while (got := self.frame())[0] == 9:
            self.say(got[1], opcode=10)
        opcode, data = got
        assert opcode == 1, (opcode, data)
        message = json.loads(data)
        assert isinstance(message, dict)
        return message

    def hear_state(self) -> None:
        """Pass over what follows every hello to a view without report, failure or notice."""
        assert self.hear() == {"type": "recovered"}
        assert self.hear() == {"type": "notice", "message": None}

    def frame(self) -> tuple[int, bytes]:
        """The next frame: its opcode and its data."""
        first, length = self._read(2)
        if length == 126:
            (length,) = struct.unpack("!H", self._read(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self._read(8))
        return first & 0x0F, self._read(length)

    def close_politely(self) -> None:
        """Answer a close frame."""
        self.say("", opcode=8)

    def is_closed(self) -> bool:
        """Whether the server ended the connection, waiting for that or for another frame."""
        try:
            return self._connection.recv(1, socket.MSG_PEEK) == b""
        except ConnectionError:
            return True

    def close(self) -> None:
        self._connection.close()

    def _read(self, length: int) -> bytes:
        while len(self._data) < length:
            piece = self._connection.recv(1 << 20)
            if not piece:
                raise ConnectionError("the server closed the connection")
            self._data += piece
        taken, self._data = self._data[:length], self._data[length:]
        return taken
