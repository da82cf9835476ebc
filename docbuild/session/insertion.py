"""A paragraph that is put behind a block of a document."""

from __future__ import annotations

from bisect import bisect_right

from docbuild import fixes
from docbuild.document import BlockNode, Paragraph
from docbuild.markdown.incremental import edited, replaced
from docbuild.markdown.segments import Segment, Segmented, shifted
from docbuild.source import Span


def with_paragraph(document: Segmented, block: Span, paragraph: str) -> str | None:
    """The text of ``document`` with ``paragraph``, of one line, behind the block at that span.

    ``None`` where it would be no paragraph of its own, or would make something else of what is
    around it, as between tags of HTML that the renderer takes for one piece.
    """
    before = document.source.text
    edit = fixes.paragraph_behind(before, block, paragraph)
    text = fixes.edited(before, [edit])
    start = text.index(paragraph, edit.span.start)
    after = edited(document, text)
    added = sum(
        _count(after.segments, new) - _count(document.segments, old)
        for old, new in replaced(document, after)
    )
    is_there = _is_paragraph(after, Span(start, start + len(paragraph)))
    return text if added == 1 and is_there else None


def _count(segments: tuple[Segment, ...], place: range) -> int:
    return sum(len(segment.blocks) for segment in segments[place.start : place.stop])


def _is_paragraph(document: Segmented, span: Span) -> bool:
    index = bisect_right(document.starts, span.start) - 1
    segment, start = document.segments[index], document.starts[index]
    blocks: tuple[BlockNode, ...] = shifted(segment.blocks, start - segment.origin)
    return any(isinstance(block, Paragraph) and block.span == span for block in blocks)
