"""image-active: an SVG that can run scripts or call the network."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import ImageProblem
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.pictures import finding, with_problem
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for path, facts in with_problem(subject, ImageProblem.ACTIVE):
        name, detail = subject.path(path), facts.detail
        yield finding(
            subject,
            path,
            Message(
                f"SVG {name} 含脚本或外部引用{f'（{detail}）' if detail else ''}",
                f"The SVG {name} has scripts or reaches outside{f': {detail}' if detail else ''}",
            ),
            Message(
                "导出成 PNG 再引用；不用的话从 doc 目录删掉。",
                "Export it as PNG and refer to that, or remove it from doc.",
            ),
        )


RULE = Rule(
    name="image-active",
    severity=Severity.ERROR,
    what=Message(
        "doc 里的 SVG 带有脚本、事件处理、foreignObject 或指向外部的引用。",
        "An SVG in doc has scripts, event handlers, foreignObject or references to the outside.",
    ),
    why=Message(
        "SVG 会随文档一起上传；打开它的人会运行里面的脚本，或者被它引向外部网络。",
        "The SVG goes up with the document; whoever opens it runs its scripts or is led to "
        "the network.",
    ),
    bad='<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    good="![流程图](./image/flow.png)",
    check=_check,
)
