"""doc-empty: the document says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or source.text.strip("\ufeff \t\r\n\v\f\u00a0\u3000\u200b"):
        return
    yield Finding(
        Message("插件文档是空的", "The plugin document is empty"),
        Message(
            "写明插件提供的自定义组件、页面和接口，以及怎样接入。",
            "Describe the components, pages and interfaces of the plugin, and how to use them.",
        ),
    )


RULE = Rule(
    name="doc-empty",
    severity=Severity.ERROR,
    what=Message("README.md 里没有内容。", "README.md holds nothing but blank space."),
    why=Message(
        "使用者看不到插件的代码，空文档等于没有文档。",
        "Users cannot see the code of a plugin: an empty document is no document.",
    ),
    bad="",
    good="# 天气插件\n\n在小程序里显示当地天气。",
    check=_check,
)
