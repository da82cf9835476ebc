"""Hostile pictures, small on the disk and dear to whoever decodes them; made when needed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache

from pictures import encoded, gradient, svg
from PIL import Image

_MEGABYTE = 1 << 20


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *extra: bytes, pixels: bytes | None = None) -> bytes:
    """A PNG of the given size with further chunks before its (by default empty) pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(pixels or b""))
    return b"".join((b"\x89PNG\r\n\x1a\n", header, *extra, body, chunk(b"IEND")))


@cache
def zeros(megabytes: int) -> bytes:
    """That many megabytes, deflated to a thousandth."""
    deflate = zlib.compressobj(9)
    parts = [deflate.compress(bytes(_MEGABYTE)) for _ in range(megabytes)]
    return b"".join((*parts, deflate.flush()))


def png_canvas() -> bytes:
    return png(13_000, 13_000)


def png_text() -> bytes:
    return png(1, 1, chunk(b"zTXt", b"Comment\0\0" + zeros(100)), pixels=bytes(5))


def png_international_text() -> bytes:
    return png(1, 1, chunk(b"iTXt", b"Comment\0\1\0\0\0" + zeros(100)), pixels=bytes(5))


def png_many_texts() -> bytes:
    text = chunk(b"zTXt", b"Comment\0\0" + zeros(1))
    return png(1, 1, *[text] * 500, pixels=bytes(5))


def png_profile() -> bytes:
    return png(1, 1, chunk(b"iCCP", b"profile\0\0" + zeros(100)), pixels=bytes(5))


def png_surplus_pixels() -> bytes:
    body = chunk(b"IDAT", zeros(100))
    return png(100, 100, body)


def png_chunks() -> bytes:
    return png(1, 1, *[chunk(b"tEXt", b"a\0b")] * 50_000, pixels=bytes(5))


def animation_frames(count: int) -> Iterator[bytes]:
    """Frames of one pixel, in the APNG manner."""
    pixel = zlib.compress(bytes(5))
    for number in range(count):
        control = struct.pack(">IIIIIHHBB", 2 * number, 1, 1, 0, 0, 1, 10, 0, 0)
        yield chunk(b"fcTL", control) + chunk(b"fdAT", struct.pack(">I", 2 * number + 1) + pixel)


def apng_frames() -> bytes:
    count = 9_000
    return png(1, 1, chunk(b"acTL", struct.pack(">II", count, 0)), *animation_frames(count))


def apng_canvas(count: int = 1_000, side: int = 3_000) -> bytes:
    """Frames of one pixel, each of which makes the decoder copy the whole canvas."""
    data = png(side, side, pixels=bytes(side * (side * 4 + 1)))
    head, tail = data[:33], data[33:-12]
    control = chunk(b"acTL", struct.pack(">II", count, 0))
    return b"".join((head, control, tail, *animation_frames(count), chunk(b"IEND")))


def jpeg_scans(count: int = 5_000, side: int = 2_000) -> bytes:
    """A flat progressive picture whose last scan, 20 bytes for all blocks, is repeated."""
    data = encoded(Image.new("L", (side, side), 128), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * count + data[-2:]


def jpeg_canvas() -> bytes:
    data = encoded(gradient(16, 16), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", 65_000, 65_000) + data[at + 4 :]


def jpeg_segments() -> bytes:
    data = encoded(gradient(16, 16), "JPEG")
    return data[:2] + b"\xff\xfe\0\2" * 500_000 + data[2:]


def gif_canvas() -> bytes:
    data = encoded(gradient(16, 16, "P"), "GIF")
    return data[:6] + struct.pack("<HH", 65_535, 65_535) + data[10:]


def gif_frames(count: int = 10_000, width: int = 1, height: int = 1) -> bytes:
    # Clear code, one pixel, end code: the data of a frame, however large it claims to be.
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\2\2\x4c\1\0"
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    return head + frame * count + b";"


def gif_pixels() -> bytes:
    return gif_frames(1_000, 3_000, 3_000)


def svg_laughs() -> bytes:
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    declared = f"<!DOCTYPE svg [{''.join(entities)}]>".encode()
    return declared + svg("<text>&a9;</text>")


def svg_depth() -> bytes:
    return svg("<g>" * 100_000 + "</g>" * 100_000)


def svg_elements() -> bytes:
    return svg("<g/>" * 900_000)


def svg_uses() -> bytes:
    steps = ['<rect id="a0" width="1" height="1"/>']
    steps += [
        f'<g id="a{step}">' + f'<use xlink:href="#a{step - 1}"/>' * 10 + "</g>"
        for step in range(1, 12)
    ]
    return svg("".join(steps))


def svg_circle() -> bytes:
    return svg('<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g>')


def svg_size() -> bytes:
    return svg("<!--" + "x" * (6 * _MEGABYTE) + "-->")


BOMBS: tuple[Callable[[], bytes], ...] = (
    png_canvas,
    png_text,
    png_international_text,
    png_many_texts,
    png_profile,
    png_surplus_pixels,
    png_chunks,
    apng_frames,
    apng_canvas,
    jpeg_scans,
    jpeg_canvas,
    jpeg_segments,
    gif_canvas,
    gif_frames,
    gif_pixels,
    svg_laughs,
    svg_depth,
    svg_elements,
    svg_uses,
    svg_circle,
    svg_size,
)


def dearest() -> Iterator[tuple[str, bytes]]:
    """Pictures that cost as much as any may that is not refused from its header."""
    large = gradient(1_600, 1_000).resize((8_000, 5_000))
    yield "jpeg of 40 million pixels", encoded(large, "JPEG")
    yield "progressive jpeg", encoded(large, "JPEG", progressive=True)
    yield "jpeg of 97 scans", jpeg_scans(90, 2_000)
    yield "png of 40 million pixels", encoded(large.convert("RGBA"), "PNG", compress_level=1)
    yield "gif of 140 million pixels", _repeated_frame(encoded(gradient(1_000, 1_000, "P"), "GIF"))
    yield "apng of 15 canvases", apng_canvas(15, 3_100)
    yield "svg of many elements", svg("<g/>" * 95_000)


def _repeated_frame(still: bytes) -> bytes:
    start = still.index(b",\0\0\0\0")
    return still[:start] + still[start:-1] * 140 + b";"
