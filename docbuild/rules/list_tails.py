"""What stands behind a list, and became part of its last item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.document import Definition, Heading, List, ListItem, Node
from docbuild.rules.lines import column_of, first_line, lines
from docbuild.source import Source, Span

_EMPTY_LINE_BEFORE = r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r) *\Z"
_FAR = 100  # characters before a line among which an empty one is looked for


def headings(item: ListItem, source: Source) -> Iterator[Finding]:
    """Headings that became part of the item before them."""
    for child in item.children:
        start = child.span.start
        if (
            isinstance(child, Heading)
            and column_of(child, source) == 0
            and source.text[start] == "#"
        ):
            title = Message("前面空一行", "Put an empty line before")
            yield Finding(
                *_HEADING,
                span=child.span,
                fixes=(Fix(title, (Edit(Span(start, start), "\n"),), safe=True),),
            )


def strays(found: List, source: Source, *, in_list: bool) -> Iterator[Finding]:
    """Text behind an empty line and a space or so: GitHub ends the list there.

    Where most items have such a text, or a number goes on behind it, it was meant to be there.
    """
    with_stray = [(item, stray) for item in found.items if (stray := _stray(item, source))]
    if len(with_stray) * 2 > len(found.items):
        return
    for item, stray in with_stray:
        if found.start is None or item is found.items[-1]:
            fix = _outside(stray, source, safe=found.start is None)
            yield Finding(
                *_STRAY, span=first_line(stray[0], source), fixes=() if in_list else (fix,)
            )


def _stray(item: ListItem, source: Source) -> tuple[Node, ...]:
    """The last children of an item, if they are indented, but by less than its text."""
    begin = column_of(item, source)
    if begin is None:
        return ()
    indents = [_indent(child, source) for child in item.children]
    outside = [indent is not None and 1 <= indent <= begin + 1 for indent in indents]
    first = next((at for at in range(1, len(outside)) if outside[at]), len(outside))
    behind = item.children[first:]
    if not all(outside[first:]) or any(isinstance(child, List | Definition) for child in behind):
        return ()
    return behind if behind and _is_apart(behind[0], source) else ()


def _indent(node: Node, source: Source) -> int | None:
    """How many spaces stand before the text of a node, wherever its span begins."""
    before = column_of(node, source)
    match = re.compile(r" *(?=[^\s|])").match(source.text, node.span.start)
    return None if before is None or match is None else before + len(match[0])


def _is_apart(node: Node, source: Source) -> bool:
    start = node.span.start
    return re.search(_EMPTY_LINE_BEFORE, source.text[max(0, start - _FAR) : start]) is not None


def _outside(nodes: tuple[Node, ...], source: Source, *, safe: bool) -> Fix:
    indent = _indent(nodes[0], source) or 0
    spaces = re.compile(rf" {{0,{indent}}}")
    edits = []
    for node in nodes:
        begin = node.span.start - (column_of(node, source) or 0)
        for line in lines(source, Span(begin, node.span.end)):
            match = spaces.match(line.text)
            if match is not None and match[0]:
                edits.append(Edit(Span(line.start, line.start + len(match[0])), ""))
    return Fix(Message("移到列表外面", "Take it out of the list"), tuple(edits), safe)


_HEADING = (
    Message(
        "标题紧跟在列表后面，平台把它放进了列表的最后一项里",
        "Right behind a list the heading becomes part of its last item",
    ),
    Message("在标题前面空一行。", "Put an empty line before the heading."),
)
_STRAY = (
    Message(
        "行首有空格，平台把它放进了上面那一项里，GitHub 显示在列表外面",
        "With a space before it this becomes part of the item above, but not on GitHub",
    ),
    Message(
        "去掉行首的空格；要放进那一项，就缩进到和那一项的文字对齐。",
        "Remove the spaces before it, or align it with the item's text to have it inside.",
    ),
)
