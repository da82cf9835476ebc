"""The samples of a document: its fenced code, with the way back from each character to the file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from docbuild.document import CodeBlock, Node
from docbuild.source import Source, Span

_LINE_END = "\r\n|[\n\r\u2424]"  # what the platform's renderer takes for one
_TAB = 4  # spaces, whatever the column
# A fence that took in the next one, or more of its own end than it has marks.
_STRAYED = r"(?m)^ *(?:```|~~~)|\n *[`~]{1,2}\Z"
_LANGUAGE = r"[^\s{,:(;]*"


class _Fenced(NamedTuple):
    block: CodeBlock
    source: Source


class _Tabs:
    """The tabs of a line that ends at ``end``, the last one first."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._end = end
        self._places: list[int] = []
        self._behind: list[int] = []  # characters of the code behind each tab
        place = text.rfind("\t", start, end)
        while place >= 0:
            self._behind.append(end - place - 1 + (_TAB - 1) * len(self._places))
            self._places.append(place)
            place = text.rfind("\t", start, place)

    def offset(self, from_the_end: int) -> int:
        """The offset of the character of the code that is that far from the line's end."""
        tabs = bisect_left(self._behind, from_the_end)
        if tabs and from_the_end <= self._behind[tabs - 1] + _TAB:
            return self._places[tabs - 1]
        return self._end - from_the_end + (_TAB - 1) * tabs


class Sample(_Fenced):
    """A fenced code block. Offsets into ``code`` count what readers see and copy.

    In the file its lines may stand behind the marks of quotes and the indentation of lists, and
    a tab of the file is four spaces of the code.
    """

    @property
    def code(self) -> str:
        return self.block.code

    @property
    def language(self) -> str:
        """The first word of what stands behind the fence in lower case, ``""`` if nothing does."""
        match = re.match(_LANGUAGE, self.block.language or "")
        return match[0].lower() if match is not None else ""

    def span(self, start: int, end: int) -> Span:
        """Where ``code[start:end]`` stands in the document."""
        if start >= end:
            return Span(self._offset(start), self._offset(start))
        return Span(self._offset(start), self._offset(end - 1, behind=True))

    def _offset(self, index: int, *, behind: bool = False) -> int:
        """The offset in the document of ``code[index]``, or of what is behind it."""
        line = bisect_right(self._starts, index) - 1
        start, end = self._lines[line]
        from_the_end = self._line_end(line) - index  # as what is taken off lines is their start
        if from_the_end == 0:
            ends_here = not behind or line + 1 == len(self._lines)
            return end if ends_here else self._line_break_end(end)
        return max(self._tabs(line).offset(from_the_end), start) + behind

    def _line_end(self, line: int) -> int:
        return self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self.code)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Where each line of the code begins."""
        rest = self.code.split("\n")[:-1]
        return tuple(accumulate((len(line) + 1 for line in rest), initial=0))

    @cached_property
    def _known_tabs(self) -> dict[int, "_Tabs"]:
        return {}

    def _tabs(self, line: int) -> "_Tabs":
        found = self._known_tabs.get(line)
        if found is None:
            found = self._known_tabs[line] = _Tabs(self.source.text, *self._lines[line])
        return found

    def _line_break_end(self, start: int) -> int:
        match = re.compile(_LINE_END).match(self.source.text, start)
        return match.end() if match is not None else start

    @cached_property
    def _lines(self) -> tuple[tuple[int, int], ...]:
        """Where each line of the code, with what was taken off its start, stands in the file."""
        text, (start, end) = self.source.text, self.block.span
        lines: list[tuple[int, int]] = []
        first = re.compile(_LINE_END).search(text, start)
        at = first.end() if first is not None else end
        for _ in range(self.code.count("\n")):
            match = re.compile(_LINE_END).search(text, at)
            assert match is not None, "the closing fence is behind the last line"
            lines.append((at, match.start()))
            at = match.end()
        match = re.compile(_LINE_END).search(text, at, end)
        last = match.start() if match is not None else end - len(self.block.fence or "")
        if match is None:
            last = at + len(text[at:last].rstrip(" \t\u00a0"))
        return (*lines, (at, last))


def is_sample(node: Node) -> bool:
    """Whether ``node`` is fenced code, and no text that a fence swallowed."""
    if not isinstance(node, CodeBlock) or node.fence is None:
        return False
    return re.search(_STRAYED, node.code) is None


def samples(nodes: Iterable[Node], source: Source | None) -> Iterator[Sample]:
    """The fenced code among ``nodes`` in order; none where there is no source."""
    for node in () if source is None else nodes:
        if isinstance(node, CodeBlock) and is_sample(node):
            assert source is not None
            yield Sample(node, source)
