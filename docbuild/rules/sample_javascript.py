"""sample-javascript: a sample of JavaScript that does not parse, however it is meant.

Documents show pieces: a method, the members of an object, a signature. A sample is wrong only if
it parses as none of them, in JavaScript or in TypeScript, and leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject

_LANGUAGES = frozenset({"js", "javascript", "mjs", "wxs", "jsx", "ts", "typescript", "tsx"})


def _check(subject: Subject) -> Iterator[Finding]:
    for sample in subject.samples:
        if sample.language in _LANGUAGES:
            # 1 ms that documents without any JavaScript save.
            from docbuild.rules.script_findings import findings  # noqa: PLC0415

            yield from findings(sample)


RULE = Rule(
    name="sample-javascript",
    severity=Severity.WARNING,
    what=Message(
        "JavaScript 或 TypeScript 示例有语法错误。",
        "A sample of JavaScript or TypeScript does not parse.",
    ),
    why=Message(
        "使用者照抄示例会编译报错。只写一个方法、几个属性、一个表达式都可以；用 … 省略内容的示例"
        "不检查。",
        "A copy of the sample does not compile. A method alone, some properties or an expression "
        "are fine; samples that leave something out with dots are not looked at.",
    ),
    bad="```js\nconst weather = requirePlugin('weather'\nweather.now()\n```",
    good="```js\nconst weather = requirePlugin('weather')\nweather.now()\n```",
    check=_check,
    by_block=True,
)
