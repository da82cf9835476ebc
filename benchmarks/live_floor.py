"""The floor of the live preview: the least that a server must do to follow an edit.

    python benchmarks/live_floor.py PORT README.md

It splits the text at blank lines, renders the pieces that changed with mistune, and pushes
them by WebSocket. It knows no references between pieces, no findings, no security.
"""

from __future__ import annotations

import asyncio
import base64
import ctypes
import hashlib
import json
import mimetypes
import os
import re
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import mistune

_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>floor</title>
<main class="article">{}</main><script>
const root = document.querySelector("main"), template = document.createElement("template");
new WebSocket(`ws://${{location.host}}/live`).onmessage = ({{ data }}) => {{
  const [at, removed, html] = JSON.parse(data);
  const after = root.children[at + removed] ?? null;
  for (let count = 0; count < removed; count += 1) root.children[at].remove();
  template.innerHTML = html;
  root.insertBefore(template.content, after);
}};
</script></html>"""
_ACCEPTED = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
_CLOSE_WRITE, _MOVED_TO = 0x08, 0x80  # inotify(7)


class Floor:
    """A document, and the sockets of the pages that show it."""

    def __init__(self, readme: Path) -> None:
        self._readme = readme
        self._markdown = mistune.create_markdown(plugins=["table", "strikethrough"])
        self._pieces = readme.read_text(encoding="utf-8").split("\n\n")
        self._htmls = [self._html(piece) for piece in self._pieces]
        self._sockets: set[asyncio.StreamWriter] = set()

    def follow(self) -> None:
        """Read the document again, and push what changed."""
        old, new = self._pieces, self._readme.read_bytes().decode().split("\n\n")
        most = min(len(old), len(new))
        head = next((i for i in range(most) if old[i] != new[i]), most)
        most -= head
        tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
        htmls = [self._html(piece) for piece in new[head : len(new) - tail]]
        removed = len(old) - tail - head
        self._pieces = new
        self._htmls[head : head + removed] = htmls
        if htmls or removed:
            frame = _frame(json.dumps([head, removed, "".join(htmls)], ensure_ascii=False))
            for writer in self._sockets:
                writer.write(frame)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                target = head.split(b" ", 2)[1].decode()
                if target == "/live":
                    await self._push(head, reader, writer)
                    return
                writer.write(self._answer(target))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the browser closed it
        finally:
            self._sockets.discard(writer)
            writer.close()

    async def _push(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        key = re.search(rb"sec-websocket-key: *(\S+)", head, re.IGNORECASE)
        assert key is not None, head
        accepted = base64.b64encode(hashlib.sha1(key[1] + _ACCEPTED).digest())
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accepted + b"\r\n\r\n"
        )
        self._sockets.add(writer)
        await reader.read()

    def _answer(self, target: str) -> bytes:
        path = self._readme.parent / target.strip("/")
        if target == "/":
            kind, body = "text/html", _PAGE.format("".join(self._htmls)).encode()
        elif path.is_file():
            kind, body = mimetypes.guess_type(path.name)[0] or "text/plain", path.read_bytes()
        else:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def _html(self, piece: str) -> str:
        return f"<div>{self._markdown(piece)}</div>"


def _frame(message: str) -> bytes:
    data = message.encode()
    if len(data) < 126:
        return struct.pack("!BB", 0x81, len(data)) + data
    if len(data) < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, len(data)) + data
    return struct.pack("!BBQ", 0x81, 127, len(data)) + data


def _watch(readme: Path, on_save: Callable[[], None]) -> None:
    """Call ``on_save`` on the running loop whenever ``readme`` was written or moved into place."""
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = library.inotify_init()
    library.inotify_add_watch(
        descriptor, os.fsencode(readme.parent), ctypes.c_uint32(_CLOSE_WRITE | _MOVED_TO)
    )
    name = os.fsencode(readme.name)

    def heard() -> None:
        if name in os.read(descriptor, 1 << 16):
            on_save()

    asyncio.get_running_loop().add_reader(descriptor, heard)


async def main() -> None:
    readme = Path(sys.argv[2]).resolve()
    floor = Floor(readme)
    _watch(readme, floor.follow)
    server = await asyncio.start_server(floor.serve, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
