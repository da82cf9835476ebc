"""Damaged pictures, endlessly and reproducibly."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator

from pictures import apng, encoded, gif, gradient, jpeg, png, svg


def damaged(seed: int, *more: bytes) -> Iterator[bytes]:
    """Honest pictures of every kind, and ``more``, with bytes flipped, cut or spliced."""
    chance = random.Random(seed)
    honest = [*_honest(), *more]
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


def out_of_range() -> bytes:
    """A grey JPEG of 8 × 8 with a comment, whose one coefficient is larger than any may be.

    Decoders cut it; mozjpeg ends its process.
    """
    parts = (
        (0xFE, b"a comment"),
        (0xDB, b"\0" + b"\1" * 64),
        (0xC0, struct.pack(">BHHBBBB", 8, 8, 8, 1, 1, 0x11, 0)),
        (0xC4, b"\0\1" + b"\0" * 15 + b"\x0c"),  # the code 0: a value of twelve bits follows
        (0xC4, b"\x10\1" + b"\0" * 16),  # the code 0: no more coefficients
        (0xDA, b"\1\1\0\0\x3f\0"),
    )
    segments = (struct.pack(">BBH", 0xFF, code, len(body) + 2) + body for code, body in parts)
    scan = bytes((0b0111_1111, 0b1111_1011))  # code, twelve bits, code, filled up with ones
    return b"".join((b"\xff\xd8", *segments, scan, b"\xff\xd9"))


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
