"""link-relative: a link that leads to no web page: a path, a bare host, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.links import likely
from docbuild.rules.hyperlinks import Hyperlink
from docbuild.rules.routes import rejected
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted


def _check(subject: Subject) -> Iterator[Finding]:
    for found in rejected(subject, "link-relative"):
        meant = likely(found.meant)
        yield Finding(_message(found), _cure(meant), span=found.link.span, fixes=_fix(found, meant))


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
        return Message(f"是不是 {meant}？", f"Did you mean {meant}?")
    return Message(
        "写完整的 https 网址；链到本文的标题用 #标题；其他文件不会和文档一起显示。",
        "Write the full https address, or #heading for one in this document. Other files are "
        "not shown with the document.",
    )


def _fix(found: Hyperlink, meant: str | None) -> tuple[Fix, ...]:
    if meant is None:
        return ()
    edit = Edit(found.link.destination_span, meant)
    return (Fix(Message(f"改为 {meant}", f"Change to {meant}"), (edit,), safe=False),)


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
)
