"""Untrusted text made fit for a terminal: nothing invisible, nothing that moves the cursor."""

from __future__ import annotations

import unicodedata

# Letters and marks by category that show nothing, or that are read as a space: str.isprintable
# lets them pass. The last ranges are variation selectors that no emoji needs.
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0))))
)
_SPACES = frozenset(" \u00a0\u3000")


def printable(text: str) -> str:
    r"""``text`` with all that a terminal would not show as itself written ``\u{…}``.

    That is: control characters (C0 and C1, line ends too), bidirectional marks, zero-width
    and other invisible characters, lone surrogates, and code points without a meaning.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(shown, text))


def shown(character: str) -> str:
    """One character as :func:`printable` shows it."""
    if character in _SPACES or (character.isprintable() and character not in _INVISIBLE):
        return character
    return f"\\u{{{ord(character):x}}}"


def columns(text: str) -> int:
    """How many columns of a terminal the printable ``text`` takes: two for a wide character."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
