"""budget-exceeded: the document or its folder took more than docbuild spends on one."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.document import Budget
from docbuild.rules.rule import Rule, Subject

_REASONS = {
    "size": Message("文档太长", "The document is too long"),
    "nesting": Message("嵌套太深", "The nesting is too deep"),
    "output": Message("渲染结果太大", "The rendered page is too large"),
}
_CURE = Message(
    "从这里往后没有作为 Markdown 检查。拆短或简化这一部分。",
    "From here on nothing was checked as Markdown. Shorten or simplify this part.",
)


def _check(subject: Subject) -> Iterator[Finding]:
    for budget in () if subject.document is None else subject.document.exceeded:
        yield Finding(_message(budget), _CURE, span=budget.span)
    if subject.snapshot.tree.truncated:
        folder = subject.snapshot.folder or "."
        yield Finding(
            Message(
                f"{folder} 里的文件太多或目录太深，没有读完",
                f"{folder} holds too many files or too deep folders to be read wholly",
            ),
            Message(
                "把和文档无关的文件移出这个目录。", "Move what the document does not need out."
            ),
            path=folder,
        )


def _message(budget: Budget) -> Message:
    reason = _REASONS.get(budget.resource, Message("开销太大", "This takes too much"))
    return Message(
        f"{reason.zh}（上限 {budget.limit}），docbuild 到这里为止",
        f"{reason.en} (the limit is {budget.limit}): docbuild stopped here",
    )


RULE = Rule(
    name="budget-exceeded",
    severity=Severity.ERROR,
    what=Message(
        "文档或 doc 目录超出了 docbuild 愿意花费的开销：太长、嵌套太深、文件太多。",
        "The document or doc takes more than docbuild spends: too long, nested too deeply, "
        "too many files.",
    ),
    why=Message(
        "没有检查的部分不能当作通过，所以按错误处理，也不能忽略。正常的文档远远达不到这些上限。",
        "What was not checked cannot count as clean, so this is an error and cannot be "
        "ignored. Honest documents stay far below the limits.",
    ),
    bad="> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > …",
    good="> 引用",
    check=_check,
)
