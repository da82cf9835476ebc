"""The outline of a document: its headings, each with the block that it stands in."""

from collections.abc import Iterable
from typing import NamedTuple

from docbuild.document import BlockNode, Heading, plain_text


class Section(NamedTuple):
    """A heading of the outline.

    ``block`` is the key of the page's block with the heading. It tells sections apart where
    ``identifier`` cannot: every all-Chinese heading has the identifier ``-``.
    """

    level: int
    text: str
    identifier: str
    block: int


def outline(blocks: Iterable[tuple[int, BlockNode]]) -> tuple[Section, ...]:
    """The sections of a page made of these blocks, each given with its key.

    A heading in a quote or list opens none.
    """
    return tuple(
        Section(block.level, plain_text(block.children).strip(), block.identifier, key)
        for key, block in blocks
        if isinstance(block, Heading)
    )
