"""The inline text of passages: it makes them segments, which know what they depend on."""

from __future__ import annotations

from collections.abc import Callable

from docbuild.document import Definition
from docbuild.markdown.inline import InlineParser
from docbuild.markdown.inline_state import Reading
from docbuild.markdown.parse import Finisher
from docbuild.markdown.passages import Passage
from docbuild.markdown.segments import Segment
from docbuild.source import Span


class SegmentReader:
    """Reads passages of one text. ``find`` gives the definition of a lower-cased label."""

    def __init__(
        self, text: str, find: Callable[[str], Definition | None], parser: InlineParser
    ) -> None:
        self._text = text
        self._reading = _NotedReading(find)
        self._finisher = Finisher(self._reading, parser)

    def read(self, passage: Passage, *, in_link: bool) -> Segment:
        """The segment of a passage, which begins inside a link or not."""
        reading, finisher = self._reading, self._finisher
        reading.begin(in_link=in_link)
        finisher.exceeded = []
        blocks = tuple(finisher.blocks(passage.drafts, tight=False))
        return Segment(
            text=self._text[passage.start : passage.end],
            origin=passage.start,
            blocks=blocks,
            exceeded=(*passage.exceeded, *finisher.exceeded),
            labels=frozenset(reading.labels),
            nested=len(passage.exceeded),
            references=reading.references,
            definitions=passage.definitions,
            missing=passage.missing,
            continuation=passage.continuation,
            entered=in_link if reading.asked else None,
            left=reading.in_link if reading.told else None,
        )


class _NotedReading(Reading):
    """Notes what a segment asks of those before it and tells those behind it."""

    __slots__ = ("_in_link", "asked", "labels", "references", "told")

    def __init__(self, find: Callable[[str], Definition | None]) -> None:
        super().__init__(find)
        self.begin(in_link=False)

    def begin(self, *, in_link: bool) -> None:
        self._in_link = in_link
        self.asked = self.told = False
        self.labels: set[str] = set()
        self.references: dict[str, Span] = {}

    def definition(self, label: str) -> Definition | None:
        self.labels.add(label)
        definition = super().definition(label)
        if definition is not None:
            self.references[label] = definition.destination_span
        return definition

    @property
    def in_link(self) -> bool:
        self.asked = self.asked or not self.told
        return self._in_link

    @in_link.setter
    def in_link(self, value: bool) -> None:
        self._in_link = value
        self.told = True
