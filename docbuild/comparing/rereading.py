"""A document read from another that is nearly the same: what both have is parsed once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docbuild.comparing.values import Rendered
from docbuild.document import BlockNode, Document
from docbuild.markdown.html import output_limit, platform_picture, render, write
from docbuild.markdown.incremental import edited
from docbuild.markdown.segments import Segmented
from docbuild.source import Span

_MOST_PLACES = 24  # each costs a look at the whole document; the last takes in what is behind it
_AHEAD = 48  # segments that are looked for behind a difference
_NEAR, _FAR = 1 << 12, 1 << 17  # characters in which they are looked for, first and then
_TELLING = 16  # characters that a segment must have to be looked for


def reread(before: Segmented, text: str) -> Segmented:
    """``before`` with another text, as :func:`docbuild.markdown.incremental.edited` gives it.

    That reads all from the first difference to the last; here it is asked for one place after
    the other, from the end, so that what lies between them is not read again.
    """
    document, old = before, before.source.text
    places = list(_differences([segment.text for segment in before.segments], text))
    for start, begin in reversed(places):
        document = edited(document, old[:start] + text[begin:])
    return document


def _differences(parts: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Where ``parts``, one after the other, begin to differ from ``text``: places in both.

    From the last place on all may differ; before each of the others both are the same again.
    """
    index = start = begin = count = 0
    while index < len(parts):
        if text.startswith(parts[index], begin):
            start, begin = start + len(parts[index]), begin + len(parts[index])
            index += 1
            continue
        yield start, begin
        count += 1
        found = _same_again(parts, index, text, begin) if count < _MOST_PLACES else None
        if found is None:
            return
        start += sum(map(len, parts[index : found[0]]))
        index, begin = found
    if begin < len(text):
        yield start, begin


def _same_again(parts: Sequence[str], index: int, text: str, begin: int) -> tuple[int, int] | None:
    """A part from ``index`` on that stands behind ``begin`` as well, and where."""
    for distance in (_NEAR, _FAR):
        for ahead in range(index, min(index + _AHEAD, len(parts))):
            if len(parts[ahead]) >= _TELLING:
                found = text.find(parts[ahead], begin, begin + distance)
                if found >= 0:
                    return ahead, found
    return None


def rendered_beside(
    document: Document, after: Segmented, before: Segmented, html: Rendered
) -> Rendered:
    """The article of ``document``, which ``after`` is, where ``html`` is that of ``before``.

    Neither article is cut off.
    """
    if document.exceeded:
        return render(document).blocks
    written = {block.span: text for block, text in html}
    places = zip(before.segments, before.starts, strict=True)
    moved = {segment: start - segment.origin for segment, start in places}
    limit = output_limit(len(document.source.text))
    found: list[tuple[BlockNode, str]] = []
    blocks = iter(document.blocks)
    for segment in after.segments:
        by = moved.get(segment)
        for own in segment.blocks:
            block = next(blocks)
            if by is None:
                found.extend(write((block,), platform_picture, limit).blocks)
            elif text := written.get(Span(own.span.start + by, own.span.end + by)):
                found.append((block, text))
    return tuple(found)
