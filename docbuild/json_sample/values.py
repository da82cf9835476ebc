"""What a JSON sample says, and what in it is no JSON."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias, Union

from docbuild.source import Span

#: ``comment``: one inside brackets. ``literal``: ``None``, ``undefined``. ``unclosed``: a bracket
#: without its end; ``stray``: an end without its bracket; ``mismatch``: another one's end.
#: ``unended``: a string without its closing quote. Full-width punctuation is ``wide``.
ProblemKind: TypeAlias = Literal[
    "comment",
    "trailing-comma",
    "extra-comma",
    "missing-comma",
    "missing-colon",
    "missing-value",
    "single-quotes",
    "curly-quotes",
    "wide",
    "unquoted-key",
    "unquoted-value",
    "literal",
    "escape",
    "unended",
    "unclosed",
    "stray",
    "mismatch",
    "unexpected",
]


class Problem(NamedTuple):
    """``replacement`` is what belongs at ``span``, ``None`` where that is not certain.

    ``text`` is what stands there, or the bracket that is missing.
    """

    kind: ProblemKind
    span: Span
    text: str
    replacement: str | None = None


class Text(NamedTuple):
    """A string. ``span`` has its quotes; ``value`` is as written between them."""

    span: Span
    value: str


class Scalar(NamedTuple):
    """A number, a word, or what stands for a value that is left out."""

    span: Span
    text: str


class Member(NamedTuple):
    key: str
    key_span: Span
    value: "Value"


class Object(NamedTuple):
    span: Span
    members: tuple[Member, ...]

    def get(self, key: str) -> "Value | None":
        """The value of the first member of that name."""
        return next((member.value for member in self.members if member.key == key), None)


class Array(NamedTuple):
    span: Span
    items: tuple["Value", ...]


Value: TypeAlias = Union[Text, Scalar, Object, Array]  # noqa: UP007 - it names itself


class Reading(NamedTuple):
    """``values`` and ``members`` stand outside of all brackets: a sample may be a fragment.

    ``abbreviated``: dots or a comment stand for what is left out, or a word for a value.
    ``foreign``: this is something else than JSON; nothing is said about it then.
    """

    values: tuple[Value, ...] = ()
    members: tuple[Member, ...] = ()
    problems: tuple[Problem, ...] = ()
    abbreviated: bool = False
    foreign: bool = False

    def all_members(self) -> Iterator[Member]:
        """Every member of every object, outer ones before those in them."""
        ahead: list[Value | Member] = [*reversed(self.values), *reversed(self.members)]
        while ahead:
            each = ahead.pop()
            if isinstance(each, Member):
                yield each
                ahead.append(each.value)
            elif isinstance(each, Object):
                ahead.extend(reversed(each.members))
            elif isinstance(each, Array):
                ahead.extend(reversed(each.items))
