"""The samples of a document: its fenced code, with the way back from each character to the file."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
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
        line = self.code.count("\n", 0, index)
        start, end = self._lines[line]
        from_the_end = self._line_end(index) - index  # as what is taken off lines is their start
        if from_the_end == 0:
            ends_here = not behind or line + 1 == len(self._lines)
            return end if ends_here else self._line_break_end(end)
        if "\t" not in self.source.text[start:end]:
            return end - from_the_end + behind
        at = end
        while at > start and from_the_end > 0:
            at -= 1
            from_the_end -= _TAB if self.source.text[at] == "\t" else 1
        return at + 1 if behind else at

    def _line_end(self, index: int) -> int:
        end = self.code.find("\n", index)
        return len(self.code) if end < 0 else end

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
