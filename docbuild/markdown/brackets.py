"""Links: where the text in brackets ends, and the destination and title behind it.

The renderer finds these by backtracking. Here the same choices are made in the same order,
but no place is looked at twice, so that no text takes more than time in proportion.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from docbuild.markdown.grammar import SPACES

_BRACKET = re.compile(r"[\[\]]")
_ESCAPED_OR_BRACKET = re.compile(r"\\[\[\]]|[\[\]]")
_SPACES = re.compile(f"[{SPACES}]*+")
_TITLE_START = re.compile(f">?(?<![{SPACES}])[{SPACES}]++['\"]")
_TITLE_END = re.compile(f"['\"][{SPACES}]*+\\)")


class Target(NamedTuple):
    """Indices of what stands in the parentheses: ``(destination "title")``."""

    destination: tuple[int, int]
    title: tuple[int, int] | None
    end: int


class TextIndex:
    """Where the text in brackets ends, for all links of one kind in ``text[:limit]``.

    The text may hold pairs of brackets, one deep, and escaped ones. ``open_ended``: also a
    lone ``]`` that another ``]`` follows before the next ``[``, and then the last one wins.
    ``accepts`` says whether a ``]`` at some index can end the text of such a link.
    """

    def __init__(
        self, text: str, limit: int, accepts: Callable[[int], bool], *, open_ended: bool
    ) -> None:
        self._text = text
        self._limit = limit
        self._accepts = accepts
        self._open_ended = open_ended
        self._ends: dict[int, int | None] = {}

    def text_end(self, start: int) -> int | None:
        """The index of the ``]`` that ends the text starting at ``start``.

        What follows from a place never depends on how it was reached, so it is kept.
        """
        pending = [start]
        while pending:
            position = pending[-1]
            stop, onward = self._ways(position)
            unknown = next((way for way in onward if way not in self._ends), None)
            ends = [self._ends.get(way) for way in onward]
            found = next((end for end in ends if end is not None), None)
            if unknown is not None and found is None:
                pending.append(unknown)
                continue
            if found is None and stop is not None and self._accepts(stop):
                found = stop
            self._ends[position] = found
            pending.pop()
        return self._ends[start]

    def _ways(self, start: int) -> tuple[int | None, list[int]]:
        """From ``start``: the ``]`` where the text may end, and where it may go on, best first."""
        found = _ESCAPED_OR_BRACKET.search(self._text, start, self._limit)
        if found is None:
            return None, []
        position = found.start()
        if found[0] == "[":
            partner = self._next_bracket(position + 1)
            closed = partner is not None and partner[0] == "]"
            return None, [partner.end()] if partner and closed else []
        if found[0] == "]":
            following = self._next_bracket(position + 1) if self._open_ended else None
            goes_on = following is not None and following[0] == "]"
            return position, [position + 1] if goes_on else []
        # The backslash may also be an ordinary character before a bracket that counts.
        return None, [found.end(), position + 1]

    def _next_bracket(self, position: int) -> re.Match[str] | None:
        return _BRACKET.search(self._text, position, self._limit)


class TargetIndex:
    """What stands in parentheses in ``text[:limit]``, for all links that may end in it."""

    def __init__(self, text: str, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._no_title_end_from = limit + 1

    @cached_property
    def last_parenthesis(self) -> int:
        """The index of the last ``)``, -1 without one: behind it no link can end."""
        return self._text.rfind(")", 0, self._limit)

    def target_at(self, start: int) -> Target:
        """What stands in the parentheses that open before ``start``; a ``)`` is known to follow.

        A destination goes on to the first place where the rest can be read as an optional
        ``>``, an optional title and the closing parenthesis.
        """
        start = self._after_spaces(start)
        if self._text.startswith("<", start, self._limit):
            start += 1
        close = self._text.index(")", start, self._limit)
        end = self._skip_back(start, close)
        title = self._title(start, end)
        if title is not None:
            return title
        if end > start and self._text[end - 1] == ">":
            end -= 1
        return Target((start, end), None, close + 1)

    def _title(self, start: int, before: int) -> Target | None:
        """The target with a title that starts before index ``before``, if there is one."""
        opening = _TITLE_START.search(self._text, start, before)
        if opening is None or opening.end() >= self._no_title_end_from:
            return None
        closing = _TITLE_END.search(self._text, opening.end(), self._limit)
        if closing is None:
            self._no_title_end_from = opening.end()
            return None
        title = (opening.end(), closing.start())
        return Target((start, opening.start()), title, closing.end())

    def _after_spaces(self, position: int) -> int:
        spaces = _SPACES.match(self._text, position, self._limit)
        return spaces.end() if spaces else position

    def _skip_back(self, start: int, end: int) -> int:
        while end > start and self._text[end - 1].isspace():
            end -= 1
        return end
