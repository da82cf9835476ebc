"""The text of docbuild.toml as settings, or all that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from docbuild.diagnostic import Message
from docbuild.problem import ConfigProblem
from docbuild.settings import UNSILENCEABLE, Ignore, Profile, Settings
from docbuild.settings_keys import SETTINGS_KEYS, Key, Levels, Table, Value
from docbuild.settings_messages import (
    SHOWN_LENGTH,
    missing,
    no_toml,
    unknown_key,
    unknown_rule,
    unsilenceable,
    wrong,
)
from docbuild.toml_lines import KeyPath, key_lines, line_of, longest_key

LONGEST_KEY = 64  # parts of a dotted key: tomllib takes time with the square of them
MOST_PROBLEMS = 50  # nobody reads more, and a hostile file may hold a hundred thousand


def read_settings(
    text: str, path: str, *, rule_names: frozenset[str], table: tuple[str, ...] = ()
) -> Settings | tuple[ConfigProblem, ...]:
    """The settings in ``text``, or its problems in the order of the lines.

    ``path`` is how the file is named to people. ``table`` says where the settings stand in
    it (``("tool", "docbuild")`` in pyproject.toml); where that is missing, all is default.
    """
    text = text.removeprefix("\ufeff")
    if not all(part in text for part in table):
        return Settings()  # most pyproject.toml know nothing of docbuild: parsing takes time
    parsed = _parse(text, path)
    if isinstance(parsed, ConfigProblem):
        return (parsed,)
    data = _descend(parsed, table)
    if data is None:
        return Settings()
    reader = _Reader(path, key_lines(text), table, rule_names)
    values = reader.table(data, SETTINGS_KEYS, table)
    if reader.problems:
        return tuple(sorted(reader.problems, key=lambda problem: problem.line or 0))
    return _settings(values, path, reader)


def _parse(text: str, path: str) -> dict[str, Any] | ConfigProblem:
    import tomllib  # noqa: PLC0415 - 8 ms that a project without settings need not pay

    too_deep = ConfigProblem(path, Message("TOML 嵌套过深", "The TOML is nested too deeply"))
    if text.count(".") >= LONGEST_KEY and longest_key(text) > LONGEST_KEY:
        return too_deep
    try:
        return tomllib.loads(text)
    except RecursionError:
        return too_deep
    except ValueError as error:  # TOMLDecodeError, or a number beyond Python's limit
        return _syntax_problem(str(error), path)


def _syntax_problem(words: str, path: str) -> ConfigProblem:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", words)
    words = re.sub(r" \(at [^()]*\)$", "", words)[: 2 * SHOWN_LENGTH]
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    return ConfigProblem(path, no_toml(words), line, column)


def _descend(parsed: object, table: tuple[str, ...]) -> object:
    for part in table:
        parsed = parsed.get(part) if isinstance(parsed, dict) else None
    return parsed


def _settings(values: dict[str, Any], path: str, reader: _Reader) -> Settings:
    rows = enumerate(values.pop("ignore", ()))
    ignores = tuple(Ignore(**row, line=reader.line((*reader.root, "ignore", i))) for i, row in rows)
    return Settings(
        path=path,
        levels=values.pop("rules", {}),
        ignores=ignores,
        profile=Profile(**values.pop("plugin", {})),
        key_lines=reader.dotted_lines(),
        **values,
    )


class _Reader:
    """Walks parsed TOML beside the table of keys and collects what is wrong."""

    def __init__(
        self, path: str, lines: Mapping[KeyPath, int], root: KeyPath, rules: frozenset[str]
    ) -> None:
        self.path, self.lines, self.root, self.rules = path, lines, root, rules
        self.problems: list[ConfigProblem] = []

    def line(self, place: KeyPath) -> int | None:
        return line_of(self.lines, place)

    def dotted_lines(self) -> dict[str, int]:
        depth = len(self.root)
        below = (place for place in self.lines if place[:depth] == self.root)
        return {".".join(map(str, place[depth:])): self.lines[place] for place in below}

    def report(self, place: KeyPath, message: Message) -> None:
        if not self.full:
            self.problems.append(ConfigProblem(self.path, message, self.line(place)))

    @property
    def full(self) -> bool:
        return len(self.problems) >= MOST_PROBLEMS

    def table(self, data: object, keys: tuple[Key, ...], place: KeyPath) -> dict[str, Any]:
        """The fields that ``data`` gives, as far as they are right; blank texts are none."""
        if not isinstance(data, dict):
            self.report(place, wrong(str(place[-1]), data, Message("一个表", "a table")))
            return {}
        known = {key.name: key for key in keys}
        for name in data:
            if name not in known and not self.full:
                self.report((*place, name), unknown_key(name, known))
        for key in keys:
            if key.required and key.name not in data:
                self.report(place, missing(key))
        fields = {
            known[name].field: self.value(value, known[name], (*place, name))
            for name, value in data.items()
            if name in known and not self.full
        }
        return {field: value for field, value in fields.items() if value not in (None, "", ())}

    def value(self, value: object, key: Key, place: KeyPath) -> Any:
        match key.kind:
            case Value() as kind:
                return self.plain(value, key.name, kind, place)
            case Levels(level):
                return self.levels(value, level, place)
            case Table(keys, rows=True):
                return self.rows(value, keys, place)
            case Table(keys):
                return self.table(value, keys, place)

    def plain(self, value: object, name: str, kind: Value, place: KeyPath) -> Any:
        result = kind.read(value)
        if result is None:
            self.report(place, wrong(name, value, kind.expected, kind.choices))
        elif place[-1] == "rule":
            self.rule_name(result, place)
        return result

    def levels(self, data: object, level: Value, place: KeyPath) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.report(place, wrong("rules", data, Message("一个表", "a table")))
            return {}
        for name in data:
            self.rule_name(name, (*place, name))
        return {
            name: self.plain(value, name, level, (*place, name))
            for name, value in data.items()
            if not self.full
        }

    def rows(self, data: object, keys: tuple[Key, ...], place: KeyPath) -> list[dict[str, Any]]:
        if not isinstance(data, list):
            expected = Message(f"以 [[{place[-1]}]] 写的表", f"tables written as [[{place[-1]}]]")
            self.report(place, wrong(str(place[-1]), data, expected))
            return []
        return [self.table(row, keys, (*place, index)) for index, row in enumerate(data)]

    def rule_name(self, name: str, place: KeyPath) -> None:
        if self.full:
            return
        if name in UNSILENCEABLE:
            self.report(place, unsilenceable(name))
        elif name not in self.rules:
            self.report(place, unknown_rule(name, self.rules))
