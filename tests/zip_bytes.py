"""ZIP archives written byte by byte, so that they can lie in every field."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

REGULAR, FOLDER, LINK = 0o100644, 0o040755, 0o120777
UTF8, ENCRYPTED, BEHIND = 0x800, 0x1, 0x8


@dataclass
class Member:
    """One member; what is ``None`` follows from the content, ``local`` lies in its own header."""

    name: str | bytes = "doc/README.md"
    content: bytes = b"# x\n"
    method: int = 0
    flags: int | None = None
    mode: int = REGULAR
    creator: int = 3
    crc: int | None = None
    size: int | None = None
    packed: bytes | None = None
    packed_size: int | None = None
    offset: int | None = None
    extra: bytes = b""
    disk: int = 0
    descriptor: bytes | None = None
    local: dict[str, Any] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        return self.name if isinstance(self.name, bytes) else self.name.encode()

    def fields(self) -> dict[str, Any]:
        packed = self.packed
        if packed is None:
            packed = self.content if self.method != 8 else deflated(self.content)
        flags = self.flags
        if flags is None:
            flags = 0 if self.raw.isascii() else UTF8
        return {
            "raw": self.raw,
            "flags": flags,
            "method": self.method,
            "crc": zlib.crc32(self.content) if self.crc is None else self.crc,
            "packed_size": len(packed) if self.packed_size is None else self.packed_size,
            "size": len(self.content) if self.size is None else self.size,
            "packed": packed,
            "extra": self.extra,
        }


def deflated(content: bytes) -> bytes:
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


def archive(
    *members: Member,
    before: bytes = b"",
    between: bytes = b"",
    behind: bytes = b"",
    comment: bytes = b"",
    end: dict[str, int] | None = None,
) -> bytes:
    """The archive of ``members``; ``end`` overrides fields of the record at its end."""
    body, directory = bytearray(before), bytearray()
    for member in members:
        own = member.fields()
        offset = len(body) if member.offset is None else member.offset
        body += _local({**own, **member.local})
        if member.descriptor is not None:
            body += member.descriptor
        directory += _central(own, member, offset)
    body += between
    fields = {
        "disk": 0,
        "first": 0,
        "here": len(members),
        "count": len(members),
        "size": len(directory),
        "start": len(body),
        **(end or {}),
    }
    record = struct.pack("<4sHHHHIIH", b"PK\5\6", *fields.values(), len(comment))
    return bytes(body) + bytes(directory) + record + comment + behind


def _local(own: dict[str, Any]) -> bytes:
    numbers = (20, own["flags"], own["method"], 0, 33)
    sizes = (own["crc"], own["packed_size"], own["size"], len(own["raw"]), len(own["extra"]))
    header = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *numbers, *sizes)
    return header + bytes(own["raw"]) + bytes(own["extra"]) + bytes(own["packed"])


def _central(own: dict[str, Any], member: Member, offset: int) -> bytes:
    numbers = (20, member.creator, 20, own["flags"], own["method"], 0, 33)
    sizes = (own["crc"], own["packed_size"], own["size"], len(own["raw"]), len(own["extra"]))
    rest = (0, member.disk, 0, member.mode << 16, offset)
    header = struct.pack("<4sBBHHHHHIIIHHHHHII", b"PK\1\2", *numbers, *sizes, *rest)
    return header + bytes(own["raw"]) + bytes(own["extra"])
