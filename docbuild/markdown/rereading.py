"""The blocks that an edit touches, read again from one safe boundary to another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from docbuild.markdown.difference import Difference
from docbuild.markdown.passages import Passage, goes_on, passages
from docbuild.markdown.region import Region, normalise
from docbuild.markdown.segments import Segmented


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
        while self.first and not self.followed and not self._region().text.strip():
            self.first -= 1

    def _ends_with_blank_line(self) -> bool:
        """Whether what follows starts as it did. A document's start is like no other place."""
        if self.end == self.start:
            return self.start > 0
        return self._region().text.endswith("\n\n")

    def _look_back(self) -> None:
        """Widen the range to the first segment that may have waited for what it holds now."""
        text = self._text[self.start : self.end]
        if not _holds(text, self._before.missing):
            return
        for index, segment in enumerate(self._before.segments[: self.first]):
            if _holds(text, segment.missing):
                self.first = index
                return

    def _read(self) -> list[Passage]:
        while True:
            region = self._region()
            if not region.text and self.followed:
                return []
            read = passages(region, self.start, followed=self.followed)
            if not self.followed:
                return read
            place = self._first_found(read)
            if place is not None:
                self._widen(bisect_right(self._before.starts, place - self._by) - 1)
            elif goes_on(read[-1].continuation, self._text, self.end):
                self._widen(self.behind)
            else:
                return read

    def _first_found(self, read: Iterable[Passage]) -> int | None:
        """Where the text behind may hold what a passage looks for, first of all."""
        missing = {piece for passage in read for piece in passage.missing}
        places = (self._text.find(piece, self.end) for piece in missing)
        return min((place for place in places if place >= 0), default=None)

    def _widen(self, index: int) -> None:
        """Take in the segment with that index, and ever more: few are read too often."""
        self.behind = min(max(index + 1, self.behind + self._stride), len(self._before.segments))
        self._stride *= 2


def _holds(text: str, pieces: Iterable[str]) -> bool:
    return any(piece in text for piece in pieces)
