"""The source lines of a span with carets under it."""

from collections.abc import Iterator
from typing import NamedTuple

from docbuild.formats.printable import columns, shown
from docbuild.source import Source, Span

_TAB = 4
_CUT = "..."
_LEAD = 24  # columns of context, at most, that a cut line keeps before its span


class Row(NamedTuple):
    """A line of the source as shown, printable; ``number`` counts from 1.

    ``carets`` has spaces and ``^`` to be put under ``text``.
    """

    number: int
    text: str
    carets: str


def frame(source: Source, span: Span, width: int) -> list[Row]:
    """The rows of ``span``: its first line, and its last one where that is another.

    ``width`` is how many columns a row may take, 24 or more; a longer line is cut around the
    span.
    """
    first = source.position(span.start)
    last = source.position(max(span.start, span.end - 1))
    if first.line == last.line:
        return [_row(source, first.line, first.column - 1, last.column, width)]
    return [
        _row(source, first.line, first.column - 1, len(source.line(first.line)), width),
        _row(source, last.line, 0, last.column, width),
    ]


def _row(source: Source, number: int, start: int, end: int, width: int) -> Row:
    """The row of line ``number`` with carets from the column ``start`` to ``end``, from 0."""
    line = source.line(number)
    start = min(start, len(line))
    end = max(min(end, len(line)), start)
    low, high = _window(line, start, width)
    head = _CUT if low else ""
    tail = _CUT if high < len(line) else ""
    before = head + _cells(line[low:start], len(head))
    marked = _cells(line[start : min(end, high)], columns(before))
    after = _cells(line[min(end, high) : high], columns(before + marked))
    carets = " " * columns(before) + "^" * max(1, columns(marked))
    return Row(number, before + marked + after + tail, carets)


def _window(line: str, start: int, width: int) -> tuple[int, int]:
    """The part of ``line`` to show: all of it, or what fits, from a little before ``start``."""
    if len(line) <= width and columns(_cells(line, 0)) <= width:
        return 0, len(line)
    lead = min(_LEAD, width // 4)
    low = start - _fitting(reversed(line[max(0, start - lead) : start]), lead)
    room = width - columns(_cells(line[low:start], 0)) - 2 * len(_CUT)
    high = start + _fitting(iter(line[start : start + max(room, 0)]), max(room, 1))
    return low, max(high, min(start + 1, len(line)))


def _fitting(characters: Iterator[str], room: int) -> int:
    """How many of ``characters`` fit into ``room`` columns."""
    count = 0
    for character in characters:
        room -= _TAB if character == "\t" else columns(shown(character))
        if room < 0:
            break
        count += 1
    return count


def _cells(text: str, column: int) -> str:
    """``text`` printable, its tabs as spaces up to the next stop, from ``column`` on."""
    parts: list[str] = []
    for character in text:
        part = " " * (_TAB - column % _TAB) if character == "\t" else shown(character)
        column += columns(part)
        parts.append(part)
    return "".join(parts)
