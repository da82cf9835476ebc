"""How facts read in messages: clipped where the document could make them endless."""

from __future__ import annotations

from functools import lru_cache

_LONGEST = 60  # characters of the document that a message quotes


# Remembered, because a reference definition lets a thousand pictures share one endless address.
@lru_cache
def quoted(text: str) -> str:
    """``text`` on one line, short enough for a sentence: the middle of a long one is left out."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    half = (_LONGEST - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
