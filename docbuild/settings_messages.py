"""What is said of a wrong settings file, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docbuild.diagnostic import Message
from docbuild.nearest import nearest
from docbuild.settings_keys import SETTINGS_KEYS, Key, Table

SHOWN_LENGTH = 40  # characters of a key or value that a message repeats

# What tomllib says begins with one of these; the first that fits counts.
_COMPLAINTS = {
    "Expected '='": "键后面缺少等号",
    "Expected ']": "表头缺少右方括号",
    "Expected newline": "这一项后面还有多余的内容",
    "Invalid value": "值的写法不对；文字要写在引号里",
    "Invalid statement": "这一行不是 TOML",
    "Invalid initial character": "键的写法不对",
    "Cannot overwrite": "这个键写了两次",
    "Duplicate inline": "这个键写了两次",
    "Cannot declare": "这个表写了两次",
    "Cannot": "这个表不能在这里再写",
    "Unclosed array": "列表缺少右方括号",
    "Unclosed inline": "表缺少右花括号",
    "Unterminated string": "文字缺少结束的引号",
    "Unescaped": "反斜杠用得不对；写成两个，或者把文字放进单引号",
    "Illegal character": "文字里有换行之类的字符，或者缺少结束的引号",
    "Expected": "文字缺少结束的引号",
    "Found invalid": "有不允许的字符",
    "Invalid date": "日期或时间不对",
}


def no_toml(complaint: str) -> Message:
    """``complaint`` is what tomllib says, without the place."""
    chinese = (zh for start, zh in _COMPLAINTS.items() if complaint.startswith(start))
    return Message(
        f"TOML 语法错误：{next(chinese, complaint)}", f"This is no valid TOML: {complaint}"
    )


def unknown_key(name: str, keys: Iterable[str]) -> Message:
    if place := _place(name):
        return Message(
            f"“{name}” 应写在{place.zh}，不在这里", f"“{name}” belongs {place.en}, not here"
        )
    keys = tuple(keys)
    return _with_guess(
        Message(f"没有名为 “{_cut(name)}” 的键", f"There is no key “{_cut(name)}”"),
        nearest(name, keys),
        Message(f"可用的键：{'、'.join(keys)}", f"The keys are: {', '.join(keys)}"),
    )


def _place(name: str) -> Message | None:
    """Where a key belongs that was written into the wrong table."""
    for key in SETTINGS_KEYS:
        if name == key.name:
            return Message("文件开头、所有表之前", "at the top, before the first table")
        if isinstance(key.kind, Table) and any(name == inner.name for inner in key.kind.keys):
            header = f"[[{key.name}]]" if key.kind.rows else f"[{key.name}]"
            return Message(f" {header} 里", f"into {header}")
    return None


def unknown_rule(name: str, rules: frozenset[str]) -> Message:
    return _with_guess(
        Message(f"没有名为 “{_cut(name)}” 的规则", f"There is no rule “{_cut(name)}”"),
        nearest(name, sorted(rules)),
        Message("docbuild rules 会列出所有规则", "docbuild rules lists them all"),
    )


def unsilenceable(name: str) -> Message:
    return Message(
        f"{name} 既不能忽略，也不能改级别：它说明检查本身没有做完；请删掉这一项",
        f"{name} can be neither ignored nor given a severity, since it says that the check "
        "itself is incomplete; remove this entry",
    )


def _with_guess(said: Message, guess: str | None, otherwise: Message) -> Message:
    if guess is None:
        return Message(f"{said.zh}。{otherwise.zh}", f"{said.en}. {otherwise.en}")
    return Message(f"{said.zh}；是不是想写 “{guess}”？", f"{said.en}; did you mean “{guess}”?")


def missing(key: Key) -> Message:
    return Message(
        f"缺少 “{key.name}”（{key.what.zh}）",
        f"“{key.name}” is missing ({key.what.en[0].lower()}{key.what.en[1:]})",
    )


def wrong(name: str, value: object, expected: Message, choices: tuple[str, ...] = ()) -> Message:
    found = _found(value)
    message = Message(
        f"“{_cut(name)}” 应为{expected.zh}，现在是{found.zh}",
        f"“{_cut(name)}” should be {expected.en}, but is {found.en}",
    )
    guess = nearest(value, choices) if isinstance(value, str) and value not in choices else None
    return message if guess is None else _with_guess(message, guess, message)


_TYPES: Mapping[type, Message] = {
    bool: Message("布尔值", "a boolean"),
    int: Message("整数", "an integer"),
    float: Message("小数", "a number"),
    list: Message("列表", "a list"),
    dict: Message("表", "a table"),
}


def _found(value: object) -> Message:
    if isinstance(value, str):
        return Message(f" “{_cut(value)}”", f"“{_cut(value)}”")
    return _TYPES.get(type(value), Message("日期或时间", "a date or time"))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
