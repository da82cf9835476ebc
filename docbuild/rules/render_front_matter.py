"""render-front-matter: settings of a site generator at the top, which readers see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Span

_LONGEST = 5000  # characters; a rule below that is none of its end
# "." takes a carriage return: where it could be taken in two ways, lines would multiply.
_START = r"\ufeff?(?P<all>(?P<mark>---|\+\+\+)[ \t]*\r?\n"
_FIRST = r"(?:[ \t]*(?:#.*|\r)?\n)*[A-Za-z_][\w-]*[ \t]*(?:(?P<colon>:)(?:[ \t].*)?|=.*)\r?\n"
_REST = r"(?:(?!(?P=mark)[ \t]*(?:\r?\n|\Z)).*\n)*(?P=mark))[ \t]*(?:\r?\n|\Z)"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or not source.text.startswith(("---", "+++", "\ufeff")):
        return
    match = re.match(_START + _FIRST + _REST, source.text[:_LONGEST])
    if match is None or (match["mark"] == "---") != (match["colon"] is not None):
        return
    behind = re.compile(r"\s*").match(source.text, match.end("all"))
    start, end = match.span("all")
    remove = Edit(Span(start, end if behind is None else behind.end()), "")
    shown = (
        ("一条横线、一段文字和一个标题", "a rule, text and a heading")
        if match["mark"] == "---"
        else ("一段文字", "text")
    )
    yield Finding(
        Message(
            f"平台不认文首的配置信息，读者看到的是{shown[0]}",
            f"Front matter is unknown here: readers see {shown[1]}",
        ),
        Message("删掉它，文档从标题开始。", "Remove it: begin with the document's title."),
        span=Span(start, end),
        fixes=(Fix(Message("删掉它", "Remove it"), (remove,), safe=False),),
    )


RULE = Rule(
    name="render-front-matter",
    severity=Severity.WARNING,
    what=Message(
        "文档开头有一段 --- 围起来的配置，这是给网站生成工具看的。",
        "The document begins with settings between ---, which are for site generators.",
    ),
    why=Message(
        "平台没有这种写法：第一个 --- 显示成横线，最后一个 --- 把它上面的一行变成标题。",
        "The platform knows no such thing: the first --- is shown as a rule, the last one makes a "
        "heading of the line above it.",
    ),
    bad="---\ntitle: 天气插件\n---\n\n# 天气插件",
    good="# 天气插件",
    check=_check,
)
