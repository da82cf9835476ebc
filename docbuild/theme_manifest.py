"""theme.toml as a value: what a theme consists of, or all that is wrong with it at once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from docbuild.diagnostic import Language, Message
from docbuild.nearest import nearest
from docbuild.problem import ConfigProblem
from docbuild.settings_messages import no_toml, wrong
from docbuild.toml_lines import KeyPath, key_lines, line_of

MANIFEST = "theme.toml"

_KEYS = {
    "title": Message("主题的名称", "what the theme is called"),
    "template": Message("模板文件", "the template's file"),
    "styles": Message("样式文件的列表", "the list of style files"),
    "scripts": Message("脚本文件的列表", "the list of script files"),
    "text": Message("模板里的文字", "the words of the template"),
}
_REQUIRED = ("title", "template")
_LANGUAGES: tuple[Language, ...] = ("zh", "en")

_FILE = Message(
    "主题文件夹里的一个文件，用 / 分隔，不含 “..”",
    "a file in the theme's folder, with / and no “..”",
)
_FILES = Message('文件的列表，如 ["page.css"]', 'a list of files, such as ["page.css"]')
_TABLE = Message("一个有 zh 和 en 的表", "a table with zh and en")
_TEXTS = Message("一个由文字组成的表", "a table of texts")
_TEXT = Message("一段非空文字", "a text that is not blank")

_Found: TypeAlias = Iterator[tuple[KeyPath, Message]]


class Manifest(NamedTuple):
    """Files are relative to the theme's folder; ``text`` has the same keys in each language."""

    title: Message
    template: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    text: Mapping[Language, Mapping[str, str]]


def read_manifest(text: str, path: str) -> Manifest | tuple[ConfigProblem, ...]:
    """The manifest in ``text``, or its problems in the order of the lines.

    ``path`` is how the file is named to people.
    """
    import tomllib  # noqa: PLC0415 - 8 ms that asking for the names of themes need not take

    try:
        data = tomllib.loads(text)
    except RecursionError:
        return (ConfigProblem(path, Message("TOML 嵌套过深", "The TOML is nested too deeply")),)
    except ValueError as error:  # TOMLDecodeError, or a number beyond Python's limit
        return (_syntax_problem(str(error), path),)
    lines = key_lines(text)
    found = [ConfigProblem(path, what, line_of(lines, place)) for place, what in _problems(data)]
    if found:
        return tuple(sorted(found, key=lambda problem: problem.line or 0))
    words = data.get("text", {})
    return Manifest(
        title=Message(data["title"]["zh"], data["title"]["en"]),
        template=data["template"],
        styles=tuple(data.get("styles", ())),
        scripts=tuple(data.get("scripts", ())),
        text={language: words.get(language, {}) for language in _LANGUAGES},
    )


def _syntax_problem(words: str, path: str) -> ConfigProblem:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", words)
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    return ConfigProblem(path, no_toml(re.sub(r" \(at [^()]*\)$", "", words)), line, column)


def _problems(data: Mapping[str, Any]) -> _Found:
    for name in data:
        if name not in _KEYS:
            yield (name,), _unknown(name)
    for name in _REQUIRED:
        if name not in data:
            yield (), _missing(name, _KEYS[name])
    if "title" in data:
        yield from _of_title(data["title"])
    if "template" in data and not _is_file(data["template"]):
        yield ("template",), wrong("template", data["template"], _FILE)
    for name in ("styles", "scripts"):
        yield from _of_files(name, data.get(name, []))
    yield from _of_text(data.get("text", {}))


def _of_title(title: object) -> _Found:
    if not isinstance(title, dict):
        yield ("title",), wrong("title", title, _TABLE)
        return
    for language in _LANGUAGES:
        if not _is_text(title.get(language)):
            yield ("title", language), _missing(f"title.{language}", _KEYS["title"])


def _of_files(name: str, files: object) -> _Found:
    if not isinstance(files, list):
        yield (name,), wrong(name, files, _FILES)
        return
    for file in files:
        if not _is_file(file):
            yield (name,), wrong(name, file, _FILE)


def _of_text(text: object) -> _Found:
    if not isinstance(text, dict):
        yield ("text",), wrong("text", text, _TABLE)
        return
    tables = {language: text.get(language, {}) for language in _LANGUAGES}
    for language, words in tables.items():
        if not isinstance(words, dict):
            yield ("text", language), wrong(f"text.{language}", words, _TEXTS)
            return
        for key, value in words.items():
            if not _is_text(value):
                yield ("text", language, key), wrong(key, value, _TEXT)
    for language, other in zip(_LANGUAGES, reversed(_LANGUAGES), strict=True):
        for key in tables[language].keys() - tables[other].keys():
            yield ("text", language, key), _untranslated(key, language, other)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_file(name: object) -> bool:
    """A plain relative path: nothing that leads elsewhere on any system."""
    if not isinstance(name, str) or re.search(r"[\\:\x00-\x1f\x7f]", name):
        return False
    return not {"", ".", ".."} & set(name.split("/"))


def _unknown(name: str) -> Message:
    guess = nearest(name, _KEYS)
    if guess is not None:
        return Message(
            f"没有名为 “{name}” 的键；是不是想写 “{guess}”？",
            f"There is no key “{name}”; did you mean “{guess}”?",
        )
    return Message(
        f"没有名为 “{name}” 的键。可用的键：{'、'.join(_KEYS)}",
        f"There is no key “{name}”. The keys are: {', '.join(_KEYS)}",
    )


def _missing(name: str, what: Message) -> Message:
    return Message(f"缺少 “{name}”（{what.zh}）", f"“{name}” is missing ({what.en})")


def _untranslated(key: str, language: str, other: str) -> Message:
    return Message(
        f"“{key}” 只写在 [text.{language}] 里；请在 [text.{other}] 里也写上，两种语言的键要一致",
        f"“{key}” stands in [text.{language}] only; add it to [text.{other}]: both languages "
        "need the same keys",
    )
