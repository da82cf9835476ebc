"""A GIF in fewer bytes: what is not seen left out, each frame compressed again.

First frames keep their place, their time and their colours' numbers, so that nothing has to be
composed: what a decoder makes of the numbers stays as it was. Then it is built anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from PIL.GifImagePlugin import GifImageFile

from docbuild.images import gif
from docbuild.images.gif_rebuilt import rebuilt
from docbuild.images.lzw import compressed

_MOST_PIXELS = 6_000_000  # of all frames together: they take about a second for each million
_CONTROL, _APPLICATION = b"!\xf9", b"!\xff"
_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0", b"\x0bICCRGBG1012")
_INTERLACED = 0x40


def bare(data: bytes) -> Iterator[bytes]:
    """A sound GIF without comments. May raise anything, as whatever decodes."""
    head, kept = _parts(data)
    yield b"".join([head, *(data[block.start : block.end] for block in kept), b";"])


def smaller(data: bytes) -> Iterator[bytes]:
    """The same, its frames compressed anew. May raise anything, too."""
    head, kept = _parts(data)
    if sum(block.pixels for block in kept) <= _MOST_PIXELS:
        frames = gif.stills(data)
        yield b"".join([head, *(_again(data, block, frames) for block in kept), b";"])
    others = b"".join(
        data[block.start : block.end]
        for block in kept
        if data.startswith(_APPLICATION, block.start)
    )
    anew = rebuilt(data, others, _MOST_PIXELS)
    if anew is not None:
        yield anew


def _parts(data: bytes) -> tuple[bytes, list[gif.Block]]:
    """What stands before all blocks, and the blocks that matter."""
    blocks = list(gif.blocks(data))
    kept = [block for block in blocks if _matters(data[block.start : block.end])]
    return data[: blocks[0].start], kept


def _matters(block: bytes) -> bool:
    """Frames, their time and transparency, how often all is shown, and a colour profile."""
    if block.startswith(_APPLICATION):
        return block[2:].startswith(_LOOPS)
    return block.startswith((b",", _CONTROL))


def _again(data: bytes, block: gif.Block, stills: Iterator[bytes]) -> bytes:
    """A frame compressed anew where that is smaller; any other block as it is."""
    before = data[block.start : block.end]
    if not block.pixels:
        return before
    table = 3 << (before[9] & 7) + 1 if before[9] & 0x80 else 0
    image = GifImageFile(BytesIO(next(stills)))
    image.load()
    indices = image.tobytes()
    flags = bytes((before[9] & ~_INTERLACED,))
    after = b"".join((before[:9], flags, before[10 : 10 + table], compressed(indices)))
    return min(before, after, key=len)
