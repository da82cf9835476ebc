"""Where code or text stands in the source: quotes, lists and fences take marks off it."""

from bisect import bisect_right
from itertools import accumulate

from docbuild.document import CodeBlock, CodeSpan, Text
from docbuild.source import Source, Span


class CodePlaces:
    """Tells the span in the source of a piece of the node's code or text."""

    def __init__(self, node: CodeBlock | CodeSpan | Text, source: Source) -> None:
        self._whole = node.span
        raw, code = source[node.span], node.text if isinstance(node, Text) else node.code
        fenced = isinstance(node, CodeBlock) and node.fence is not None
        body = raw.find("\n") + 1 if fenced else len(raw) - len(raw.lstrip("`"))
        at = raw.find(code, body)
        self._lines: tuple[int, ...] = ()
        self._offsets: tuple[int | None, ...] = (None if at < 0 else node.span.start + at,)
        if at < 0:
            self._by_line(raw[body:], code, node.span.start + body)

    def span(self, start: int, end: int) -> Span:
        """The span of ``code[start:end]``; that of the whole node where it cannot be told."""
        line = bisect_right(self._lines, start) if self._lines else 0
        offset = self._offsets[line]
        if offset is None or (self._lines and bisect_right(self._lines, end - 1) != line):
            return self._whole
        return Span(offset + start, offset + end)

    def _by_line(self, raw: str, code: str, base: int) -> None:
        """Line by line: each line of the code ends a line of the source."""
        lines = code.splitlines(keepends=True)
        starts = (0, *accumulate(map(len, lines)))
        written = raw.splitlines(keepends=True)
        bases = accumulate(map(len, written), initial=base)
        self._lines = tuple(starts[1:])
        self._offsets = tuple(
            _offset(mine, theirs, at, start)
            for mine, theirs, at, start in zip(lines, written, bases, starts, strict=False)
        ) + (None,) * (1 + max(0, len(lines) - len(written)))


def _offset(code: str, written: str, at: int, start: int) -> int | None:
    code, written = code.rstrip("\r\n"), written.rstrip("\r\n")
    return at + len(written) - len(code) - start if written.endswith(code) else None
