"""Where a fenced code block ends, found without reading the text again for every fence."""

import re
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from docbuild.markdown.lookahead import Lookahead

_OPENING = re.compile(r" *+(?P<run>`{3,}+|~{3,}+)[ .]*+(?P<language>\S++)? *+\n")
_CLOSING = re.compile(r"(`{3,}|~{3,}) *(?=\n|\Z)")
_NEWLINES = re.compile(r"\n+|\Z")
_SHORTEST = 3


class Fence(NamedTuple):
    """Indices into the text: the code is ``[code_start:code_end]``, all of it ends at ``end``.

    ``close_end`` is where the closing fence ends, before the newlines that go with it.
    """

    marker: str
    language: str | None
    code_start: int
    code_end: int
    close_end: int
    end: int


class FenceIndex:
    """All runs in a text that could close a fence, found once."""

    def __init__(self, text: str, ahead: Lookahead) -> None:
        self._text = text
        self._ahead = ahead
        self._closings = [(m.start(1), m.end(1), text[m.start()]) for m in _CLOSING.finditer(text)]
        self._ends = [end for _, end, _ in self._closings]

    def fence_at(self, start: int) -> Fence | None:
        """The fenced code block that starts at ``start``, if one does and it is closed.

        The opening run may be taken as shorter than it is, its rest being the language, when
        no closing run is as long: that is what the renderer's backtracking comes to.
        """
        opening = _OPENING.match(self._text, start)
        if opening is None:
            return None
        run, language = opening["run"], opening["language"]
        length = min(len(run), self._longest_closing(run[0], opening.end()))
        if length < len(run):
            language = self._language_after(opening, length)
            self._ahead.missing.add(run if language is None else run[: max(length + 1, _SHORTEST)])
            if language is None or length < _SHORTEST:
                return None
        close_end = self._closing(run[0], length, opening.end())
        fence = self._fence(run[:length], language, opening.end(), close_end)
        self._ahead.reached(fence.end)
        return fence

    def _language_after(self, opening: re.Match[str], length: int) -> str | None:
        """What stands behind the first ``length`` marks, if it is one word."""
        info = self._text[opening.start("run") + length : opening.end() - 1].rstrip(" ")
        return info if re.fullmatch(r"\S+", info) else None

    def _longest_closing(self, character: str, start: int) -> int:
        """How many marks the longest closing run from ``start`` on has, 0 without any."""
        starts, longest = self._longest[character]
        index = bisect_left(starts, start)
        return longest[index] if index < len(longest) else 0

    @cached_property
    def _longest(self) -> dict[str, tuple[list[int], list[int]]]:
        """For each mark where its runs start, and the length of the longest from there on."""
        found: dict[str, tuple[list[int], list[int]]] = {}
        for character in "`~":
            runs = [(start, end) for start, end, mark in self._closings if mark == character]
            lengths = (end - start for start, end in reversed(runs))
            longest = list(accumulate(lengths, max))
            found[character] = [start for start, _ in runs], longest[::-1]
        return found

    def _closing(self, character: str, length: int, start: int) -> int:
        """The end of the first run of ``length`` marks or more from ``start`` on: there is one."""
        first = bisect_left(self._ends, start + length)
        for index in range(first, len(self._ends)):
            run_start, run_end, mark = self._closings[index]
            if mark == character and run_end - run_start >= length:
                return run_end
        raise AssertionError("the longest run is as long as the one that is looked for")

    def _fence(self, marker: str, language: str | None, code_start: int, close_end: int) -> Fence:
        text = self._text
        code_end = close_end - len(marker)
        while code_end > code_start and text[code_end - 1] == " ":
            code_end -= 1
        if code_end > code_start and text[code_end - 1] == "\n":
            code_end -= 1
        after = close_end
        while text.startswith(" ", after):
            after += 1
        newlines = _NEWLINES.match(text, after)
        end = newlines.end() if newlines else after
        return Fence(marker, language, code_start, code_end, close_end, end)
