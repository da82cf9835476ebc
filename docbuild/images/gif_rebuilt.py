"""A GIF built anew from what it shows: only what changes, in only the colours that are there.

Each frame but the first is cut to what changes, and what stays within that is transparent where
this takes less. Where something becomes transparent again, each frame stands by itself instead.
"""

from __future__ import annotations

import struct
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias, cast

from PIL import Image, ImageChops

from docbuild.images import gif
from docbuild.images.decode import opened
from docbuild.images.lzw import compressed

_Colour: TypeAlias = tuple[int, int, int, int]
_Box: TypeAlias = tuple[int, int, int, int]

_CONTROL = b"!\xf9"
_KEPT = 2  # hundredths of a second from which on browsers show a frame for as long as it says
_LONGEST = 0xFFFF
_STAYS, _GOES = 1, 2  # what becomes of a frame when its time is over
_COLOURS = 256
_MOST_COMPOSED = 40_000_000  # pixels of all composed pictures: four bytes each
_NOTHING = (0, 0, 0, 0)


class _Shown(NamedTuple):
    """A composed picture, and for how many hundredths of a second it is shown."""

    image: Image.Image
    delay: int


class _Piece(NamedTuple):
    """What a frame draws of the canvas: either of ``images`` does."""

    box: _Box
    images: tuple[Image.Image, ...]


