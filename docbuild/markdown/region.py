"""A piece of the document as the parser sees it, with the way back to the file's offsets.

The platform's renderer rewrites its input before and while it parses: tabs become spaces,
CRLF becomes LF, quotes lose their ``>`` and list items their indentation. A region carries,
for each of its characters, where that character stands in the file. Where nothing was
rewritten this is a ``range`` and costs nothing.
"""

import re
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from docbuild.source import Span

_OTHER_LENGTH = re.compile(r"\r\n|\t")
_BLANK_LINE = re.compile(r"^ +$", re.MULTILINE)
_TAB = " " * 4


class Region(NamedTuple):
    """``offsets[i]`` is the offset in the file of ``text[i]``; ``end`` is where it ends there."""

    text: str
    offsets: Sequence[int]
    end: int

    def part(self, start: int, end: int) -> "Region":
        """The region of ``text[start:end]``."""
        stop = self.offsets[end - 1] + 1 if end > start else self._place(start)
        return Region(self.text[start:end], self.offsets[start:end], stop)

    def offset(self, index: int) -> int:
        """The offset in the file of ``text[index]``; of the end for ``len(text)``."""
        return self.offsets[index] if index < len(self.text) else self.end

    def _place(self, index: int) -> int:
        """The offset of nothing at ``index``: behind what stands before it on its line.

        What was left out before ``text[index]``, as the CR of a line end, is no part of it.
        """
        if index > 0 and self.text[index - 1] != "\n":
            return self.offsets[index - 1] + 1
        return self.offset(index)

    def span(self, start: int, end: int) -> Span:
        """The span in the file of ``text[start:end]``."""
        if end <= start:
            return Span(self._place(start), self._place(start))
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def without(self, pattern: re.Pattern[str]) -> "Region":
        """The region that is left when every match of ``pattern`` is taken out."""
        kept: list[str] = []
        offsets = array("I")
        last = 0
        for match in pattern.finditer(self.text):
            if match.end() > match.start():
                kept.append(self.text[last : match.start()])
                offsets.extend(self.offsets[last : match.start()])
                last = match.end()
        if not last:
            return self
        kept.append(self.text[last:])
        offsets.extend(self.offsets[last:])
        return Region("".join(kept), offsets, self.end)

    def without_blanks(self) -> "Region":
        """The region with its lines of nothing but spaces emptied."""
        return self.without(_BLANK_LINE)


def normalise(text: str, start: int = 0, end: int | None = None) -> Region:
    """The region of a file's ``text[start:end]``, whole lines, as the platform's renderer reads it.

    Line ends become LF, a tab four spaces (whatever its column), U+00A0 a space. A byte order
    mark at the file's start stays, and is text to it.
    """
    end = len(text) if end is None else end
    if not _OTHER_LENGTH.search(text, start, end):
        return Region(_same_length(text[start:end]), range(start, end), end)
    pieces: list[str] = []
    offsets = array("I")
    for match in _OTHER_LENGTH.finditer(text, start, end):
        pieces.append(_same_length(text[start : match.start()]))
        offsets.extend(range(start, match.start()))
        pieces.append(_TAB if match[0] == "\t" else "\n")
        offsets.extend([match.end() - 1] * len(pieces[-1]))
        start = match.end()
    pieces.append(_same_length(text[start:end]))
    offsets.extend(range(start, end))
    return Region("".join(pieces), offsets, end)


def _same_length(text: str) -> str:
    return text.replace("\r", "\n").replace("\u00a0", " ").replace("\u2424", "\n")
