"""The lines of fences that the platform takes for text, read in order.

Where a fence has no end the platform reads all of it as text, so that its lines stand in
paragraphs; which of them belong together is found by reading them in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Finding
from docbuild.document import CodeBlock, Paragraph
from docbuild.rules.fence_findings import (
    NESTED,
    RUN_ON,
    TEXT_BEHIND,
    content_span,
    in_list,
    many_words,
    text_behind,
    unclosed,
    uneven,
    wrong_marks,
)
from docbuild.rules.lines import Line, Placed, html_block, lines
from docbuild.source import Source, Span

_FENCE = (
    r"[ \t]*+(?P<run>`{3,}+|~{3,}+)[ \t]*+(?P<word>[^\s`]*+)(?P<more>[ \t]++[^`\s][^`]*+)?[ \t]*"
)
_LOOKALIKE = r"[ \t]*(?P<marks>'''|···|｀｀｀|´´´|‘‘‘|’’’|“““)[ \t]*[\w+#-]*[ \t]*"
# The start of a code block inside of another, fenced by three marks as well.
_INNER = r"(?:\n|\r)[ \t>]*(?P<fence>(?:```|~~~)[ \t]*[^\s`~][^`\r\n]*)(?=[\r\n])"
_SHORTEST = "```"


class FenceReader:
    """The fences' lines in order, the wrong ones and those that come of them.

    ``_open`` waits for its end, which the platform has not found. ``_expects_end``: a start was
    reported or passed over, so that its end, which then has no start, is nothing new.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._open: tuple[Line, Placed] | None = None
        self._lookalike: tuple[Line, str] | None = None
        self._expects_end = False

    def read(self, place: Placed) -> Iterator[Finding]:
        node, source = place.node, self._source
        written = lines(source, node.span, quoted=place.in_quote)
        if isinstance(node, CodeBlock) and node.fence is not None:
            yield from self._block(node, written, place)
        elif isinstance(node, CodeBlock) or (
            isinstance(node, Paragraph) and html_block(node, source)
        ):
            fences = (re.fullmatch(_FENCE, line.text) for line in written)
            self._expects_end ^= sum(match is not None for match in fences) % 2 == 1
        else:
            for line in written:
                yield from self._line(line, place)

    def end(self) -> Iterator[Finding]:
        if self._open is not None:
            yield unclosed(*self._open, self._source)

    def _block(
        self, block: CodeBlock, written: tuple[Line, ...], place: Placed
    ) -> Iterator[Finding]:
        inner = re.compile(_INNER).search(self._source.text, *block.span)
        has_inner = inner is not None and len(block.fence or "") == len(_SHORTEST)
        if not has_inner or inner is None:
            yield from uneven(block, self._source)
        elif self._expects_end and block.language is None:
            # Its start is the end of a block that is none, and its end that of another one.
            for line in written:
                yield from self._line(line, place)
        elif re.match(TEXT_BEHIND, inner["fence"]):
            line = next(line for line in written if line.start <= inner.start("fence") < line.end)
            yield text_behind(line, place)
        elif (block.language or "").lower() in {"md", "markdown"}:
            self._expects_end = True
            yield Finding(*NESTED, span=Span(inner.start("fence"), inner.end("fence")))
        else:
            yield Finding(*RUN_ON, span=content_span(written[0]))

    def _line(self, line: Line, place: Placed) -> Iterator[Finding]:
        match = re.fullmatch(_FENCE, line.text)
        if self._open is not None and re.fullmatch(TEXT_BEHIND, line.text):
            self._open = None
            yield text_behind(line, place)
        elif match is None:
            if self._open is None:
                yield from self._other(line)
        elif self._expects_end and not match["word"]:
            self._expects_end = False
        elif isinstance(place.node, CodeBlock) and not match["more"]:
            self._expects_end = True  # it has its end inside of the block that is none
        else:
            yield from self._start(line, place, match)

    def _start(self, line: Line, place: Placed, match: re.Match[str]) -> Iterator[Finding]:
        if self._open is not None:
            yield unclosed(*self._open, self._source)
            self._open = None
            if not match["word"]:  # its end, where the platform does not look for it
                return
        if match["more"]:
            self._expects_end = True
            yield many_words(line, match)
        elif place.in_list and not place.in_quote and _is_at_margin(line, self._source):
            self._expects_end = True
            yield in_list(line)
        else:
            self._open = line, place

    def _other(self, line: Line) -> Iterator[Finding]:
        match = re.fullmatch(_LOOKALIKE, line.text)
        if match is None:
            return
        if self._lookalike is None or self._lookalike[1] != match["marks"]:
            self._lookalike = line, match["marks"]
            return
        yield wrong_marks(self._lookalike[0], line, match["marks"])
        self._lookalike = None


def _is_at_margin(line: Line, source: Source) -> bool:
    return line.content_start == 0 or source.text[line.content_start - 1] in "\r\n"
