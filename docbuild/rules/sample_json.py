"""sample-json: a sample of JSON that whoever copies it gets an error for.

The platform's tools read app.json and the like with ``JSON.parse`` and nothing before it
(miniprogram-ci 2.1.42, ``checkJSONFormat``), and the platform's guide says that JSON files take
no comments (小程序代码构成, JSON 语法). So a comment is a mistake wherever all of a file is shown.
Where dots or words stand for what is left out the reader has to type anyway, and in what is no
file of the platform, such as the answer of a server, comments are welcome.
"""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject

_LANGUAGES = frozenset({"json", "jsonc", "json5"})


def _check(subject: Subject) -> Iterator[Finding]:
    for sample in subject.samples:
        if sample.language in _LANGUAGES or (sample.language == "" and '"' in sample.code):
            # 2 ms that documents without any JSON save.
            from docbuild.rules.json_findings import findings  # noqa: PLC0415

            yield from findings(sample)


RULE = Rule(
    name="sample-json",
    severity=Severity.WARNING,
    what=Message(
        "JSON 示例有语法错误：多逗号、缺逗号、注释、中文标点、单引号、括号不配对。",
        "A sample of JSON has a mistake: a comma too many or too few, a comment, full-width "
        "marks, single quotes, a bracket without its end.",
    ),
    why=Message(
        "使用者会把示例照抄进 app.json 或页面的 json，而平台只接受标准 JSON，多一个逗号、一句注释"
        "都会编译报错。用 … 或“其他配置”表示省略的地方不算错，服务器返回的数据里可以有注释；"
        "标成 jsonc 或 json5 的，按那种格式检查。",
        "Users copy samples into app.json and the files of pages, where the platform takes "
        "strict JSON only: a comma or a comment too many is refused. Dots or words for what is "
        "left out are no mistake, nor are comments in what a server answers; what is marked as "
        "jsonc or json5 is read as such.",
    ),
    bad='```json\n{\n  "usingComponents": {\n    "card": "plugin://weather/card",\n  }\n}\n```',
    good='```json\n{\n  "usingComponents": {\n    "card": "plugin://weather/card"\n  }\n}\n```',
    check=_check,
    by_block=True,
)
