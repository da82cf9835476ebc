"""The inline text of what is new, and of segments that an edit elsewhere makes different."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeAlias, cast

from docbuild.document import Definition
from docbuild.markdown.dialects import Parsers
from docbuild.markdown.passages import Passage, passages
from docbuild.markdown.region import normalise
from docbuild.markdown.segment_reader import SegmentReader
from docbuild.markdown.segments import Segment, redirected, shifted, winning
from docbuild.source import Span

Part: TypeAlias = Segment | Passage


class Settling:
    """A document of segments and new passages, of which all become segments.

    ``linked``: a segment of the document before ended inside a link; ``referring``: one had
    references. After :meth:`settle` they say the same of the new document, or
    ``referring`` maybe too much, and :attr:`renewed` holds the indices of the segments that
    are not those that were given.
    """

    def __init__(
        self,
        text: str,
        parts: list[Part],
        starts: Sequence[int],
        parsers: Parsers,
        *,
        linked: bool,
        referring: bool,
    ) -> None:
        self._text = text
        self._parts = parts
        self._starts = starts
        self._parsers = parsers
        self.linked = linked
        self.referring = referring
        self.renewed: list[int] = []

    def settle(self, new: range, changed: Collection[str]) -> tuple[Segment, ...]:
        """Make segments of the parts, of which those in ``new`` are passages.

        ``changed`` are the labels whose definitions say something else than before.
        """
        self._read(new, changed)
        segments = cast("list[Segment]", self._parts)
        if self.referring:
            for index, segment in enumerate(segments):
                if segment.references:
                    self._redirect(index, segment)
        return tuple(segments)

    def _read(self, new: range, changed: Collection[str]) -> None:
        """Read what is new, and what an open link or a definition may have changed."""
        reader = SegmentReader(self._text, self._definition, self._parsers.inline)
        everywhere = self.linked or bool(changed)
        index = 0 if everywhere else new.start
        self.linked = in_link = False
        while index < len(self._parts) and (everywhere or index < new.stop or in_link):
            segment = self._settled(index, reader, changed, in_link=in_link)
            if segment.left is not None:
                in_link = segment.left
                self.linked = self.linked or in_link
            self.referring = self.referring or bool(segment.references)
            index += 1

    def _settled(
        self, index: int, reader: SegmentReader, changed: Collection[str], *, in_link: bool
    ) -> Segment:
        part = self._parts[index]
        if isinstance(part, Segment):
            entered_otherwise = part.entered is not None and part.entered != in_link
            if not entered_otherwise and part.labels.isdisjoint(changed):
                return part
            part = self._passage(index)
            self.renewed.append(index)
        segment = reader.read(part, in_link=in_link)
        self._parts[index] = segment
        return segment

    def _passage(self, index: int) -> Passage:
        """A segment's blocks once more, without their inline text."""
        followed = index + 1 < len(self._parts)
        start = self._starts[index]
        end = self._starts[index + 1] if followed else len(self._text)
        region = normalise(self._text, start, end)
        [passage] = passages(region, start, self._parsers.blocks, followed=followed)
        return passage

    def _redirect(self, index: int, segment: Segment) -> None:
        """Renew the places of destinations that are defined in other segments."""
        by = segment.origin - self._starts[index]
        places = {label: shifted(self._place(label), by) for label in segment.references}
        if places == segment.references:
            return
        moves = {old: places[label] for label, old in segment.references.items()}
        blocks = redirected(segment.blocks, moves)
        self._parts[index] = replace(segment, blocks=blocks, references=places)
        self.renewed.append(index)

    def _place(self, label: str) -> Span:
        definition, by = self.winning[label]
        return shifted(definition.destination_span, by)

    def _definition(self, label: str) -> Definition | None:
        found = self.winning.get(label)
        return None if found is None else shifted(*found)

    @cached_property
    def winning(self) -> dict[str, tuple[Definition, int]]:
        """See :func:`docbuild.markdown.segments.winning`."""
        return winning(self._parts, self._starts)
