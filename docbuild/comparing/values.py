"""What a comparison says, as plain values."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from docbuild.asset import Asset
from docbuild.build import Build
from docbuild.comparing.whole_marks import is_marked
from docbuild.diagnostic import Diagnostic, Message
from docbuild.document import BlockNode
from docbuild.markdown.segments import Segmented
from docbuild.source import Span

BlockKind: TypeAlias = Literal["same", "added", "removed", "changed", "moved"]
PictureKind: TypeAlias = Literal["added", "removed", "changed", "renamed"]


#: The blocks of an article with the HTML that the platform writes, as far as it writes any.
Rendered: TypeAlias = tuple[tuple[BlockNode, str], ...]


class Edition(NamedTuple):
    """A state of the document, and how people call it. ``rendered`` is its article and
    ``segmented`` its document in segments, if they were needed before."""

    name: Message
    build: Build
    rendered: Rendered | None = None
    segmented: Segmented | None = None


class BlockChange(NamedTuple):
    """A block of the article and what became of it, in the order of reading.

    ``old_html`` is ``None`` where there was none, ``new_html`` where there is none any more.
    ``marked_html`` shows both: see :mod:`docbuild.comparing.marking`. A block that was ``moved``
    appears twice, without ``new_html`` where it was and without ``old_html`` where it is now,
    where what was changed in it is marked, too; ``move`` is the number, from 0, that both places
    and the blocks that went together have. The spans are those of the two documents.
    """

    kind: BlockKind
    old_html: str | None
    new_html: str | None
    marked_html: str
    old_span: Span | None = None
    new_span: Span | None = None
    move: int | None = None

    @property
    def is_edited(self) -> bool:
        """Whether something in it is others now, not its place alone."""
        return is_marked(self.marked_html)


class PictureChange(NamedTuple):
    """A picture that readers see. ``old`` is ``None`` for one that was added, ``new`` for one
    that is gone; ``renamed``: the same bytes by another path."""

    kind: PictureKind
    old: Asset | None
    new: Asset | None


class Size(NamedTuple):
    """Bytes of the document and the pictures that it shows, before and now."""

    old: int
    new: int


class Comparison(NamedTuple):
    """What separates two editions.

    ``blocks`` are those of both, ``pictures`` only those that are not the same. ``gained`` are
    the findings of the new edition that the old one did not have, ``lost`` the other way round,
    each with places in its own document; ``kept`` is how many both have. ``same_text``: the
    Markdown is the same to the last character. ``exhausted``: the documents took too much work,
    so that some of what was changed is told as removed and added.
    """

    old: Edition
    new: Edition
    blocks: tuple[BlockChange, ...]
    pictures: tuple[PictureChange, ...]
    gained: tuple[Diagnostic, ...]
    lost: tuple[Diagnostic, ...]
    kept: int
    size: Size
    same_text: bool
    exhausted: bool = False

    @property
    def is_same(self) -> bool:
        """Whether the same would go up: text and pictures, to the last byte."""
        return self.same_text and not self.pictures

    def number_of(self, kind: BlockKind) -> int:
        """How many blocks are of a kind. One that was moved counts once; if it was changed on the
        way, it counts for that as well."""
        here = [block for block in self.blocks if block.kind != "moved" or block.old_html is None]
        found = sum(block.kind == kind for block in here)
        if kind == "changed":
            found += sum(block.kind == "moved" and block.is_edited for block in here)
        return found
