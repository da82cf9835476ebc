"""ignore-invalid: an ignore without a reason, of an unknown rule, or in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.document import Node, RawHtml, Text
from docbuild.nearest import nearest
from docbuild.rules import rule_names
from docbuild.rules.ignores import EXAMPLE, KEYWORD, InlineIgnore, inline_ignores
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.settings import UNSILENCEABLE

_MOST_SUGGESTIONS = 50  # each compares with the names of all rules
_FORM = Message(f"写法：{EXAMPLE}", f"Write {EXAMPLE}")


def _check(subject: Subject) -> Iterator[Finding]:
    for number, ignore in enumerate(inline_ignores(subject.document)):
        for message, cure in _problems(ignore, suggest=number < _MOST_SUGGESTIONS):
            yield Finding(message, cure, span=ignore.definition.span)
    for node in subject.nodes:
        if isinstance(node, Text | RawHtml) and _looks_at(node):
            yield _shown(node)


def _looks_at(node: Node) -> bool:
    return isinstance(node, Text | RawHtml) and KEYWORD in node.text


def _problems(ignore: InlineIgnore, *, suggest: bool) -> Iterator[tuple[Message, Message]]:
    if not ignore.rules:
        yield Message("忽略没有写规则名", "The ignore names no rule"), _FORM
    if not ignore.reason:
        missing = Message("忽略没有写理由，不生效", "The ignore gives no reason, so it is void")
        yield missing, _FORM
    for name in dict.fromkeys(ignore.rules):
        if name in UNSILENCEABLE:
            message = Message(f"{name} 不能忽略", f"{name} cannot be ignored")
            yield message, Message("删掉这个规则名。", "Remove the rule's name.")
        elif name not in rule_names():
            yield _unknown(name, suggest=suggest and len(ignore.rules) < _MOST_SUGGESTIONS)


def _unknown(name: str, *, suggest: bool) -> tuple[Message, Message]:
    near = nearest(name, sorted(rule_names())) if suggest else None
    hint = Message(f"是不是 {near}？", f"Did you mean {near}?")
    listed = Message("运行 docbuild rules 查看所有规则。", "See all rules with “docbuild rules”.")
    message = Message(f"没有规则 {quoted(name)}", f"There is no rule {quoted(name)}")
    return message, listed if near is None else hint


def _shown(node: Text | RawHtml) -> Finding:
    return Finding(
        Message(
            "这条忽略不生效，还会原样显示给读者",
            "This ignore is void, and readers of the page see it",
        ),
        Message(
            f"写成引用定义，单独一行、顶格、前面空一行，理由里不用半角括号：{EXAMPLE}",
            "Write it as a reference definition on a line of its own, outside lists and quotes, "
            f"after a blank line and without inner parentheses: {EXAMPLE}",
        ),
        span=node.span,
    )


RULE = Rule(
    name="ignore-invalid",
    severity=Severity.WARNING,
    what=Message(
        "写在文档里的忽略不合规：没有理由、没有规则名、规则不存在，或者写成了会显示出来的文字。",
        "An ignore in the document is ill-formed: no reason, no rule, an unknown rule, or "
        "written so that it is text of the page.",
    ),
    why=Message(
        "不合规的忽略不起作用。理由是写给以后读文档的人的：没有理由，没人敢删它。",
        "An ill-formed ignore does nothing. The reason is for those who come later: without "
        "one nobody dares to remove the ignore.",
    ),
    bad="[//]: # (docbuild-ignore image-alt)\n\n![](./image/line.png)",
    good="[//]: # (docbuild-ignore image-alt: 装饰图)\n\n![](./image/line.png)",
    check=_check,
    looks_at=_looks_at,
)
