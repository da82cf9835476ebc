"""How facts read in messages: clipped where the document could make them endless."""

from __future__ import annotations

_LONGEST = 60  # characters of the document that a message quotes


def quoted(text: str) -> str:
    """``text`` on one line, short enough for a sentence: the middle of a long one is left out."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    half = (_LONGEST - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
