"""image-data: a picture written into the document as a data URI."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.routes import refused
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for reference in refused(subject, "image-data"):
        length = byte_size(len(reference.image.destination))
        yield Finding(
            Message(
                f"图片以 data URI 写在正文里（{length}）",
                f"The picture is written into the text as a data URI ({length})",
            ),
            Message(
                "把图片存成 doc 目录里的文件，用相对路径引用，如 ![说明](./image/a.png)。",
                "Save it as a file in doc and refer to it by a relative path: "
                "![what it shows](./image/a.png).",
            ),
            span=reference.image.span,
        )


RULE = Rule(
    name="image-data",
    severity=Severity.ERROR,
    what=Message(
        "文档里的图片是 data: 开头的地址。", "A picture of the document is a data: address."
    ),
    why=Message(
        "平台要求图片是 doc 目录下的文件。data URI 还让正文无法阅读，体积增大三分之一。",
        "The platform wants pictures as files in doc. A data URI also makes the text "
        "unreadable and a third larger.",
    ),
    bad="![图标](data:image/png;base64,iVBORw0KGgo=)",
    good="![图标](./image/icon.png)",
    check=_check,
)
