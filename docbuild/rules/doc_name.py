"""doc-name: the document is there, but its name differs from README.md in case."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    name = subject.snapshot.readme
    if name is None or name == "README.md":
        return
    yield Finding(
        Message(
            f"文档的文件名是 {name}，应为 README.md",
            f"The document is named {name}, not README.md",
        ),
        Message(
            f"把 {subject.path(name)} 改名为 README.md。在不区分大小写的磁盘上，"
            f"用 git mv {name} README.md 才能让 git 记下改名。",
            f"Rename {subject.path(name)} to README.md. On a disk that ignores case, use "
            f"“git mv {name} README.md” so that git notices.",
        ),
        path=subject.path(name),
    )


RULE = Rule(
    name="doc-name",
    severity=Severity.ERROR,
    what=Message(
        "文档的文件名大小写不对：必须正好是 README.md。",
        "The name of the document differs in case: it has to be exactly README.md.",
    ),
    why=Message(
        "开发者工具只认 doc/README.md；在 Windows 和 macOS 上能打开的名字，换一个系统就找不到。",
        "The developer tools look for doc/README.md. A name that works on Windows and macOS "
        "is not found on other systems.",
    ),
    bad="doc/readme.md",
    good="doc/README.md",
    check=_check,
)
