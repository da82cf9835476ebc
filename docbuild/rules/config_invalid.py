"""config-invalid: project.config.json or plugin.json cannot be used as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    for problem in subject.snapshot.plugin.problems:
        yield Finding(
            Message(
                f"{problem.place}：{problem.message.zh}",
                f"{problem.place}: {problem.message.en}",
            ),
            Message(
                "修正这个文件；在它修好之前，docbuild 无法从中得知插件的信息。",
                "Mend this file: until then docbuild learns nothing of the plugin from it.",
            ),
            path=problem.path,
        )


RULE = Rule(
    name="config-invalid",
    severity=Severity.ERROR,
    what=Message(
        "project.config.json、project.private.config.json 或 plugin.json 不是有效的 JSON、"
        "字段类型不对，或者指向项目之外。",
        "project.config.json, project.private.config.json or plugin.json is no valid JSON, has "
        "a field of a wrong type, or leads out of the project.",
    ),
    why=Message(
        "docbuild 靠这些文件找到插件项目和插件的代码；开发者工具同样读不了损坏的文件。",
        "They are how docbuild finds the plugin and its code, and the developer tools cannot "
        "read a broken one either.",
    ),
    bad='{\n  "compileType": "plugin",\n}',
    good='{\n  "compileType": "plugin"\n}',
    check=_check,
)
