"""The outline of a document: its headings, each with the block that it stands in."""

from collections.abc import Iterable
from typing import NamedTuple

from docbuild.document import BlockNode, Heading, plain_text


class Section(NamedTuple):
    """A heading of the outline.

    ``block`` counts the page's blocks from 0. It tells sections apart where ``identifier``
    cannot: every all-Chinese heading has the identifier ``-``.
    """

    level: int
    text: str
    identifier: str
    block: int


def outline(blocks: Iterable[BlockNode]) -> tuple[Section, ...]:
    """The sections of a page made of these blocks. A heading in a quote or list opens none."""
    return tuple(
        Section(block.level, plain_text(block.children).strip(), block.identifier, index)
        for index, block in enumerate(blocks)
        if isinstance(block, Heading)
    )
