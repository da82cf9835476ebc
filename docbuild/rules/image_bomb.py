"""image-bomb: a picture that takes far too much to decode."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import ImageProblem
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.pictures import finding, with_problem
from docbuild.rules.routes import refused
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted

_CURE = Message(
    "缩小图片的尺寸，减少动画的帧数，或者换一张。",
    "Scale the picture down, give the animation fewer frames, or use another one.",
)


def _check(subject: Subject) -> Iterator[Finding]:
    for path, facts in with_problem(subject, ImageProblem.BOMB):
        name, detail = subject.path(path), facts.detail
        message = Message(
            f"图片 {name} 解码开销过大{f'（{detail}）' if detail else ''}",
            f"The picture {name} takes too much to decode{f': {detail}' if detail else ''}",
        )
        yield finding(subject, path, message, _CURE)
    for reference in refused(subject, "image-bomb"):
        written = quoted(reference.image.destination)
        message = Message(f"图片文件 {written} 太大", f"The file {written} is too large")
        yield Finding(message, _CURE, span=reference.image.span)


RULE = Rule(
    name="image-bomb",
    severity=Severity.ERROR,
    what=Message(
        "图片的像素、帧数或解码所需的时间、内存过多。",
        "A picture has too many pixels or frames, or takes too much time or memory to decode.",
    ),
    why=Message(
        "很小的文件可以解出上亿像素，让读者的手机卡死或崩溃。",
        "A tiny file can unfold to a hundred million pixels and hang or crash a phone.",
    ),
    bad="doc/image/demo.png   # 20000 × 20000",
    good="doc/image/demo.png   # 1500 × 900",
    check=_check,
)
