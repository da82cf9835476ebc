"""Pictures without what is not seen of them, byte for byte the same pixels: no decoding.

Where a photograph was taken and on what, thumbnails and editors' notes are left out. What says
how colours are meant stays.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from docbuild.images.jpeg import ALONE, END, MARKER, segment_end
from docbuild.images.png import chunks

ORIENTATION = 0x0112
"""The tag by which Exif data tell how a picture is to be turned."""

COLOUR_CHUNKS = frozenset((b"cHRM", b"gAMA", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI"))
"""What a PNG says of how its colours are meant."""

ANIMATION_CHUNKS = (b"acTL", b"fcTL", b"fdAT")
_PIXELS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT"))
_KEPT = COLOUR_CHUNKS.union(_PIXELS, ANIMATION_CHUNKS)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = 33  # bytes of the signature and the IHDR chunk


def bare_png(data: bytes) -> bytes:
    """A sound PNG with its pixels, frames and colours only."""
    return assembled(*(part for part in chunks(data) if part[0] in _KEPT))


def assembled(*parts: tuple[bytes, bytes | memoryview]) -> bytes:
    """A PNG of these chunks, which are without IEND."""
    return b"".join([_SIGNATURE, *(_chunk(*part) for part in (*parts, (b"IEND", b"")))])


def colour_chunks(data: bytes) -> bytes:
    """What a sound PNG says of how its colours are meant."""
    return b"".join(_chunk(kind, body) for kind, body in chunks(data) if kind in COLOUR_CHUNKS)


def with_chunks(data: bytes, more: bytes) -> bytes:
    """A PNG with further chunks right behind its header."""
    return data[:_HEADER_END] + more + data[_HEADER_END:]


def bare_jpeg(data: bytes) -> bytes:
    """A sound JPEG without comments, Exif and the like; also without how it is to be turned."""
    return b"".join([data[:2], *_kept(data)])


def lying(data: bytes, orientation: int) -> bytes:
    """A PNG or JPEG that has no metadata, with how it is to be turned."""
    # TIFF in little endian: one directory with one entry, a short of one value.
    exif = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, ORIENTATION, 3, 1, orientation, 0, 0)
    if data.startswith(_SIGNATURE):
        return with_chunks(data, _chunk(b"eXIf", exif))
    content = b"Exif\0\0" + exif
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + data[2:]


def _kept(data: bytes) -> Iterator[bytes]:
    at = 2
    while marker := MARKER.search(data, at):
        yield data[at : marker.start()]  # pixels, which no marker announces
        code, at = data[marker.end() - 1], marker.end()
        if code not in ALONE and code != END:
            at = segment_end(data, at)
        if _matters(code, data[marker.end() + 2 : at]):
            yield data[marker.start() : at]
        if code == END:
            return


def _matters(code: int, content: bytes) -> bool:
    """Whether a segment is needed to decode the pixels, or tells how colours are meant."""
    if code == 0xE2:
        return content.startswith(b"ICC_PROFILE\0")
    if code == 0xEE:
        return content.startswith(b"Adobe")
    return code != 0xFE and not 0xE1 <= code <= 0xEF


def _chunk(kind: bytes, body: bytes | memoryview) -> bytes:
    checksum = zlib.crc32(body, zlib.crc32(kind))
    return b"".join([len(body).to_bytes(4, "big"), kind, body, checksum.to_bytes(4, "big")])
