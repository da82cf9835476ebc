"""A comparison as JSON is what ``comparison.schema.json`` says, whatever is compared."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from document_pairs import pairs
from editions import compared
from hypothesis import given, settings
from jsonschema import (  # type: ignore[import-untyped] # it ships no types
    Draft202012Validator,
)
from plugin_projects import picture

from docbuild.comparing import Comparison
from docbuild.formats.comparison.report import comparison_json

NAME = "comparison.schema.json"
SCHEMA = json.loads(
    (resources.files("docbuild.formats.comparison") / NAME).read_text(encoding="utf-8")
)
LONG = "这一段话足够长，移动了也认得出来。"
TEXTS = [
    ("", ""),
    (None, "# a"),
    ("# a", None),
    (f"{LONG}\n\n第一段\n\n第二段\n\n第三段", f"第一段\n\n第二段\n\n第三段\n\n{LONG}"),
    ("a <b>x</b>\n\n![](a.png)", "a\n\n![](no.png) ![图](b.png)\n\n```\n1\n```"),
    ("| a |\n|---|\n| 一 |", "| a |\n|---|\n| 二 |\n| 三 |"),
]


def checked(comparison: Comparison) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(comparison_json(comparison, "en"))
    Draft202012Validator(SCHEMA).validate(value)
    return value


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("old", "new"), TEXTS)
def test_whatever_is_compared(old: str | None, new: str | None) -> None:
    checked(compared(old, new))


@settings(max_examples=40)
@given(pairs())
def test_so_it_is_for_random_documents(pair: tuple[str, str]) -> None:
    files = {"a.png": picture(), "b.png": picture("red")}
    checked(compared(*pair, files, {"a.png": picture("red")}))


def test_every_kind_is_seen() -> None:
    text = "![一](a.png) ![二](b.png) ![三](c.png)\n\n" + LONG + "\n\n一段\n\n两段\n\n三段"
    changed = "![一](a.png) ![二](m.png) ![四](d.png)\n\n一段\n\n两段\n\n三<br>段\n\n" + LONG
    old = {"a.png": picture(), "b.png": picture("red"), "c.png": picture("blue")}
    new = {"a.png": picture("navy"), "m.png": picture("red"), "d.png": picture("pink")}
    value = checked(compared(text, f"{changed}\n\n补充的文字", old, new))
    kinds = {each["kind"] for each in value["blocks"]["changes"]}
    assert kinds >= {"changed", "moved", "added"}
    pictures = {each["kind"] for each in value["pictures"]}
    assert pictures == {"added", "removed", "changed", "renamed"}
    assert value["findings"]["gained"]


@pytest.mark.parametrize(
    "harm",
    [
        lambda value: value.update(version=2),
        lambda value: value.update(more=1),
        lambda value: value.pop("same"),
        lambda value: value["blocks"]["changes"][0].update(kind="same"),
        lambda value: value["blocks"]["changes"][0].update(old=None),
        lambda value: value["blocks"]["changes"][0]["lines"].append([["other", "x"]]),
        lambda value: value["old"].update(bytes=-1),
    ],
)
def test_the_schema_tells_what_is_wrong(harm: Any) -> None:
    value = checked(compared("一二三四五", "一二三九五"))
    harm(value)
    assert not Draft202012Validator(SCHEMA).is_valid(value)