class _Table(NamedTuple):
    """Colours as a GIF has them, and their numbers by their bytes."""

    numbers: Mapping[int, int]
    data: bytes
    clear: int | None

    @property
    def size(self) -> int:
        """As a GIF tells it: the number of bits less one."""
        return (len(self.data) // 3).bit_length() - 2


def rebuilt(data: bytes, head: bytes, most_pixels: int) -> bytes | None:
    """The same to be seen, behind the blocks of ``head``.

    ``None`` where it cannot be done, or where more than ``most_pixels`` were to be compressed.
    May raise anything, as whatever decodes.
    """
    width, height, count = gif.outline(data)
    if width * height * count > _MOST_COMPOSED:
        return None
    frames = list(_merged(_shown(data)))
    goes = any(_is_cleared(one.image, other.image) for one, other in pairwise(frames))
    clear = _clear_colour(frames)
    if clear is None:
        return None
    pieces = list(_pieces(frames, clear, goes=goes))
    if sum(image.width * image.height for piece in pieces for image in piece.images) > most_pixels:
        return None
    table = _common_table(pieces, clear if goes else None)
    if table is None:
        return None
    written = [
        _frame(frame.delay, piece, table, clear if goes else None)
        for frame, piece in zip(frames, pieces, strict=True)
    ]
    screen = struct.pack("<HHBBB", width, height, 0xF0 | table.size, 0, data[12])
    return b"".join((b"GIF89a", screen, table.data, head, *written, b";"))


def _shown(data: bytes) -> Iterator[_Shown]:
    image = opened("gif", data)
    for number, delay in enumerate(_delays(data)):
        image.seek(number)
        image.load()
        yield _Shown(image.convert("RGBA"), delay)


def _delays(data: bytes) -> Iterator[int]:
    delay = 0
    for block in gif.blocks(data):
        if data.startswith(_CONTROL, block.start):
            delay = struct.unpack_from("<H", data, block.start + 4)[0]
        elif block.pixels:
            yield delay
            delay = 0


def _merged(frames: Iterator[_Shown]) -> Iterator[_Shown]:
    """Equal frames in a row as one."""
    last = next(frames)
    for frame in frames:
        total = last.delay + frame.delay
        is_kept = min(last.delay, frame.delay) >= _KEPT and total <= _LONGEST
        if is_kept and frame.image.tobytes() == last.image.tobytes():
            last = last._replace(delay=total)
        else:
            yield last
            last = frame
    yield last


def _clear_colour(frames: Sequence[_Shown]) -> _Colour | None:
    """The one that is behind what is transparent; ``None`` if there are several of them."""
    found = {colour for frame in frames for colour in _colours(frame.image) if colour[3] == 0}
    return next(iter(found), _NOTHING) if len(found) < 2 else None


def _colours(image: Image.Image) -> Counter[_Colour]:
    """How many pixels have each colour."""
    found = image.getcolors(image.width * image.height)
    assert found is not None, "there are no more colours than pixels"
    return Counter({colour: count for count, colour in cast("list[tuple[int, _Colour]]", found)})


def _is_cleared(before: Image.Image, after: Image.Image) -> bool:
    """Whether anything becomes transparent."""
    gone = ImageChops.subtract(before.getchannel("A"), after.getchannel("A"))
    return gone.getbbox() is not None


def _pieces(frames: Sequence[_Shown], clear: _Colour, *, goes: bool) -> Iterator[_Piece]:
    first = frames[0].image
    yield _Piece((0, 0, *first.size), (first,))
    for one, other in pairwise(frames):
        if goes:
            box = other.image.getchannel("A").getbbox() or (0, 0, 1, 1)
            yield _Piece(box, (other.image.crop(box),))
        else:
            yield _change(one.image, other.image, clear)


def _change(before: Image.Image, after: Image.Image, clear: _Colour) -> _Piece:
    """What differs, with what stays as it is or transparent."""
    changed = _changed(before, after)
    box = changed.getbbox() or (0, 0, 1, 1)
    whole = after.crop(box)
    drawn = Image.new("RGBA", whole.size, clear)
    drawn.paste(whole, mask=changed.crop(box))
    return _Piece(box, (whole, drawn))


def _changed(before: Image.Image, after: Image.Image) -> Image.Image:
    """255 where two pictures differ, else 0."""
    first, *others = ImageChops.difference(before, after).split()
    for band in others:
        first = ImageChops.lighter(first, band)
    return first.point(lambda value: 255 if value else 0)


def _common_table(pieces: Sequence[_Piece], clear: _Colour | None) -> _Table | None:
    """For all frames if they have so few colours, else for the first."""
    union: Counter[_Colour] = Counter()
    for piece in pieces:
        union.update(_colours(piece.images[-1]))
    return _table(union, clear) or _table(_colours(pieces[0].images[0]), clear)


def _table(colours: Counter[_Colour], clear: _Colour | None) -> _Table | None:
    """The most frequent ones first; with ``clear``, whether or not a pixel has it."""
    entries = [colour for colour, _ in sorted(colours.items(), key=lambda each: (-each[1], each))]
    if clear is not None and clear not in colours:
        entries.append(clear)
    if len(entries) > _COLOURS:
        return None
    size = max(2, 1 << (len(entries) - 1).bit_length())
    data = b"".join(bytes(each[:3]) for each in entries).ljust(3 * size, b"\0")
    numbers = {int.from_bytes(bytes(each), sys.byteorder): at for at, each in enumerate(entries)}
    transparent = next((at for at, each in enumerate(entries) if each[3] == 0), None)
    return _Table(numbers, data, transparent)


def _frame(delay: int, piece: _Piece, common: _Table, clear: _Colour | None) -> bytes:
    """The smallest of what does. Raises :class:`ValueError` if there are too many colours."""
    written = [_drawn(delay, piece.box, each, common, clear) for each in piece.images]
    return min(filter(None, written), key=len)


def _drawn(
    delay: int, box: _Box, image: Image.Image, common: _Table, clear: _Colour | None
) -> bytes | None:
    colours = _colours(image)
    numbers = {int.from_bytes(bytes(each), sys.byteorder) for each in colours}
    is_common = numbers <= common.numbers.keys()
    table = common if is_common else _table(colours, clear)
    if table is None:
        return None
    left, top, right, bottom = box
    place = struct.pack("<BHHHH", 0x2C, left, top, right - left, bottom - top)
    local = b"\0" if is_common else bytes((0x80 | table.size,)) + table.data
    pixels = memoryview(image.tobytes()).cast("I")
    indices = bytes(map(table.numbers.__getitem__, pixels))
    disposal = _STAYS if clear is None else _GOES
    return _control(delay, disposal, table.clear) + place + local + compressed(indices)


def _control(delay: int, disposal: int, transparent: int | None) -> bytes:
    if not delay and disposal == _STAYS and transparent is None:
        return b""
    flags = disposal << 2 | (transparent is not None)
    return _CONTROL + struct.pack("<BBHBB", 4, flags, delay, transparent or 0, 0)
