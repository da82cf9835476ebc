"""Where a block of raw HTML ends. The platform shows it as text, but as one paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left

from docbuild.markdown.grammar import BLOCK_TAG, SPACES, WORD
from docbuild.markdown.lookahead import Lookahead

_COMMENT_END = re.compile(r"--> *")
_OPENING = re.compile(rf"<(?P<name>{BLOCK_TAG})")
_ATTRIBUTES = re.compile(rf"(?:\"[^\"]*\"|'[^']*'|[{SPACES}][^'\"/>{SPACES}]*)*+")
_TAG_END = re.compile(r"/?> *")
_CLOSING = re.compile(rf"</([{WORD}]+)> *")


class HtmlIndex:
    """The ends of HTML blocks in a text, each kind looked for once.

    ``solid``: from this index on there is nothing but space up to the document's end.
    """

    def __init__(self, text: str, solid: int, ahead: Lookahead) -> None:
        self._text = text
        self._solid = solid
        self._ahead = ahead
        self._comment_ends: list[int] | None = None
        self._closings: dict[str, list[tuple[int, int]]] | None = None

    def block_end(self, start: int) -> int | None:
        """The end of the HTML block whose ``<`` stands at ``start``, if there is one."""
        if self._text.startswith("<!--", start):
            return self._comment_end(start + 4)
        opening = _OPENING.match(self._text, start)
        if opening is None:
            return None
        end = self._closing_end(opening["name"], opening.end() + 1)
        return self._lone_end(opening.end()) if end is None else end

    def _lone_end(self, name_end: int) -> int | None:
        """The end of the block that the tag is by itself, if a blank line follows it."""
        attributes = _ATTRIBUTES.match(self._text, name_end)
        assert attributes is not None, "there may be none"
        end = attributes.end()
        if end == len(self._text):
            self._ahead.missing.update("\"'/>")
            return None
        self._ahead.reached(end + 1)
        if self._text[end] in "\"'":
            self._ahead.missing.add(self._text[end])
        tag_end = _TAG_END.match(self._text, end)
        return None if tag_end is None else self._blank_after(tag_end.end())

    def _comment_end(self, start: int) -> int | None:
        if self._comment_ends is None:
            ends = (match.end() for match in _COMMENT_END.finditer(self._text))
            self._comment_ends = [e for e in ends if e >= self._solid or self._text[e] == "\n"]
        index = bisect_left(self._comment_ends, start + 3)
        if index == len(self._comment_ends):
            self._ahead.missing.add("-->")
            return None
        end = self._comment_ends[index]
        return end + 1 if self._text.startswith("\n", end) else len(self._text)

    def _closing_end(self, name: str, start: int) -> int | None:
        """The end of the first ``</name>`` from ``start`` on that a blank line follows."""
        if self._closings is None:
            self._closings = {}
            for match in _CLOSING.finditer(self._text):
                end = self._blank_after(match.end())
                if end is not None:
                    self._closings.setdefault(match[1], []).append((match.start(), end))
        places = self._closings.get(name, [])
        index = bisect_left(places, (start, 0))
        if index == len(places):
            self._ahead.missing.add(f"</{name}>")
            return None
        return places[index][1]

    def _blank_after(self, position: int) -> int | None:
        """The end of the blank lines at ``position``, or of the text if only space follows."""
        end = position
        while self._text.startswith("\n", end):
            end += 1
        if end - position > 1:
            return end
        return len(self._text) if position >= self._solid else None
