"""doc-rival: the project holds two documents that differ."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    snapshot = subject.snapshot
    for rival in snapshot.rivals:
        path = f"{rival}/README.md" if rival else "README.md"
        yield Finding(
            Message(
                f"{path} 与 {snapshot.document_path} 内容不同，docbuild 检查的是后者",
                f"{path} differs from {snapshot.document_path}, which is the one checked here",
            ),
            Message(
                "只留一份。开发者工具上传的总是项目根目录下的 doc；"
                "要检查另一份，请用 --doc 指定目录。",
                "Keep one. The developer tools always upload doc at the project's root; to check "
                "the other, name its folder with --doc.",
            ),
            path=path,
        )


RULE = Rule(
    name="doc-rival",
    severity=Severity.WARNING,
    what=Message(
        "项目里有两份内容不同的插件文档，例如 doc/README.md 和 src/plugin/doc/README.md。",
        "The project holds two plugin documents that differ, such as doc/README.md and "
        "src/plugin/doc/README.md.",
    ),
    why=Message(
        "开发者工具只上传项目根目录下的 doc。改了另一份，读者永远看不到。",
        "The developer tools upload doc at the project's root alone. What is changed in the "
        "other never reaches a reader.",
    ),
    bad="doc/README.md               # 旧\nsrc/plugin/doc/README.md    # 新",
    good="doc/README.md",
    check=_check,
)
