"""Two versions of a block as one: rendered HTML with marks, never broken, by rows and by items.

What marks are: :mod:`docbuild.comparing.whole_marks`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docbuild.comparing.alignment import Item, align
from docbuild.comparing.effort import Effort
from docbuild.comparing.elements import Element, Part, Run, parts, read, written
from docbuild.comparing.inline_marks import mark_code, mark_inline
from docbuild.comparing.tables import mark_table
from docbuild.comparing.whole_marks import ADDED, REMOVED, html_of, wholly

_PLAIN = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))  # inline content alone


def mark(old: str, new: str, effort: Effort) -> str:
    """The HTML of a block as it was and as it is. See the module for what marks are.

    Taking out all that was added leaves what shows ``old``; taking out what was removed leaves
    what shows ``new``. Identifiers, the alignment of cells and the number that a list begins
    with are those of ``new``.
    """
    if old == new:
        return new
    return "".join(_flow(parts(read(old)), parts(read(new)), effort))


def _flow(old: Sequence[Part], new: Sequence[Part], effort: Effort) -> list[str]:
    """What stands below one another: blocks, items, rows."""
    if len(old) == len(new) == 1 and _may_change(old[0], new[0]):
        return [_changed(old[0], new[0], effort)]
    return _paired(old, new, _changed, effort)


def _paired(
    old: Sequence[Part],
    new: Sequence[Part],
    changed: Callable[[Part, Part, Effort], str],
    effort: Effort,
) -> list[str]:
    found: list[str] = []
    for here, there in align(list(map(_item, old)), list(map(_item, new)), effort):
        if here is None and there is not None:
            found.append(wholly(new[there], ADDED))
        elif there is None and here is not None:
            found.append(wholly(old[here], REMOVED))
        elif here is not None and there is not None:
            before, after = old[here], new[there]
            found.append(html_of(after) if before == after else changed(before, after, effort))
    return found


def _item(part: Part) -> Item:
    return Item(html_of(part), "" if isinstance(part, Run) else part.tag)


def _may_change(old: Part, new: Part) -> bool:
    if isinstance(old, Run) or isinstance(new, Run):
        return isinstance(old, Run) and isinstance(new, Run)
    return old.tag == new.tag


def _changed(old: Part, new: Part, effort: Effort) -> str:
    """One part in place of another."""
    if isinstance(old, Run) and isinstance(new, Run):
        return mark_inline(old.children, new.children, effort)
    if isinstance(old, Run) or isinstance(new, Run) or not _is_same_kind(old, new):
        return wholly(old, REMOVED) + wholly(new, ADDED)
    if new.tag == "table":
        return mark_table(old, new, effort)
    return f"{new.start}{_inside(old, new, effort)}{new.end}"


def _is_same_kind(old: Element, new: Element) -> bool:
    if old.tag == "ol" and old.start != new.start:  # numbers cannot be marked: the items are
        return old.children != new.children
    return old.tag == new.tag


def _inside(old: Element, new: Element, effort: Effort) -> str:
    if new.tag in _PLAIN:
        return mark_inline(old.children, new.children, effort)
    if new.tag == "pre":
        return _code(old, new, effort)
    return "".join(_flow(parts(old.children), parts(new.children), effort))


def _code(old: Element, new: Element, effort: Effort) -> str:
    """Code, line by line: ``pre`` with ``code``, and in it text alone."""
    here, there = _lines(old), _lines(new)
    if here is None or there is None:
        return f"{REMOVED}{written(old.children)}</del>{ADDED}{written(new.children)}</ins>"
    code = new.children[0]
    assert isinstance(code, Element)
    lines = _paired(
        [Run((line,)) for line in here], [Run((line,)) for line in there], _changed_line, effort
    )
    return f"{code.start}{''.join(lines)}{code.end}"


def _changed_line(old: Part, new: Part, effort: Effort) -> str:
    return mark_code(old.children, new.children, effort)


def _lines(pre: Element) -> list[str] | None:
    code = pre.children[0] if len(pre.children) == 1 else None
    if not isinstance(code, Element) or not all(isinstance(each, str) for each in code.children):
        return None
    return written(code.children).splitlines(keepends=True)
