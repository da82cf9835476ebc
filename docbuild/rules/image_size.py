"""image-size: a picture far larger than the page can show."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.pictures import finding, pictures, problem
from docbuild.rules.rule import Rule, Subject

_LEAST_SHARE = 0.1  # of the file, below which scaling is not worth the author's time
_LEAST_BYTES = 1024

WIDE = 2 * 750
"""Pixels across that the page can show; what decodes pictures assumes the same."""


def _check(subject: Subject) -> Iterator[Finding]:
    for path, facts in pictures(subject):
        size, fitted = subject.snapshot.assets[path].size, facts.fitted_size
        if fitted is None or problem(path, facts) is not None:
            continue
        saved = size - fitted
        if saved < max(_LEAST_BYTES, size * _LEAST_SHARE):
            continue
        name, pixels = subject.path(path), f"{facts.width} × {facts.height}"
        share = f"{saved / size:.0%}"
        yield finding(
            subject,
            path,
            Message(
                f"图片 {name} 有 {pixels} 像素，远大于页面能显示的尺寸",
                f"The picture {name} has {pixels} pixels, far more than the page can show",
            ),
            Message(
                f"缩小后约 {byte_size(fitted)}，可省 {byte_size(saved)}（{share}）："
                f"docbuild bundle --write --max-width {WIDE}",
                f"Scaled down it takes about {byte_size(fitted)}, which saves "
                f"{byte_size(saved)} ({share}): docbuild bundle --write --max-width {WIDE}",
            ),
        )


RULE = Rule(
    name="image-size",
    severity=Severity.WARNING,
    what=Message(
        "图片的像素远多于页面以两倍密度能显示的宽度。",
        "A picture has far more pixels than the page can show at twice the density.",
    ),
    why=Message(
        "多出的像素谁也看不到，却占用 2 MB 的总量，并拖慢加载。"
        "详情页的实际宽度没有公开，docbuild 按 750 像素的两倍估计。",
        "Nobody sees the surplus, yet it counts towards the 2 MB and slows the page. The "
        "page's real width is not public; docbuild assumes twice 750 pixels.",
    ),
    bad="doc/image/home.png   # 4032 × 3024, 1.6 MB",
    good="doc/image/home.png   # 1500 × 1125, 210 KB",
    check=_check,
)
