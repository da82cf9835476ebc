"""plugin-unknown: the document speaks of something that the plugin does not offer."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.interface import NOTHING_OFFERED
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    if subject.snapshot.interface == NOTHING_OFFERED or not _is_known(subject):
        return
    # 3 ms that documents without a plugin behind them save.
    from docbuild.rules.unknown_findings import findings  # noqa: PLC0415

    yield from findings(subject)


def _is_known(subject: Subject) -> bool:
    """Whether plugin.json could be read wholly."""
    problems = subject.snapshot.plugin.problems
    return not any(problem.path.endswith("plugin.json") for problem in problems)


RULE = Rule(
    name="plugin-unknown",
    severity=Severity.WARNING,
    what=Message(
        "文档提到了插件没有的东西：plugin:// 地址里的组件或页面、组件的属性或事件、"
        "requirePlugin 得到的接口。",
        "The document speaks of what the plugin does not have: a component or page in a "
        "plugin:// address, a property or an event of a component, or an interface that "
        "requirePlugin should give.",
    ),
    why=Message(
        "照着写的使用者会得到编译错误，或者没有任何反应。多半是改名之后忘了改文档，或者拼错了。"
        "源码里看不全的（动态的键、外部的 behavior）不检查；别的插件也不检查。",
        "Who follows it gets an error, or nothing happens at all. Mostly a name was changed in "
        "the code alone, or is misspelt. What the sources do not show wholly (computed keys, "
        "behaviours from elsewhere) is not judged, nor are other plugins.",
    ),
    bad='```json\n{ "usingComponents": { "card": "plugin://weather/weather-cart" } }\n```',
    good='```json\n{ "usingComponents": { "card": "plugin://weather/weather-card" } }\n```',
    check=_check,
)
