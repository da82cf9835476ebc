"""What the worker does with bytes, called without a process around it."""

from __future__ import annotations

import io
import struct
import zlib

import bombs
import pytest
from pictures import apng, gif, jpeg, png, svg

from docbuild.images import css
from docbuild.images.inspection import inspect
from docbuild.images.limits import WIDE
from docbuild.images.record import facts_from_record
from docbuild.images.wire import read_message, write_message


@pytest.mark.parametrize("data", [png(), apng(), jpeg(), gif(), gif(frames=3), svg(), b"?", b"BM"])
def test_one_lasting_verdict(data: bytes) -> None:
    (verdict,) = inspect(data)
    assert verdict.lasting
    record = verdict._asdict()
    del record["lasting"]
    assert facts_from_record(record) is not None


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
def test_a_wide_picture_is_sound_before_it_is_scaled(mode: str) -> None:
    first, second = inspect(png(4 * WIDE, 30, mode))
    assert (first.problem, first.fitted_size, first.lasting) == (None, None, False)
    assert second == first._replace(fitted_size=second.fitted_size, lasting=True)


def test_what_the_decoder_raises_is_on_one_short_line() -> None:
    data = bytearray(jpeg())
    table = data.index(b"\xff\xdb")
    data[table + 4] = 0x77  # no such quantization table
    (verdict,) = inspect(bytes(data))
    assert verdict.problem == "corrupt"
    assert verdict.detail.isprintable()
    assert 0 < len(verdict.detail) <= 200


class _Trickle(io.BytesIO):
    """A stream that takes and gives three bytes at a time, as pipes may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(3, size or 0))

    def write(self, data: bytes | memoryview, /) -> int:  # type: ignore[override]  # narrower
        return super().write(bytes(data)[:3])


@pytest.mark.parametrize("message", [b"", b"a", b"abc", b"abcdefgh" * 10])
def test_messages_pass_in_parts(message: bytes) -> None:
    stream = _Trickle()
    write_message(stream, message)
    assert stream.getvalue() == struct.pack(">I", len(message)) + message
    stream.seek(0)
    assert read_message(stream) == message
    assert read_message(stream) is None


def test_a_message_that_is_cut_off() -> None:
    assert read_message(io.BytesIO(b"\0\0\0\5abc")) is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("text", "active"),
    [
        ("/*", False),
        ("/*:", False),
        ("\\", False),
        ("\\7", False),
        ("a\\\n", False),
        ("@im", False),
        ("java ", False),
        ("behavior ", False),
        ("url(", True),
        ("url( ", True),
    ],
)
def test_reading_a_style_takes_time_by_its_length(text: str, active: bool) -> None:
    """With a quadratic expression a megabyte would take hours, and the time limit ends it."""
    reason = css.why_active(":" + text * (1_000_000 // len(text)))
    assert (reason is not None) is active


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "no IHDR"),
        (bombs.png(0, 1), "impossible IHDR"),
        (bombs.png(1, 1).replace(b"IDAT", b"iDOT"), "checksum"),
        (bombs.png(1, 1, pixels=bytes(5))[:33] + bombs.chunk(b"IEND"), "no IDAT"),
        (b"\xff\xd8\xff\xd9", "no frame"),
        (b"\xff\xd8\xff\xff\x01\xff\xc0\0\5abc", "impossible frame"),
        (b"\xff\xd8\xff\xfe\0\1", "1 bytes"),
        (b"GIF89a" + bytes(7) + b";", "no frame"),
        (b"GIF89a" + bytes(7) + b"?", "unknown block"),
        (b"GIF89a" + bytes(3), "header"),
    ],
)
def test_ill_formed_structure(data: bytes, detail: str) -> None:
    (verdict,) = inspect(data)
    assert verdict.problem == "corrupt"
    assert detail in verdict.detail


def test_harmless_texts_of_a_png() -> None:
    texts = (
        bombs.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"short")),
        bombs.chunk(b"iTXt", b"Comment\0\0\0\0\0plain"),
        bombs.chunk(b"zTXt", b"Comment\0\0not deflated"),
    )
    (verdict,) = inspect(bombs.png(1, 1, *texts, pixels=bytes(5)))
    assert (verdict.problem, verdict.width) == (None, 1)
