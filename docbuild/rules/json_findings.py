"""What is wrong with a sample of JSON, unless what stands around it allows for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Never

from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.json_sample.reading import read
from docbuild.json_sample.values import Problem, ProblemKind
from docbuild.rules.wording import quoted
from docbuild.samples import Sample

# What each kind of JSON allows beyond JSON itself.
_ALLOWED: dict[str, frozenset[ProblemKind]] = {
    "json": frozenset(),
    "jsonc": frozenset({"comment", "trailing-comma"}),
    "json5": frozenset(
        {"comment", "trailing-comma", "single-quotes", "unquoted-key", "literal", "escape"}
    ),
    # Nobody said that it is JSON: what a program may say, too, is no mistake.
    "": frozenset({"comment", "single-quotes", "unquoted-key", "unquoted-value", "literal"}),
}
_CONFIGURES = r'"(?:usingComponents|plugins|publicComponents|provider|subpackages|subPackages)"\s*:'
# Keys of the platform's files. What a server answers may be shown with comments.
_IS_FILE = rf'{_CONFIGURES}|"(?:pages|window|tabBar|permission|miniprogramRoot|pluginRoot)"\s*:'
_IS_UNI = r'"(?:path|globalStyle|easycom|app-plus|mp-weixin)"\s*:'  # of uni-app: takes comments
_TOGETHER = frozenset({"comment", "unquoted-key", "single-quotes", "curly-quotes", "wide"})

_SAYS: dict[ProblemKind, tuple[Message, Message]] = {
    "comment": (
        Message(
            "JSON 里不能写注释，照抄到配置文件会编译报错",
            "JSON takes no comments: a configuration file with a copy of this is refused",
        ),
        Message(
            "把说明写到代码块外面。不是让人照抄的，就把代码块标成 jsonc。",
            "Say it outside of the block, or mark the block as jsonc if it is not to be copied.",
        ),
    ),
    "trailing-comma": (
        Message(
            "最后一项后面多了逗号，JSON 不允许", "JSON allows no comma behind the last element"
        ),
        Message("删掉这个逗号。", "Remove the comma."),
    ),
    "extra-comma": (
        Message("多了一个逗号", "There is a comma too many"),
        Message("删掉这个逗号。", "Remove the comma."),
    ),
    "missing-comma": (
        Message("这一项后面缺逗号", "A comma is missing behind this element"),
        Message("补上逗号。", "Add the comma."),
    ),
    "missing-colon": (
        Message("键后面缺冒号", "A colon is missing behind the key"),
        Message('写成 "键": 值。', 'Write "key": value.'),
    ),
    "missing-value": (
        Message("{text} 没有值", "{text} has no value"),
        Message("写上值；要省略就写 …。", "Write its value, or … where you leave it out."),
    ),
    "single-quotes": (
        Message("JSON 的字符串要用双引号，不能用单引号", "Strings of JSON are in double quotes"),
        Message("把 ' 换成 \"。", "Use \" in place of '."),
    ),
    "curly-quotes": (
        Message("中文引号 {text} 在 JSON 里无效", "The quotes of {text} are none in JSON"),
        Message('换成英文双引号 "。', 'Use plain double quotes ".'),
    ),
    "wide": (
        Message("全角标点“{text}”在 JSON 里无效", "The full-width {text} is no mark of JSON"),
        Message("换成半角标点。", "Use the ASCII mark."),
    ),
    "unquoted-key": (
        Message("JSON 的键要用双引号括起来：{text}", "Keys of JSON are in double quotes: {text}"),
        Message(
            '写成 "{text}"。如果本来就是 JavaScript 对象，把代码块标成 js。',
            'Write "{text}". If it is an object of JavaScript, mark the block as js.',
        ),
    ),
    "unquoted-value": (
        Message("{text} 要用双引号括起来", "{text} has to be in double quotes"),
        Message('写成 "{text}"。', 'Write "{text}".'),
    ),
    "literal": (
        Message("JSON 里没有 {text} 这个值", "JSON has no {text}"),
        Message("改用 true、false 或 null。", "Use true, false or null."),
    ),
    "escape": (
        Message("JSON 字符串里不能写 {text}", "Strings of JSON know no {text}"),
        Message("反斜杠要写两个：\\\\。", "Write the backslash twice: \\\\."),
    ),
    "unended": (
        Message("字符串没有结束的引号", "The string has no closing quote"),
        Message("补上引号。", "Add the quote."),
    ),
    "unclosed": (
        Message("这个括号没有配对的 {text}", "This bracket has no {text}"),
        Message("补上 {text}。", "Add the {text}."),
    ),
    "stray": (
        Message("多了一个 {text}，没有与它配对的括号", "There is a {text} too many"),
        Message("删掉它，或者补上前面的括号。", "Remove it, or add the bracket that it ends."),
    ),
    "mismatch": (
        Message("括号不配对：这里应该是 {text}", "This bracket does not match: {text} is expected"),
        Message("检查前面的括号是不是都有配对。", "See that every bracket before it has its end."),
    ),
    "unexpected": (
        Message("{text} 不应该出现在这里", "{text} does not belong here"),
        Message("对照 JSON 的格式检查这一行。", "Compare this line with the form of JSON."),
    ),
}


def findings(sample: Sample) -> Iterator[Finding]:
    """The mistakes of ``sample``; none if it is not JSON."""
    allowed = _allowed(sample)
    if allowed is None or _is_json(sample.code):
        return
    reading = read(sample.code)
    if reading.abbreviated:  # by words, too, which may be those of a program
        allowed |= {"comment", "unquoted-key", "single-quotes"}
    if re.search(_IS_UNI, sample.code) or not re.search(_IS_FILE, sample.code):
        allowed |= {"comment"}
    problems = [problem for problem in reading.problems if problem.kind not in allowed]
    for same in _together(problems):
        yield _finding(sample, same)


def _is_json(code: str) -> bool:
    """Whether it parses, as most do: known twenty times as fast as what may be wrong."""
    try:
        json.loads(code, parse_constant=_refused)
    except (ValueError, RecursionError):
        return False
    return True


def _refused(name: str) -> Never:
    raise ValueError(f"JSON has no {name}")


def _allowed(sample: Sample) -> frozenset[ProblemKind] | None:
    """What is no mistake in a sample, ``None`` if it is not JSON."""
    if sample.language == "" and not re.search(_CONFIGURES, sample.code):
        return None
    return _ALLOWED.get(sample.language)


def _together(problems: Iterable[Problem]) -> Iterator[list[Problem]]:
    """The problems one by one; of some kinds all at once, which have one reason."""
    ordered = sorted(problems, key=lambda problem: problem.kind)
    for kind, same in groupby(ordered, key=lambda problem: problem.kind):
        if kind in _TOGETHER:
            yield list(same)
        else:
            yield from ([problem] for problem in same)


def _finding(sample: Sample, problems: list[Problem]) -> Finding:
    first = problems[0]
    message, cure = (_filled(said, first.text) for said in _SAYS[first.kind])
    if len(problems) > 1:
        message = Message(
            f"{message.zh}（共 {len(problems)} 处）", f"{message.en} ({len(problems)} of them)"
        )
    return Finding(
        message, cure, span=sample.span(*first.span), fixes=_fixes(sample, problems, cure)
    )


def _filled(said: Message, text: str) -> Message:
    shown = quoted(text)
    return Message(said.zh.replace("{text}", shown), said.en.replace("{text}", shown))


def _fixes(sample: Sample, problems: list[Problem], title: Message) -> tuple[Fix, ...]:
    edits = [
        Edit(sample.span(*problem.span), problem.replacement)
        for problem in problems
        if problem.replacement is not None
    ]
    title = Message(title.zh.rstrip("。"), title.en.rstrip("."))
    return (Fix(title, tuple(edits), safe=True),) if edits else ()
