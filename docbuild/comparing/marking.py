"""Two versions of a block as one: rendered HTML with marks, never broken, by rows and by items.

A mark is ``<ins class="added">`` or ``<del class="removed">`` around what may stand in it. An
item of a list, a row and a cell of a table cannot stand in one: it has the class itself, and all
that is in it has the mark. Nothing else of an article has these classes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from docbuild.comparing.alignment import Item, align
from docbuild.comparing.effort import Effort
from docbuild.comparing.elements import Element, Part, Run, parts, read, written
from docbuild.comparing.inline_marks import ADDED, REMOVED, mark_inline

_HOLDERS = frozenset(("li", "tr", "td", "th", "thead", "tbody"))  # what no mark may hold
_PLAIN = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th"))  # inline content alone
_STRUCTURE = frozenset(("ul", "ol", "li", "blockquote", "table", "thead", "tbody"))

_Mark: TypeAlias = str


def mark(old: str, new: str, effort: Effort) -> str:
    """The HTML of a block as it was and as it is. See the module for what marks are.

    Taking out all that was added leaves what shows ``old``; taking out what was removed leaves
    what shows ``new``. Identifiers and the alignment of cells are those of ``new``.
    """
    if old == new:
        return new
    return "".join(_flow(parts(read(old)), parts(read(new)), effort))


def all_removed(html: str) -> str:
    """A block that is gone."""
    return "".join(_wholly(part, REMOVED) for part in parts(read(html)))


def all_added(html: str) -> str:
    """A block that is new."""
    return "".join(_wholly(part, ADDED) for part in parts(read(html)))


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
            found.append(_wholly(new[there], ADDED))
        elif there is None and here is not None:
            found.append(_wholly(old[here], REMOVED))
        elif here is not None and there is not None:
            before, after = old[here], new[there]
            found.append(_html(after) if before == after else changed(before, after, effort))
    return found


def _item(part: Part) -> Item:
    return Item(_html(part), "" if isinstance(part, Run) else part.tag)


def _may_change(old: Part, new: Part) -> bool:
    if isinstance(old, Run) or isinstance(new, Run):
        return isinstance(old, Run) and isinstance(new, Run)
    return old.tag == new.tag


def _changed(old: Part, new: Part, effort: Effort) -> str:
    """One part in place of another."""
    if isinstance(old, Run) and isinstance(new, Run):
        return mark_inline(old.children, new.children, effort)
    if isinstance(old, Run) or isinstance(new, Run) or not _is_same_kind(old, new):
        return _wholly(old, REMOVED) + _wholly(new, ADDED)
    return f"{new.start}{_inside(old, new, effort)}{new.end}"


def _is_same_kind(old: Element, new: Element) -> bool:
    if old.tag == "ol" and old.start != new.start:  # other numbers, which a mark cannot show
        return False
    return old.tag == new.tag


def _inside(old: Element, new: Element, effort: Effort) -> str:
    if new.tag in _PLAIN:
        return mark_inline(old.children, new.children, effort)
    if new.tag == "pre":
        return _code(old, new, effort)
    if new.tag == "tr":
        return _cells(old, new, effort)
    return "".join(_flow(parts(old.children), parts(new.children), effort))


def _cells(old: Element, new: Element, effort: Effort) -> str:
    """A row; where it has as many cells as before, each stands for the one in its place."""
    here, there = parts(old.children), parts(new.children)
    if len(here) != len(there):
        return "".join(_paired(here, there, _changed, effort))
    return "".join(
        _html(after) if before == after else _changed(before, after, effort)
        for before, after in zip(here, there, strict=True)
    )


def _code(old: Element, new: Element, effort: Effort) -> str:
    """Code, line by line: ``pre`` with ``code``, and in it text alone."""
    here, there = _lines(old), _lines(new)
    if here is None or there is None:
        return f"{REMOVED}{written(old.children)}</del>{ADDED}{written(new.children)}</ins>"
    code = new.children[0]
    assert isinstance(code, Element)
    lines = _paired(
        [Run((line,)) for line in here], [Run((line,)) for line in there], _changed, effort
    )
    return f"{code.start}{''.join(lines)}{code.end}"


def _lines(pre: Element) -> list[str] | None:
    code = pre.children[0] if len(pre.children) == 1 else None
    if not isinstance(code, Element) or not all(isinstance(each, str) for each in code.children):
        return None
    return written(code.children).splitlines(keepends=True)


def _wholly(part: Part, mark: _Mark) -> str:
    """All of a part with a mark."""
    if isinstance(part, Element) and part.tag in _HOLDERS:
        name = "removed" if mark == REMOVED else "added"
        inner = _inner(part, mark)
        return f'{part.start[:-1]} class="{name}">{inner}{part.end}'
    return f"{mark}{_html(part)}</{_end(mark)}>"


def _inner(holder: Element, mark: _Mark) -> str:
    """What is in an item, a row or a cell, with the mark around what may stand in it."""
    below = parts(holder.children)
    if any(isinstance(part, Element) and part.tag in _HOLDERS for part in below):
        return "".join(_wholly(part, mark) for part in below)
    return f"{mark}{written(holder.children)}</{_end(mark)}>" if below else ""


def _end(mark: _Mark) -> str:
    return "del" if mark == REMOVED else "ins"


def _html(part: Part) -> str:
    return written(part.children) if isinstance(part, Run) else written((part,))
