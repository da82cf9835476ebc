"""plugin-unreadable: a source of the plugin is not there, or cannot be read or understood."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for problem in subject.snapshot.interface.problems:
        yield Finding(
            problem.placed,
            Message(
                "补上文件，或改正路径、语法。读不到的属性、事件和接口，docbuild 无法与文档核对。",
                "Add the file, or correct the path or the syntax. Properties, events and "
                "interfaces that docbuild cannot read are not compared with the document.",
            ),
            path=problem.path,
        )


RULE = Rule(
    name="plugin-unreadable",
    severity=Severity.WARNING,
    what=Message(
        "plugin.json 里写的组件、页面或 main 没有对应的文件，或者它的源码读不了、解析不了。"
        "如果这些文件全都不在（例如由 Taro 构建生成），就不提示。",
        "A component, a page or the main file that plugin.json names is not there, or its source "
        "cannot be read or parsed. Where none of them is there, as before a build by Taro, "
        "nothing is said.",
    ),
    why=Message(
        "docbuild 从源码得知插件提供什么，再看文档有没有写全；缺了的文件，使用者也用不了。",
        "docbuild learns from the sources what the plugin offers, to see whether the document "
        "covers it; and what has no file is of no use to anybody.",
    ),
    bad='{\n  "publicComponents": { "card": "components/crad/card" }\n}',
    good='{\n  "publicComponents": { "card": "components/card/card" }\n}',
    check=_check,
)
