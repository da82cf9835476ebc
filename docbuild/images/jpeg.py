"""The segments of a JPEG: its size, and how often the decoder would have to go over it."""

from __future__ import annotations

import re
import struct

from docbuild.images.limits import (
    MAX_PARTS,
    MAX_SCAN_PIXELS,
    MAX_SCANS,
    check_pixels,
    refuse_pixels,
)
from docbuild.images.outline import Outline, RefusedError, corrupt

# Within the entropy-coded data FF stands before 00 (a plain FF), a restart marker or more FF.
MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
ALONE = frozenset((0x01, 0xD8))  # markers without a segment: TEM, SOI
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 … SOF15
_SCAN = 0xDA
END = 0xD9


def outline(data: bytes) -> Outline:
    """Raises :class:`RefusedError` for what is broken by its structure or costs too much."""
    size = None
    scans = 0
    at = 2
    for _ in range(MAX_PARTS):
        marker = MARKER.search(data, at)
        if marker is None:
            raise corrupt("ends before its end-of-image marker")
        code = data[marker.end() - 1]
        at = marker.end()
        if code == END:
            return _checked(size, scans)
        if code in ALONE:
            continue
        end = segment_end(data, at)
        if code in _FRAME_HEADERS:
            size = _size(data[at:end])
        scans += code == _SCAN
        if scans > MAX_SCANS:
            raise RefusedError("bomb", f"more than {MAX_SCANS} scans", *(size or ()))
        at = end
    raise RefusedError("bomb", f"more than {MAX_PARTS} segments")


def segment_end(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2 or at + length > len(data):
        raise corrupt(f"a segment of {length} bytes does not fit into the file")
    return at + length


def _size(segment: bytes) -> tuple[int, int]:
    if len(segment) < 8:
        raise corrupt("impossible frame header")
    height, width = struct.unpack(">HH", segment[3:7])
    check_pixels(width, height)
    return width, height


def _checked(size: tuple[int, int] | None, scans: int) -> Outline:
    if size is None or not scans:
        raise corrupt("no frame or no scan in it")
    width, height = size
    pixels = width * height * scans
    if pixels > MAX_SCAN_PIXELS:
        refuse_pixels(f"{pixels} pixels in {scans} scans", MAX_SCAN_PIXELS, width, height)
    return Outline(width, height)
