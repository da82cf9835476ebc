"""The chunks of a PNG: sizes, checksums, and what would inflate without end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from docbuild.images.limits import MAX_INFLATED, MAX_PARTS, check_frames, check_pixels
from docbuild.images.outline import Outline, RefusedError, corrupt

_SIGNATURE_LENGTH = 8
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type


def outline(data: bytes) -> Outline:
    """Raises :class:`RefusedError` for what is broken by its structure or costs too much.

    Decoders read no further than their last row, and do not look at checksums of pixel data:
    only this walk notices a file that was cut short behind it or damaged within.
    """
    width, height, row_bytes = _header(data)
    check_pixels(width, height)
    compressed = inflated = frames = 0
    for kind, body in chunks(data):
        if kind == b"IDAT":
            compressed += len(body)
        elif kind == b"fcTL":
            frames += 1
        elif kind in (b"zTXt", b"iCCP", b"iTXt"):
            inflated += _inflated(kind, bytes(body), MAX_INFLATED - inflated)
    if not compressed:
        raise corrupt("no IDAT chunk")
    check_frames(width, height, frames, width * height * frames)
    # Stored, that is without any compression, data grows by a thousandth.
    if compressed > (row_bytes + 8) * height * 1.1 + 4096:
        detail = f"{compressed} bytes of compressed data for {row_bytes * height} bytes of pixels"
        raise RefusedError("bomb", detail, width, height)
    return Outline(width, height, max(frames, 1))


def sample_bytes(data: bytes) -> int:
    """How many bytes the samples of a sound PNG take before they are compressed."""
    _, height, row_bytes = _header(data)
    return height * row_bytes


def _header(data: bytes) -> tuple[int, int, int]:
    """Width and height in pixels, and the bytes of a row."""
    if data[12:16] != b"IHDR" or len(data) < 33:
        raise corrupt("no IHDR chunk")
    if zlib.crc32(data[12:29]) != int.from_bytes(data[29:33], "big"):
        raise corrupt("wrong checksum in its IHDR chunk")  # damage is no bomb
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    if not width or not height or colour not in _CHANNELS:
        raise corrupt("impossible IHDR chunk")
    return width, height, (width * depth * _CHANNELS[colour] + 7) // 8


def chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Every chunk up to IEND, its checksum verified; what follows IEND is nobody's business."""
    view = memoryview(data)
    at = _SIGNATURE_LENGTH
    for _ in range(MAX_PARTS):
        if at + 12 > len(data):
            raise corrupt("ends before its IEND chunk")
        length = int.from_bytes(view[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        end = at + 8 + length
        if end + 4 > len(data):
            raise corrupt(f"ends within its {_shown(kind)} chunk")
        if zlib.crc32(view[at + 4 : end]) != int.from_bytes(view[end : end + 4], "big"):
            raise corrupt(f"wrong checksum in its {_shown(kind)} chunk")
        if kind == b"IEND":
            return
        yield kind, view[at + 8 : end]
        at = end + 4
    raise RefusedError("bomb", f"more than {MAX_PARTS} chunks")


def _inflated(kind: bytes, body: bytes, allowed: int) -> int:
    """How many bytes the deflated part of a text or profile gives, at most ``allowed``."""
    _keyword, _, rest = body.partition(b"\0")
    compressed = rest[1:]
    if kind == b"iTXt":
        if rest[:1] != b"\x01":
            return 0
        compressed = rest[2:].split(b"\0", 2)[-1]
    try:
        length = len(zlib.decompressobj().decompress(compressed, allowed + 1))
    except zlib.error:
        return 0  # decoders leave a broken text out, and so do browsers
    if length > allowed:
        detail = f"its {_shown(kind)} chunk inflates to more than {MAX_INFLATED >> 20} MiB"
        raise RefusedError("bomb", detail)
    return length


def _shown(kind: bytes) -> str:
    return kind.decode("ascii", "backslashreplace")
