"""image-corrupt: a picture that does not decode wholly."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import ImageProblem
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.pictures import finding, with_problem
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    cure = Message("重新导出或重新下载这张图片。", "Export or download the picture again.")
    for path, facts in with_problem(subject, ImageProblem.CORRUPT):
        name, detail = subject.path(path), facts.detail
        message = Message(
            f"图片 {name} 已损坏，无法完整解码{f'（{detail}）' if detail else ''}",
            f"The picture {name} is damaged{f': {detail}' if detail else ''}",
        )
        yield finding(subject, path, message, cure)
    for path, _ in with_problem(subject, ImageProblem.UNKNOWN):
        if not subject.snapshot.assets[path].size:
            name = subject.path(path)
            message = Message(f"图片 {name} 是空文件", f"The picture {name} is an empty file")
            yield finding(subject, path, message, cure)


RULE = Rule(
    name="image-corrupt",
    severity=Severity.ERROR,
    what=Message(
        "图片不能完整解码：被截断、有坏块，或者是空文件。",
        "A picture does not decode to its end: cut off, damaged, or empty.",
    ),
    why=Message(
        "读者会看到裂图或只有半张的图。有些看图软件会悄悄补全，所以本地看起来正常。",
        "Readers see half of it or nothing. Some viewers fill in silently, so it may look "
        "right on your machine.",
    ),
    bad="doc/image/demo.png   # 12 KB / 40 KB",
    good="doc/image/demo.png   # 40 KB / 40 KB",
    check=_check,
)
