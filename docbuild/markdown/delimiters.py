"""Where emphasis, strikethrough and code end; what is not there is looked for only once."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from docbuild.markdown.grammar import SPACES, WORD

_STRONG_END = {"**": re.compile(r"\*\*(?!\*)"), "__": re.compile(r"__(?!_)")}
_STARS = re.compile(r"\*+")
_ODD_STARS = re.compile(r"(?<!\*)(?:\*\*)*+\*(?!\*)")
_UNDERSCORES = re.compile(r"_+")
_WORD_CHARACTER = re.compile(f"[{WORD}]")
_STRIKETHROUGH_END = re.compile(f"(?<=[^{SPACES}])~~")
_BACKTICKS = re.compile(r"`+")
_COMMENT_END = re.compile("-->")


class DelimiterIndex:
    """The delimiters of ``text[:limit]``. Positions are indices into ``text``."""

    def __init__(self, text: str, start: int, limit: int) -> None:
        self._text = text
        self._start = start
        self._limit = limit
        self._none_from: dict[object, int] = {}

    def strong_end(self, marker: str, start: int) -> int | None:
        """The first closing ``marker`` behind at least one character from ``start`` on."""
        return self._search(_STRONG_END[marker], start + 1)

    def star_end(self, start: int) -> int | None:
        """The ``*`` that closes emphasis whose content starts at ``start``.

        Inside, stars count in pairs; the one left over closes.
        """
        stars = _STARS.match(self._text, start, self._limit)
        if stars is not None:
            length = len(stars[0])
            if length == 1:
                return None
            if length % 2:
                return stars.end() - 1
            start = stars.end()
        end = self._search(_ODD_STARS, start)
        if end is None:
            return None
        closing = _STARS.match(self._text, end, self._limit)
        assert closing is not None
        return closing.end() - 1

    def underscore_end(self, start: int) -> int | None:
        """The ``_`` that closes emphasis whose content starts at ``start``.

        It stands alone, after no space and before no ASCII word character; a run of another
        odd length on the way spoils it.
        """
        text = self._text
        if start >= self._limit or text[start] == "_" or text[start].isspace():
            return None
        for run in _UNDERSCORES.finditer(text, start + 1, self._limit):
            if len(run[0]) % 2 == 0:
                continue
            closes = len(run[0]) == 1 and _has_three_units(
                text[start : min(run.start(), start + 3)]
            )
            spaced = text[run.start() - 1].isspace()
            inside = _WORD_CHARACTER.match(text, run.end(), self._limit)
            return run.start() if closes and not spaced and not inside else None
        return None

    def strikethrough_end(self, start: int) -> int | None:
        if start >= self._limit or self._text[start].isspace():
            return None
        return self._search(_STRIKETHROUGH_END, start + 1)

    def comment_end(self, start: int) -> int | None:
        """The index behind the first ``-->`` from ``start`` on."""
        end = self._search(_COMMENT_END, start)
        return None if end is None else end + len("-->")

    def code(self, start: int, length: int) -> tuple[int, int, int] | None:
        """The content's start and end and the whole's end for a run of backticks at ``start``.

        Where no run closes the whole opening run, part of it may still open: the longest that
        closes wins, and the rest of the run belongs to the code.
        """
        for size in range(length, 0, -1):
            rest = length - size
            if rest >= size:
                return start + size, start + length - size, start + length
            close_end = self._run_end(size, start + length)
            if close_end is not None:
                return start + size, close_end - size, close_end
        return None

    def _run_end(self, size: int, start: int) -> int | None:
        """The end of the first run of at least ``size`` backticks from ``start`` on."""
        if start >= self._none_from.get(size, self._limit + 1):
            return None
        for index in range(bisect_left(self._backticks, (start, 0)), len(self._backticks)):
            run_start, run_end = self._backticks[index]
            if run_end - run_start >= size:
                return run_end
        self._none_from[size] = start
        return None

    @cached_property
    def _backticks(self) -> list[tuple[int, int]]:
        return [m.span() for m in _BACKTICKS.finditer(self._text, self._start, self._limit)]

    def _search(self, pattern: re.Pattern[str], start: int) -> int | None:
        if start >= self._none_from.get(pattern, self._limit + 1):
            return None
        found = pattern.search(self._text, start, self._limit)
        if found is None:
            self._none_from[pattern] = start
            return None
        return found.start()


def _has_three_units(text: str) -> bool:
    """Whether ``text`` has that many code units of JavaScript, where an emoji has two."""
    return len(text) + sum(character > "\uffff" for character in text) >= 3
