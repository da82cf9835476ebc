"""link-relative: a link that leads to no web page: a path, a bare host, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.links import likely
from docbuild.rules.hyperlinks import Hyperlink, retarget
from docbuild.rules.routes import rejected
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted


def _check(subject: Subject) -> Iterator[Finding]:
    for found in rejected(subject, "link-relative"):
        meant = likely(found.meant)
        fixes = () if meant is None else (retarget(found.link, meant),)
        yield Finding(_message(found), _cure(meant), span=found.link.span, fixes=fixes)


def _message(found: Hyperlink) -> Message:
    if found.verdict.code == "empty":
        return Message("链接没有地址", "The link has no destination")
    written = quoted(found.meant)
    return Message(
        f"链接 {written} 不是完整的网址，在详情页上打不开",
        f"{written} is no full address and leads nowhere on the detail page",
    )


def _cure(meant: str | None) -> Message:
    if meant is not None:
        return Message(f"是不是 {quoted(meant)}？", f"Did you mean {quoted(meant)}?")
    return Message(
        "写完整的 https 网址；链到本文的标题用 #标题；其他文件不会和文档一起显示。",
        "Write the full https address, or #heading for one in this document. Other files are "
        "not shown with the document.",
    )


RULE = Rule(
    name="link-relative",
    severity=Severity.ERROR,
    what=Message(
        "链接是相对路径、没有 https:// 的网址，或者没有地址。",
        "A link is a relative path, an address without https://, or empty.",
    ),
    why=Message(
        "详情页只显示 README.md 这一篇文档，相对路径指不到任何东西。",
        "The detail page shows README.md alone: a relative path leads nowhere.",
    ),
    bad="[接口](./api.md)、[源码](github.com/example/demo)",
    good="[接口](#api)、[源码](https://github.com/example/demo)\n\n## API",
    check=_check,
    by_block=True,
)
