"""The format by the bytes, and the names that go with it."""

from __future__ import annotations

import pytest
from pictures import encoded, gif, gradient, jpeg, png, svg

from docbuild.images.formats import format_of, name_matches, why_unknown

_FTYP = b"\0\0\0\x1cftyp"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png(), "png"),
        (jpeg(), "jpeg"),
        (gif(), "gif"),
        (encoded(gradient(4, 4), "WEBP"), "webp"),
        (encoded(gradient(4, 4), "BMP"), "bmp"),
        (encoded(gradient(16, 16), "ICO"), "ico"),
        (encoded(gradient(4, 4), "TIFF"), "tiff"),
        (_FTYP + b"avif\0\0\0\0mif1", "avif"),
        (_FTYP + b"mif1\0\0\0\0mif1avifmiaf", "avif"),
        (_FTYP + b"heic\0\0\0\0mif1", "heic"),
        (_FTYP + b"isom\0\0\0\0isom", None),
        (svg(), "svg"),
        (b"\xef\xbb\xbf" + svg(), "svg"),
        (
            b' \n<?xml version="1.0"?><!-- a > b --><!DOCTYPE svg [<!ENTITY a "<b>">]>' + svg(),
            "svg",
        ),
        (svg().decode().encode("utf-16"), "svg"),
        (b'<x:svg xmlns:x="http://www.w3.org/2000/svg"/>', "svg"),
        (b"<svgfoo/>", None),
        (b"<html><svg></svg></html>", None),
        (b"<!--" * 5_000, None),
        (b"<!---->" * 9_000, None),
        (b"", None),
        (b"\x89PNG", None),
    ],
)
def test_format_of(data: bytes, expected: str | None) -> None:
    assert format_of(data) == expected


@pytest.mark.parametrize(
    ("path", "format_name", "expected"),
    [
        ("a.png", "png", True),
        ("image/A.JPG", "jpeg", True),
        ("a.jpeg", "jpeg", True),
        ("a.png", "jpeg", False),
        ("a.jpg", "png", False),
        ("png", "png", False),
        ("a.svg", "svg", True),
        ("a.icon", "ico", True),
        ("a.webp", "webp", True),
    ],
)
def test_name_matches(path: str, format_name: str, expected: bool) -> None:
    assert name_matches(path, format_name) is expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00", "Git LFS"),
        (b"\n<!DOCTYPE html><title>404</title>", "HTML"),
        (b'{"errcode": 40001}', "JSON"),
        (b"\0\1\2", "00 01 02"),
    ],
)
def test_why_unknown(data: bytes, words: str) -> None:
    assert words in why_unknown(data)
