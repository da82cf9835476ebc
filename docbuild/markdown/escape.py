"""Text as HTML, the way the platform's renderer escapes it."""

from __future__ import annotations

import re

_AMPERSAND = re.compile("&")
_LONE_AMPERSAND = re.compile(r"&(?!#?\w+;)", re.ASCII)
_SPECIAL = re.compile("[&<>\"']")
_ENTITIES = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escape(text: str) -> str:
    """``text`` with everything special escaped: for text that is decoded already."""
    return _escape(text, _AMPERSAND)


def escape_written(text: str) -> str:
    """``text`` with its character references left as they are: for text as it was written."""
    return _escape(text, _LONE_AMPERSAND)


def _escape(text: str, ampersand: re.Pattern[str]) -> str:
    if not _SPECIAL.search(text):
        return text
    return ampersand.sub("&amp;", text).translate(_ENTITIES)
