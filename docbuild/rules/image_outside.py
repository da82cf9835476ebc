"""image-outside: a reference that leaves doc/."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.pictures import retarget
from docbuild.rules.routes import refused
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted


def _check(subject: Subject) -> Iterator[Finding]:
    for reference in refused(subject, "image-outside"):
        near, image = reference.nearest, reference.image
        hint = "" if near is None else f"doc 里有 {near}，是不是它？"
        hint_en = "" if near is None else f" doc has {near}: did you mean that?"
        yield Finding(
            Message(
                f"图片 {quoted(image.destination)} 在 doc 目录之外",
                f"The picture {quoted(image.destination)} lies outside doc",
            ),
            Message(
                f"把图片放进 doc 目录，用不含 .. 的相对路径引用。{hint}",
                f"Put the picture into doc and refer to it by a path without “..”.{hint_en}",
            ),
            span=image.span,
            fixes=() if near is None else (retarget(image, near, safe=False),),
        )


RULE = Rule(
    name="image-outside",
    severity=Severity.ERROR,
    what=Message(
        "图片的路径用 .. 走出了 doc 目录。",
        "The path of a picture leaves doc by “..”.",
    ),
    why=Message(
        "上传的只有 doc 目录，目录之外的图片在详情页上不会显示。",
        "Only doc goes up: a picture outside it is not shown on the detail page.",
    ),
    bad="![首页](../miniprogram/image/home.png)",
    good="![首页](./image/home.png)",
    check=_check,
)
