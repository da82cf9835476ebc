"""Small real files for tests, each by a word for its kind."""

from __future__ import annotations

import io
import os
import struct
import zlib
from functools import cache
from pathlib import Path

import pytest
from PIL import Image


def content(path: Path, kind: str) -> None:
    """Make ``path`` of a kind: ``png``, ``png 4000x10``, ``noise 2000x800``, ``jpeg``, ``gif``,
    ``webp``, ``bmp``, ``half png`` (cut off), ``huge`` (a PNG that says
    20000 × 20000), ``text WORDS``, ``zeros COUNT``, ``empty``, ``link TARGET``, ``folder`` or
    ``fifo``.
    """
    if os.path.lexists(path):
        pytest.skip("the disk takes two names for one")
    word, _, rest = kind.partition(" ")
    if word == "link":
        path.symlink_to(rest)
    elif word == "folder":
        path.mkdir()
    elif word == "fifo":
        os.mkfifo(path)
    elif word == "zeros":
        path.write_bytes(bytes(int(rest)))
    else:
        path.write_bytes(_data(word, rest))


@cache
def _data(word: str, rest: str) -> bytes:
    if word == "huge":
        return _huge()
    if word == "empty":
        return b""
    if word == "text":
        return rest.encode()
    if word == "half":
        return _data(rest, "64x64")[:-40]
    width, _, height = (rest or "8x8").partition("x")
    return _picture(word, int(width), int(height))


def _picture(word: str, width: int, height: int) -> bytes:
    noise = word == "noise"
    image = (
        Image.effect_noise((width, height), 64)
        if noise
        else Image.new("RGB", (width, height), (7, 193, 96))
    )
    buffer = io.BytesIO()
    image.save(buffer, "png" if noise else word)
    return buffer.getvalue()


def _huge() -> bytes:
    """A PNG that says 20000 × 20000 in its header and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
