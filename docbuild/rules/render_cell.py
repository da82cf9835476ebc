"""render-cell: a row of a table whose cells are not the columns of its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Cell, Table
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

# Code with a | in it, and a | with a backslash outside of code. Other code is passed over.
_CODE = r"(?P<ticks>(?<!`)`+(?!`))(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
_PARTS = rf"{_CODE}|\\\|"
_PIPE = r"[ \t]*\\?\|[ \t]*"
_CELL_END = r"(?<!\\)\|"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    for table in subject.of_kind(Table):
        yield from _table(table, source)


def _table(table: Table, source: Source) -> Iterator[Finding]:
    columns = len(table.header)
    split = tuple(_split(table.header, len(table.alignments), source))
    yield from split
    if split:  # a header that was cut at the wrong place says nothing of its rows
        columns = len(table.alignments)
    elif (bare := _bare(table, source)) is not None:
        yield bare
        return
    for row in table.rows:
        if row[0].span.start == table.span.end:
            return  # a table without rows, which the platform gives an empty one
        found = tuple(_split(row, columns, source))
        yield from found
        if not found:
            yield from _uneven(row, columns, source)


def _bare(table: Table, source: Source) -> Finding | None:
    """Whether a pipe at one end of the lines alone makes a column without anything in it."""
    first, columns, text = table.header[0].span, len(table.header), source.text
    rows = [_line(row, source) for row in (table.header, *table.rows)]
    if text.startswith("|", rows[0].start) and first.start > rows[0].start:
        return None
    before = first.start == first.end and text.startswith("|", first.start)
    behind = [
        line
        for row, line in zip(table.rows, rows[1:], strict=True)
        if len(row) == columns + 1 and text[line.end - 1] == "|"
    ]
    if not before and not behind:
        return None
    dashes = re.compile(r"[^\r\n]*[\r\n]+[ \t>]*").match(text, first.start)
    starts = [line.start for line in rows] + ([dashes.end()] if dashes else [])
    edits = (Edit(Span(at, at), "| ") for at in starts if text[at] != "|")
    return Finding(
        Message(
            "表格的行开头没有 |，末尾却有：平台会多出一列空格子",
            "Rows that end in | but do not begin with one get an empty column more",
        )
        if not before
        else Message(
            "分隔行开头没有 |，表头却有：平台会在左边多出一列空格子",
            "The header begins with |, the row of dashes does not: an empty column is put before",
        ),
        Message(
            "表头、分隔行和每一行的开头都写上 |。",
            "Begin the header, the row of dashes and every row with |.",
        ),
        span=rows[0] if before else behind[0],
        fixes=(
            Fix(Message("每一行开头都写上 |", "Begin every row with |"), tuple(edits), safe=True),
        ),
    )


def _split(row: tuple[Cell, ...], columns: int, source: Source) -> Iterator[Finding]:
    """Every ``|`` that was meant as text, but cuts the row."""
    start, end = row[0].span.start, row[-1].span.end
    if len(row) < 2 or ("\\|" not in source.text[start:end] and len(row) <= columns):
        return
    for match in re.compile(_PARTS).finditer(source.text, start, end):
        code = match["code"]
        if code is None or "\\|" in code or ("|" in code and len(row) > columns):
            yield _cut(Span(*match.span()), match, source)


def _cut(span: Span, match: re.Match[str], source: Source) -> Finding:
    code, ticks = match["code"], match["ticks"]
    written = "&#124;" if code is None else _outside(code, ticks)
    shown = quoted(written)
    fix = Fix(Message(f"改为 {shown}", f"Change to {shown}"), (Edit(span, written),), safe=True)
    return Finding(
        Message(
            f"平台在表格里遇到 | 就分格，{quoted(source[span])} 被拆成了两格，后面的内容都错了一列",
            f"Every | ends a cell here, so {quoted(source[span])} is split and shifts what follows",
        )
        if code is not None
        else Message(
            "平台不认 \\|：这一格在这里被拆开，反斜杠也显示出来，后面的内容都错了一列",
            "\\| is not known here: it splits the cell, shows the backslash and shifts what "
            "follows",
        ),
        Message(
            "表格里的竖线写成 &#124;；反引号里不能有竖线，分成几段写：`a`&#124;`b`。",
            "In a table a bar is written &#124;. Code cannot hold one: `a`&#124;`b`.",
        ),
        span=span,
        fixes=() if code is not None and "`" in code else (fix,),
    )


def _outside(code: str, ticks: str) -> str:
    """``code`` with its bars outside of the backticks, where ``&#124;`` is shown as a bar."""
    parts: list[str] = []
    at = 0
    for bar in re.finditer(_PIPE, code):
        parts += code[at : bar.start()], re.sub(r"\\?\|", "&#124;", bar[0])
        at = bar.end()
    parts.append(code[at:])
    return "".join(
        part if index % 2 or not part.strip() else f"{ticks}{part.strip()}{ticks}"
        for index, part in enumerate(parts)
    )


