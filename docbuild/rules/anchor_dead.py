"""anchor-dead: a link to a heading that exists but cannot be reached on the platform."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.anchors import Anchor, Target, anchors, looks_at, unlinked
from docbuild.rules.hyperlinks import retarget
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted


def _check(subject: Subject) -> Iterator[Finding]:
    for anchor in anchors(subject):
        if anchor.target is not None and not anchor.works:
            yield _finding(anchor, anchor.target)


def _finding(anchor: Anchor, target: Target) -> Finding:
    identifier, text = quoted(target.heading.identifier), quoted(target.text)
    message = Message(
        f"在平台上跳不到标题“{text}”：它的 id 是 {identifier}",
        f"On the platform this does not lead to “{text}”, whose id is {identifier}",
    )
    if not target.reachable:
        return Finding(
            message,
            _unreachable(identifier),
            span=anchor.link.span,
            fixes=(unlinked(anchor.link),),
        )
    return Finding(
        message,
        Message(
            f"写成 #{identifier}。GitHub 等网站用另一套 id，那边会跳不到；两边都要能用，"
            "就让标题只含英文和数字。",
            f"Write #{identifier}. GitHub and others make other ids, so it will not work there: "
            "only a heading of ASCII letters and digits works on both.",
        ),
        span=anchor.link.span,
        fixes=(
            retarget(anchor.link, f"#{target.heading.identifier}"),
            unlinked(anchor.link),
        ),
    )


def _unreachable(identifier: str) -> Message:
    if identifier.strip("-"):
        return Message(
            "前面已有标题用了同一个 id，只能跳到那一个。让标题里的英文或数字各不相同。",
            "An earlier heading has the same id, and gets the click. Let the ASCII letters or "
            "digits of the headings differ.",
        )
    return Message(
        "平台把标题里的汉字都换成“-”，全中文的标题 id 都一样。去掉链接，"
        "或者在标题里加上英文或数字，如“1 开发插件”。",
        "The platform makes every run of Chinese a “-”, so all such headings share one id. "
        "Remove the link, or put a letter or digit into the heading, such as “1 开发插件”.",
    )


RULE = Rule(
    name="anchor-dead",
    severity=Severity.WARNING,
    what=Message(
        "以 # 开头的链接指向存在的标题，但在平台的渲染器里跳不过去。",
        "A link leads to a heading that exists, but cannot work in the platform's renderer.",
    ),
    why=Message(
        "平台的标题 id 只保留 ASCII 字母、数字和下划线，其余都变成“-”，而且不区分重名，"
        "所以全中文标题的 id 都是“-”。在 GitHub 上能用的目录，在详情页上点了没有反应。",
        "Ids of headings keep ASCII letters, digits and “_” only, all else becomes “-”, and "
        "they are not made unique: every heading in Chinese has the id “-”. Contents that "
        "work on GitHub do nothing on the detail page.",
    ),
    bad="[接口 API](#接口-api)\n\n## 接口 API",
    good="[接口 API](#-api)\n\n## 接口 API",
    check=_check,
    looks_at=looks_at,
)
