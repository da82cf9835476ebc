"""Links: where the text in brackets ends, and the destination and title behind it.

The renderer finds these by backtracking. Here the same choices are made in the same order,
but no place is looked at twice, so that no text takes more than time in proportion.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from docbuild.markdown.grammar import SPACE_CHARACTERS, SPACES

_BRACKET = re.compile(r"[\[\]]")
_ESCAPED_OR_BRACKET = re.compile(r"\\[\[\]]|[\[\]]")
_SPACES = re.compile(f"[{SPACES}]*+")
_TITLE_START = re.compile(f">?(?<![{SPACES}])[{SPACES}]++['\"]")
_TITLE_END = re.compile(f"['\"][{SPACES}]*+\\)")


@dataclass(frozen=True, slots=True)
class Target:
    """Indices of what stands in the parentheses: ``(destination "title")``."""

    destination: tuple[int, int]
    title: tuple[int, int] | None
    end: int


class BracketIndex:
    """The brackets of ``text[:limit]``, for all links that may start in it."""

    def __init__(self, text: str, limit: int) -> None:
        self._text = text
        self._limit = limit

    def text_end(
        self, start: int, accepts: Callable[[int], bool], *, open_ended: bool
    ) -> int | None:
        """The ``]`` that ends the text starting at ``start`` and that ``accepts`` agrees to.

        The text may hold pairs of brackets, one deep, and escaped ones. ``open_ended``: also a
        lone ``]`` that another ``]`` follows before the next ``[``, and then the last wins.
        """
        seen: set[int] = set()
        choices: list[tuple[int, bool]] = [(start, False)]
        while choices:
            position, stop = choices.pop()
            if stop:
                if accepts(position):
                    return position
            elif position not in seen:
                seen.add(position)
                self._advance(position, choices, open_ended=open_ended)
        return None

    def _advance(self, start: int, choices: list[tuple[int, bool]], *, open_ended: bool) -> None:
        """Go on from ``start`` to the next bracket and note the ways from there, best last."""
        found = _ESCAPED_OR_BRACKET.search(self._text, start, self._limit)
        if found is None:
            return
        position = found.start()
        if found[0] == "[":
            partner = self._next_bracket(position + 1)
            if partner is not None and self._text[partner] == "]":
                choices.append((partner + 1, False))
        elif found[0] == "]":
            choices.append((position, True))
            following = self._next_bracket(position + 1)
            if open_ended and following is not None and self._text[following] == "]":
                choices.append((position + 1, False))
        else:
            # The backslash may also be an ordinary character before a bracket that counts.
            choices.append((position + 1, False))
            choices.append((found.end(), False))

    def _next_bracket(self, position: int) -> int | None:
        index = bisect_left(self._brackets, position)
        return self._brackets[index] if index < len(self._brackets) else None

    @cached_property
    def _brackets(self) -> list[int]:
        return [match.start() for match in _BRACKET.finditer(self._text, 0, self._limit)]

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

    _no_title_end_from = 1 << 62

    def _after_spaces(self, position: int) -> int:
        spaces = _SPACES.match(self._text, position, self._limit)
        return spaces.end() if spaces else position

    def _skip_back(self, start: int, end: int) -> int:
        while end > start and self._text[end - 1] in SPACE_CHARACTERS:
            end -= 1
        return end
