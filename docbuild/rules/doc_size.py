"""doc-size: the document and its files come near to, or exceed, what the upload takes."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.upload import LIMIT, resource_size, uploads

_NEAR = 0.9  # of the limit
_LISTED = 5  # of the largest files


def _check(subject: Subject) -> Iterator[Finding]:
    size = resource_size(subject.snapshot.tree)
    if size <= LIMIT * _NEAR:
        return
    over = size > LIMIT
    total, limit = byte_size(size), byte_size(LIMIT)
    listed = "、".join(_largest(subject)), ", ".join(_largest(subject))
    too_much = Message(
        f"文档和资源共 {total}（{size} 字节），超过上限 {limit}",
        f"The document and its files take {total} ({size} bytes), more than {limit}",
    )
    close = Message(
        f"文档和资源共 {total}，已接近上限 {limit}",
        f"The document and its files take {total}, close to the limit of {limit}",
    )
    yield Finding(
        too_much if over else close,
        Message(
            f"压缩或删掉最大的文件：{listed[0]}。docbuild bundle --write --fit 2MB 可以压缩图片。"
            "超过上限时上传会报错误码 80051。",
            f"Shrink or remove the largest: {listed[1]}. docbuild bundle --write --fit 2MB shrinks "
            "pictures. Past the limit the upload fails with error code 80051.",
        ),
        severity=Severity.ERROR if over else Severity.WARNING,
    )


def _largest(subject: Subject) -> list[str]:
    taken = (entry for entry in subject.snapshot.tree.entries.values() if uploads(entry.path))
    largest = sorted(taken, key=lambda entry: (-entry.size, entry.path))[:_LISTED]
    return [f"{subject.path(entry.path)} {byte_size(entry.size)}" for entry in largest]


RULE = Rule(
    name="doc-size",
    severity=Severity.ERROR,
    what=Message(
        "README.md 和 doc 目录里会上传的文件加起来超过 2 MB（按 2 × 1024 × 1024 字节计）；"
        "达到 90% 时先警告。",
        "README.md and the files of doc that go up take more than 2 MB (2 × 1024 × 1024 "
        "bytes); a warning from 90 % on.",
    ),
    why=Message(
        "超过 2 MB 时平台拒绝上传，错误码 80051。没有用到的图片也计算在内。",
        "Past 2 MB the platform refuses the upload with error code 80051. Pictures that the "
        "document does not use count as well.",
    ),
    bad="doc/README.md 12 KB\ndoc/image/demo.gif 2.4 MB",
    good="doc/README.md 12 KB\ndoc/image/demo.gif 380 KB",
    check=_check,
)
