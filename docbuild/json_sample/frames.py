"""Brackets that are open while a JSON sample is read."""

from typing import Final

from docbuild.json_sample.tokens import Token
from docbuild.json_sample.values import Array, Member, Object, Value
from docbuild.source import Span

QUOTED = frozenset({"string", "single", "curly"})


class Frame:
    """What was read of an object or an array, or of what stands outside of all (``""``).

    ``expects``: ``first`` element, ``next`` element behind a comma, ``colon``, ``value``,
    ``end`` of an element, or ``any`` of these where dots stand for something.
    """

    __slots__ = ("comma", "expects", "items", "key", "members", "opening")

    def __init__(self, opening: Token | None) -> None:
        self.opening: Final = opening
        self.members: list[Member] = []
        self.items: list[Value] = []
        self.expects = "first"
        self.key: Token | None = None
        self.comma: Token | None = None

    @property
    def mark(self) -> str:
        return "" if self.opening is None else self.opening.mark

    def add(self, value: Value) -> None:
        if self.key is None:
            self.items.append(value)
        else:
            self.members.append(Member(unquoted(self.key), self.key.span, value))
            self.key = None
        self.expects = "end"

    def value(self, end: int) -> Value:
        assert self.opening is not None
        span = Span(self.opening.span.start, end)
        if self.mark == "{":
            return Object(span, tuple(self.members))
        return Array(span, tuple(self.items))


def unquoted(token: Token) -> str:
    """The text of a token without the quotes of a string."""
    return token.text[1:-1] if token.kind in QUOTED else token.text
