"""The generated tables of a document, brought up to what the sources say by now.

Only rows that have to change are written anew. What an author wrote where the sources say
nothing stays: descriptions, columns of their own, how they laid out the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from docbuild.diagnostic import Edit, Language
from docbuild.document import Cell, Document, Table, plain_text
from docbuild.fixes import edited
from docbuild.interface import Component, Interface, Property
from docbuild.scaffold import wording
from docbuild.scaffold.escaping import shown
from docbuild.scaffold.marks import MarkProblem, Passage, read_marks
from docbuild.scaffold.tables import (
    default_value,
    description,
    own_properties,
    properties_table,
    property_default,
    property_name,
    property_type,
    row_line,
)
from docbuild.source import Source, Span


class _Column(Enum):
    """What a column of a table tells of a property; anything else is the author's own."""

    NAME = "name"
    TYPE = "type"
    DEFAULT = "default"
    DESCRIPTION = "description"
    OTHER = "other"


_HEADS = {
    "类型": _Column.TYPE,
    "type": _Column.TYPE,
    "默认值": _Column.DEFAULT,
    "默认": _Column.DEFAULT,
    "default": _Column.DEFAULT,
    "说明": _Column.DESCRIPTION,
    "描述": _Column.DESCRIPTION,
    "description": _Column.DESCRIPTION,
}
_NOTHING = "—"  # at the end of a row, where the platform would lose an empty cell
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")


class Change(NamedTuple):
    """What became of the table of a component: the properties by name, in order.

    All are empty where only the order changed, or the table itself was missing.
    """

    component: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    updated: tuple[str, ...]


class Refreshed(NamedTuple):
    """``text`` is the whole document; ``unread`` are components whose sources said nothing.

    ``passages`` counts the marked ones.
    """

    text: str
    changes: tuple[Change, ...]
    unread: tuple[str, ...]
    passages: int


def refreshed(document: Document, interface: Interface) -> Refreshed | tuple[MarkProblem, ...]:
    """The document with every marked table renewed, or what is wrong with its marks.

    Outside the tables between marks nothing changes, not a byte.
    """
    components = {component.name: component for component in interface.components}
    marks = read_marks(document, components.keys())
    if marks.problems:
        return marks.problems
    source, language = document.source, wording.language_of(document.source.text)
    known = [(passage, components[passage.name]) for passage in marks.passages]
    renewals = [_renewal(source, *each, language) for each in known if each[1].source is not None]
    made = [renewal for renewal in renewals if renewal is not None]
    return Refreshed(
        text=edited(source.text, (edit for edit, _ in made)),
        changes=tuple(change for _, change in made),
        unread=tuple(component.name for _, component in known if component.source is None),
        passages=len(known),
    )


def _renewal(
    source: Source, passage: Passage, component: Component, language: Language
) -> tuple[Edit, Change] | None:
    table = next((block for block in passage.blocks if isinstance(block, Table)), None)
    if table is None:
        return _first_table(source, passage, component, language)
    old = _OldTable(source, table)
    lines = list(_rows(old, component, language))
    change = _change(old, lines, component.name)
    if [line for _, line in lines] == [row.line for row in old.rows]:
        return None
    if not lines:
        blank = _BLANK_LINES.match(source.text, table.span.end)
        end = blank.end() if blank else table.span.end
        return Edit(Span(table.span.start, end), ""), change
    text = "\n".join((*old.head, *(line for _, line in lines)))
    return Edit(table.span, text), change


def _first_table(
    source: Source, passage: Passage, component: Component, language: Language
) -> tuple[Edit, Change] | None:
    text = properties_table(component, language)
    if not text:
        return None
    at = passage.begin.span.end
    is_apart = len(_LINE_END.findall(source.text[at : _next_start(passage)])) > 1
    edit = Edit(Span(at, at), f"\n\n{text}" + ("" if is_apart else "\n"))
    names = tuple(shown(each.name) for each in own_properties(component))
    return edit, Change(component.name, names, (), ())


def _next_start(passage: Passage) -> int:
    return passage.blocks[0].span.start if passage.blocks else passage.end.span.start


class _OldRow(NamedTuple):
    name: str
    cells: tuple[Cell, ...]
    line: str


class _OldTable:
    """A table as it stands: its lines, and which column says what."""

    def __init__(self, source: Source, table: Table) -> None:
        self._source = source
        first, second, *lines = _LINE_END.split(source[table.span])
        self.head = (first, second)
        self.is_piped = first.lstrip().startswith("|")
        heads = [plain_text(cell.children).strip().casefold() for cell in table.header]
        self.columns = [_Column.NAME, *(_HEADS.get(head, _Column.OTHER) for head in heads[1:])]
        self.rows = [
            _OldRow(plain_text(row[0].children).strip(), row, line)
            for row, line in zip(table.rows, lines, strict=False)
        ]

    def cell(self, row: _OldRow | None, column: int) -> tuple[str, str]:
        """What a cell shows, and how that is written."""
        if row is None or column >= len(row.cells):
            return "", ""
        cell = row.cells[column]
        return plain_text(cell.children).strip(), self._source[cell.span].strip()

    def line(self, cells: Sequence[str]) -> str:
        filled = (*cells[:-1], cells[-1] or _NOTHING)
        return row_line(filled) if self.is_piped else " | ".join(filled)


def _rows(old: _OldTable, component: Component, language: Language) -> Iterator[tuple[str, str]]:
    """The names of the new rows, with their lines."""
    before = {row.name: row for row in reversed(old.rows)}
    for each in own_properties(component):
        name = shown(each.name)
        row = before.pop(name, None)
        cells = [_cell(old, row, column, each, language) for column in range(len(old.columns))]
        yield name, _line(old, row, cells)
    inherited = {shown(each.name) for each in component.properties if each.inherited}
    for row in old.rows:
        # What the sources do not tell may come from elsewhere.
        stays = row.name in inherited or not component.properties_complete
        if stays and before.get(row.name) is row:
            yield row.name, row.line


def _line(old: _OldTable, row: _OldRow | None, cells: list[str]) -> str:
    if row is not None and cells == [old.cell(row, column)[1] for column in range(len(cells))]:
        return row.line
    return old.line(cells)


def _cell(
    old: _OldTable, row: _OldRow | None, column: int, given: Property, language: Language
) -> str:
    """How a cell is to be written; as before where it shows the same, or nothing is known."""
    seen, written = old.cell(row, column)
    match old.columns[column]:
        case _Column.NAME:
            return written or property_name(given)
        case _Column.TYPE:
            keeps = bool(seen) if given.type is None else seen == shown(given.type)
            return written if keeps else property_type(given, language)
        case _Column.DEFAULT:
            return written if seen == default_value(given) else property_default(given)
        case _Column.DESCRIPTION:
            said = shown(given.description or "")
            keeps = seen == said if said else bool(seen)
            return written if keeps else description(given.description, language)
    return written


def _change(old: _OldTable, lines: Iterable[tuple[str, str]], component: str) -> Change:
    before = {row.name: row.line for row in old.rows if row.name}
    after = dict(lines)
    return Change(
        component,
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        updated=tuple(name for name in after if before.get(name, after[name]) != after[name]),
    )
