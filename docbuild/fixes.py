"""Edits to a text, as text: pure, and exactly what was said."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from docbuild.diagnostic import Edit, Fix
from docbuild.source import Span

_MARK = "\ufeff"  # at the start of a file: how it is encoded, and no part of what it says
_WITHOUT_MARK = Edit(Span(0, len(_MARK)), "")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK_LINE = re.compile(r"[ \t]*(?:[\r\n]|\Z)")


class Chosen(NamedTuple):
    """Fixes that can be made at once: their ``edits`` in order, how many they are, and how many
    of the others have to wait because they would change the same place."""

    edits: tuple[Edit, ...]
    made: int
    left: int


def line_end(text: str) -> str:
    """What ends most lines of ``text``; ``\\n`` where none ends."""
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    return max(counts, key=lambda end: counts[end])


def edited(text: str, edits: Iterable[Edit]) -> str:
    """``text`` after ``edits``, whose lines end as those of ``text`` do.

    A byte order mark stays at the start, unless an edit takes out that and nothing else.
    Raises :class:`ValueError` for edits that overlap or lie outside.
    """
    end, edits = line_end(text), sorted(edits)
    at = first = len(_MARK) if text.startswith(_MARK) else 0
    parts = [] if _WITHOUT_MARK in edits else [text[:first]]
    for edit in edits:
        start, stop = (max(place, first) for place in edit.span)
        if not at <= start <= stop <= len(text):
            raise ValueError(f"{edit.span} overlaps another edit or lies outside")
        parts += text[at:start], _with_line_end(edit.text, end)
        at = stop
    return "".join([*parts, text[at:]])


def chosen(fixes: Iterable[Fix]) -> Chosen:
    """As many of ``fixes`` as can be made at once, the earlier ones first.

    Two that want the very same edit agree: a definition is mended once for all who use it.
    """
    taken: list[Edit] = []
    made = left = 0
    for fix in fixes:
        new = [edit for edit in fix.edits if not _has(taken, edit)]
        if any(_meets(taken, edit) for edit in new):
            left += 1
            continue
        for edit in new:
            insort(taken, edit)
        made += 1
    return Chosen(tuple(taken), made, left)


def paragraph_behind(text: str, span: Span, paragraph: str) -> Edit:
    """The edit that puts ``paragraph`` behind the block at ``span``, blank lines around it."""
    end = span.start + len(text[span.start : span.end].rstrip())
    line = _LINE_END.search(text, end)
    if line is None:
        return Edit(Span(len(text), len(text)), f"\n\n{paragraph}\n")
    is_apart = _BLANK_LINE.match(text, line.end()) is not None
    last = "" if is_apart else "\n"
    return Edit(Span(line.start(), line.start()), f"\n\n{paragraph}{last}")


def _with_line_end(text: str, end: str) -> str:
    plain = text.replace("\r\n", "\n")
    return plain if end == "\n" else plain.replace("\n", end)


def _has(taken: Sequence[Edit], edit: Edit) -> bool:
    at = bisect_left(taken, edit)
    return at < len(taken) and taken[at] == edit


def _meets(taken: Sequence[Edit], edit: Edit) -> bool:
    """Whether ``edit`` changes what one of ``taken`` does, which are sorted and lie apart."""
    at = bisect_left(taken, edit)
    return any(_overlap(edit.span, other.span) for other in taken[max(at - 1, 0) : at + 1])


def _overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character, or are the same place between two."""
    return one == other or (one.start < other.end and other.start < one.end)
