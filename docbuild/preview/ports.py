"""The port of a project: the same at every start, so that a browser's history finds it again."""

import errno
import hashlib
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from docbuild.diagnostic import Message
from docbuild.preview.own_site import LOOPBACK

_FIRST, _COUNT = 20_000, 10_000  # below where systems take the ports of outgoing connections
_BACKLOG = 2048  # connections that wait to be accepted
_LAST = 65535
_TRIES = 100  # ports after the project's own


def own_port(project: Path) -> int:
    """The port that belongs to the project at that place."""
    digest = hashlib.sha256(os.fsencode(os.path.realpath(project))).digest()
    return _FIRST + int.from_bytes(digest[:8], "big") % _COUNT


def listen(port: int, lan: Sequence[str] = ()) -> list[socket.socket] | OSError:
    """Sockets that listen on ``port`` of this machine and of its addresses in ``lan``.

    All or none; 0 is any free port.
    """
    sockets: list[socket.socket] = []
    try:
        for address in (LOOPBACK, *lan):
            sockets.append(_listening(address, port))
            port = sockets[0].getsockname()[1]
    except OSError as error:
        for opened in sockets:
            opened.close()
        return error
    return sockets


def listen_somewhere(project: Path, lan: Sequence[str] = ()) -> list[socket.socket] | OSError:
    """Sockets on the project's own port, else on one after it, else on any that is free."""
    first = own_port(project)
    steps = range(first, first + _TRIES)
    for port in (*(_FIRST + (step - _FIRST) % _COUNT for step in steps), 0):
        result = listen(port, lan)
        if isinstance(result, list):
            break
    return result


def read_port(text: str) -> int | Message:
    """The port that ``text`` names, or what is wrong with it."""
    if text.isascii() and text.isdecimal() and len(text) <= len(str(_LAST)) and int(text) <= _LAST:
        return int(text)
    return Message(
        f"--port 要的是 0 到 {_LAST} 的整数（0 表示任意空闲端口），不是 {text}",
        f"--port takes a number from 0 to {_LAST} (0 is any free port), not {text}",
    )


def cannot_listen(port: str | None, error: OSError) -> Message:
    """Why the port that the user asked for, if any, is not to be had."""
    reason = error.strerror or str(error)
    if port is None:
        return Message(
            f"找不到可用的端口：{reason}；请用 --port 指定一个",
            f"found no port to listen on: {reason}; name one with --port",
        )
    if error.errno == errno.EADDRINUSE:
        return Message(
            f"端口 {port} 已被占用：请换一个，或去掉 --port，由 docbuild 自己选",
            f"port {port} is taken: name another one, or leave out --port to let docbuild choose",
        )
    return Message(
        f"用不了端口 {port}：{reason}；请换一个，或去掉 --port，由 docbuild 自己选",
        f"cannot listen on port {port}: {reason}; name another one, or leave out --port to let "
        "docbuild choose",
    )


def _listening(address: str, port: int) -> socket.socket:
    """A listening socket.

    Elsewhere than on Windows SO_REUSEADDR lets a restarted server have the port at once, while
    connections of the one before linger. On Windows it would let two servers share a port.
    """
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((address, port))
        opened.listen(_BACKLOG)
    except BaseException:
        opened.close()
        raise
    return opened
