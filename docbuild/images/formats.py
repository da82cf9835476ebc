"""Which format bytes are in, by their first bytes, and which names go with it: no decoding."""

from __future__ import annotations

import re

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"\x00\x00\x02\x00", "cur"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"8BPS", "psd"),
    (b"\xff\x0a", "jxl"),
    (b"\x00\x00\x00\x0cJXL ", "jxl"),
    (b"\x00\x00\x00\x0cjP  ", "jpeg2000"),
    (b"icns", "icns"),
)

# ISO base media files name their kind in the brands of the leading "ftyp" box.
_BRANDS = {
    b"avif": "avif",
    b"avis": "avif",
    b"heic": "heic",
    b"heix": "heic",
    b"hevc": "heic",
    b"mif1": "heic",
    b"msf1": "heic",
}

_SUFFIXES = {
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "ico": (".ico", ".icon"),
    "tiff": (".tif", ".tiff"),
    "heic": (".heic", ".heif"),
    "jpeg2000": (".jp2", ".j2k", ".jpx"),
}

# What is often saved under a picture's name; said in the decoder's place.
_NO_PICTURE = (
    (b"version https://git-lfs.github.com/", "a Git LFS pointer, not the picture itself"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"{", "text, perhaps JSON"),
)

_SVG_LOOK = 1 << 16  # characters searched for the root element
_SVG_ROOT = re.compile(r"<(?:[\w.-]+:)?svg(?=[\s/>])")


def format_of(data: bytes) -> str | None:
    """The format that the bytes are in (``png``, ``jpeg``, ``svg``, …), ``None`` if unknown."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return _brand(data)
    return "svg" if _is_svg(data) else None


def name_matches(path: str, format_name: str) -> bool:
    """Whether a file of that name may be in that format, by its suffix in any case."""
    return path.lower().endswith(_SUFFIXES.get(format_name, (f".{format_name}",)))


def why_unknown(data: bytes) -> str:
    """What bytes of no known format look like, in English."""
    if not data:
        return "the file is empty"
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for prefix, what in _NO_PICTURE:
        if start.startswith(prefix.lower()):
            return what
    return f"starts with the bytes {data[:8].hex(' ')}"


def _brand(data: bytes) -> str | None:
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, end, 4))]
    known = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
    # An AVIF file may name "mif1" first and itself only among the compatible brands.
    return "avif" if "avif" in known else next(iter(known), None)


def _is_svg(data: bytes) -> bool:
    """Whether the first element is ``svg``; what may stand before it is skipped by hand.

    One regular expression for all of it would backtrack without end on hostile comments.
    """
    text = _start_as_text(data)
    at = 0
    while at < len(text):
        if text.startswith("<?", at):
            at = _behind(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _behind(text, "-->", at + 4)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            at = _behind_doctype(text, at)
        elif text[at].isspace():
            at += 1
        else:
            return _SVG_ROOT.match(text, at) is not None
    return False


def _start_as_text(data: bytes) -> str:
    start = data[:_SVG_LOOK]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) & ~1].decode("utf-16", "replace")
    if not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ""
    return start.decode("utf-8-sig", "replace").lstrip()


def _behind(text: str, end: str, at: int) -> int:
    found = text.find(end, at)
    return len(text) if found < 0 else found + len(end)


def _behind_doctype(text: str, at: int) -> int:
    end = _behind(text, ">", at)
    subset = text.find("[", at, end)
    return end if subset < 0 else _behind(text, ">", _behind(text, "]", subset))
