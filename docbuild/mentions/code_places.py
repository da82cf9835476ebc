"""Where a piece of code or text stands in the source."""

from bisect import bisect_right
from itertools import accumulate

from docbuild.document import CodeBlock, CodeSpan, RawHtml, Text
from docbuild.samples import Sample, is_sample
from docbuild.source import Source, Span

_LONGEST_LINE = 10_000  # characters in which a place is looked for character by character


class CodePlaces:
    """Tells the span in the source of a piece of the node's code or text.

    Mostly that is as far behind its beginning there as here, at least within a line. Where a tab
    of the source is some spaces of the code, the sample itself has to count.
    """

    def __init__(self, node: CodeBlock | CodeSpan | RawHtml | Text, source: Source) -> None:
        code = node.text if isinstance(node, Text | RawHtml) else node.code
        written = source[node.span]
        fenced = isinstance(node, CodeBlock) and node.fence is not None
        body = written.find("\n") + 1 if fenced else len(written) - len(written.lstrip("`"))
        at = written.find(code, body)
        self._whole, self._length = node.span, len(code)
        self._sample: Sample | None = None
        self._starts: tuple[int, ...] = (0,)  # of the lines, or of all that has one offset
        self._offsets: tuple[int | None, ...] = (node.span.start + at,)
        if at < 0:
            self._by_line(code, written[body:], node.span.start + body)
            if isinstance(node, CodeBlock) and is_sample(node):
                self._sample = Sample(node, source)

    def span(self, start: int, end: int) -> Span:
        """The span of ``code[start:end]``; that of the whole node where it cannot be told."""
        line = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        offset = self._offsets[line]
        if line == last and offset is not None:
            return Span(offset + start, offset + end)
        if self._sample is not None and self._is_short(line):
            return self._sample.span(start, end)
        return self._whole

    def _by_line(self, code: str, written: str, at: int) -> None:
        """Lines that lost what is before them, such as the mark of a quote, end as they did."""
        lines, rows = code.split("\n"), written.split("\n")
        self._starts = tuple(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
        bases = accumulate((len(row) + 1 for row in rows), initial=at)
        found = [
            base + len(row) - len(line) - begin if row.endswith(line) else None
            for line, begin, row, base in zip(
                lines, self._starts, (row.rstrip("\r") for row in rows), bases, strict=False
            )
        ]
        self._offsets = (*found, *[None] * (len(lines) - len(found)))

    def _is_short(self, line: int) -> bool:
        ends = (*self._starts[line + 1 : line + 2], self._length)
        return ends[0] - self._starts[line] <= _LONGEST_LINE
