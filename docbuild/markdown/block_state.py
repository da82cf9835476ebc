"""One region being read for blocks: the text, what was found in it, and what it is part of."""

from __future__ import annotations

from functools import cached_property

from mistune import BlockState as MistuneBlockState

from docbuild.document import Budget
from docbuild.markdown.definitions import DefinitionIndex
from docbuild.markdown.drafts import Draft
from docbuild.markdown.fences import FenceIndex
from docbuild.markdown.html_blocks import HtmlIndex
from docbuild.markdown.lookahead import Lookahead
from docbuild.markdown.region import Region
from docbuild.source import Span


class BlockState(MistuneBlockState):
    """``top``: not inside a list, so that tables and definitions count."""

    def __init__(
        self, region: Region, *, top: bool = True, parent: BlockState | None = None
    ) -> None:
        super().__init__(parent)
        self.region = region.without_blanks()
        self.process(self.region.text)
        self.top = top
        self.drafts: list[Draft] = []
        self.exceeded: list[Budget] = parent.exceeded if parent else []
        #: Titles of definitions that the platform's renderer would not get done with.
        self.endless: list[Span] = parent.endless if parent else []

    @cached_property
    def ahead(self) -> Lookahead:
        return Lookahead()

    @cached_property
    def solid(self) -> int:
        """The index from which on there is nothing but space up to the document's end."""
        return len(self.src.rstrip())

    @cached_property
    def fences(self) -> FenceIndex:
        return FenceIndex(self.src, self.ahead)

    @cached_property
    def html(self) -> HtmlIndex:
        return HtmlIndex(self.src, self.solid, self.ahead)

    @cached_property
    def definitions(self) -> DefinitionIndex:
        return DefinitionIndex(self.src, self.ahead, self._note_endless)

    def _note_endless(self, start: int, end: int) -> None:
        self.endless.append(self.region.span(start, end))

    def begin(self, index: int) -> None:
        """A block starts at ``index``."""

    def span(self, start: int, end: int) -> Span:
        """The span in the file of ``src[start:end]`` without the newlines at its end."""
        while end > start and self.src[end - 1] == "\n":
            end -= 1
        return self.region.span(start, end)
