"""Every key of docbuild.toml, once: reading, suggestions and the JSON Schema are made of this.

A key ``fail-on`` fills the field ``fail_on`` of :class:`docbuild.settings.Settings`, one of
``[plugin]`` the field of :class:`docbuild.settings.Profile`; a test holds both to it. Texts that
are blank count as not given, so that a template may list every key.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from docbuild.diagnostic import Message, Severity
from docbuild.dialect import spellings
from docbuild.settings import Level

# The patterns are written for both Python and ECMAScript, as the JSON Schema carries them.
NOT_BLANK = r"^[\s\S]*\S[\s\S]*$"
INSIDE_PROJECT = r"^(?![/~])(?!(?:.*/)?\.\.(?:/|$))[^\\:\x00-\x1f\x7f]*$"
THEME_NAME = r"^[a-z][a-z0-9-]*$"
TWO_LEVELS = r"^(?:\s*|\s*[^>＞\s][^>＞]*[>＞]\s*[^>＞\s][^>＞]*)$"


class Value(NamedTuple):
    """One kind of value: ``read`` gives what the settings hold, ``None`` where it is refused."""

    expected: Message
    schema: Mapping[str, object]
    read: Callable[[object], Any]
    choices: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table of known keys; ``rows``: an array of such tables."""

    keys: tuple["Key", ...]
    rows: bool = False


class Levels(NamedTuple):
    """A table from names of rules to what they are to be."""

    level: Value


Kind: TypeAlias = Value | Table | Levels


class Key(NamedTuple):
    name: str
    what: Message
    kind: Kind
    required: bool = False

    @property
    def field(self) -> str:
        return self.name.replace("-", "_")


def _text(expected: Message, pattern: str | None = None) -> Value:
    def read(value: object) -> str | None:
        fits = isinstance(value, str) and (pattern is None or re.fullmatch(pattern, value))
        return str(value).strip() if fits else None

    schema = {"type": "string"} if pattern is None else {"type": "string", "pattern": pattern}
    return Value(expected, schema, read)


def _list(expected: Message, pattern: str) -> Value:
    item = _text(expected, pattern)

    def read(value: object) -> tuple[str, ...] | None:
        items = tuple(map(item.read, value)) if isinstance(value, list) else (None,)
        return None if None in items else items

    return Value(expected, {"type": "array", "items": item.schema}, read)


def _choice(choices: Mapping[str, object]) -> Value:
    names = tuple(f'"{name}"' for name in choices)
    expected = Message(f"{'、'.join(names)} 之一", f"one of {', '.join(names)}")

    def read(value: object) -> object:
        return choices.get(value) if isinstance(value, str) else None

    return Value(expected, {"enum": list(choices)}, read, tuple(choices))


def _category(expected: Message) -> Value:
    text, pair = _text(expected, TWO_LEVELS), _list(expected, NOT_BLANK)

    def read(value: object) -> tuple[str, ...] | None:
        joined: str | None = text.read(value)
        levels = pair.read(value) if joined is None else re.split("[>＞]", joined)
        if levels is None or len(levels) != 2:
            return () if joined == "" else None
        return tuple(level.strip() for level in levels)

    two = {**pair.schema, "minItems": 2, "maxItems": 2}
    return Value(expected, {"anyOf": [text.schema, two]}, read)


TEXT = _text(Message("一段文字（字符串，写在引号里）", "a text (a string in quotes)"))
REQUIRED_TEXT = _text(Message("一段非空文字", "a text that is not blank"), NOT_BLANK)
TEXTS = _list(
    Message('非空文字的列表，如 ["天气", "出行"]', 'a list of texts, such as ["天气", "出行"]'),
    NOT_BLANK,
)
PATH = _text(
    Message(
        "项目内的相对路径，用 / 分隔，不含 “..”", "a path inside the project, with / and no “..”"
    ),
    INSIDE_PROJECT,
)
PATHS = _list(
    Message(
        "项目内相对路径的列表，用 / 分隔", "a list of paths inside the project, with / in them"
    ),
    INSIDE_PROJECT,
)
THEME = _text(
    Message('内置主题的名字，如 "wechat"', 'the name of a theme of docbuild, such as "wechat"'),
    THEME_NAME,
)
CATEGORY = _category(
    Message(
        '两级类目，如 "工具 > 天气" 或 ["工具", "天气"]',
        'both levels, such as "工具 > 天气" or ["工具", "天气"]',
    )
)
VERSION = _text(
    Message('写在引号里的版本号，如 "1.2.0"', 'a version in quotes, such as "1.2.0"'),
)

PROFILE_KEYS = (
    Key("name", Message("插件名称", "The plugin's name"), TEXT),
    Key("app-id", Message("插件的 AppID", "The plugin's AppID"), TEXT),
    Key("avatar", Message("头像图片在项目内的路径", "Path of the avatar in the project"), PATH),
    Key("intro", Message("插件简介", "What the plugin is, in a sentence"), TEXT),
    Key("category", Message("服务类目，只能选一个", "The one service category"), CATEGORY),
    Key("tags", Message("标签", "Tags"), TEXTS),
    Key("preview-images", Message("预览图的路径", "Paths of the preview images"), PATHS),
    Key("feature-description", Message("功能描述", "What the plugin does"), TEXT),
    Key("how-to-add", Message("添加方式", "How a mini program adds the plugin"), TEXT),
    Key("customer-service", Message("客服联系方式", "How to reach customer service"), TEXT),
    Key("developer", Message("开发者", "The developer"), TEXT),
    Key("version", Message("版本号", "The version"), VERSION),
    Key("version-notes", Message("版本说明", "Notes on the version"), TEXT),
)

IGNORE_KEYS = (
    Key("rule", Message("规则名", "The rule's name"), REQUIRED_TEXT, required=True),
    Key("reason", Message("忽略的理由", "Why it is ignored"), REQUIRED_TEXT, required=True),
)

SETTINGS_KEYS = (
    Key(
        "language",
        Message("提示信息的语言", "The language of the messages"),
        _choice({"zh": "zh", "en": "en"}),
    ),
    Key(
        "fail-on",
        Message("达到哪一级时以 1 退出", "From which severity on the exit code is 1"),
        _choice({"error": Severity.ERROR, "warning": Severity.WARNING}),
    ),
    Key("doc", Message("文档目录，默认自动查找", "The document's folder, found by default"), PATH),
    Key("theme", Message("预览页的主题", "The theme of the page"), THEME),
    Key(
        "dialect",
        Message(
            "按平台哪一版的渲染方式解析文档；只写 wechat 表示已知的最新一版",
            "Which version of the platform's rendering counts; wechat is the newest known",
        ),
        _choice(spellings()),
    ),
    Key(
        "undocumented",
        Message(
            "不对外的组件、页面、接口，或者组件的成员，如 card.debug：文档里可以不写",
            "Components, pages and interfaces that are not for users, or members such as "
            "card.debug: the document may leave them out",
        ),
        TEXTS,
    ),
    Key(
        "rules",
        Message("每条规则的级别", "How loud each rule is"),
        Levels(_choice({level.value: level for level in Level})),
    ),
    Key(
        "ignore",
        Message("对整份文档忽略的规则", "Rules ignored for the whole document"),
        Table(IGNORE_KEYS, rows=True),
    ),
    Key("plugin", Message("插件的资料", "The plugin's profile"), Table(PROFILE_KEYS)),
)
