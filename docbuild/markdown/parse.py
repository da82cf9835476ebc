"""From a source to a document: first all blocks, then the text inside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docbuild.dialect import WECHAT, Dialect
from docbuild.document import (
    BlockNode,
    Budget,
    Cell,
    CodeBlock,
    Definition,
    Document,
    Heading,
    Inline,
    List,
    ListItem,
    Paragraph,
    Quote,
    Table,
    ThematicBreak,
)
from docbuild.markdown.dialects import parsers
from docbuild.markdown.drafts import (
    Draft,
    Gap,
    HeadingDraft,
    ItemDraft,
    LineDraft,
    ListDraft,
    ParagraphDraft,
    QuoteDraft,
    TableDraft,
)
from docbuild.markdown.headings import identifier
from docbuild.markdown.inline import MAX_DEPTH, InlineParser
from docbuild.markdown.inline_state import Reading
from docbuild.markdown.region import Region, normalise
from docbuild.source import Source, Span

#: Code points of a document that are read as Markdown. The upload refuses more than 2 MiB.
MAX_LENGTH = 4 * 1024 * 1024


def parse(source: Source, dialect: Dialect = WECHAT) -> Document:
    """The document as the platform's renderer reads it. Never raises for any text."""
    block_parser, inline_parser = parsers(dialect)
    exceeded: list[Budget] = []
    text = source.text
    if len(text) > MAX_LENGTH:
        exceeded.append(Budget(Span(MAX_LENGTH, len(text)), "size", MAX_LENGTH))
        text = text[:MAX_LENGTH]
    state = block_parser.read(normalise(text))
    definitions: dict[str, Definition] = state.env["ref_links"]
    finisher = Finisher(Reading(definitions.get), inline_parser)
    blocks = tuple(finisher.blocks(state.drafts, tight=False))
    exceeded += state.exceeded + finisher.exceeded
    return Document(source, blocks, definitions, tuple(exceeded))


class Finisher:
    """Reads the inline text of drafts, in the document's order."""

    def __init__(self, reading: Reading, parser: InlineParser) -> None:
        self._reading = reading
        self._parser = parser
        self.exceeded: list[Budget] = []

    def blocks(self, drafts: Sequence[Draft], *, tight: bool) -> Iterator[BlockNode]:
        for draft in drafts:
            if not isinstance(draft, Gap):
                yield self._block(draft, tight=tight)

    def _block(self, draft: Draft, *, tight: bool) -> BlockNode:
        match draft:
            case ParagraphDraft(region):
                return Paragraph(region.span(0, len(region.text)), self._inline(region))
            case LineDraft(container, start, end):
                region = container.part(start, end)
                return Paragraph(region.span(0, len(region.text)), self._inline(region), tight)
            case HeadingDraft(span, level, region):
                children = self._inline(region)
                return Heading(span, level, children, identifier(children))
            case QuoteDraft(span, inner):
                return Quote(span, tuple(self.blocks(inner, tight=False)))
            case ListDraft(span, start, items):
                return List(span, start, tuple(map(self._item, items)))
            case TableDraft(span, alignments, header, rows):
                head, body = self._cells(header), tuple(map(self._cells, rows))
                return Table(span, alignments, head, body)
            case CodeBlock() | ThematicBreak() | Definition():
                return draft
            case Gap():
                raise AssertionError("a gap makes no block")

    def _item(self, draft: ItemDraft) -> ListItem:
        children = tuple(self.blocks(draft.children, tight=not draft.loose))
        return ListItem(draft.span, draft.loose, children)

    def _cells(self, regions: tuple[Region, ...]) -> tuple[Cell, ...]:
        return tuple(
            Cell(region.span(0, len(region.text)), self._inline(region)) for region in regions
        )

    def _inline(self, region: Region) -> tuple[Inline, ...]:
        children = self._parser.read(region, self._reading)
        if self._reading.too_deep:
            self._reading.too_deep = False
            span = region.span(0, len(region.text))
            self.exceeded.append(Budget(span, "nesting", MAX_DEPTH))
        return children
