"""render-number: ordered lists whose numbers are shown otherwise than they were meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Heading, List, ListItem, Node, Paragraph, Strong
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_NUMBER = r"\d+"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    list_end, steps = -1, 0
    for node in subject.nodes:
        if not isinstance(node, List):
            steps = 0 if _is_title(node) and node.span.start >= list_end else steps
            continue
        yield from _joined(node, source)
        if node.span.start < list_end:
            continue
        list_end = node.span.end
        lone = node.start == 1 and len(node.items) == 1
        if lone and steps:
            yield _again(node, steps + 1, source)
        steps = steps + 1 if lone else 0


def _looks_at(node: Node) -> bool:
    return isinstance(node, List) or _is_title(node)


def _is_title(node: Node) -> bool:
    """A heading, or a line in bold that stands for one: behind it numbers begin anew."""
    return isinstance(node, Heading) or (
        isinstance(node, Paragraph)
        and len(node.children) == 1
        and isinstance(node.children[0], Strong)
    )


def _number(item: ListItem, source: Source) -> Span | None:
    match = re.compile(_NUMBER).match(source.text, *item.span)
    return None if match is None else Span(*match.span())


def _again(found: List, number: int, source: Source) -> Finding:
    """A step of several, each of which was written as the first of a list."""
    span = _number(found.items[0], source) or found.span
    fix = Fix(
        Message(f"编号改为 {number}", f"Number it {number}"),
        (Edit(span, str(number)),),
        safe=True,
    )
    return Finding(
        Message(
            "编号又从 1 开始：中间隔着别的内容，平台当作另一个列表",
            "Its number is 1 again: what stands between makes this another list",
        ),
        Message(
            f"写成 {number}.，或者把中间的内容缩进到列表项里。",
            f"Write {number}., or indent what stands between into the item.",
        ),
        span=span,
        fixes=(fix,),
    )


def _joined(found: List, source: Source) -> Iterator[Finding]:
    """Where another list was meant to begin: its numbers go on with those before."""
    spans = [] if found.start is None else [_number(item, source) for item in found.items]
    if not spans or None in spans:
        return
    numbers = [int(source[span]) for span in spans if span is not None]
    for index, (before, number) in enumerate(pairwise(numbers), 1):
        if number == 1 and before > 1 and before == numbers[0] + index - 1:
            shown = numbers[0] + index
            yield Finding(
                Message(
                    f"写的是 1.，显示的是 {shown}.：平台把它接在上一个列表后面",
                    f"This 1. is shown as {shown}.: it goes on the list before it",
                ),
                Message(
                    "两个列表之间要有一段文字或者标题；如果本来就是一个列表，按顺序编号。",
                    "Put text or a heading between the lists; if they are one, number it through.",
                ),
                span=spans[index],
            )
            return


RULE = Rule(
    name="render-number",
    severity=Severity.WARNING,
    what=Message(
        "有序列表显示的编号和写的用意不同：每一步都是 1，或者两个列表连成了一个。",
        "Ordered lists show other numbers than meant: a 1 for every step, or two lists as one.",
    ),
    why=Message(
        "步骤之间顶格放了图片或代码，列表就断开了，后面的 1. 又从 1 编起；"
        "两个列表之间只有空行，又会连成一个。",
        "A picture or code that is not indented ends the list, and a 1. behind it counts from 1 "
        "again. Two lists with empty lines alone between them become one.",
    ),
    bad="1. 添加插件\n\n![](./image/add.png)\n\n1. 引用插件",
    good="1. 添加插件\n\n![](./image/add.png)\n\n2. 引用插件",
    check=_check,
    looks_at=_looks_at,
)
