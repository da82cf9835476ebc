"""Whether a picture lost something when it was saved in its format, by its headers alone.

If so, that it keeps exactly the pixels which are left is no aim.
"""

from __future__ import annotations

_COLOURS = b"colrnclx"  # the box of ISO/IEC 23091-2's code points, in AVIF and HEIC
_MATRIX = 4  # bytes behind that, in two bytes: how samples were made of red, green and blue
_LOOKED_AT = 1 << 16  # bytes of a file, in which its boxes come before its pixels


def has_lost(format_name: str, data: bytes) -> bool:
    """May be wrong for a grey AVIF, or one whose boxes come last, that is without any loss."""
    if format_name == "webp":
        return _is_lossy_webp(data)
    return format_name in ("avif", "heic") and not _keeps_red_green_blue(data)


def _is_lossy_webp(data: bytes) -> bool:
    """Its chunks, of which the first with pixels tells, are those of RIFF: a name of four bytes,
    the size, the content, padded to an even number.
    """
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name in (b"VP8 ", b"VP8L"):
            return name == b"VP8 "
        at += 8 + size + size % 2
    return False


def _keeps_red_green_blue(data: bytes) -> bool:
    """Only samples that were not made into luma and chroma can be exact: the matrix 0."""
    at = data.find(_COLOURS, 0, _LOOKED_AT)
    matrix = at + len(_COLOURS) + _MATRIX
    return at >= 0 and data[matrix : matrix + 2] == b"\0\0"
