"""render-definition: a definition whose title goes on over a blank line, and swallows it all.

marked 0.3.19 lets a title in double quotes or parentheses hold blank lines: one that is left open
reaches to the next such mark at the end of a line. GitHub takes no such text for a definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Definition, Node
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

_LINE = r"[^\r\n\u2424]*"
_BLANK_LINE = r"(?:\r\n|[\r\n\u2424])[ \t\u00a0>]*[\r\n\u2424]"
_CLOSING = {'"': '"', "(": ")"}


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    for node in subject.nodes:
        if isinstance(node, Definition) and node.title is not None:
            behind = Span(node.destination_span.end, node.span.end)
            if re.compile(_BLANK_LINE).search(source.text, *behind):
                yield _finding(node, source)


def _finding(node: Definition, source: Source) -> Finding:
    first = re.compile(_LINE).match(source.text, *node.span)
    assert first is not None, "it matches nothing, too"
    last = source.position(node.span.end).line
    return Finding(
        Message(
            f"标题没有在这一行结束：从这里到第 {last} 行的内容，读者都看不到",
            f"The title does not end on its line: readers see nothing from here to line {last}",
        ),
        Message(
            f"在这一行的末尾结束标题：{quoted(first[0])}",
            f"End the title with its line: {quoted(first[0])}",
        ),
        span=Span(*first.span()),
        fixes=tuple(_fixes(node, source.text, first)),
    )


def _fixes(node: Definition, text: str, first: re.Match[str]) -> Iterator[Fix]:
    """Its closing mark at the end of the line, where the title begins on it."""
    title = re.compile(r">?[ \t\u00a0]+([\"(])([^\"()]*)").fullmatch(
        text, node.destination_span.end, first.start() + len(first[0].rstrip(" \t\u00a0"))
    )
    if title is not None and title[2].strip() and not title[2].endswith("\\"):
        mark = _CLOSING[title[1]]
        name = Message(f"在行末加上 {mark}", f"Put {mark} at the end of the line")
        yield Fix(name, (Edit(Span(title.end(), title.end()), mark),), safe=False)


def _looks_at(node: Node) -> bool:
    return isinstance(node, Definition)


RULE = Rule(
    name="render-definition",
    severity=Severity.ERROR,
    what=Message(
        '定义里的标题没有结束，后面的段落都被当成了标题：[标签]: 地址 "标题。',
        "A definition has a title that is left open, so that paragraphs behind it are taken for "
        'the title: [label]: address "title.',
    ),
    why=Message(
        "平台的渲染器允许双引号、圆括号里的标题跨过空行，一直找到行末的下一个双引号或圆括号为止，"
        "中间的内容不显示；GitHub 上不会这样。",
        "The platform's renderer lets a title in double quotes or parentheses go on over blank "
        "lines, to the next such mark at the end of a line, and shows nothing of what lies "
        "between. GitHub does not.",
    ),
    bad='[文档]: https://developers.weixin.qq.com "微信文档\n\n这一段看不到。\n\n屏幕大小：5.5"',
    good='[文档]: https://developers.weixin.qq.com "微信文档"\n\n这一段看得到。\n\n屏幕大小：5.5"',
    check=_check,
    looks_at=_looks_at,
)
