"""The pages about all rules, made from what the rules say of themselves."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Language, Message, Severity
from docbuild.rules.ignores import EXAMPLE
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Rule
from docbuild.settings import UNSILENCEABLE

PAGES: dict[str, Language] = {"rules.md": "en", "rules.zh-CN.md": "zh"}

_SEVERITY = {
    Severity.ERROR: Message("错误", "error"),
    Severity.WARNING: Message("警告", "warning"),
}
_TITLE = Message("规则", "Rules")
_OTHER_PAGE = Message("[English](rules.md)", "[中文](rules.zh-CN.md)")
_COLUMNS = Message("| 规则 | 级别 | 检查什么 |", "| rule | severity | what it finds |")
_WHY = Message("**为什么：**", "**Why:** ")
_BAD = Message("不好：", "Bad:")
_GOOD = Message("好：", "Good:")
_INTRODUCTION = Message(
    "`docbuild explain 规则名` 在终端里显示同样的内容。"
    "在 `docbuild.toml` 的 `[rules]` 里可以改级别（`error`、`warning`、`off`）。\n\n"
    "忽略要写明理由。对下一个块，写一条引用定义，它在页面上不留痕迹：\n\n"
    f"```markdown\n{EXAMPLE}\n\n![](./image/line.png)\n```\n\n"
    '对整份文档：\n\n```toml\n[[ignore]]\nrule = "image-alt"\nreason = "图都是装饰"\n```\n\n'
    f"`{'`、`'.join(sorted(UNSILENCEABLE))}` 不能忽略，也不能关闭。",
    "`docbuild explain RULE` shows the same in the terminal. `[rules]` in `docbuild.toml` sets "
    "severities (`error`, `warning`, `off`).\n\n"
    "An ignore gives its reason. For the next block, write a reference definition, which "
    "leaves no trace on the page:\n\n"
    f"```markdown\n{EXAMPLE}\n\n![](./image/line.png)\n```\n\n"
    "For the whole document:\n\n"
    '```toml\n[[ignore]]\nrule = "image-alt"\nreason = "the pictures are decoration"\n```\n\n'
    f"`{'` and `'.join(sorted(UNSILENCEABLE))}` can be neither ignored nor switched off.",
)


def page(language: Language) -> str:
    """The whole page in Markdown."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: Language) -> Iterator[str]:
    yield f"# {_TITLE.text(language)}"
    yield ""
    yield f"{_OTHER_PAGE.text(language)}"
    yield ""
    yield _INTRODUCTION.text(language)
    yield ""
    yield _COLUMNS.text(language)
    yield "| --- | --- | --- |"
    for rule in RULES:
        severity = _SEVERITY[rule.severity].text(language)
        what = rule.what.text(language).replace("|", r"\|")
        yield f"| [`{rule.name}`](#{rule.name}) | {severity} | {what} |"
    for rule in RULES:
        yield from _section(rule, language)


def _section(rule: Rule, language: Language) -> Iterator[str]:
    yield ""
    yield f"## {rule.name}"
    yield ""
    yield rule.what.text(language)
    yield ""
    yield _WHY.text(language) + rule.why.text(language)
    for title, example in ((_BAD, rule.bad), (_GOOD, rule.good)):
        if example:
            yield ""
            yield title.text(language)
            yield ""
            yield "~~~~text"
            yield example
            yield "~~~~"
