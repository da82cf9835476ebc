"""image-missing: no file of that name, letter by letter, in doc/."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.references import Reference
from docbuild.rules.pictures import retarget
from docbuild.rules.routes import refused
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted


def _check(subject: Subject) -> Iterator[Finding]:
    for reference in refused(subject, "image-missing"):
        message, cure = _words(reference, subject)
        near = reference.nearest
        safe = reference.verdict == "case-mismatch"
        fixable = near is not None and reference.verdict != "nfd-on-disk"
        yield Finding(
            message,
            cure,
            span=reference.image.span,
            fixes=(retarget(reference.image, near, safe=safe),) if near and fixable else (),
        )


def _words(reference: Reference, subject: Subject) -> tuple[Message, Message]:
    near, written = reference.nearest, quoted(reference.image.destination)
    if reference.verdict == "case-mismatch" and near is not None:
        return _wrong_case(written, near)
    if reference.verdict == "nfd-on-disk":
        return _decomposed(written)
    name = written if reference.path is None else quoted(subject.path(reference.path))
    message = Message(f"找不到图片 {name}", f"There is no picture {name}")
    if near is None:
        return message, Message(
            "把图片放到这个位置，或者改正路径（相对于 doc 目录，区分大小写）。",
            "Put the picture there, or correct the path (relative to doc, case counts).",
        )
    return message, Message(f"是不是 {near}？", f"Did you mean {near}?")


def _wrong_case(written: str, near: str) -> tuple[Message, Message]:
    return (
        Message(
            f"图片 {written} 的大小写不对，文件名是 {near}",
            f"The case of {written} is wrong, the file is {near}",
        ),
        Message(f"改成 {near}，大小写要完全一致。", f"Write {near}, exactly in that case."),
    )


def _decomposed(written: str) -> tuple[Message, Message]:
    return (
        Message(
            f"图片 {written} 在磁盘上的文件名是分解形式（NFD），和引用不是同一串字符",
            f"The file of {written} has a decomposed name (NFD), which is another string",
        ),
        Message(
            "文件多半来自 macOS 的压缩包：重命名一次，用键盘重新输入文件名即可。",
            "It probably came in an archive made on macOS: rename it once, typing the name.",
        ),
    )


RULE = Rule(
    name="image-missing",
    severity=Severity.ERROR,
    what=Message(
        "图片引用在 doc 目录里没有对应的文件。文件名要逐字一致，包括大小写。",
        "A reference to a picture has no file in doc. The name counts letter by letter, case "
        "included.",
    ),
    why=Message(
        "上传时不检查图片，读者看到的是裂开的图。在 Windows 和 macOS 上大小写写错也能预览，"
        "上传后就找不到了。",
        "The upload checks no pictures: readers see a broken one. A wrong case works in a "
        "preview on Windows and macOS, and is gone after the upload.",
    ),
    bad="![示例](./image/Demo.PNG)",
    good="![示例](./image/demo.png)",
    check=_check,
)
