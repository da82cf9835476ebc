"""Blocks whose inline text has not been read yet.

A reference may be used before it is defined, so the whole block structure is found first and
inline text is read afterwards. Between the two, a block is a draft.
"""

from typing import NamedTuple, TypeAlias

from docbuild.document import CodeBlock, Definition, ThematicBreak
from docbuild.markdown.region import Region
from docbuild.source import Span


class Gap(NamedTuple):
    """A blank line: it keeps the lines of text around it apart."""


class ParagraphDraft(NamedTuple):
    region: Region


class LineDraft(NamedTuple):
    """A line of text in a list item; lines that follow each other are one piece of text.

    ``start`` and ``end`` are indices into ``container``, the region it was found in.
    """

    container: Region
    start: int
    end: int


class HeadingDraft(NamedTuple):
    span: Span
    level: int
    region: Region


class QuoteDraft(NamedTuple):
    span: Span
    children: tuple["Draft", ...]


class ItemDraft(NamedTuple):
    span: Span
    loose: bool
    children: tuple["Draft", ...]


class ListDraft(NamedTuple):
    span: Span
    start: int | None
    items: tuple[ItemDraft, ...]


class TableDraft(NamedTuple):
    span: Span
    alignments: tuple[str | None, ...]
    header: tuple[Region, ...]
    rows: tuple[tuple[Region, ...], ...]


Draft: TypeAlias = (
    Gap
    | ParagraphDraft
    | LineDraft
    | HeadingDraft
    | QuoteDraft
    | ListDraft
    | TableDraft
    | CodeBlock
    | ThematicBreak
    | Definition
)
