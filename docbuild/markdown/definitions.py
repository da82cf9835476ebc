"""Reference definitions: ``[label]: destination "title"``."""

import re
from collections.abc import Callable
from typing import NamedTuple

from docbuild.markdown.lookahead import Lookahead

_LABEL = re.compile(r" {0,3}\[(?:\\[\[\]]|[^\[\]])++")
_HEAD = re.compile(
    r" {0,3}\[(?P<label>(?:\\[\[\]]|[^\[\]])+)\]: *\n? *<?(?P<destination>[^\s>]+)>?"
)
_BEFORE_TITLE = re.compile(r" +\n? *| *\n *")
_TAIL = re.compile(r" *(?:\n+|\Z)")
_SINGLE_QUOTED = re.compile(r"'(?:\n?[^'\n])*+\n?'")
_SINGLE_HELD = re.compile(r"(?:\n?[^'\n]+)*+")
_PARENTHESIS = re.compile(r"\([^()]*+")
#: How many times the renderer doubles its time before it gives a title up: 28 are some seconds.
_MOST_DOUBLINGS = 28


class DefinitionMatch(NamedTuple):
    """Indices into the text; ``title`` is without its quotes."""

    label: str
    destination: tuple[int, int]
    title: str | None
    written_end: int
    end: int


class DefinitionIndex:
    """The definitions of a text; what was learnt about quotes serves all of them.

    ``on_endless`` is told where titles stand that the platform's renderer would not get done with.
    """

    def __init__(self, text: str, ahead: Lookahead, on_endless: Callable[[int, int], None]) -> None:
        self._text = text
        self._ahead = ahead
        self._on_endless = on_endless
        self._quoted_ends: dict[int, int | None] = {}

    def definition_at(self, start: int) -> DefinitionMatch | None:
        """The definition whose line starts at ``start``, if there is one."""
        text = self._text
        label = _LABEL.match(text, start)
        if label is None:
            return None
        self._looked_for("[]", label.end())
        head = _HEAD.match(text, start)
        if head is None:
            return None
        title, written_end = None, head.end()
        gap = _BEFORE_TITLE.match(text, head.end())
        title_end = self._title_end(gap.end()) if gap else None
        if gap is not None and title_end is not None:
            title, written_end = text[gap.end() + 1 : title_end - 1], title_end
        tail = _TAIL.match(text, written_end)
        if tail is None:
            return None
        return DefinitionMatch(
            head["label"], head.span("destination"), title, written_end, tail.end()
        )

    def starts_at(self, start: int) -> bool:
        """Whether a definition's line starts at ``start``."""
        return self.definition_at(start) is not None

    def _title_end(self, start: int) -> int | None:
        """The end of a title that starts at ``start`` and with which its line ends."""
        if self._text.startswith('"', start):
            return self._double_quoted_end(start + 1)
        if parenthesis := _PARENTHESIS.match(self._text, start):
            end = parenthesis.end()
            self._looked_for("()", end)
            closed = self._text.startswith(")", end) and _TAIL.match(self._text, end + 1)
            return end + 1 if closed else None
        return self._single_quoted_end(start) if self._text.startswith("'", start) else None

    def _single_quoted_end(self, start: int) -> int | None:
        quoted = _SINGLE_QUOTED.match(self._text, start)
        if quoted is not None and _TAIL.match(self._text, quoted.end()):
            return quoted.end()
        # The renderer tries every way to cut each line into pieces before it gives up.
        held = _SINGLE_HELD.match(self._text, start + 1)
        assert held is not None, "it matches nothing, too"
        if sum(len(line) - 1 for line in held[0].split("\n") if line) >= _MOST_DOUBLINGS:
            self._on_endless(start, quoted.end() if quoted is not None else held.end())
        return None

    def _looked_for(self, characters: str, end: int) -> None:
        """Note that the text was looked at up to the first of these, or to its end."""
        if end == len(self._text):
            self._ahead.missing.update(characters)
        else:
            self._ahead.reached(end + 1)

    def _double_quoted_end(self, start: int) -> int | None:
        """The end of a title whose opening quote stands before ``start``.

        The title may hold quoted pairs and escaped quotes, and the longest reading wins. What
        follows from a position never depends on how it was reached, so it is found out once.
        """
        known, pending = self._quoted_ends, [start]
        while pending:
            position = pending[-1]
            quote = self._text.find('"', position)
            self._looked_for('"', quote if quote >= 0 else len(self._text))
            onward = self._positions_after(position, quote)
            unknown = next((p for p in onward if p not in known), None)
            found = next((known[p] for p in onward if known.get(p) is not None), None)
            if unknown is not None and found is None:
                pending.append(unknown)
                continue
            if found is None and quote >= 0 and _TAIL.match(self._text, quote + 1):
                found = quote + 1
            known[position] = found
            pending.pop()
        return known[start]

    def _positions_after(self, position: int, quote: int) -> list[int]:
        """Where reading may go on inside the title behind ``quote``, best first."""
        onward: list[int] = []
        if quote < 0:
            return onward
        if quote > position and self._text[quote - 1] == "\\":
            onward.append(quote + 1)
        partner = self._text.find('"', quote + 1)
        if partner >= 0 and self._text.find("\n", quote, partner) < 0:
            onward.append(partner + 1)
        return onward
