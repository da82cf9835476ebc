"""Blocks whose inline text has not been read yet.

A reference may be used before it is defined, so the whole block structure is found first and
inline text is read afterwards. Between the two, a block is a draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from docbuild.document import CodeBlock, Definition, ThematicBreak
from docbuild.markdown.region import Region
from docbuild.source import Span


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank line: it keeps the lines of text around it apart."""


@dataclass(frozen=True, slots=True)
class ParagraphDraft:
    region: Region


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line of text in a list item; lines that follow each other are one piece of text.

    ``start`` and ``end`` are indices into ``container``, the region it was found in.
    """

    container: Region
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HeadingDraft:
    span: Span
    level: int
    region: Region


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    span: Span
    children: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class ItemDraft:
    span: Span
    loose: bool
    children: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class ListDraft:
    span: Span
    start: int | None
    items: tuple[ItemDraft, ...]


@dataclass(frozen=True, slots=True)
class TableDraft:
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
