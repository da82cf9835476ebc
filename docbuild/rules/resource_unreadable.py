"""resource-unreadable: the operating system refuses to show a file or folder of doc/."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import EntryKind
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.routes import refused
from docbuild.rules.rule import Rule, Subject

_CURE = Message(
    "检查文件权限和磁盘，然后再运行一次。", "Check its permissions and the disk, and run again."
)


def _check(subject: Subject) -> Iterator[Finding]:
    snapshot = subject.snapshot
    readme = snapshot.tree.entries.get(snapshot.readme or "")
    regular = readme is not None and readme.kind is EntryKind.FILE  # else doc-link says it
    if snapshot.unreadable is not None and regular:
        yield _finding(snapshot.document_path, snapshot.unreadable)
    entries = snapshot.tree.entries
    for path in sorted(entries):
        reason = entries[path].unreadable
        if reason is not None and path != snapshot.readme:
            yield _finding(subject.path(path), reason)
    for reference in refused(subject, "resource-unreadable"):
        if reference.path is None or entries[reference.path].unreadable is None:
            written = reference.image.destination
            message = Message(f"图片 {written} 读不出来", f"Cannot read the picture {written}")
            yield Finding(message, _CURE, span=reference.image.span)


def _finding(path: str, reason: str) -> Finding:
    message = Message(f"读不出 {path}：{reason}", f"Cannot read {path}: {reason}")
    return Finding(message, _CURE, path=path)


RULE = Rule(
    name="resource-unreadable",
    severity=Severity.ERROR,
    what=Message("doc 里有读不出来的文件或目录。", "doc has a file or folder that cannot be read."),
    why=Message(
        "读不出来就无从检查，也无法打包；当作不存在会漏掉内容。",
        "What cannot be read can be neither checked nor packed, and must not count as absent.",
    ),
    bad="chmod 000 doc/image",
    good="chmod 755 doc/image",
    check=_check,
)
