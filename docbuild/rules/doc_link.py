"""doc-link: doc/ or README.md is not what it seems: a link, a folder, a device."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import EntryKind
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject

_KINDS = {
    EntryKind.FILE: Message("普通文件", "a file"),
    EntryKind.DIRECTORY: Message("目录", "a folder"),
    EntryKind.SYMLINK: Message("符号链接", "a symbolic link"),
    EntryKind.OTHER: Message("特殊文件", "a special file"),
}


def _check(subject: Subject) -> Iterator[Finding]:
    tree, folder = subject.snapshot.tree, subject.snapshot.folder
    if tree.root_kind not in (None, EntryKind.DIRECTORY):
        yield _finding(folder or ".", tree.root_kind, Message("目录", "a real folder"))
    for name, entry in tree.entries.items():
        if name.lower() == "readme.md" and entry.kind is not EntryKind.FILE:
            yield _finding(subject.path(name), entry.kind, Message("普通文件", "a regular file"))


def _finding(path: str, kind: EntryKind, wanted: Message) -> Finding:
    found = _KINDS[kind]
    return Finding(
        Message(
            f"{path} 是{found.zh}，应当是{wanted.zh}",
            f"{path} is {found.en}, but has to be {wanted.en}",
        ),
        Message(
            f"把 {path} 换成真正的{wanted.zh}；docbuild 不会跟随链接去读别处的内容。",
            f"Make {path} {wanted.en}; docbuild follows no link to read from elsewhere.",
        ),
        path=path,
    )


RULE = Rule(
    name="doc-link",
    severity=Severity.ERROR,
    what=Message(
        "doc 或 README.md 是符号链接，或者不是普通的目录和文件。",
        "doc or README.md is a symbolic link, or no regular folder and file.",
    ),
    why=Message(
        "链接可能指向项目之外，换一台机器就失效，也可能把别处的文件带进文档。",
        "A link may point outside the project, breaks on another machine, and may pull "
        "files from elsewhere into the document.",
    ),
    bad="doc/README.md -> ../README.md",
    good="doc/README.md",
    check=_check,
)
