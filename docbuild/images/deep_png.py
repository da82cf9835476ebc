"""The samples of a PNG with sixteen bits each, of which Pillow keeps eight.

A PNG's filters let every byte depend only on bytes at the same place of other pixels. So each
of the two to eight bytes of a pixel makes a picture of its own, in eight bits of grey, which
Pillow unfilters at its full speed.
"""

from __future__ import annotations

import struct
import zlib

from docbuild.images.decode import decode
from docbuild.images.metadata import assembled
from docbuild.images.png import chunks

_BYTES = {0: 2, 2: 6, 4: 4, 6: 8}  # of a pixel, by colour type


def is_deep(data: bytes) -> bool:
    """Whether these are bytes of a PNG with sixteen bits for each sample."""
    return data.startswith(b"\x89PNG") and data[24:25] == b"\x10"


def planes(data: bytes) -> tuple[bytes, ...] | None:
    """Eight: the high and the low bytes of red, green, blue and alpha, of every pixel.

    Of a sound PNG of any depth. ``None`` for what this does not read: deep ones that are
    interlaced, or that name a transparent colour.
    """
    if not is_deep(data):
        image = decode("png", data).convert("RGBA")
        bands = [band.tobytes() for band in image.split()]
        return tuple(band for band in bands for _ in range(2))  # v · 257 has v twice
    width, height, _, colour, _, _, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    parts = list(chunks(data))
    if interlaced or any(kind == b"tRNS" for kind, _ in parts):
        return None
    size = _BYTES[colour]
    rows = _rows(b"".join(body for kind, body in parts if kind == b"IDAT"), width * size, height)
    lanes = [_lane(rows, at, size, width) for at in range(size)]
    grey = lanes[:2]
    alpha = lanes[-2:] if colour in (4, 6) else [b"\xff" * (width * height)] * 2
    return (*(lanes[:6] if colour in (2, 6) else grey * 3), *alpha)


def _rows(compressed: bytes, length: int, height: int) -> list[bytes]:
    """Each with its filter in front."""
    raw = zlib.decompressobj().decompress(compressed, (length + 1) * height)
    return [raw[at : at + length + 1] for at in range(0, len(raw), length + 1)]


def _lane(rows: list[bytes], at: int, size: int, width: int) -> bytes:
    filtered = b"".join(row[:1] + row[1 + at :: size] for row in rows)
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 0, 0, 0, 0)
    body = zlib.compress(filtered, 0)
    return decode("png", assembled((b"IHDR", header), (b"IDAT", body))).tobytes()
