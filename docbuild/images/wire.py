"""Messages between docbuild and its worker: a length of four bytes, then that many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

READY = b"ready"  # how the worker greets

_LENGTH = struct.Struct(">I")


def write_message(stream: BinaryIO, message: bytes) -> None:
    """``stream`` may be unbuffered, and then take only a part at a time."""
    _write(stream, _LENGTH.pack(len(message)))
    _write(stream, message)


def read_message(stream: BinaryIO) -> bytes | None:
    """``None`` where the other side has gone, even in the middle of a message."""
    header = _read(stream, _LENGTH.size)
    return None if header is None else _read(stream, *_LENGTH.unpack(header))


def _write(stream: BinaryIO, data: bytes) -> None:
    written = stream.write(data)
    while written < len(data):
        written += stream.write(memoryview(data)[written:])


def _read(stream: BinaryIO, length: int) -> bytes | None:
    data = stream.read(length) if length else b""
    if len(data) == length:
        return data  # the common case, without a copy
    parts = [data]
    missing = length - len(data)
    while missing:
        part = stream.read(missing)
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
