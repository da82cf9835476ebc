"""A page of the live preview without a browser: it follows the socket as the page's script does."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import socket
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from html import unescape
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

_ANY = -1  # no revision: whoever says so is sent the whole article
_FORGETFUL = 5  # every so many connections a page does not know what it shows
_DEEPEST = 2  # of the outline
_FEW_BYTES = 4096  # of what a page takes that does not read
_BLOCK = re.compile(r'<div class="block" id="block:(\d+)" data-block="\1">')
_DIV = re.compile(r"<(/?)div\b[^>]*>")
_ITEM = re.compile(r'<li class="depth-(\d)"><a href="#block:(\d+)">(.*?)</a></li>', re.DOTALL)
_ROOT = re.compile(r'<html [^>]*data-run="([^"]*)" data-revision="(\d+)"')


class Block(NamedTuple):
    key: int
    html: str


class Item(NamedTuple):
    """An item of the outline."""

    depth: int
    block: int
    text: str


class Loaded(NamedTuple):
    """What a page shows when it was just loaded."""

    run: str
    revision: int
    blocks: tuple[Block, ...]
    outline: tuple[Item, ...]


def load(port: int) -> Loaded:
    """Ask for the page, on a connection of its own. Raises ``OSError``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    if answer.status != 200:
        raise OSError(f"GET / was answered with {answer.status}")
    root = _ROOT.search(text)
    assert root is not None, text[:200]
    items = (Item(int(depth), int(key), unescape(said)) for depth, key, said in _ITEM.findall(text))
    return Loaded(root[1], int(root[2]), tuple(blocks_of(text)), tuple(items))


def blocks_of(page: str) -> list[Block]:
    """The blocks of the article in a page's HTML, in which documents have no ``div``."""
    found = []
    for start in _BLOCK.finditer(page):
        depth = 1
        for tag in _DIV.finditer(page, start.end()):
            depth += -1 if tag[1] else 1
            if not depth:
                found.append(Block(int(start[1]), page[start.end() : tag.start()]))
                break
    return found


class Page:
    """Open while :meth:`live` runs. What it was told last is in its attributes."""

    def __init__(self, name: str, port: int) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.sections: Sequence[Sequence[Any]] | None = None
        self.outline: tuple[Item, ...] = ()
        self.run = ""
        self.revision = _ANY
        self.report: dict[str, Any] = {}
        self.failure: str | None = None
        self.heard: Counter[str] = Counter()
        self._port = port
        self._connection: ClientConnection | None = None
        self._connections = 0
        self._may_read = asyncio.Event()
        self._may_connect = asyncio.Event()
        self._waits_for_whole = False
        self.wake()

    async def live(self) -> None:
        """Load, follow, and come back whenever the connection is lost; until cancelled."""
        await self._load()
        while True:
            await self._may_connect.wait()
            try:
                await self._follow()
            except (ConnectionClosed, InvalidHandshake, OSError):
                self._note("disconnected")
                await asyncio.sleep(0.05)

    def disconnect(self) -> None:
        """Lose the connection, and have none until woken."""
        self._may_connect.clear()
        if self._connection is not None:
            self._connection.transport.abort()

    def fall_asleep(self) -> None:
        """Read nothing until woken, while the connection stays."""
        self._note("asleep")
        self._may_read.clear()

    def wake(self) -> None:
        self._may_connect.set()
        self._may_read.set()

    async def _load(self) -> None:
        loaded = await asyncio.to_thread(load, self._port)
        self.run, self.revision = loaded.run, loaded.revision
        self.blocks, self.outline, self.sections = list(loaded.blocks), loaded.outline, None
        self._waits_for_whole = False
        self._note("loaded")

    async def _follow(self) -> None:
        """Follow until the connection is lost, or the page is to be loaded anew."""
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _FEW_BYTES)
        narrow.setblocking(False)
        await asyncio.get_running_loop().sock_connect(narrow, ("127.0.0.1", self._port))
        host = f"127.0.0.1:{self._port}"
        async with connect(
            f"ws://{host}/-/live",
            origin=f"http://{host}",  # type: ignore[arg-type]  # a NewType of str
            sock=narrow,
            compression=None,
            max_size=None,
            max_queue=1,
            ping_interval=None,
            close_timeout=1,
        ) as connection:
            self._connection = connection
            self._connections += 1
            self._waits_for_whole = self._connections % _FORGETFUL == 0
            await self._greet(_ANY if self._waits_for_whole else self.revision)
            while True:
                await self._may_read.wait()
                if not await self._take(json.loads(await connection.recv())):
                    await self._load()
                    return

    async def _greet(self, revision: int) -> None:
        assert self._connection is not None
        with suppress(ConnectionClosed):  # the next recv says so
            await self._connection.send(json.dumps({"run": self.run, "revision": revision}))

    async def _take(self, message: dict[str, Any]) -> bool:
        """Take in a message; whether the page stays."""
        kind = message["type"]
        self._note(kind)
        if kind == "patch":
            await self._patch(message)
        elif kind == "whole":
            self.run, self.revision = message["run"], message["revision"]
            self.blocks = [Block(*block) for block in message["blocks"]]
            self.sections = message["sections"]
            self._waits_for_whole = False
        elif kind == "report":
            self.report = message
        elif kind in ("failure", "recovered"):
            self.failure = message.get("message")
        else:
            assert kind in ("notice", "reload", "releases"), message
        return bool(kind != "reload")

    async def _patch(self, message: dict[str, Any]) -> None:
        if self._waits_for_whole:
            return
        if message["base"] != self.revision:
            self._waits_for_whole = True
            self._note("behind")
            await self._greet(_ANY)
            return
        for at, removed, blocks in message["splices"]:
            assert at + removed <= len(self.blocks), message
            self.blocks[at : at + removed] = [Block(*block) for block in blocks]
        self.sections = message.get("sections", self.sections)
        self.revision = message["revision"]
        self.failure = None

    def _note(self, what: str) -> None:
        self.heard[what] += 1

    @property
    def shown_outline(self) -> tuple[Item, ...]:
        """The outline as the page's script draws it of the last sections that it was told."""
        if self.sections is None:
            return self.outline
        named = [each for each in self.sections if each[1]]
        top = min((level for level, *_ in named), default=1)
        items = [Item(level - top, key, text) for level, text, _, key in named]
        listed = tuple(item for item in items if item.depth <= _DEEPEST)
        return listed if len(listed) > 1 else ()
