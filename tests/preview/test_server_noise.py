"""Broken requests and frames, by chance: none is a bug of ours, and none stops the server."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from served_preview import Served, ask, connect, serving, socket_headers

from docbuild.preview.guard import SECRET_HEADER

FRAMES = (
    b"\x81\x85\0\0\0\0hello",
    b'\x81\x9a\0\0\0\0{"run":"r","revision":-1}',
    b"\x01\x81\0\0\0\0a\x80\x81\0\0\0\0b",
    b"\x82\x80\0\0\0\0",
    b"\x89\x80\0\0\0\0",
    b"\x8a\x80\0\0\0\0",
    b"\x88\x82\0\0\0\0\x03\xe8",
    b"\x81\xfe\xff\xff\0\0\0\0",
)
PIECES = (
    b"\r\n",
    b"\0",
    b":",
    b" ",
    b"\xff",
    b"%00",
    b"?",
    b"Host: a\r\n",
    b"Upgrade: websocket\r\n",
)


def requests(served: Served) -> list[bytes]:
    """Sound ones, to be broken."""
    host = served.own_headers["Host"]
    origin = f"Origin: http://{host}\r\n{SECRET_HEADER.decode()}: {served.site.secret}\r\n"
    handshake = socket_headers(f"http://{host}", host).items()
    lines = "".join(f"{name}: {value}\r\n" for name, value in handshake)
    post = f"POST /-/fix HTTP/1.1\r\nHost: {host}\r\n{origin}"
    written = (
        f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n",
        f"GET /-/live HTTP/1.1\r\n{lines}\r\n",
        f"{post}Content-Length: 3\r\n\r\nabc",
        f"{post}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    )
    return [text.encode() for text in written]


def broken(chance: random.Random, sound: list[bytes]) -> bytes:
    """Some requests, or a WebSocket and what is said there, with a few bytes changed."""
    data = bytearray(chance.choice(sound))
    more = FRAMES if b"/-/live" in data else sound
    for _ in range(chance.randint(0, 4)):
        data += chance.choice(more)
    for _ in range(chance.choice((0, 1, 2, 10))):
        place = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                data[place:place] = chance.choice(PIECES)
            case _:
                del data[place : place + chance.randint(1, 10)]
    return bytes(data)


@pytest.mark.parametrize("seed", range(4))
def test_noise(seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)
    with serving() as served:
        sound = requests(served)
        for _ in range(250):
            data = broken(chance, sound)
            cut = chance.randint(0, len(data))
            with connect(served.site.port) as connection, suppress(ConnectionError):
                connection.sendall(data[:cut])
                connection.sendall(data[cut:])
                connection.settimeout(chance.choice((0.001, 0.01)))
                with suppress(TimeoutError):
                    connection.recv(65536)
        assert ask(served.site.port, "/", served.own_headers).status == 200
        assert {name for name, _ in served.written.bodies} <= {"fix"}
    assert capfd.readouterr().err == ""
