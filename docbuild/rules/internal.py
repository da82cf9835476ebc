"""internal: a rule crashed. The checker reports it; this file only says what it means."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject


def finding(rule: str, error: Exception) -> Finding:
    """What the checker reports for a rule that raised ``error``."""
    kind = type(error).__name__
    return Finding(
        Message(f"规则 {rule} 运行出错（{kind}）", f"The rule {rule} crashed ({kind})"),
        Message(
            "这是 docbuild 的缺陷，不是文档的问题；其余规则的结果仍然有效。"
            "请把出错信息和这份文档报告给 docbuild。",
            "This is a bug of docbuild, not of the document; all other findings hold. "
            "Please report the traceback together with the document.",
        ),
    )


def _check(_subject: Subject) -> Iterator[Finding]:
    return iter(())


RULE = Rule(
    name="internal",
    severity=Severity.ERROR,
    what=Message(
        "docbuild 自身的一条规则运行出错。报告里的其他结果不受影响。",
        "A rule of docbuild itself crashed. The other findings of the report hold.",
    ),
    why=Message(
        "出错的规则没有检查完，不能当作通过，所以按错误处理，也不能忽略。",
        "What that rule looks for was not checked, so the document cannot count as clean. "
        "For the same reason this cannot be ignored.",
    ),
    bad="",
    good="",
    check=_check,
)
