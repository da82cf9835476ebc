"""The JSON Schema of docbuild.toml: up to date, valid, and of one mind with the reader."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import (  # type: ignore[import-untyped] # it ships no types
    Draft202012Validator,
)
from settings_samples import INVALID, RULES, VALID

from docbuild.rules import rule_names
from docbuild.settings import Settings
from docbuild.settings_file import read_settings
from docbuild.settings_schema import schema_text, settings_schema

SHIPPED = files("docbuild").joinpath("settings.schema.json")

# The key, then values that both take and values that both refuse.
VALUES: tuple[tuple[str, tuple[Any, ...], tuple[Any, ...]], ...] = (
    ("language", ("zh", "en"), ("cn", "", "ZH", 1, ["zh"])),
    ("fail-on", ("error", "warning"), ("off", True)),
    (
        "doc",
        ("", ".", "doc", "a/b..c", "文档"),
        ("..", "a/..", "/a", "~", "a\\b", "c:/a", "a\tb", 1),
    ),
    ("theme", ("wechat", "dark-2"), ("", "Wechat", "a/b", "..", "2a", "a\n")),
    ("rules", ({}, {"image-alt": "off"}), ({"image-alt": "on"}, {"zzz": "off"}, [], "x")),
    (
        "ignore",
        ([], [{"rule": "image-alt", "reason": "x"}]),
        (
            {},
            [1],
            [{}],
            [{"rule": "image-alt"}],
            [{"rule": "zzz", "reason": "x"}],
            [{"rule": "image-alt", "reason": " "}],
            [{"rule": "image-alt", "reason": "x", "a": 1}],
        ),
    ),
    ("plugin", ({}, {"name": ""}, {"tags": []}), ([], "x", {"nmae": "x"}, {"name": None})),
    ("unknown", (), ("x", {})),
)
CATEGORIES: tuple[tuple[Any, ...], tuple[Any, ...]] = (
    ("", "  ", "工具 > 天气", "工具＞天气", "IT科技>软件", ["工具", "天气"]),
    ("工具", ">", "工具 >", "> 天气", "a > b > c", [], ["a"], ["a", " "], ["a", "b", "c"], 1),
)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = settings_schema(RULES)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def reads(data: dict[str, Any]) -> bool:
    """Whether the reader takes data, written as TOML; its strings are JSON's."""
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in data.items())
    tomllib.loads(text)  # a sample that is no TOML would prove nothing
    return isinstance(read_settings(text, "docbuild.toml", rule_names=RULES), Settings)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(2.5 if value is None else value)


def test_shipped_file_is_made_of_the_code() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == schema_text(rule_names()), "run scripts/schema"


def test_shipped_file_is_a_valid_schema() -> None:
    schema = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", VALID)
def test_takes_what_the_reader_takes(name: str, validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(tomllib.loads(VALID[name]))) == []


@pytest.mark.parametrize("name", INVALID)
def test_refuses_what_the_reader_refuses(name: str, validator: Draft202012Validator) -> None:
    assert not validator.is_valid(tomllib.loads(INVALID[name][0]))


@pytest.mark.parametrize(("key", "right", "wrong"), VALUES)
def test_values(
    key: str, right: tuple[Any, ...], wrong: tuple[Any, ...], validator: Draft202012Validator
) -> None:
    for value in (*right, *wrong):
        assert reads({key: value}) == (value in right), value
        assert _strictly(validator, {key: value}) == (value in right), value


@pytest.mark.parametrize("value", [*CATEGORIES[0], *CATEGORIES[1]])
def test_categories(value: Any, validator: Draft202012Validator) -> None:
    data = {"plugin": {"category": value}}
    assert reads(data) == validator.is_valid(data) == (value in CATEGORIES[0])


def _strictly(validator: Draft202012Validator, data: dict[str, Any]) -> bool:
    """By ECMAScript's ``$``, which unlike Python's never stands before a last newline."""
    newline_at_the_end = any(
        isinstance(value, str) and value.endswith("\n") for value in data.values()
    )
    return validator.is_valid(data) and not newline_at_the_end


def test_patterns_say_the_same_in_ecmascript() -> None:
    """No group names, flags, lookbehind, possessive parts or escapes that only Python knows."""
    patterns = set(re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', schema_text(RULES)))
    assert patterns
    for pattern in map(json.loads, (f'"{pattern}"' for pattern in patterns)):
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        assert not re.search(r"\(\?[^:!=]|[*+?}]\+|\\[AZ]", pattern)


def test_every_key_is_described(validator: Draft202012Validator) -> None:
    schema = settings_schema(RULES)
    plugin = schema["properties"]["plugin"]["properties"]
    for key in (*schema["properties"].values(), *plugin.values()):
        assert " / " in key["description"]
