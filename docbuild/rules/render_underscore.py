"""render-underscore: underscores of names and of blanks to fill in, which are taken for marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Emphasis, Strong
from docbuild.rules.emphasis_marks import with_backslashes
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

_NAME = r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*"
# What tells that the marks are none: the patterns are for the text with its marks as « and »,
# with three characters before and behind. Whoever means italics or bold writes none of these.
_WORD = "|".join(
    (
        rf"'«+{_NAME}»+'|\"«+{_NAME}»+\"|‘«+{_NAME}»+’|“«+{_NAME}»+”",  # '_openid_'
        r"««(?:proto|init|esModule|wx[A-Z]\w+|webpack_\w+)»»(?!\w)",  # __proto__
    )
)
_CODE = "|".join(
    (
        rf"(?:=|[A-Za-z0-9)]\.)«+{_NAME}»+",  # id=_ID_, this._data_
        rf"/«+{_NAME}»+[/.?]|\{{«+{_NAME}»+\}}|<«+{_NAME}»+>",  # /_next_/, {_id_}, <_id_>
        rf"«+{_NAME}»+(?:=|\.[A-Za-z]|\((?:\)|['\"{{A-Za-z]))",  # _id_=1, _id_.a, _init_()
        r"«\.[A-Za-z]",  # _.gt(1).and(_.lt(9))
    )
)
_BLANK = "|".join(
    (
        r"«+_*»+(?!_)",  # ______
        r"««__.*__»»",  # ____元，____
        r"««_[ ].*_»»",  # ___ 到 ___
        r"(?:年««月»»日)",  # 年__月__日
    )
)
_LONGEST = 300  # characters of emphasis that are looked into


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or "_" not in source.text:
        return
    end = -1  # of the last one found: what is within is the same
    for node in subject.nodes:
        if isinstance(node, Emphasis | Strong) and node.span.start >= end:
            marked = _marked(node, source)
            is_word = re.search(_WORD, marked) is not None
            if is_word or re.search(f"{_CODE}|{_BLANK}", marked):
                end = node.span.end
                yield _finding(node, source, is_word=is_word)


def _marked(node: Emphasis | Strong, source: Source) -> str:
    """The text with its marks made plain; empty where it is none that counts."""
    start, end = node.span
    width = 2 if isinstance(node, Strong) else 1
    text = source.text
    if text[start] != "_" or end - start > _LONGEST:
        return ""
    before = re.sub(r"(?s).*[\r\n]", "", text[max(0, start - 3) : start])
    behind = re.sub(r"(?s)[\r\n].*", "", text[end : end + 3])
    return f"{before}{'«' * width}{text[start + width : end - width]}{'»' * width}{behind}"


def _finding(node: Emphasis | Strong, source: Source, *, is_word: bool) -> Finding:
    shown = quoted(source[node.span])
    look = Message("粗体", "bold") if isinstance(node, Strong) else Message("斜体", "italic")
    is_all_marks = not source[node.span].strip("_")
    return Finding(
        Message(
            f"{shown} 会少掉几个下划线，剩下的变成{look.zh}",
            f"Of {shown} some underscores vanish, and the others are {look.en}",
        )
        if is_all_marks
        else Message(
            f"{shown} 两边的下划线会消失，中间变成{look.zh}",
            f"The underscores around {shown} vanish, and what is between them is {look.en}",
        ),
        Message(
            "放进反引号，或者在下划线前加反斜杠：\\_。",
            "Put it into backticks, or a backslash before each underscore: \\_.",
        ),
        span=node.span,
        fixes=tuple(_fixes(node, source, is_word=is_word)),
    )


def _fixes(node: Emphasis | Strong, source: Source, *, is_word: bool) -> Iterator[Fix]:
    edits = with_backslashes(node, source, "_")
    if not edits:
        return
    start, end = node.span
    if is_word:
        ticks = (Edit(Span(start, start), "`"), Edit(Span(end, end), "`"))
        yield Fix(Message("写成行内代码", "Make it code"), ticks, safe=True)
    title = Message("给下划线加反斜杠", "Put backslashes before the underscores")
    yield Fix(title, edits, safe=True)


RULE = Rule(
    name="render-underscore",
    severity=Severity.WARNING,
    what=Message(
        "名称两边的下划线、留给人填写的下划线，被当成了斜体或粗体的标记。",
        "Underscores around names, or for blanks to fill in, that are taken for the marks of "
        "italics or bold.",
    ),
    why=Message(
        "下划线成对时，平台就当作强调：`'_openid_'` 的下划线消失，`____年__月__日` 只剩下年月日。"
        "snake_case 中间的下划线没事。",
        "The platform takes underscores in pairs for emphasis: those of `'_openid_'` vanish, and "
        "so do the blanks of `____年__月__日`. Those within snake_case stay.",
    ),
    bad="字段名是 '_openid_'",
    good="字段名是 `_openid_`",
    check=_check,
    by_block=True,
)
