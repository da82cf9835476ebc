"""ignore-unused: an ignore that hides nothing. Only the checker knows, so it reports it."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.rules.ignores import InlineIgnore
from docbuild.rules.rule import Rule, Subject
from docbuild.settings import Ignore


def inline(ignore: InlineIgnore, unused: tuple[str, ...]) -> Finding:
    """What the checker reports for an ignore in the text that named ``unused`` in vain."""
    names = "、".join(unused), ", ".join(unused)
    span = ignore.definition.span
    whole = len(unused) == len(ignore.rules)
    fix = Fix(Message("删除这条忽略", "Remove the ignore"), (Edit(span, ""),), safe=True)
    return Finding(
        Message(
            f"这条忽略没有起作用：下一个块里没有 {names[0]} 的问题",
            f"Nothing to ignore: the next block has no finding of {names[1]}",
        ),
        Message(
            "问题已经解决的话，删掉它；否则把它移到要忽略的那个块的正上方。",
            "Remove it if the problem is gone, else move it right above the block it is for.",
        ),
        span=span,
        fixes=(fix,) if whole else (),
    )


def filewide(ignore: Ignore, path: str | None) -> Finding:
    """What the checker reports for an ignore in the settings file ``path``."""
    line = "" if ignore.line is None else str(ignore.line)
    return Finding(
        Message(
            f"{f'第 {line} 行' if line else ''}对 {ignore.rule} 的忽略没有起作用："
            "文档里没有这样的问题",
            f"{f'Line {line}: n' if line else 'N'}othing to ignore: "
            f"the document has no finding of {ignore.rule}",
        ),
        Message("删掉这一项 [[ignore]]。", "Remove this entry of [[ignore]]."),
        path=path,
    )


def _check(_subject: Subject) -> Iterator[Finding]:
    return iter(())


RULE = Rule(
    name="ignore-unused",
    severity=Severity.WARNING,
    what=Message(
        "一条忽略没有隐藏任何问题：写在文档里的，管它后面的下一个块；"
        "写在 docbuild.toml 里的，管整份文档。",
        "An ignore hides nothing. One in the document is for the next block, one in "
        "docbuild.toml for the whole document.",
    ),
    why=Message(
        "留着它，以后真的出现同样的问题时就不会有人知道。",
        "Left behind, it will hide the next problem of that kind, which nobody wanted hidden.",
    ),
    bad="[//]: # (docbuild-ignore image-alt: 装饰图)\n\n这一段里没有图片。",
    good="[//]: # (docbuild-ignore image-alt: 装饰图)\n\n![](./image/line.png)",
    check=_check,
)
