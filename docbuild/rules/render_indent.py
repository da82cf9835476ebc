"""render-indent: text that is shown as code because it is indented by four spaces or more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import CodeBlock
from docbuild.rules.lines import Line, Placed, lines, placed
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_FENCE = r"(?:```|~~~)"
_MARKDOWN = r"!\[[^\[\]]*\]\([^()]*\)\s*\Z|\[[^\[\]]+\]\(https?://[^()]*\)\s*\Z|\|.*\|\s*\Z"
_CHINESE = r"[一-鿿]"
_PROSE = rf"(?:[-*+]\s+|\d+[.、)）]\s*|[（(]\d+[)）]\s*)?[“「《（【]?{_CHINESE}"
_ITEM = r"[ \t]*(?:[-*+]|\d+\.)[ \t]"
_OTHER = r"[A-Za-z0-9_.-]+|[^\sA-Za-z0-9_.一-鿿-]"  # a name counts once, however long
_SENTENCE = r"[，。；：！？、]"
# What prose does not have: the ends of lines of code, comments, arrows, drawings of folders,
# columns that were aligned by hand.
_CODE = r"[{};,>=]\s*$|(?<!:)//|/\*|[{}<>=]|[├└│┌─]|->|\(\)|\S {3,}\S"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    for place in placed(subject.nodes, CodeBlock):
        node = place.node
        if isinstance(node, CodeBlock) and node.fence is None:
            yield from _block(node, place, source)


def _block(block: CodeBlock, place: Placed, source: Source) -> Iterator[Finding]:
    first = block.code.lstrip("\n").partition("\n")[0].strip()
    if re.match(_FENCE, first):
        words = _INDENTED_FENCE
    elif re.match(_MARKDOWN, first):
        words = _INDENTED_MARKDOWN
    elif _is_prose(first, block.code):
        words = _INDENTED_TEXT
    else:
        return
    written = [
        line
        for line in lines(source, block.span, quoted=place.in_quote)
        if line.content_start < line.end
    ]
    span = Span(written[0].content_start, written[-1].start + len(written[-1].text.rstrip()))
    fixes = () if place.in_list or place.in_quote else _fixes(words, written)
    yield Finding(*words, span=span, fixes=fixes)


def _is_prose(first: str, code: str) -> bool:
    if not re.match(_PROSE, first) or re.search(_CODE, code, re.MULTILINE):
        return False
    if not re.search(_SENTENCE, code):
        return False
    return len(re.findall(_CHINESE, code)) > len(re.findall(_OTHER, code))


def _fixes(words: tuple[Message, Message], written: list[Line]) -> tuple[Fix, ...]:
    depths = [line.content_start - line.start for line in written]
    texts = [line.text[:depth] for line, depth in zip(written, depths, strict=True)]
    common = min(depths)
    if max(depths) - common >= 4 or len({text[:common] for text in texts}) > 1:
        return ()  # what stays behind would be code again, or is not known
    edits = [Edit(Span(line.start, line.start + common), "") for line in written]
    edits += _breaks(written) if words is _INDENTED_TEXT else ()
    return (Fix(Message("去掉行首的缩进", "Remove the indentation"), tuple(edits), safe=True),)


def _breaks(written: list[Line]) -> Iterator[Edit]:
    """Two spaces behind lines of text: code kept them apart, and GitHub would join them."""
    for line, following in pairwise(written):
        apart = following.start > line.end + len("\r\n") or re.match(_ITEM, following.text)
        if not apart and not line.text.endswith("  "):
            yield Edit(Span(line.end, line.end), "  ")


_INDENTED_TEXT = (
    Message(
        "这段文字缩进了 4 格以上，平台显示成代码",
        "This text is indented by four spaces or more, so it is shown as code",
    ),
    Message(
        "去掉行首的空格或制表符；想要首行缩进，用两个全角空格。",
        "Remove the spaces or tabs before it.",
    ),
)
_INDENTED_MARKDOWN = (
    Message(
        "缩进了 4 格以上，平台原样显示成代码",
        "Indented by four spaces or more, this Markdown is shown as code",
    ),
    Message(
        "去掉行首的空格或制表符；属于上面列表的，缩进到和列表的文字对齐。",
        "Remove the spaces or tabs before it; what belongs to a list above is aligned with its "
        "text.",
    ),
)
_INDENTED_FENCE = (
    Message(
        "``` 缩进了 4 格以上，不再是代码块的记号，会和代码一起显示出来",
        "Indented by four spaces or more, ``` fences nothing but is shown with the code",
    ),
    Message(
        "把 ``` 移到行首；属于上面列表的，缩进到和列表的文字对齐。",
        "Put the ``` at the start of its line; below an item, align it with the item's text.",
    ),
)

RULE = Rule(
    name="render-indent",
    severity=Severity.WARNING,
    what=Message(
        "正文、图片或者 ``` 的行首有 4 个以上的空格或一个制表符。",
        "Text, a picture or ``` with four spaces or a tab before it.",
    ),
    why=Message(
        "空行后面缩进 4 格的内容，平台和 GitHub 都当作代码：图片不显示，链接不能点，长句不换行。",
        "Behind an empty line, what is indented by four spaces is code here and on GitHub: "
        "pictures are not shown, links lead nowhere, long lines are not wrapped.",
    ),
    bad="添加插件：\n\n    ![管理后台](./image/add.png)",
    good="添加插件：\n\n![管理后台](./image/add.png)",
    check=_check,
    by_block=True,
)
