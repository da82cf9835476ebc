"""Where a piece of code or text stands in the source."""

from itertools import accumulate

from docbuild.document import CodeBlock, CodeSpan, RawHtml, Text
from docbuild.samples import Sample, is_sample
from docbuild.source import Source, Span


class CodePlaces:
    """Tells the span in the source of a piece of the node's code or text."""

    def __init__(self, node: CodeBlock | CodeSpan | RawHtml | Text, source: Source) -> None:
        self._whole = node.span
        self._sample: Sample | None = None
        self._code = node.text if isinstance(node, Text | RawHtml) else node.code
        self._offsets: tuple[int | None, ...] = ()
        if isinstance(node, CodeBlock) and is_sample(node):
            self._sample = Sample(node, source)
        else:
            self._offsets = _offsets(self._code, source[node.span], node.span.start)

    def span(self, start: int, end: int) -> Span:
        """The span of ``code[start:end]``; that of the whole node where it cannot be told."""
        if self._sample is not None:
            return self._sample.span(start, end)
        line = self._code.count("\n", 0, start)
        offset = self._offsets[line] if line < len(self._offsets) else None
        if offset is None or (len(self._offsets) > 1 and "\n" in self._code[start:end]):
            return self._whole
        return Span(offset + start, offset + end)


def _offsets(code: str, written: str, start: int) -> tuple[int | None, ...]:
    """How far each line of ``code`` is from where it stands; one for all if nothing was taken off.

    Of indented code what is before a line was taken off, in a quote its mark too.
    """
    at = written.find(code, len(written) - len(written.lstrip("`")))
    if at >= 0:
        return (start + at,) * (code.count("\n") + 1)
    lines, rows = code.split("\n"), written.split("\n")
    begins = accumulate((len(line) + 1 for line in lines), initial=0)
    bases = accumulate((len(row) + 1 for row in rows), initial=start)
    return tuple(
        base + len(row) - len(line) - begin if row.endswith(line) else None
        for line, begin, row, base in zip(
            lines, begins, (row.rstrip("\r") for row in rows), bases, strict=False
        )
    )
