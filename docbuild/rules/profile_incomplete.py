"""profile-incomplete: a profile without what the platform wants before a review."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.settings import Profile

_WANTED = {
    "name": Message("名称（name）", "name"),
    "avatar": Message("头像（avatar）", "avatar"),
    "intro": Message("简介（intro）", "intro"),
}


def _check(subject: Subject) -> Iterator[Finding]:
    settings = subject.snapshot.settings
    missing = [label for field, label in _WANTED.items() if not getattr(settings.profile, field)]
    if settings.profile == Profile() or not missing:
        return
    place = settings.place("plugin")
    yield Finding(
        Message(
            f"{place}：插件资料缺少{'、'.join(label.zh for label in missing)}",
            f"{place}: the plugin's profile lacks {', '.join(label.en for label in missing)}",
        ),
        Message(
            "在 [plugin] 里补上，预览页才和平台上的详情页一样完整。"
            "名称和头像设定后不能再改，请先想好。",
            "Add it under [plugin], so that the page is as complete as the platform's. Name and "
            "avatar cannot be changed later: choose them well.",
        ),
        path=settings.path,
    )


RULE = Rule(
    name="profile-incomplete",
    severity=Severity.WARNING,
    what=Message(
        "docbuild.toml 里写了 [plugin]，却没有写全名称、头像和简介。没有 [plugin] 时不检查。",
        "docbuild.toml has a [plugin] without name, avatar or intro. Without [plugin] nothing "
        "is asked for.",
    ),
    why=Message(
        "官方要求提交审核前设置好名称、头像和简介。它们的字数和尺寸上限未能核实，docbuild 不检查。",
        "The platform wants name, avatar and intro set before a review. Their limits could not "
        "be verified, so docbuild does not check them.",
    ),
    bad='[plugin]\nname = "晴雨天气"',
    good='[plugin]\nname = "晴雨天气"\navatar = "assets/avatar.png"\nintro = "几分钟放进天气"',
    check=_check,
)
