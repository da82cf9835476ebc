"""The JSON Schema of docbuild.toml, made of the same table that reading goes by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from docbuild.settings import UNSILENCEABLE
from docbuild.settings_keys import SETTINGS_KEYS, Key, Levels, Table, Value


def settings_schema(rule_names: Iterable[str]) -> dict[str, Any]:
    """A schema of JSON Schema draft 2020-12 for docbuild.toml and ``[tool.docbuild]``."""
    names = sorted(set(rule_names) - UNSILENCEABLE)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "docbuild.toml",
        "description": "docbuild 的设置和插件资料 / Settings of docbuild and the plugin's profile",
        **_table(SETTINGS_KEYS, names),
    }


def schema_text(rule_names: Iterable[str]) -> str:
    """The schema as it is shipped: readable, with its Chinese as it stands."""
    return json.dumps(settings_schema(rule_names), ensure_ascii=False, indent=2) + "\n"


def _table(keys: tuple[Key, ...], rules: list[str]) -> dict[str, Any]:
    required = [key.name for key in keys if key.required]
    return {
        "type": "object",
        "properties": {key.name: _key(key, rules) for key in keys},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _key(key: Key, rules: list[str]) -> dict[str, Any]:
    description = f"{key.what.zh} / {key.what.en}"
    if key.name == "rule":
        return {"description": description, "enum": rules}
    return {"description": description, **_kind(key, rules)}


def _kind(key: Key, rules: list[str]) -> dict[str, Any]:
    match key.kind:
        case Value(schema=schema):
            return dict(schema)
        case Levels(level):
            levels = {name: dict(level.schema) for name in rules}
            return {"type": "object", "properties": levels, "additionalProperties": False}
        case Table(keys, rows=True):
            return {"type": "array", "items": _table(keys, rules)}
        case Table(keys):
            return _table(keys, rules)
