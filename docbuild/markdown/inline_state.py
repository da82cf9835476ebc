"""One range of inline text being read, and the nodes found in it so far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mistune import InlineState as MistuneInlineState

from docbuild.document import Definition, Inline, Text
from docbuild.markdown.addresses import EmailIndex
from docbuild.markdown.brackets import BracketIndex
from docbuild.markdown.delimiters import DelimiterIndex
from docbuild.markdown.grammar import SPACES, WORD
from docbuild.markdown.region import Region

_STOP = re.compile(
    rf"[\\<!\[`*~\n]|https?://|ftp://|www\.|(?<![{WORD}])_",
)
_SOLID = re.compile(f"[^{SPACES}](?=[{SPACES}]*+\\Z)")


@dataclass(slots=True)
class Reading:
    """What holds from one block of a document to the next while its inline text is read.

    ``in_link`` is the renderer's own memory: an ``<a …>`` that is never closed keeps URLs
    from becoming links until the next link ends.
    """

    definitions: Mapping[str, Definition]
    in_link: bool = False
    too_deep: bool = False


class InlineState(MistuneInlineState):
    """Reads ``region.text[start:end]``; :attr:`nodes` grows from left to right."""

    def __init__(self, reading: Reading, region: Region, start: int, end: int, depth: int) -> None:
        super().__init__({})
        self.reading = reading
        self.region = region
        self.src = region.text
        self.start = start
        self.end = end
        self.depth = depth
        self.nodes: list[Inline] = []
        self._text_start = start

    def add(self, node: Inline, start: int, end: int) -> int:
        """Put ``node``, written at ``start:end``, behind the text before it; give ``end``."""
        self.flush(start)
        self.nodes.append(node)
        self._text_start = end
        return end

    def flush(self, end: int) -> None:
        """Turn what was passed over, up to ``end``, into text."""
        start = self._text_start
        if end > start:
            self.nodes.append(Text(self.region.span(start, end), self.src[start:end]))
            self._text_start = end

    def next_stop(self, position: int) -> int:
        """The next place from ``position`` on where something but text may start."""
        found = _STOP.search(self.src, position, self.end)
        stop = self.end if found is None else found.start()
        if found is not None and found[0] == "\n":
            while stop > position and self.src[stop - 1] == " ":
                stop -= 1
        email = self.emails.next_start(position) if self.emails else None
        return stop if email is None else min(stop, email)

    @cached_property
    def emails(self) -> EmailIndex | None:
        if self.src.find("@", self.start, self.end) < 0:
            return None
        return EmailIndex(self.src, self.start, self.end)

    @cached_property
    def links(self) -> BracketIndex:
        return BracketIndex(self.src, self.end)

    @cached_property
    def marks(self) -> DelimiterIndex:
        return DelimiterIndex(self.src, self.start, self.end)

    @cached_property
    def solid_end(self) -> int:
        """The index behind the last character that is no space."""
        stripped = self.src[self.start : self.end].rstrip()
        return self.start + len(stripped)
