"""GIFs built anew: of what they show, in only the colours that are there."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import shown
from PIL import Image

from docbuild.images import lzw
from docbuild.images.aim import Aim
from docbuild.images.gif_rebuilt import rebuilt
from docbuild.images.optimise import optimise as improved
from docbuild.images.optimised import Optimised
from docbuild.images.optimising import Task
from docbuild.images.same_pixels import show_the_same


def made(data: bytes, aim: Aim = Aim()) -> Optimised:  # noqa: B008 # it cannot change
    """The last and best result, in this process."""
    return list(improved(Task(data, aim)))[-1]


def raw_gif(
    frames: list[bytes], *, side: int = 40, delay: int = 8, disposal: int = 1, clear: int = 0
) -> bytes:
    """Squares of numbers of 256 colours, each frame as large as the canvas; 0 loops."""
    size = side.to_bytes(2, "little") * 2
    table = bytes(value for level in range(256) for value in (level, 255 - level, 7))
    control = b"!\xf9\4" + bytes((disposal << 2 | 1, delay, 0, clear, 0))
    loop = b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0"
    parts = (control + b",\0\0\0\0" + size + b"\0" + lzw.compressed(each) for each in frames)
    return b"".join((b"GIF89a", size, b"\xf7\0\0", table, loop, *parts, b";"))


def spot(at: int, ground: int = 7, colour: int = 200) -> bytes:
    square = [bytearray([ground] * 40) for _ in range(40)]
    for row in square[at : at + 9]:
        row[at : at + 9] = bytes([colour] * 9)
    return b"".join(square)


REBUILT: dict[str, tuple[bytes, int, int]] = {
    "a palette that is hardly used": (raw_gif([spot(3)]), 120, 1),
    "a spot that moves": (raw_gif([spot(at) for at in range(4, 30, 5)]), 420, 6),
    "equal pictures in a row": (raw_gif([spot(1), spot(1), spot(2)]), 210, 2),
    "equal ones that browsers hold back": (raw_gif([spot(1), spot(1), spot(2)], delay=1), 250, 3),
    "what comes and goes": (
        raw_gif([spot(at, 0) for at in range(4, 30, 5)], disposal=2),
        460,
        6,
    ),
}


@pytest.mark.parametrize("kind", REBUILT)
def test_a_gif_is_built_anew_from_what_it_shows(kind: str) -> None:
    data, most, frames = REBUILT[kind]
    found = made(data)
    assert found.is_lossless
    assert len(found.data) <= most < len(data)
    image = Image.open(BytesIO(found.data))
    assert (getattr(image, "n_frames", 1), image.info.get("loop")) == (frames, 0)
    assert show_the_same(data, found.data)
    if frames == len(shown(data)):
        assert shown(found.data) == shown(data)


@given(
    st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=5), st.sampled_from([1, 2])
)
@settings(max_examples=40, deadline=None)
def test_any_gif_is_built_anew_or_left(frames: list[bytes], disposal: int) -> None:
    few = [bytes(byte % 5 for byte in frame) for frame in frames]
    data = raw_gif(few, side=4, disposal=disposal)
    anew = rebuilt(data, b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0", 1000)
    assert anew is not None
    # Equal frames become a still, which is not shown for a time: that is left as it came.
    assert show_the_same(data, anew) or len(frames) > 1 == len(shown(anew))


@given(st.binary(min_size=1, max_size=3000), st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_compressed_numbers_are_read_as_they_were(raw: bytes, bits: int) -> None:
    indices = bytes(byte >> 8 - bits for byte in raw) * random.Random(len(raw)).choice((1, 1, 9))
    header = b"GIF89a" + len(indices).to_bytes(2, "little") + b"\1\0\xf7\0\0"
    table = bytes(value for level in range(256) for value in (level, 255 - level, 7))
    frame = b",\0\0\0\0" + len(indices).to_bytes(2, "little") + b"\1\0\0"
    image = Image.open(BytesIO(header + table + frame + lzw.compressed(indices) + b";"))
    assert image.convert("RGB").getchannel("R").tobytes() == indices


def test_a_table_that_is_full_is_read_as_it_was() -> None:
    indices = random.Random(1).randbytes(60_000)
    header = b"GIF89a\x60\xea\1\0\xf7\0\0" + bytes(level for level in range(256) for _ in range(3))
    for wanted in (lzw._AT_ONCE, lzw._WHEN_WORSE, lzw._NEVER):
        stream = lzw._stream(indices, 8, wanted)
        parts = [stream[at : at + 255] for at in range(0, len(stream), 255)]
        data = b"".join(bytes((len(part),)) + part for part in parts)
        image = Image.open(BytesIO(header + b",\0\0\0\0\x60\xea\1\0\0\x08" + data + b"\0;"))
        assert image.tobytes() == indices
