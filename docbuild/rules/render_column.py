"""render-column: two bars where one was meant, which make a column without anything in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Cell, Table
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_TWO = r"\|[ \t]*(?=\|)"
_DASHES = r"[^\r\n]*(?:\r\n|\r|\n)(?P<dashes>[^\r\n]*)"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or "||" not in source.text:
        return
    for table in subject.of_kind(Table):
        yield from _table(table, source)


def _table(table: Table, source: Source) -> Iterator[Finding]:
    columns = {number for number, cell in enumerate(table.header) if _is_between(cell, source)}
    rows = (table.header, *table.rows)
    dashes = tuple(_in_dashes(table, source))
    if not columns or not all(_is_empty(row, columns) for row in rows):
        return
    if columns == {0} and not dashes:
        return  # a column for names that the rows do not have: GitHub shows it, too
    edits = [
        Edit(Span(row[number].span.end, row[number].span.end + 1), "")
        for row in rows
        for number in columns
        if number < len(row) and source.text.startswith("|", row[number].span.end)
    ]
    fix = Fix(Message("只留一个 |", "Leave one |"), (*edits, *dashes), safe=True)
    last = table.header[-1].span.end
    yield Finding(
        Message(
            "写了两个 |：平台在每两列之间多出一列空的",
            "Two bars: the platform puts an empty column between two others",
        ),
        Message(
            "列与列之间只写一个 |，分隔行也一样。",
            "Write one | between columns, in the row of dashes, too.",
        ),
        span=Span(table.header[0].span.start, max(last, table.header[0].span.start + 1)),
        fixes=(fix,) if len(dashes) == len(columns) else (),
    )


def _is_between(cell: Cell, source: Source) -> bool:
    """Whether nothing but the two bars around it makes a cell of the header."""
    start, end = cell.span
    return start == end and start > 0 and source.text[start - 1 : start + 1] == "||"


def _is_empty(row: tuple[Cell, ...], columns: set[int]) -> bool:
    cells = (row[number].span for number in columns if number < len(row))
    return all(span.start == span.end for span in cells)


def _in_dashes(table: Table, source: Source) -> Iterator[Edit]:
    """One bar of each two in the line below the header."""
    line = re.compile(_DASHES).match(source.text, table.header[0].span.start)
    if line is None:
        return
    for bars in re.compile(_TWO).finditer(source.text, *line.span("dashes")):
        yield Edit(Span(*bars.span()), "")


RULE = Rule(
    name="render-column",
    severity=Severity.WARNING,
    what=Message(
        "表格的列之间写了两个 |。",
        "The columns of a table have two bars between them.",
    ),
    why=Message(
        "平台把两个 | 之间也算一列，读者看到的表格隔一列就空一列；GitHub 则根本不认这是表格。",
        "For the platform there is a column between the two, so that every other column is "
        "empty. GitHub takes it for no table at all.",
    ),
    bad="| 属性 || 类型 |\n|:----||:----|\n| city || String |",
    good="| 属性 | 类型 |\n|:-----|:-----|\n| city | String |",
    check=_check,
    by_block=True,
)
