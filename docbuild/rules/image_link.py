"""image-link: a symbolic link, or no regular file, on the way to a picture."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import EntryKind, Tree
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.references import Reference
from docbuild.rules.routes import refused
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted

_REASONS = {
    "symlink": Message("经过符号链接", "goes through a symbolic link"),
    "not-regular": Message("不是普通文件", "is no regular file"),
}
_COPY = Message("把图片本身复制到 doc 目录里。", "Copy the picture itself into doc.")
_FOLDER = (
    Message("是目录，不是图片", "is a folder, not a picture"),
    Message("写上图片的文件名，如 ./image/a.png。", "Add the name of the picture: ./image/a.png."),
)


def _check(subject: Subject) -> Iterator[Finding]:
    for reference in refused(subject, "image-link"):
        written = quoted(reference.image.destination)
        reason, cure = _words(reference, subject.snapshot.tree)
        yield Finding(
            Message(f"图片 {written} {reason.zh}", f"The picture {written} {reason.en}"),
            cure,
            span=reference.image.span,
        )


def _words(reference: Reference, tree: Tree) -> tuple[Message, Message]:
    entry = tree.entries.get((reference.path or "").rstrip("/"))
    if not reference.path or (entry is not None and entry.kind is EntryKind.DIRECTORY):
        return _FOLDER
    return _REASONS[reference.verdict], _COPY


RULE = Rule(
    name="image-link",
    severity=Severity.ERROR,
    what=Message(
        "图片或它所在的目录是符号链接，或者图片不是普通文件。",
        "A picture or a folder above it is a symbolic link, or the picture is no regular file.",
    ),
    why=Message(
        "链接可能指向 doc 之外，换一台机器就失效；docbuild 不跟随任何链接。",
        "A link may point outside doc and breaks on another machine; docbuild follows none.",
    ),
    bad="doc/image/demo.png -> /home/me/demo.png\n\n![示例](./image/demo.png)",
    good="doc/image/demo.png\n\n![示例](./image/demo.png)",
    check=_check,
)
