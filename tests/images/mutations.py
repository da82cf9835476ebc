"""Damaged pictures, endlessly and reproducibly."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator

from pictures import apng, encoded, gif, gradient, jpeg, png, svg


def damaged(seed: int) -> Iterator[bytes]:
    """Honest pictures of every kind with bytes flipped, now and then cut or spliced."""
    chance = random.Random(seed)
    honest = _honest()
    while True:
        data = bytearray(chance.choice(honest))
        for _ in range(chance.choice((1, 1, 2, 4, 16))):
            data[_place(chance, len(data))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.1:
            start = chance.randrange(len(data))
            del data[start : start + chance.randrange(64)]
        if chance.random() < 0.05:
            other = chance.choice(honest)
            data[chance.randrange(len(data)) :] = other[chance.randrange(len(other)) :]
        # Right checksums let the damage of a PNG through to the decoder.
        yield _with_checksums(bytes(data)) if chance.random() < 0.7 else bytes(data)


def _honest() -> list[bytes]:
    content = '<g id="a"><path d="M0 0"/></g><use xlink:href="#a"/><style>g{fill:url(#a)}</style>'
    return [
        png(),
        png(mode="P"),
        png(mode="RGBA"),
        png(mode="1"),
        png(9, 9),
        apng(),
        jpeg(),
        jpeg(progressive=True),
        encoded(gradient(20, 20, "CMYK"), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x1a\1\5\0"),
        gif(),
        gif(frames=3),
        svg(content),
        b'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg>' + svg(content),
    ]


def _with_checksums(data: bytes) -> bytes:
    if not data.startswith(b"\x89PNG"):
        return data
    mended, at = bytearray(data), 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if end + 4 <= len(data):
            mended[end : end + 4] = struct.pack(">I", zlib.crc32(data[at + 4 : end]))
        at = end + 4
    return bytes(mended)


def _place(chance: random.Random, length: int) -> int:
    """Headers are where it hurts: half of all damage is right behind the magic bytes."""
    return (
        chance.randrange(6, min(64, length)) if chance.random() < 0.5 else chance.randrange(length)
    )
