"""image-mismatch: the bytes of a picture are not what its name says."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import ImageFacts, ImageProblem
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.references import FORMATS
from docbuild.rules.pictures import finding, suffix, with_problem
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for path, facts in with_problem(subject, ImageProblem.MISMATCH):
        if path in subject.shown and suffix(path) not in FORMATS:
            continue  # image-format has it converted, which mends this too
        yield finding(subject, path, *_other_format(subject.path(path), facts))
    for path, facts in with_problem(subject, ImageProblem.UNKNOWN):
        if subject.snapshot.assets[path].size:  # of an empty file image-corrupt speaks
            yield finding(subject, path, *_no_picture(subject.path(path), facts))


def _other_format(name: str, facts: ImageFacts) -> tuple[Message, Message]:
    real, said = (facts.format or "").upper(), suffix(name)
    return (
        Message(
            f"{name} 其实是 {real} 图片，后缀却是 .{said}",
            f"{name} is a {real} picture, though its suffix is .{said}",
        ),
        Message(
            f"用看图软件另存为真正的 .{said}，或者改成正确的后缀。",
            f"Save it as a real .{said} with an image editor, or correct the suffix.",
        ),
    )


def _no_picture(name: str, facts: ImageFacts) -> tuple[Message, Message]:
    detail = f"（{facts.detail}）" if facts.detail else ""
    detail_en = f" ({facts.detail})" if facts.detail else ""
    return (
        Message(f"{name} 不是图片{detail}", f"{name} is no picture{detail_en}"),
        Message(
            "换成真正的图片。常见原因：下载到的是网页，或者是没有取回的 Git LFS 指针。",
            "Replace it by the real picture. Often it is a web page that was downloaded "
            "instead, or a Git LFS pointer.",
        ),
    )


RULE = Rule(
    name="image-mismatch",
    severity=Severity.ERROR,
    what=Message(
        "图片的内容和后缀不符，或者根本不是图片。",
        "The bytes of a picture are of another format than its suffix says, or no picture.",
    ),
    why=Message(
        "只改后缀不会改变格式。有的客户端按后缀解码，会显示不出来。",
        "Renaming a file does not convert it. Clients that go by the suffix cannot show it.",
    ),
    bad="doc/image/demo.png   # JPEG",
    good="doc/image/demo.jpg   # JPEG",
    check=_check,
)
