"""Which tags of a WXML text have no end, or no beginning."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from docbuild.source import Span
from docbuild.wxml.tags import Comment, Tag, markup

#: ``unclosed``: ``<a>`` without ``</a>``; ``stray``: ``</a>`` without ``<a>``; ``mismatch``:
#: ``</b>`` where ``</a>`` should be; ``unfinished``: no ``>``; ``comment``: no ``-->``.
ProblemKind: TypeAlias = Literal["unclosed", "stray", "mismatch", "unfinished", "comment"]


class Problem(NamedTuple):
    """``span`` is the tag or comment that is wrong; ``tag`` is ``None`` for a comment.

    ``opening`` is, of a mismatch, the tag that should have been closed. ``bare``: nothing but
    space stands between an unclosed tag and the end of what it is in, so that it holds nothing.
    """

    kind: ProblemKind
    span: Span
    tag: Tag | None = None
    opening: Tag | None = None
    bare: bool = False


def unclosed(text: str, *, void: Container[str] = ()) -> tuple[Problem, ...]:
    """The tags of ``text`` that do not go in pairs, in the order of their places.

    ``void`` are names of tags that may do without an end, as HTML has them and WXML has not.
    """
    found = list(markup(text))
    comments = (each for each in found if isinstance(each, Comment) and not each.finished)
    problems = [Problem("comment", comment.span) for comment in comments]
    pairing = _Pairing(text, [each for each in found if isinstance(each, Tag)], void)
    return tuple(sorted([*problems, *pairing.problems()], key=lambda problem: problem.span))


class _Pairing:
    """Closing tags given to the opening ones, from the inside to the outside."""

    def __init__(self, text: str, tags: Iterable[Tag], void: Container[str]) -> None:
        self._text = text
        self._void = void
        self._open: list[Tag] = []
        self._names: Counter[str] = Counter()
        self._unclosed: list[tuple[Tag, int]] = []  # with the end of what it is in
        self._stray: list[tuple[Tag, Tag | None]] = []  # with the innermost tag then open
        self._unfinished: list[Tag] = []
        for tag in tags:
            self._take(tag)
        self._unclosed.extend((tag, len(text)) for tag in self._open)

    def _take(self, tag: Tag) -> None:
        if tag.kind == "unfinished":
            self._unfinished.append(tag)
        elif tag.name in self._void:
            return
        elif tag.kind == "open":
            self._open.append(tag)
            self._names[tag.name] += 1
        elif tag.kind == "close":
            self._close(tag)

    def _close(self, tag: Tag) -> None:
        if not self._names[tag.name]:
            self._stray.append((tag, self._open[-1] if self._open else None))
            return
        while True:
            last = self._open.pop()
            self._names[last.name] -= 1
            if last.name == tag.name:
                return
            self._unclosed.append((last, tag.span.start))

    def problems(self) -> Iterator[Problem]:
        """A stray end inside an unclosed tag is one mistake and not two."""
        ends = dict(reversed([(within, end) for end, within in self._stray if within is not None]))
        unclosed = [tag for tag, _ in self._unclosed]
        mismatched = {ends[tag]: tag for tag in unclosed if tag in ends}
        for tag in self._unfinished:
            yield Problem("unfinished", tag.span, tag)
        for tag, _ in self._stray:
            kind: ProblemKind = "mismatch" if tag in mismatched else "stray"
            yield Problem(kind, tag.span, tag, mismatched.get(tag))
        for tag, end in self._unclosed:
            if tag not in ends:
                bare = not self._text[tag.span.end : end].strip()
                yield Problem("unclosed", tag.span, tag, bare=bare)
