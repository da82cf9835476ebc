"""image-unused: a file that goes up although the document never shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.asset import Entry, EntryKind
from docbuild.byte_size import byte_size
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.routes import without_size
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.whole_project import sign_of_project
from docbuild.upload import uploads

_TEMPLATE = "example.jpeg"


def _check(subject: Subject) -> Iterator[Finding]:
    if subject.document is None:  # then nothing is known of what it uses
        return
    if sign_of_project(subject.snapshot) is not None:  # resource-type says so
        return
    meant = {found.nearest for found in subject.references if found.verdict != "ok"}
    used = {*subject.shown, *meant, *_sized(subject)}
    for path, entry in sorted(subject.snapshot.tree.entries.items()):
        superfluous = entry.kind is EntryKind.FILE and uploads(path) and path not in used
        if superfluous and not _is_document(path):
            yield _finding(subject, entry)


def _finding(subject: Subject, entry: Entry) -> Finding:
    name, size = subject.path(entry.path), byte_size(entry.size)
    template = entry.path == _TEMPLATE
    return Finding(
        Message(
            f"{name} 是模板自带的示例图，文档没有用到（{size}）"
            if template
            else f"{name} 会被上传，但文档没有用到（{size}）",
            f"{name} is the template's example picture, which the document does not use ({size})"
            if template
            else f"{name} goes up, but the document does not use it ({size})",
        ),
        Message("删掉它，或者在文档里引用它。", "Remove it, or show it in the document."),
        path=name,
    )


def _is_document(path: str) -> bool:
    return "/" not in path and path.lower() == "readme.md"


def _sized(subject: Subject) -> set[str]:
    """Files meant by references with a size, ``![](a.png =100x20)``, which lead nowhere."""
    plain = (without_size(found.image.destination) for found in subject.references)
    return {re.sub(r"^(?:\./)+", "", path) for path in plain if path is not None}


RULE = Rule(
    name="image-unused",
    severity=Severity.WARNING,
    what=Message(
        "doc 里有会被上传、文档却没有引用的文件，最常见的是模板自带的 example.jpeg。",
        "doc has files that go up though the document never shows them, above all the "
        "template's example.jpeg.",
    ),
    why=Message(
        "没有用到的文件也计入 2 MB 的总量，还会和文档一起公开。",
        "They count towards the 2 MB and become public along with the document.",
    ),
    bad="doc/\n├── README.md\n└── example.jpeg   # never shown",
    good="doc/\n└── README.md",
    check=_check,
)
