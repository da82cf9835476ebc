"""URLs and e-mail addresses in the running text, which the renderer turns into links."""

from __future__ import annotations

import re
from bisect import bisect_right

from docbuild.markdown.grammar import SPACES

SCHEME = r"[a-zA-Z][a-zA-Z0-9+.-]{1,31}"
_LOCAL = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]"
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL})+(?![-_])"
EMAIL = rf"{_LOCAL}+@{_DOMAIN}"
#: A URL takes everything up to a space or ``<``: Chinese punctuation and text as well.
URL = rf"(?:(?:ftp|https?)://|www\.)[a-zA-Z0-9-][^{SPACES}<]*"

_LOCAL_BEFORE_AT = re.compile(rf"(?<!{_LOCAL}){_LOCAL}++@")
_AFTER_AT = re.compile(_DOMAIN)
#: What is left of an address when the punctuation at its end is taken off.
_KEPT = re.compile(r"(?:[^?!.,:;*_~()&]+|\([^)]*\)|&(?![a-zA-Z0-9]+;\Z)|[?!.,:;*_~)]+(?!\Z))+")


def kept_end(text: str, start: int, end: int) -> int:
    """Where the address in ``text[start:end]`` ends once closing punctuation is taken off."""
    kept = _KEPT.match(text, start, end)
    return end if kept is None else kept.end()


class EmailIndex:
    """The places of ``text[:limit]`` where an e-mail address may start."""

    def __init__(self, text: str, start: int, limit: int) -> None:
        self._text = text
        self._limit = limit
        # A slice, because an address may start where the text does, whatever stands before it.
        found = [m.span() for m in _LOCAL_BEFORE_AT.finditer(text[start:limit])]
        self._starts = [start + first for first, _ in found]
        self._ends = [start + behind for _, behind in found]

    def next_start(self, position: int) -> int | None:
        """The first place from ``position`` on where letters run up to an ``@``."""
        index = bisect_right(self._ends, position + 1)
        return max(position, self._starts[index]) if index < len(self._starts) else None

    def email_end(self, position: int) -> int | None:
        """The end of the e-mail address that starts at ``position``, if one does."""
        index = bisect_right(self._ends, position + 1)
        if index == len(self._starts) or self._starts[index] > position:
            return None
        domain = _AFTER_AT.match(self._text, self._ends[index], self._limit)
        return None if domain is None else domain.end()
