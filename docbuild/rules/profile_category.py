"""profile-category: the service category is not open to plugins."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild import categories
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.nearest import nearest
from docbuild.rules import wording
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    settings = subject.snapshot.settings
    category = settings.profile.category
    if category is None or categories.find(*category):
        return
    place, written = settings.place("plugin.category"), wording.quoted(" > ".join(category))
    yield Finding(
        Message(
            f"{place}：已开放的插件服务类目里没有 “{written}”",
            f"{place}: “{written}” is none of the service categories open to plugins",
        ),
        _help(*category),
        path=settings.path,
    )


def _help(first: str, second: str) -> Message:
    advice = _likely(first, second) or Message(
        f"已开放的一级类目：{'、'.join(_firsts())}。",
        f"The first levels that are open: {', '.join(_firsts())}.",
    )
    return Message(
        f"{advice.zh}类目会逐步开放：如果平台上已能选择它，请在 [rules] 里关闭 profile-category。",
        f"{advice.en} More open by and by: if the console offers yours, switch profile-category"
        " off under [rules].",
    )


def _likely(first: str, second: str) -> Message | None:
    """The category that was meant, or the second levels that its first level offers."""
    elsewhere = (str(entry) for entry in categories.CATEGORIES if entry.second == second)
    if guess := next(elsewhere, None):
        return _did_you_mean(guess)
    known = first if first in _firsts() else nearest(first, _firsts())
    if known is None:
        return None
    seconds = [entry.second for entry in categories.below(known)]
    guess = second if categories.ALL in seconds else nearest(second, seconds)
    if guess is not None:
        return _did_you_mean(f"{known} > {guess}")
    return Message(
        f"“{known}” 下开放的有：{'、'.join(seconds)}。",
        f"Open under “{known}”: {', '.join(seconds)}.",
    )


def _did_you_mean(category: str) -> Message:
    shown = wording.quoted(category)
    return Message(f"是不是 “{shown}”？", f"Did you mean “{shown}”?")


def _firsts() -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.first for entry in categories.CATEGORIES))


RULE = Rule(
    name="profile-category",
    severity=Severity.ERROR,
    what=Message(
        "[plugin] 的 category 不在官方公布的已开放插件服务类目里。有特殊说明的类目（例如"
        "“仅医疗类小程序可使用”）不算问题，说明会显示在预览页上。",
        "The category under [plugin] is not among those that the official page lists as open to "
        "plugins. One with a remark (such as “only for mini programs of the medical category”) "
        "is no problem; the page shows the remark.",
    ),
    why=Message(
        "插件只能选一个已开放的服务类目，否则无法提交审核。这张表取自官方页面"
        "《小程序插件功能介绍》，平台会逐步增加，表可能落后。",
        "A plugin takes one of the open categories, or it cannot be submitted for review. The "
        "table is that of the official page 小程序插件功能介绍; the platform adds to it, so it may "
        "lag behind.",
    ),
    bad='[plugin]\ncategory = "工具 > 天汽"',
    good='[plugin]\ncategory = "工具 > 天气"',
    check=_check,
)
