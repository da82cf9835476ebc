"""The files of doc/ as values: what a folder holds, and what is known of a picture."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple, Never

_NOTHING: Mapping[str, Never] = MappingProxyType({})


class EntryKind(Enum):
    FILE = "file"
    DIRECTORY = "directory"
    SYMLINK = "symlink"
    OTHER = "other"  # a FIFO, a socket, a device


class Entry(NamedTuple):
    """One name in doc/. ``path`` is relative to doc/, POSIX, exactly as on the disk.

    A name that is not UTF-8 keeps its bytes as surrogates (``os.fsdecode``). ``size`` is in
    bytes, 0 for anything but a file. ``unreadable`` is the operating system's own words.
    """

    path: str
    kind: EntryKind
    size: int = 0
    unreadable: str | None = None


class Tree(NamedTuple):
    """All that doc/ holds, by path, without following any symbolic link.

    ``root_kind`` is what doc/ itself is, ``None`` where it is missing. ``truncated``: the
    folder holds more entries or deeper folders than docbuild reads.
    """

    root_kind: EntryKind | None
    entries: Mapping[str, Entry] = _NOTHING
    truncated: bool = False


class ImageProblem(Enum):
    """Why the bytes of a picture cannot be shown safely and wholly."""

    UNKNOWN = "unknown"  # no picture format that docbuild knows
    MISMATCH = "mismatch"  # the bytes are another format than the name says
    CORRUPT = "corrupt"  # does not decode wholly
    BOMB = "bomb"  # more pixels, frames, memory or time than allowed
    ACTIVE = "active"  # SVG with scripts or references to the outside


class ImageFacts(NamedTuple):
    """What decoding a picture told. It depends on the bytes alone, so it may be remembered.

    ``format`` is the real one in lower case (``png``, ``jpeg``, ``gif``, ``svg``, ``webp``,
    ``bmp``, …), ``None`` if unknown. ``width``, ``height`` are pixels, 0 if unknown.
    ``problem`` is never ``MISMATCH`` here, because a name is no part of the bytes.
    ``detail`` says it in the decoder's words (English). ``fitted_size`` is the size in bytes
    after scaling to the widest that the page can show at twice the density, ``None`` where
    the picture is not larger than that.
    """

    format: str | None
    width: int
    height: int
    frames: int
    problem: ImageProblem | None = None
    detail: str = ""
    fitted_size: int | None = None


class Asset(NamedTuple):
    """A file of doc/ whose bytes were read once.

    ``digest`` is the SHA-256 of the bytes in hexadecimal. ``data`` holds them only where a
    later stage packs or shows them (``None`` for a check). ``facts`` is ``None`` for what is
    no picture by its name.
    """

    path: str
    size: int
    digest: str
    facts: ImageFacts | None
    data: bytes | None = None
