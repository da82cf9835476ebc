"""The nearest word: typing errors, and phrases in another order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.nearest import distance, nearest

HEADINGS = (
    "小程序插件功能介绍",
    "开发插件",
    "开放范围及服务类目",
    "插件开发接入流程",
    "开通插件功能",
    "填写开发信息并完成开发",
    "完善基本信息",
    "插件版本管理",
    "使用申请管理",
    "插件支付功能简介",
    "使用插件",
    "接入流程",
)
KEYS = ("language", "fail-on", "doc", "theme", "rules", "ignore", "plugin", "app-id")


@pytest.mark.parametrize(
    ("word", "candidates"),
    [
        ("提交审核、发布", HEADINGS),
        ("zzz", KEYS),
        ("", KEYS),
        ("x", KEYS),
        ("language", ()),
        ("language", ("",)),
        ("silent", ("listen",)),
    ],
)
def test_suggests_nothing_where_nothing_is_near(word: str, candidates: tuple[str, ...]) -> None:
    assert nearest(word, candidates) is None


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("管理插件使用申请", HEADINGS, "使用申请管理"),
        ("开放范围与服务类目", HEADINGS, "开放范围及服务类目"),
        ("langauge", KEYS, "language"),
        ("appid", KEYS, "app-id"),
        ("fail_on", KEYS, "fail-on"),
        ("RULES", KEYS, "rules"),
        ("天汽", ("天气", "工具"), "天气"),
        ("Logo.PNG", ("banner.png", "logo.png"), "logo.png"),
        ("screenshot-1.png", ("screenshot_2.png", "screenshot_1.png"), "screenshot_1.png"),
    ],
)
def test_suggests_what_was_meant(word: str, candidates: tuple[str, ...], expected: str) -> None:
    assert nearest(word, candidates) == expected


def test_most_bounds_the_edits_and_switches_overlap_off() -> None:
    assert nearest("管理插件使用申请", HEADINGS, most=2) is None
    assert nearest("langauge", KEYS, most=1) == "language"
    assert nearest("langaueg", KEYS, most=1) is None


def test_first_of_equals_wins() -> None:
    assert nearest("bat", ("cat", "hat")) == "cat"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("", "", 0), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "", 3), ("ca", "abc", 3)],
)
def test_distance(first: str, second: str, expected: int) -> None:
    assert distance(first, second, 9) == expected
    assert distance(first, second, expected) == expected
    assert expected == 0 or distance(first, second, expected - 1) is None


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_symmetric_and_bounded(first: str, second: str) -> None:
    edits = distance(first, second, 8)
    assert edits is not None
    assert edits == distance(second, first, 8)
    assert abs(len(first) - len(second)) <= edits <= max(len(first), len(second))
    assert (edits == 0) == (first == second)


@given(st.text(), st.lists(st.text()))
def test_any_text_is_taken(word: str, candidates: list[str]) -> None:
    assert nearest(word, candidates) in {None, *candidates}
