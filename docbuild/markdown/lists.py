"""Lists: where one ends and which lines belong to which of its items."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from docbuild.markdown.grammar import BULLET, RULE_LINE
from docbuild.markdown.region import Region

_FIRST = re.compile(rf"( *)({BULLET}) ")
_ITEM = re.compile(
    rf"^( *){BULLET} [^\n]*+(?:\n(?!\1{BULLET} )[^\n]*+)*+",
    re.MULTILINE,
)
_NEWLINES = re.compile(r"\n+")
_RULE = re.compile(RULE_LINE)
_BULLET = re.compile(BULLET)
_MARKER = re.compile(rf" *{BULLET} +")
_CONTINUATION = re.compile(rf"{BULLET} ")


class Item(NamedTuple):
    """``start:end`` are the item's lines in the list's text; ``region`` is what it holds."""

    start: int
    end: int
    loose: bool
    region: Region


class ListMatch(NamedTuple):
    """``first`` is the first item's marker, ``start`` its index.

    ``reach`` is where the list would end if all its items had markers of one kind, and
    ``blank_lines`` how many there were seen to be before it.
    """

    start: int
    first: str
    items: tuple[Item, ...]
    end: int
    reach: int
    blank_lines: int


def list_at(
    region: Region, start: int, solid: int, is_definition: Callable[[int], bool]
) -> ListMatch:
    """The list whose first line starts at ``start``, known to be an item's.

    ``solid``: from this index on there is nothing but space up to the document's end.
    """
    text = region.text
    first = _FIRST.match(text, start)
    assert first is not None
    indent, marker = first.groups()
    end, blank_lines = _list_end(text, first.end(), solid, indent, is_definition)
    lines = [match.span() for match in _ITEM.finditer(text, start, end)]
    reach, kept = end, _same_kind(text, lines, marker)
    if kept < len(lines):
        # A marker of another kind starts another list: the rest is read again.
        end = lines[kept][0]
    return ListMatch(first.start(2), marker, _items(region, lines[:kept]), end, reach, blank_lines)


def _list_end(
    text: str, after_marker: int, solid: int, indent: str, is_definition: Callable[[int], bool]
) -> tuple[int, int]:
    """Where the list ends: before a rule or a definition, after blank lines, or with the text.

    Also how many blank lines were seen there. A newline right behind the first marker is
    overlooked, as the renderer does.
    """
    for newlines in _NEWLINES.finditer(text, after_marker + 1):
        end = newlines.end()
        blank_lines = end - newlines.start() - 1
        if end >= solid:
            # What is left is space: it belongs to the list unless a blank line comes first.
            spaced = newlines.start() - 1 > after_marker and text[newlines.start() - 1].isspace()
            if spaced or not blank_lines or (blank_lines == 1 and text.startswith(" ", end)):
                break
            return end, blank_lines
        rule_start = end + len(indent) if text.startswith(indent, end) else end
        if _RULE.match(text, rule_start) or _RULE.match(text, end) or is_definition(end):
            return end, blank_lines
        if blank_lines > 1 or (blank_lines == 1 and not _goes_on(text, end, indent)):
            return end, blank_lines
    return len(text), 0


def _goes_on(text: str, start: int, indent: str) -> bool:
    """Whether the line behind one blank line still belongs to the list."""
    if text.startswith(" ", start):
        return True
    return not indent and _CONTINUATION.match(text, start) is not None


def _same_kind(text: str, lines: list[tuple[int, int]], marker: str) -> int:
    """How many items, from the first on, have a marker of the same kind."""
    ordered = len(marker) > 1
    for index, (start, _) in enumerate(lines[1:], 1):
        bullet = _BULLET.search(text, start)
        assert bullet is not None
        if bullet[0] != marker and not (ordered and len(bullet[0]) > 1):
            return index
    return len(lines)


def _items(region: Region, lines: list[tuple[int, int]]) -> tuple[Item, ...]:
    items: list[Item] = []
    blank_before = False
    for index, (start, end) in enumerate(lines):
        content = _content(region, start, end)
        loose = blank_before or "\n\n" in content.text.rstrip()
        if index < len(lines) - 1:
            blank_before = content.text.endswith("\n")
            loose = loose or blank_before
        items.append(Item(start, end, loose, content))
    return tuple(items)


def _content(region: Region, start: int, end: int) -> Region:
    """The item's lines without its marker and without as much indentation as that was wide."""
    marker = _MARKER.match(region.text, start, end)
    assert marker is not None
    content = region.part(marker.end(), end)
    if "\n " not in content.text:
        return content
    return content.without(_indentation(marker.end() - start))


@lru_cache(maxsize=64)
def _indentation(width: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{1,{width}}}", re.MULTILINE)
