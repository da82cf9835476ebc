"""One range of inline text being read, and the nodes found in it so far."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from mistune import InlineState as MistuneInlineState

from docbuild.document import Definition, Inline, Text
from docbuild.markdown.addresses import EmailIndex
from docbuild.markdown.brackets import TargetIndex, TextIndex
from docbuild.markdown.delimiters import DelimiterIndex
from docbuild.markdown.grammar import SPACES, WORD
from docbuild.markdown.region import Region

_STOP = re.compile(
    rf"[\\<!\[`*~\n]|https?://|ftp://|www\.|(?<![{WORD}])_",
)
_LONGEST_STOP = len("https://")
_LABEL = re.compile(rf"[{SPACES}]*+\[([^\]]*)\]")


def is_plain(text: str) -> bool:
    """Whether nothing in ``text`` can start any construct."""
    return "@" not in text and _STOP.search(text) is None


class Reading:
    """What holds from one block of a document to the next while its inline text is read.

    ``in_link`` is the renderer's own memory: an ``<a …>`` that is never closed keeps URLs
    from becoming links until the next link ends.
    """

    __slots__ = ("_find", "in_link", "too_deep")

    def __init__(self, find: Callable[[str], Definition | None]) -> None:
        self._find = find
        self.in_link = False
        self.too_deep = False

    def definition(self, label: str) -> Definition | None:
        """The definition of a lower-cased label."""
        return self._find(label)


class InlineState(MistuneInlineState):
    """Reads ``region.text[start:end]``; :attr:`nodes` grows from left to right."""

    def __init__(self, reading: Reading, region: Region, start: int, end: int, depth: int) -> None:
        super().__init__({})
        self.reading = reading
        self.region = region
        self.src = src = region.text
        self.start = start
        self.end = end
        self.depth = depth
        self.nodes: list[Inline] = []
        self._text_start = start
        has_at = src.find("@", start, end) >= 0
        self.emails = EmailIndex(src, start, end) if has_at else None

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
        email = self.emails.next_start(position) if self.emails else None
        if email == position:
            return position
        reach = self.end if email is None else min(self.end, email + _LONGEST_STOP)
        found = _STOP.search(self.src, position, reach)
        stop = self.end if found is None else found.start()
        if found is not None and found[0] == "\n":
            while stop > position and self.src[stop - 1] == " ":
                stop -= 1
        return stop if email is None else min(stop, email)

    @cached_property
    def targets(self) -> TargetIndex:
        return TargetIndex(self.src, self.end)

    @cached_property
    def inline_texts(self) -> TextIndex:
        """The texts of ``[text](destination)``."""
        src, end, last = self.src, self.end, self.targets.last_parenthesis

        def accepts(position: int) -> bool:
            return src.startswith("](", position, end) and last > position + 1

        return TextIndex(src, end, accepts, open_ended=True)

    @cached_property
    def labelled_texts(self) -> TextIndex:
        """The texts of ``[text][label]``."""
        src, end = self.src, self.end

        def accepts(position: int) -> bool:
            return _LABEL.match(src, position + 1, end) is not None

        return TextIndex(src, end, accepts, open_ended=True)

    @cached_property
    def bare_texts(self) -> TextIndex:
        """The texts of ``[text]``, which are their own labels."""
        return TextIndex(self.src, self.end, lambda _: True, open_ended=False)

    def label_behind(self, position: int) -> re.Match[str] | None:
        """``[label]`` behind the ``]`` at ``position``."""
        return _LABEL.match(self.src, position + 1, self.end)

    @cached_property
    def marks(self) -> DelimiterIndex:
        return DelimiterIndex(self.src, self.start, self.end)

    @cached_property
    def solid_end(self) -> int:
        """The index behind the last character that is no space."""
        stripped = self.src[self.start : self.end].rstrip()
        return self.start + len(stripped)
