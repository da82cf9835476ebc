"""image-alt: a picture without a text that stands for it."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.ignores import EXAMPLE
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for reference in subject.references:
        if not reference.image.alt.strip():
            yield Finding(
                Message("图片没有替代文字", "The picture has no alternative text"),
                Message(
                    f"在方括号里写明图片说的是什么；纯装饰的图在上一行写 {EXAMPLE}",
                    "Say in the brackets what it shows; for mere decoration write above it "
                    f"{EXAMPLE}",
                ),
                span=reference.image.span,
            )


RULE = Rule(
    name="image-alt",
    severity=Severity.WARNING,
    what=Message("图片没有替代文字。", "A picture has no alternative text."),
    why=Message(
        "图片没有加载出来时，读者只看得到替代文字；使用读屏软件的人始终只能听到它。",
        "It is all that readers get while the picture is not loaded, and all that users of "
        "screen readers ever get.",
    ),
    bad="![](./image/pay.png)",
    good="![支付流程：下单、付款、回调](./image/pay.png)",
    check=_check,
    by_block=True,
)
