"""The outline of a document: its headings, each with the block that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from docbuild.document import Document, Heading, plain_text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the outline.

    ``block`` counts the document's blocks from 0, definitions included. It tells sections
    apart where ``identifier`` cannot: every all-Chinese heading has the identifier ``-``.
    """

    level: int
    text: str
    identifier: str
    block: int


def outline(document: Document) -> tuple[Section, ...]:
    """The headings at the document's top level; those inside quotes and lists open no section."""
    return tuple(
        Section(block.level, plain_text(block.children).strip(), block.identifier, index)
        for index, block in enumerate(document.blocks)
        if isinstance(block, Heading)
    )
