"""The port of a project: the same at every start, so that a browser's history finds it again."""

import hashlib
import os
import socket
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from docbuild.diagnostic import Message
from docbuild.preview.own_site import LOOPBACK

_FIRST, _COUNT = 20_000, 10_000  # below where systems take the ports of outgoing connections
_BACKLOG = 2048  # connections that wait to be accepted
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


def listen_on_first(ports: Iterable[int], lan: Sequence[str] = ()) -> list[socket.socket] | OSError:
    """Sockets on the first of ``ports`` that is free, or why the last one is not."""
    result: list[socket.socket] | OSError = OSError("no port to try")
    for port in ports:
        result = listen(port, lan)
        if isinstance(result, list):
            return result
    return result


def ports_from(port: int) -> Iterable[int]:
    """``port`` and those after it, within the range that projects' ports are taken from."""
    return (_FIRST + (port - _FIRST + step) % _COUNT for step in range(_TRIES))


def cannot_listen(port: int, error: OSError) -> Message:
    """Why the port that the user asked for is not to be had."""
    reason = error.strerror or str(error)
    return Message(
        f"用不了端口 {port}：{reason}；请换一个端口，或去掉 --port，由 docbuild 自己找一个",
        f"cannot listen on port {port}: {reason}; name another one, or leave out --port to let "
        "docbuild find one",
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
