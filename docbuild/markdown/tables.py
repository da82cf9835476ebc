"""Tables: header, alignments and cells as index ranges.

The renderer cuts rows at every ``|``, in code spans too, and never makes rows equally long.
"""

import re
from typing import NamedTuple, TypeAlias

Range: TypeAlias = tuple[int, int]

_PIPED_ROW = re.compile(r" *\|[^\n]*(?:\n|\Z)")
_BARE_ROW = re.compile(r"(?=[^\n]*\|)[^\n]*+(?:\n|\Z)")
_NEWLINES = re.compile(r"\n*")
_ALIGNMENTS = (
    (re.compile(r" *-+: *"), "right"),
    (re.compile(r" *:-+: *"), "center"),
    (re.compile(r" *:-+ *"), "left"),
)


class TableMatch(NamedTuple):
    """``written_end`` is the end of the last row without its newline."""

    header: tuple[Range, ...]
    alignments: tuple[str | None, ...]
    rows: tuple[tuple[Range, ...], ...]
    written_end: int
    end: int


def table_at(text: str, start: int, *, piped: bool) -> TableMatch:
    """The table at ``start``, whose first two lines are known to be header and delimiters.

    ``piped``: its lines start with ``|``; such a table may not hold rows that do not.
    """
    header_end = text.index("\n", start)
    delimiters_end = text.index("\n", header_end + 1)
    rows, body_end = _rows(text, delimiters_end + 1, piped=piped)
    written_end = body_end - 1 if text[body_end - 1] == "\n" else body_end
    newlines = _NEWLINES.match(text, body_end)
    return TableMatch(
        header=_header(text, start, header_end, piped=piped),
        alignments=_alignments(text, header_end + 1, delimiters_end, piped=piped),
        rows=rows,
        written_end=written_end,
        end=newlines.end() if newlines else body_end,
    )


def _header(text: str, start: int, end: int, *, piped: bool) -> tuple[Range, ...]:
    start = _skip(text, start, end)
    if piped:
        opening = start
        start = _skip(text, start + 1, end)
        if start == opening + 1 and text[start:end].rstrip(" ") == "|":
            # The renderer takes off no pipe with which what it looks at begins.
            return _cells(text, start, end)
    return _cells(text, start, _without_last_pipe(text, start, end))


def _alignments(text: str, start: int, end: int, *, piped: bool) -> tuple[str | None, ...]:
    start = _skip(text, start, end)
    if piped:
        start = _skip(text, start + 1, end)
    stripped = text[start:end].rstrip(" ")
    inner = stripped[:-1] if stripped.endswith("|") else text[start:end]
    return tuple(_alignment(cell) for cell in inner.split("|"))


def _alignment(cell: str) -> str | None:
    return next((name for pattern, name in _ALIGNMENTS if pattern.fullmatch(cell)), None)


def _rows(text: str, start: int, *, piped: bool) -> tuple[tuple[tuple[Range, ...], ...], int]:
    """The rows from ``start`` on and their end; without any, one row of one empty cell.

    That cell stands at the end of the line before, which is part of the table as written.
    """
    pattern = _PIPED_ROW if piped else _BARE_ROW
    lines: list[Range] = []
    position = start
    while (match := pattern.match(text, position)) and match.end() > position:
        ended = text[match.end() - 1] == "\n"
        lines.append((position, match.end() - 1 if ended else match.end()))
        position = match.end()
    if not lines:
        return (((start - 1, start - 1),),), position
    if piped and text[position - 1] == "\n":
        # The renderer strips a closing pipe from the end of the body once more.
        last_start, last_end = lines[-1]
        lines[-1] = (last_start, _without_last_pipe(text, last_start, last_end))
    return tuple(_row(text, line, piped=piped) for line in lines), position


def _row(text: str, line: Range, *, piped: bool) -> tuple[Range, ...]:
    start, end = line
    if piped:
        opening = _skip(text, start, end)
        if opening < end and text[opening] == "|":
            start = _skip(text, opening + 1, end)
        end = _without_last_pipe(text, start, end)
    return _cells(text, start, end)


def _without_last_pipe(text: str, start: int, end: int) -> int:
    """``end``, or where the content ends before a closing pipe and the spaces around it."""
    last = _skip_back(text, start, end)
    if last > start and text[last - 1] == "|":
        return _skip_back(text, start, last - 1)
    return end


def _cells(text: str, start: int, end: int) -> tuple[Range, ...]:
    """The ranges between the pipes of ``text[start:end]``, without the spaces at the pipes."""
    cells: list[Range] = []
    while (pipe := text.find("|", start, end)) >= 0:
        cells.append((start, _skip_back(text, start, pipe)))
        start = _skip(text, pipe + 1, end)
    return (*cells, (start, end))


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] == " ":
        start += 1
    return start


def _skip_back(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end
