"""render-list: items that are none, or stand at another level than they were written at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Heading, List, ListItem, Node, Paragraph
from docbuild.rules.lines import Line, Placed, lines, placed
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_MARKER = r"(?:[-*+]|\d+\.)[ \t]+"
_NUMBER = r"[ \t]*(?P<number>\d{1,9})"
_BRACKETED = rf"{_NUMBER}(?P<at>\))[ \t]+\S"
_CLOSE_NUMBER = rf"{_NUMBER}\.(?P<at>)(?=[A-Za-z一-鿿「《（【`\[*])"
_CLOSE_DASH = r"[ \t]*-(?P<at>)(?=[一-鿿「《（【`\[]|\*\*)"
_MAYBE = r"(?m)^[ \t>]*(?:\d+[.)]|-[^\s\d-])"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    for place in placed(subject.nodes, List, ListItem, Paragraph):
        node = place.node
        if isinstance(node, List):
            if not place.in_quote:
                yield from _misplaced(node, source)
        elif isinstance(node, ListItem):
            if not place.in_quote:
                yield from _headings(node, source)
                yield from _flattened(node, source)
        elif isinstance(node, Paragraph) and re.compile(_MAYBE).search(source.text, *node.span):
            yield from _unspaced(node, place, source)


def _column(node: Node, source: Source) -> int | None:
    """How many spaces stand before a node on its line, ``None`` if anything else does."""
    start, text = node.span.start, source.text
    begin = start
    while begin > 0 and text[begin - 1] == " ":
        begin -= 1
    return start - begin if begin == 0 or text[begin - 1] in "\r\n" else None


def _first_line(node: Node, source: Source) -> Span:
    match = re.compile(r"[^\r\n]*").match(source.text, *node.span)
    return (
        node.span if match is None else Span(match.start(), match.start() + len(match[0].rstrip()))
    )


def _headings(item: ListItem, source: Source) -> Iterator[Finding]:
    """Headings that became part of the item before them."""
    for child in item.children:
        start = child.span.start
        if isinstance(child, Heading) and _column(child, source) == 0 and source.text[start] == "#":
            title = Message("前面空一行", "Put an empty line before")
            yield Finding(
                *_HEADING,
                span=child.span,
                fixes=(Fix(title, (Edit(Span(start, start), "\n"),), safe=True),),
            )


def _misplaced(found: List, source: Source) -> Iterator[Finding]:
    """Items that stand under another which is indented as much or more."""
    for item in found.items:
        column = _column(item, source)
        inner = next((child for child in item.children if isinstance(child, List)), None)
        below = None if inner is None else _column(inner.items[0], source)
        if inner is None or column is None or below is None or below > column or not column:
            continue
        columns = [(each.span.start, _column(each, source) or 0) for each in found.items]
        edits = [
            Edit(Span(start - each + below, start), "") for start, each in columns if each > below
        ]
        title = Message("和后面的项对齐", "Align it with those behind")
        yield Finding(
            *_DEEPER_FIRST,
            span=_first_line(item, source),
            fixes=(Fix(title, tuple(edits), safe=True),) if edits else (),
        )
        return


def _flattened(parent: ListItem, source: Source) -> Iterator[Finding]:
    """Items that are written deeper than the one before, but shown at the same level."""
    for inner in parent.children:
        if not isinstance(inner, List):
            continue
        columns = [_column(item, source) for item in inner.items]
        if (columns[0] or 0) <= (_column(parent, source) or 0):
            continue  # of a parent that stands too far to the right, see above
        for before, at, item in zip(columns, columns[1:], inner.items[1:], strict=False):
            if before is not None and at is not None and at >= before + 2:
                fix = _indented(parent, inner, source)
                yield Finding(
                    *_SAME_LEVEL,
                    span=_first_line(item, source),
                    fixes=() if fix is None else (fix,),
                )
                break


def _indented(parent: ListItem, inner: List, source: Source) -> Fix | None:
    """The items of ``inner`` and all below them, as deep as the text of ``parent`` stands."""
    column, first = _column(parent, source), _column(inner.items[0], source)
    marker = re.compile(_MARKER).match(source.text, parent.span.start)
    if column is None or first is None or marker is None:
        return None
    missing = column + len(marker[0]) - first
    if missing <= 0 or "\t" in source[inner.span]:
        return None
    begins = (line.start for line in lines(source, inner.span) if line.text.strip())
    edits = tuple(Edit(Span(at, at), " " * missing) for at in begins)
    return Fix(Message("整个子列表多缩进一些", "Indent all of them more"), edits, safe=False)


def _unspaced(paragraph: Paragraph, place: Placed, source: Source) -> Iterator[Finding]:
    """Lines that were written as items, but in a form that the platform does not know."""
    written = lines(source, paragraph.span, quoted=place.in_quote)
    for pattern, words in (
        (_BRACKETED, _BRACKET),
        (_CLOSE_NUMBER, _NO_SPACE),
        (_CLOSE_DASH, _NO_SPACE),
    ):
        matches = [(line, re.match(pattern, line.text)) for line in written]
        items = [(line, match) for line, match in matches if match is not None]
        is_dash = pattern is _CLOSE_DASH
        if is_dash and place.in_list:
            items = [(line, match) for line, match in items if line is not written[0]]
        elif len(items) < 2 or (not is_dash and not _counts(items)):
            continue
        if items:
            first, last = items[0][0], items[-1][0]
            certain = is_dash or first is written[0] or items[0][1]["number"] == "1"
            yield Finding(
                *words,
                span=Span(first.content_start, last.start + len(last.text.rstrip())),
                fixes=(_marked(items),) if certain and (is_dash or not place.in_list) else (),
            )


def _counts(items: list[tuple[Line, re.Match[str]]]) -> bool:
    numbers = [int(match["number"]) for _, match in items]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _marked(items: list[tuple[Line, re.Match[str]]]) -> Fix:
    edits = tuple(
        Edit(
            Span(line.start + match.start("at"), line.start + match.end("at")),
            "." if match["at"] else " ",
        )
        for line, match in items
    )
    return Fix(Message("改成列表", "Make it a list"), edits, safe=True)


_HEADING = (
    Message(
        "标题紧跟在列表后面，平台把它放进了列表的最后一项里",
        "Right behind a list the heading becomes part of its last item",
    ),
    Message("在标题前面空一行。", "Put an empty line before the heading."),
)
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
_BRACKET = (
    Message(
        "平台不认 1) 这样的编号，这几行不会成为列表",
        "Numbers such as 1) make no list on the platform",
    ),
    Message("写成 1. 加一个空格。", "Write 1. and a space."),
)
_NO_SPACE = (
    Message(
        "列表标记后面没有空格，这几行不会成为列表",
        "Without a space behind their marks these lines are no list",
    ),
    Message("在 - 或 1. 后面加一个空格。", "Put a space behind - or 1."),
)

RULE = Rule(
    name="render-list",
    severity=Severity.WARNING,
    what=Message(
        "列表没有按写的样子显示：标题进了列表、层级不对、标记后面没有空格、用了 1) 这样的编号。",
        "A list is shown otherwise than it was written: with a heading inside, at another level, "
        "or as text for 1) or a mark without a space.",
    ),
    why=Message(
        "平台和 GitHub 对缩进和空行的算法不同，同一份列表在平台上可能换了层级，或者根本不是列表。",
        "The platform counts indentation and empty lines otherwise than GitHub does: the same "
        "list may have other levels here, or be none.",
    ),
    bad="- 支持查询\n- 支持订阅\n## 使用",
    good="- 支持查询\n- 支持订阅\n\n## 使用",
    check=_check,
    by_block=True,
)
