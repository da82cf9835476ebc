"""image-remote: a picture from the network."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.pictures import retarget
from docbuild.rules.routes import refused
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted


def _check(subject: Subject) -> Iterator[Finding]:
    for reference in refused(subject, "image-remote"):
        address, near = quoted(reference.image.destination), reference.nearest
        yield Finding(
            Message(f"引用了网络图片 {address}", f"The picture is on the network: {address}"),
            Message(
                "把图片下载到 doc 目录里（例如 doc/image/），用相对路径引用，"
                "如 ![说明](./image/a.png)。",
                "Save the picture in doc, such as doc/image/, and refer to it by a relative "
                "path: ![what it shows](./image/a.png).",
            ),
            span=reference.image.span,
            fixes=() if near is None else (retarget(reference.image, near, safe=False),),
        )


RULE = Rule(
    name="image-remote",
    severity=Severity.ERROR,
    what=Message(
        "文档引用了 http、https 或以 // 开头的图片。",
        "The document refers to a picture by http, https or an address that begins with //.",
    ),
    why=Message(
        "平台不显示网络图片：引用的图片必须放在 doc 目录下。",
        "The platform shows no pictures from the network: they have to stand in doc.",
    ),
    bad="![流程图](https://example.com/flow.png)",
    good="![流程图](./image/flow.png)",
    check=_check,
)
