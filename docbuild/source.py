"""The text of a file with its lines: the only place where offsets become lines and columns."""

import re
from bisect import bisect_right
from typing import Final, NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of code-point offsets into a text: ``text[start:end]``."""

    start: int
    end: int


class Position(NamedTuple):
    """A place in a text: a code-point offset from 0, a line and a column from 1.

    The column counts code points; see :meth:`Source.utf16_column` for editors.
    """

    offset: int
    line: int
    column: int


class Source:
    """A decoded file. A byte order mark and CRLF stay in ``text`` as they stand.

    ``path`` is how the file is named to people: POSIX separators, relative to the
    project's root where it lies below it (``doc/README.md``).
    """

    __slots__ = ("_line_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path: Final = path
        self.text: Final = text
        self._line_starts: tuple[int, ...] | None = None

    @property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of every line, found when first asked for: an edit should not pay for it."""
        if self._line_starts is None:
            ends = (match.end() for match in _LINE_END.finditer(self.text))
            self._line_starts = (0, *ends)
        return self._line_starts

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Source):
            return NotImplemented
        return (self.path, self.text) == (other.path, other.text)

    def __hash__(self) -> int:
        return hash((self.path, self.text))

    def position(self, offset: int) -> Position:
        """The line and column of ``offset``, which may be the end of the text."""
        line = bisect_right(self.line_starts, offset)
        return Position(offset, line, offset - self.line_starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1, clamped to the line's end."""
        start = self.line_starts[line - 1]
        return min(start + column - 1, start + len(self.line(line)))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def utf16_column(self, position: Position) -> int:
        """The column from 1 in UTF-16 code units, as editors and SARIF count.

        Editors take a byte order mark off before they count.
        """
        before = self.text[position.offset - position.column + 1 : position.offset]
        if position.line == 1:
            before = before.removeprefix("\ufeff")
        return len(before.encode("utf-16-le")) // 2 + 1

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]
