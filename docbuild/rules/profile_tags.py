"""profile-tags: a tag that is given twice."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules import wording
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    settings = subject.snapshot.settings
    tags = [tag.casefold() for tag in settings.profile.tags]
    twice = [tag for index, tag in enumerate(settings.profile.tags) if tags[index] in tags[:index]]
    if not twice:
        return
    place, listed = settings.place("plugin.tags"), dict.fromkeys(twice)
    yield Finding(
        Message(
            f"{place}：标签重复：{wording.quoted('、'.join(listed))}",
            f"{place}: tags given twice: {wording.quoted(', '.join(listed))}",
        ),
        Message("每个标签只写一次。", "Name each tag once."),
        path=settings.path,
    )


RULE = Rule(
    name="profile-tags",
    severity=Severity.WARNING,
    what=Message("[plugin] 的 tags 里有重复的标签。", "A tag under [plugin] is given twice."),
    why=Message(
        "重复的标签对查找插件没有帮助。标签的个数和字数上限未能核实，docbuild 不检查。",
        "A repeated tag helps nobody to find the plugin. How many tags of which length are taken "
        "could not be verified, so docbuild does not check that.",
    ),
    bad='[plugin]\ntags = ["天气", "天气"]',
    good='[plugin]\ntags = ["天气", "出行"]',
    check=_check,
)