def _uneven(row: tuple[Cell, ...], columns: int, source: Source) -> Iterator[Finding]:
    if len(row) > columns:
        yield _long(row, columns, source)
    elif len(row) < columns and _written_cells(row, source) < columns:
        yield _short(row, columns, source)


def _line(row: tuple[Cell, ...], source: Source) -> Span:
    """From the row's first pipe or cell to the end of its line."""
    start, text = row[0].span.start, source.text
    end = re.compile(r"[^\r\n]*").match(text, row[-1].span.end)
    while start > 0 and text[start - 1] in "| \t":
        start -= 1
    stop = row[-1].span.end if end is None else end.end()
    written = text[start:stop]
    return Span(
        start + len(written) - len(written.lstrip()), stop - len(written) + len(written.rstrip())
    )


def _written_cells(row: tuple[Cell, ...], source: Source) -> int:
    """How many cells a row has by its pipes. The platform drops an empty one at a table's end."""
    written = source[_line(row, source)].removeprefix("|")
    pipes = len(re.findall(_CELL_END, written))
    return pipes if written.endswith("|") else pipes + 1


def _short(row: tuple[Cell, ...], columns: int, source: Source) -> Finding:
    span = _line(row, source)
    return Finding(
        Message(
            f"这一行只有 {len(row)} 格，表头有 {columns} 列：平台不会补上缺的格子",
            f"Cells in this row: {len(row)}, in the header: {columns}. The platform adds none",
        ),
        Message(
            "补上缺的单元格；没有内容的可以写“-”或“无”。",
            "Add the cells that lack; one without content may say “-”.",
        ),
        span=span,
    )


def _long(row: tuple[Cell, ...], columns: int, source: Source) -> Finding:
    span = _line(row, source)
    extra = row[columns:]
    if all(cell.span.start == cell.span.end for cell in extra):
        title = Message("去掉多余的空格子", "Remove the empty cells")
        fix = Fix(title, (Edit(Span(row[columns - 1].span.end, span.end), " |"),), safe=True)
    else:
        title = Message("多出来的 | 写成 &#124;", "Write the last | as &#124;")
        fix = Fix(title, tuple(_as_text(row[columns - 1 :], source)), safe=False)
    return Finding(
        Message(
            f"这一行有 {len(row)} 格，表头只有 {columns} 列：多出来的格子没有表头",
            f"Cells in this row: {len(row)}, in the header: {columns}. The others have no heading",
        ),
        Message(
            "删掉多余的 |，或者给表头和分隔行补上一列；内容里的竖线写成 &#124;。",
            "Remove a |, or add a column to the header and the row of dashes. A bar in the text "
            "is written as &#124;.",
        ),
        span=span,
        fixes=(fix,),
    )


def _as_text(cells: tuple[Cell, ...], source: Source) -> Iterator[Edit]:
    """The bars between ``cells``, written so that these are one cell."""
    for cell, following in pairwise(cells):
        at = source.text.find("|", cell.span.end, following.span.start)
        if at >= 0 and following.span.start < following.span.end:
            yield Edit(Span(at, at + 1), "&#124;")


RULE = Rule(
    name="render-cell",
    severity=Severity.WARNING,
    what=Message(
        "表格里某一行的格子数和表头不一致，最常见的是内容里有竖线。",
        "A row of a table has more or fewer cells than its header, mostly for a bar in its text.",
    ),
    why=Message(
        "平台在表格里见到 | 就分格，写成 `\\|` 或者放在反引号里都没有用：内容被拆开，"
        "后面的都错了一列。",
        "The platform ends a cell at every |, at `\\|` and in code too: the text is split, and "
        "what follows stands in the wrong column.",
    ),
    bad="| 属性 | 类型 |\n|---|---|\n| value | `string\\|number` |",
    good="| 属性 | 类型 |\n|---|---|\n| value | `string`&#124;`number` |",
    check=_check,
    by_block=True,
)
