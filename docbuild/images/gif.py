"""The blocks of a GIF: its canvas, and each frame as a GIF of its own.

A decoder that composes the frames pays for the whole canvas with each of them, and takes a
broken frame for the end of the animation. Whether every frame decodes can be told from the
frames alone, at the cost of the pixels that they really hold.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from docbuild.images.limits import check_frames, check_pixels
from docbuild.images.outline import Outline, corrupt

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B


class Frame(NamedTuple):
    """``start`` is behind the position and size of the frame, ``end`` behind its data."""

    width: int
    height: int
    start: int
    end: int


class Block(NamedTuple):
    """A frame or an extension; ``pixels`` is 0 for an extension."""

    start: int
    end: int
    pixels: int


def outline(data: bytes) -> Outline:
    """Raises :class:`RefusedError` for what is broken by its structure or costs too much."""
    if len(data) < 13:
        raise corrupt("ends within its header")
    width, height = struct.unpack("<HH", data[6:10])
    check_pixels(width, height)
    pixels = count = 0
    for frame in _frames(data):
        count += 1
        pixels += frame.width * frame.height
        check_pixels(frame.width, frame.height)
        check_frames(width, height, count, pixels)
    if not count:
        raise corrupt("no frame in it")
    return Outline(width, height, count)


def stills(data: bytes) -> Iterator[bytes]:
    """Each frame of a file that has an outline, as a GIF that holds nothing else."""
    table = data[13 : _first_block(data)]
    for frame in _frames(data):
        size = struct.pack("<HH", frame.width, frame.height)
        body = data[frame.start : frame.end]
        yield b"".join((data[:6], size, data[10:13], table, b",\0\0\0\0", size, body, b";"))


def blocks(data: bytes) -> Iterator[Block]:
    """Everything between the colours and the trailer of a file that has an outline."""
    at = _first_block(data)
    while data[at] != _TRAILER:
        if data[at] == _IMAGE:
            frame = _frame(data, at)
            block = Block(at, frame.end, frame.width * frame.height)
        else:
            block = Block(at, _behind_sub_blocks(data, at + 2), 0)
        yield block
        at = block.end


def _frames(data: bytes) -> Iterator[Frame]:
    at = _first_block(data)
    try:
        while data[at] != _TRAILER:
            if data[at] == _EXTENSION:
                at = _behind_sub_blocks(data, at + 2)
            elif data[at] == _IMAGE:
                frame = _frame(data, at)
                yield frame
                at = frame.end
            else:
                raise corrupt(f"unknown block {data[at]:#04x} at byte {at}")
    except (IndexError, struct.error):
        raise corrupt("ends before its trailer") from None


def _frame(data: bytes, at: int) -> Frame:
    width, height, flags = struct.unpack("<HHB", data[at + 5 : at + 10])
    data_start = at + 10 + _table_length(flags) + 1  # one byte: the width of a code
    return Frame(width, height, at + 9, _behind_sub_blocks(data, data_start))


def _first_block(data: bytes) -> int:
    return 13 + _table_length(data[10])


def _table_length(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _behind_sub_blocks(data: bytes, at: int) -> int:
    while length := data[at]:
        at += length + 1
    return at + 1
