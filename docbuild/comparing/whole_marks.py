"""A block, or a part of one, with a mark around all of it.

A mark is ``<ins class="added">`` or ``<del class="removed">`` around what may stand in it. An
item of a list, a row and a cell of a table cannot stand in one: it has the class itself, and all
that is in it has the mark. What only stands somewhere else has the class ``moved`` as well, and
may have marks in it. Nothing else of an article has these classes.
"""

from __future__ import annotations

from docbuild.comparing.elements import Element, Part, Run, parts, read, written

REMOVED, ADDED = '<del class="removed">', '<ins class="added">'
_LEFT, _MOVED = '<del class="removed moved">', '<ins class="added moved">'

_HOLDERS = frozenset(("li", "tr", "td", "th", "thead", "tbody"))  # what no mark may hold
_SIGNS = ('class="removed"', 'class="added"')


def all_removed(html: str) -> str:
    """A block that is gone."""
    return "".join(wholly(part, REMOVED) for part in parts(read(html)))


def all_added(html: str) -> str:
    """A block that is new."""
    return "".join(wholly(part, ADDED) for part in parts(read(html)))


def all_moved(html: str, *, is_here: bool) -> str:
    """A block that stands elsewhere, or ``is_here`` from elsewhere; it may have marks."""
    mark = _MOVED if is_here else _LEFT
    return "".join(wholly(part, mark) for part in parts(read(html)))


def is_marked(html: str) -> bool:
    """Whether there is a mark in it, not counting those of what only moved."""
    return any(sign in html for sign in _SIGNS)


def wholly(part: Part, mark: str) -> str:
    """All of a part with a mark."""
    if isinstance(part, Element) and part.tag in _HOLDERS:
        name = "removed" if mark == REMOVED else "added"
        return f'{part.start[:-1]} class="{name}">{_inner(part, mark)}{part.end}'
    return f"{mark}{html_of(part)}</{mark[1:4]}>"


def html_of(part: Part) -> str:
    """The HTML of a part as it is."""
    return written(part.children) if isinstance(part, Run) else written((part,))


def _inner(holder: Element, mark: str) -> str:
    """What is in an item, a row or a cell, with the mark around what may stand in it."""
    below = parts(holder.children)
    if any(isinstance(part, Element) and part.tag in _HOLDERS for part in below):
        return "".join(wholly(part, mark) for part in below)
    return f"{mark}{written(holder.children)}</{mark[1:4]}>" if below else ""
