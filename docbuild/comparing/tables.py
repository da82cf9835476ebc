"""Two versions of a table as one: by column, by row, by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from docbuild.comparing.alignment import Item, Pair, align, paired
from docbuild.comparing.effort import Effort
from docbuild.comparing.elements import Element
from docbuild.comparing.inline_marks import mark_inline
from docbuild.comparing.sequences import matches
from docbuild.comparing.whole_marks import ADDED, REMOVED, html_of, wholly

Row: TypeAlias = tuple[Element, ...]  # the cells


def mark_table(old: Element, new: Element, effort: Effort) -> str:
    """The HTML of both, with marks around columns, rows and what was changed in a cell."""
    columns = _columns(list(_rows(old)), list(_rows(new)), effort)
    if not any(here is not None and there is not None for here, there in columns):
        return wholly(old, REMOVED) + wholly(new, ADDED)
    sections = "".join(_sections(old, new, columns, effort))
    return f"{new.start}{sections}{new.end}"


def _sections(old: Element, new: Element, columns: Sequence[Pair], effort: Effort) -> Iterator[str]:
    """The head and the body."""
    before = {part.tag: part for part in _elements(old)}
    after = {part.tag: part for part in _elements(new)}
    for tag in dict.fromkeys((*before, *after)):
        if tag in before and tag in after:
            here, there = before[tag], after[tag]
            rows = "".join(_marked(list(_rows(here)), list(_rows(there)), columns, effort))
            yield f"{there.start}{rows}{there.end}"
        elif tag in before:
            yield wholly(before[tag], REMOVED)
        else:
            yield wholly(after[tag], ADDED)


def _rows(part: Element) -> Iterator[Row]:
    for each in _elements(part):
        if each.tag == "tr":
            yield tuple(_elements(each))
        else:
            yield from _rows(each)


def _elements(part: Element) -> list[Element]:
    return [each for each in part.children if isinstance(each, Element)]


def _columns(old: Sequence[Row], new: Sequence[Row], effort: Effort) -> list[Pair]:
    """Which column stands for which: those with the same head, else with contents that are
    alike. Where the heads are the same nothing else is looked at."""
    here, there = _heads(old), _heads(new)
    if here == there:
        return [(index, index) for index in range(len(here))]
    return paired(
        _contents(old, len(here)), _contents(new, len(there)), matches(here, there, effort), effort
    )


def _heads(rows: Sequence[Row]) -> list[str]:
    width = max(map(len, rows), default=0)
    return [_inside(rows[0], index) for index in range(width)]


def _contents(rows: Sequence[Row], width: int) -> list[Item]:
    return [Item(" ".join(_inside(row, index) for row in rows), "") for index in range(width)]


def _inside(row: Row, index: int) -> str:
    return "".join(map(html_of, row[index : index + 1]))


def _marked(
    old: Sequence[Row], new: Sequence[Row], columns: Sequence[Pair], effort: Effort
) -> Iterator[str]:
    """Rows, each told by the columns that both tables have."""
    if len(old) == len(new) == 1:
        pairs: list[Pair] = [(0, 0)]
    else:
        kept = [(here, there) for here, there in columns if here is not None and there is not None]
        pairs = align(
            [_item(row, (here for here, _ in kept)) for row in old],
            [_item(row, (there for _, there in kept)) for row in new],
            effort,
        )
    for here, there in pairs:
        before = None if here is None else old[here]
        after = None if there is None else new[there]
        name = ' class="removed"' if after is None else ' class="added"' if before is None else ""
        yield f"<tr{name}>{''.join(_cells(before, after, columns, effort))}</tr>"


def _item(row: Row, columns: Iterable[int]) -> Item:
    return Item("".join(_inside(row, index) for index in columns), "tr")


def _cells(
    before: Row | None, after: Row | None, columns: Sequence[Pair], effort: Effort
) -> Iterator[str]:
    """A row. A cell that the other table's column asks for is empty in a row that only one has."""
    for here, there in columns:
        old = before[here] if before and here is not None and here < len(before) else None
        new = after[there] if after and there is not None and there < len(after) else None
        if old is not None and new is not None:
            yield f"{new.start}{mark_inline(old.children, new.children, effort)}{new.end}"
        elif old is not None:
            yield wholly(old, REMOVED)
        elif new is not None:
            yield wholly(new, ADDED)
        elif before is None or after is None:
            yield f'<td class="{"removed" if before is None else "added"}"></td>'
