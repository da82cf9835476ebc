"""render-asterisk: asterisks that were meant as such, but make the text between them italic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Finding, Fix, Message, Severity
from docbuild.document import Emphasis, Strong
from docbuild.rules.emphasis_marks import with_backslashes
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source

# What tells that the marks are none: each pattern is for the text with its marks as « and »,
# with three characters before and behind. Whoever means italics writes none of these.
_MEANT_AS_SUCH = "|".join(
    (
        r"/«.*»/",  # /* a comment */
        r"«[*_]*»",  # ****** stands for what is not said
        r"[A-Za-z0-9)]«[A-Za-z0-9(]\S*(?<=[A-Za-z0-9)])»[A-Za-z0-9(]",  # 10*20*30
        r"[A-Za-z0-9)][ ]«[ ].*[ ]»[ ][A-Za-z0-9(]",  # 10 * 20 * 30
        r"«[./](?=\S).*[^A-Za-z0-9]»[./][*A-Za-z0-9]",  # *.js, *.json
        r"[A-Za-z0-9_./]«(?:[ ]|[ ]?[和或与、，,/]).*[A-Za-z0-9_./]»(?![A-Za-z0-9])",  # on*, off*
        r"[^\W_]«[、，；,;].*[^\W_]»",  # 姓名*、电话*
        r"[带标有加打]«(?:号|为必|的为|的是|的必|的表示|的代表).*»",  # 带*号的为必填，*号…
        r"(?<![^ ,(（，])«[A-Za-z_]\w*[,，][ ]?(?:[A-Za-z]\w*[ ])?»[A-Za-z_]",  # char *a, *b
    )
)
_LONGEST = 300  # characters of emphasis that are looked into


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or "*" not in source.text:
        return
    marked: list[Emphasis | Strong] = [*subject.of_kind(Emphasis), *subject.of_kind(Strong)]
    for node in marked:
        if _is_meant_as_such(node, source):
            yield _finding(node, source)


def _is_meant_as_such(node: Emphasis | Strong, source: Source) -> bool:
    start, end = node.span
    width = 2 if isinstance(node, Strong) else 1
    text = source.text
    if text[start] != "*" or end - start > _LONGEST:
        return False
    if not _may_be(text[start - 1 : start], text[start + width]):
        return False
    before = re.sub(r"(?s).*[\r\n]", "", text[max(0, start - 3) : start])
    behind = re.sub(r"(?s)[\r\n].*", "", text[end : end + 3])
    marked = f"{before}«{text[start + width : end - width]}»{behind}"
    return re.search(_MEANT_AS_SUCH, marked) is not None


def _may_be(before: str, first: str) -> bool:
    """Whether a mark looks odd between these: most are behind a space or Chinese, before words."""
    return (
        first in " ./*_、，；,;"
        or (before.isascii() and (before.isalnum() or before in "/)_."))
        or before in "带标有加打"
        or (first.isascii() and first.isalpha())
    )


def _finding(node: Emphasis | Strong, source: Source) -> Finding:
    shown = quoted(source[node.span])
    look = Message("粗体", "bold") if isinstance(node, Strong) else Message("斜体", "italic")
    is_all_marks = not source[node.span].strip("*_")
    return Finding(
        Message(
            f"{shown} 会少掉几个星号，剩下的变成{look.zh}",
            f"Of {shown} some asterisks vanish, and the others are {look.en}",
        )
        if is_all_marks
        else Message(
            f"{shown} 里的星号会消失，中间的文字变成{look.zh}",
            f"The asterisks of {shown} vanish, and make the text between them {look.en}",
        ),
        Message(
            "星号前加反斜杠：\\*；代码和通配符也可以放进反引号。",
            "Put a backslash before each, \\*; code and patterns may stand in backticks, too.",
        ),
        span=node.span,
        fixes=tuple(_fixes(node, source)),
    )


def _fixes(node: Emphasis | Strong, source: Source) -> Iterator[Fix]:
    if edits := with_backslashes(node, source, "*"):
        title = Message("给星号加反斜杠", "Put backslashes before the asterisks")
        yield Fix(title, edits, safe=True)


RULE = Rule(
    name="render-asterisk",
    severity=Severity.WARNING,
    what=Message(
        "乘号、通配符、必填标记、注释里的星号成对出现，被当成了斜体或粗体的标记。",
        "Asterisks of products, patterns, required fields or comments that stand in pairs and "
        "are taken for the marks of italics or bold.",
    ),
    why=Message(
        "平台遇到成对的星号就当作强调，不管前后有没有空格：星号消失，中间的文字变成斜体，"
        "10*20*30 成了 102030。GitHub 的规则严一些，同样的文字在那里往往没事。",
        "The platform takes any pair of asterisks for emphasis, spaces or not: they vanish, and "
        "10*20*30 reads 102030. GitHub is stricter, so that the same text often looks right there.",
    ),
    bad="支持 *.png 和 *.jpg，大小 10*20*30",
    good=r"支持 \*.png 和 \*.jpg，大小 10\*20\*30",
    check=_check,
    by_block=True,
)
