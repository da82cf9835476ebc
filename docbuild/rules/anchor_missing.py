"""anchor-missing: a link to a heading that the document does not have."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Fix, Message, Severity
from docbuild.nearest import nearest
from docbuild.rules.anchors import Anchor, Target, anchors, looks_at, targets, unlinked
from docbuild.rules.hyperlinks import retarget
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted

_MOST_COMPARISONS = 50_000  # of a fragment with a heading, a few microseconds each


def _check(subject: Subject) -> Iterator[Finding]:
    missing = [anchor for anchor in anchors(subject) if anchor.target is None]
    if missing:
        headings = targets(subject)
        suggested = _MOST_COMPARISONS // max(1, len(headings))
        for number, anchor in enumerate(missing):
            near = _near(anchor.fragment, headings) if number < suggested else None
            yield _finding(anchor, near)


def _near(fragment: str, headings: tuple[Target, ...]) -> Target | None:
    """The heading that was most likely meant, by its text or by its slug."""
    names = {heading.github: heading for heading in reversed(headings)}
    names |= {heading.text: heading for heading in reversed(headings)}
    name = nearest(fragment, names)
    return None if name is None else names[name]


def _finding(anchor: Anchor, near: Target | None) -> Finding:
    fixes: tuple[Fix, ...] = (unlinked(anchor.link),)
    cure = Message(
        "改成文档里有的标题，或者去掉链接。", "Name a heading that exists, or remove the link."
    )
    if near is not None:
        cure = Message(f"是不是“{quoted(near.text)}”？", f"Did you mean “{quoted(near.text)}”?")
        slug = near.heading.identifier if near.reachable else near.github
        fixes = (retarget(anchor.link, f"#{slug}"), *fixes)
    name = quoted(anchor.fragment)
    return Finding(
        Message(f"文档里没有标题“{name}”", f"The document has no heading “{name}”"),
        cure,
        span=anchor.link.span,
        fixes=fixes,
    )


RULE = Rule(
    name="anchor-missing",
    severity=Severity.ERROR,
    what=Message(
        "以 # 开头的链接找不到对应的标题。", "A link that begins with # has no heading to lead to."
    ),
    why=Message(
        "读者点了没有反应。多半是标题改了名，目录没有跟着改。",
        "Nothing happens when readers click. Often a heading was renamed and the contents "
        "were not.",
    ),
    bad="[使用申请](#使用申请)\n\n## 申请管理",
    good="[API](#api)\n\n## API",
    check=_check,
    looks_at=looks_at,
)
