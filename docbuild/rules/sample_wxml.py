"""sample-wxml: a sample of WXML whose tags do not go in pairs.

WXML has no tag without an end: every one is closed, or empty as in ``<input />``; the compiler of
the platform refuses others (“expect end-tag”). Names are case-sensitive.
"""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject

_LANGUAGES = frozenset({"wxml", "html", "xml", ""})


def _check(subject: Subject) -> Iterator[Finding]:
    for sample in subject.samples:
        if sample.language in _LANGUAGES and "<" in sample.code:
            # 1 ms that documents without any WXML save.
            from docbuild.rules.wxml_findings import findings  # noqa: PLC0415

            yield from findings(sample)


RULE = Rule(
    name="sample-wxml",
    severity=Severity.WARNING,
    what=Message(
        "WXML 示例的标签没有结束，或者开始和结束对不上。",
        "A sample of WXML has a tag without an end, or an end that fits no tag.",
    ),
    why=Message(
        "WXML 的每个标签都要有结束，input、image 也不例外，标签名区分大小写，照抄会编译报错。"
        "用 … 省略内容的示例不检查；标成 html、xml 或没有标语言的，用到小程序的标签才检查。",
        "Every tag of WXML has an end, those of input and image too, and case counts: a copy "
        "does not compile. Samples that leave something out with dots are not looked at; those "
        "marked as html or xml, or as nothing, only if they have tags of mini programs.",
    ),
    bad='```wxml\n<view>\n  <weather-card city="北京">\n</view>\n```',
    good='```wxml\n<view>\n  <weather-card city="北京" />\n</view>\n```',
    check=_check,
    by_block=True,
)
