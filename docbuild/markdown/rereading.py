"""The blocks that an edit touches, read again from one safe boundary to another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection

from docbuild.markdown.dialects import parsers
from docbuild.markdown.difference import Difference
from docbuild.markdown.passages import LINE_ENDS, Passage, goes_on, passages
from docbuild.markdown.region import Region, normalise
from docbuild.markdown.segments import Segmented

#: So many characters may be searched for what was missing. Beyond that, which takes hundreds
#: of unclosed tags in a long document, it is taken to be there.
_MOST_SEARCHED = 20_000_000


class Rereading:
    """What is read instead of the segments from :attr:`first` to before :attr:`behind`.

    That range starts as what the edit touches. It is widened while a boundary is not safe: to
    the front for blocks that may go on into it or have waited for something that stands in it
    now, to the end for blocks of it that may go on or have found nothing to end with.
    """

    def __init__(self, before: Segmented, text: str, change: Difference) -> None:
        self._before = before
        self._text = text
        self._by = change.new_end - change.old_end
        self._stride = 1
        self._searched = 0
        self._parser = parsers(before.dialect).blocks
        self.first = bisect_right(before.starts, change.start) - 1
        self.behind = max(self.first + 1, bisect_left(before.starts, change.old_end))
        self._find_boundaries()
        self._look_back()
        self.passages = self._read()

    @property
    def followed(self) -> bool:
        """Whether any segment follows. If so, what follows is not just space."""
        return self.behind < len(self._before.segments)

    @property
    def start(self) -> int:
        return self._before.starts[self.first]

    @property
    def end(self) -> int:
        return self._before.starts[self.behind] + self._by if self.followed else len(self._text)

    def _region(self) -> Region:
        return normalise(self._text, self.start, self.end).without_blanks()

    def _find_boundaries(self) -> None:
        """Widen the range until it starts with a line and ends with a blank one."""
        segments = self._before.segments
        while self.first and goes_on(segments[self.first - 1].continuation, self._text, self.start):
            self.first -= 1
        while self.followed and not self._ends_with_blank_line():
            self._widen(self.behind)
        if not self.followed and _is_space(self._text[self.start :]):
            self._take_in_what_is_shown()

    def _take_in_what_is_shown(self) -> None:
        """Widen the range to the last segment that is not just space: it ends the document."""
        segments = self._before.segments
        while self.first:
            self.first -= 1
            if not _is_space(segments[self.first].text):
                return

    def _ends_with_blank_line(self) -> bool:
        """Whether what follows starts as it did. A document's start is like no other place."""
        if self.end == self.start:
            return self.start > 0
        is_line = self._text[self.end - 1] in LINE_ENDS
        return is_line and self._region().text.endswith("\n\n")

    def _look_back(self) -> None:
        """Widen the range to the first segment that may have waited for what it holds now."""
        place = self._first_place(self._before.missing, self.start, self.end)
        if place is None:
            return
        for index, segment in enumerate(self._before.segments[: self.first]):
            if segment.missing and self._first_place(segment.missing, place, self.end) is not None:
                self.first = index
                return

    def _read(self) -> list[Passage]:
        while True:
            region = self._region()
            if not region.text and self.followed:
                return []
            read = passages(region, self.start, self._parser, followed=self.followed)
            if not self.followed:
                return read
            missing = {piece for passage in read for piece in passage.missing}
            place = self._first_place(missing, self.end, len(self._text))
            if place is not None:
                self._widen(bisect_right(self._before.starts, place - self._by) - 1)
            elif goes_on(read[-1].continuation, self._text, self.end):
                self._widen(self.behind)
            else:
                return read

    def _first_place(self, pieces: Collection[str], start: int, end: int) -> int | None:
        """Where the first of some pieces stands in a part of the text, if any does."""
        self._searched += len(pieces) * (end - start)
        if pieces and self._searched > _MOST_SEARCHED:
            return start
        places = (self._text.find(piece, start, end) for piece in pieces)
        return min((place for place in places if place >= 0), default=None)

    def _widen(self, index: int) -> None:
        """Take in the segment with that index, and ever more: few are read too often."""
        self.behind = min(max(index + 1, self.behind + self._stride), len(self._before.segments))
        self._stride *= 2


def _is_space(text: str) -> bool:
    return not text.replace("\u2424", "").strip()
