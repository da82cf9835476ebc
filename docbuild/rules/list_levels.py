"""Items of lists that stand at another level than they were written at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.document import List, ListItem
from docbuild.rules.lines import column_of, first_line, lines
from docbuild.source import Source, Span

_MARKER = r"(?:[-*+]|\d+\.)[ \t]+"


def misplaced(found: List, source: Source) -> Iterator[Finding]:
    """Items that stand under another which is indented as much or more."""
    for item in found.items:
        column = column_of(item, source)
        inner = next((child for child in item.children if isinstance(child, List)), None)
        below = None if inner is None else column_of(inner.items[0], source)
        if inner is None or column is None or below is None or below > column or not column:
            continue
        columns = [(each.span.start, column_of(each, source) or 0) for each in found.items]
        edits = [
            Edit(Span(start - each + below, start), "") for start, each in columns if each > below
        ]
        title = Message("和后面的项对齐", "Align it with those behind")
        yield Finding(
            *_DEEPER_FIRST,
            span=first_line(item, source),
            fixes=(Fix(title, tuple(edits), safe=True),) if edits else (),
        )
        return


def flattened(parent: ListItem, source: Source) -> Iterator[Finding]:
    """Items that are written deeper than the one before, but shown at the same level."""
    for inner in parent.children:
        if not isinstance(inner, List):
            continue
        columns = [column_of(item, source) for item in inner.items]
        if (columns[0] or 0) <= (column_of(parent, source) or 0):
            continue  # of a parent that stands too far to the right, see above
        for before, at, item in zip(columns, columns[1:], inner.items[1:], strict=False):
            if before is not None and at is not None and at >= before + 2:
                fix = _indented(parent, inner, source)
                yield Finding(
                    *_SAME_LEVEL,
                    span=first_line(item, source),
                    fixes=() if fix is None else (fix,),
                )
                break


def _indented(parent: ListItem, inner: List, source: Source) -> Fix | None:
    """The items of ``inner`` and all below them, as deep as the text of ``parent`` stands."""
    column, first = column_of(parent, source), column_of(inner.items[0], source)
    marker = re.compile(_MARKER).match(source.text, parent.span.start)
    if column is None or first is None or marker is None:
        return None
    missing = column + len(marker[0]) - first
    if missing <= 0 or "\t" in source[inner.span]:
        return None
    begins = (line.start for line in lines(source, inner.span) if line.text.strip())
    edits = tuple(Edit(Span(at, at), " " * missing) for at in begins)
    return Fix(Message("整个子列表多缩进一些", "Indent all of them more"), edits, safe=False)


_DEEPER_FIRST = (
    Message(
        "这一项比后面的项缩进得多，平台把后面的项都当作它的子项",
        "This item is indented more than those behind it, which become its sub-items",
    ),
    Message("同级的项要左对齐，编号位数不同也一样。", "Align the items of one level at the left."),
)
_SAME_LEVEL = (
    Message(
        "这一项缩进得更深，平台却当作和上一项同级",
        "This item is indented more than the one before, but shown at the same level",
    ),
    Message(
        "子列表至少缩进到上一级文字的开头：“- ”下缩进 2 格，“1. ”下 3 格，“10. ”下 4 格。",
        "Indent sub-items to where the text of their item begins: 2 spaces below “- ”, 3 below "
        "“1. ”, 4 below “10. ”.",
    ),
)
