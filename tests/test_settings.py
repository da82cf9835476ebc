"""docbuild.toml: what it gives, and what is said of a wrong one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from settings_samples import FULL, INVALID, RULES, VALID

from docbuild.diagnostic import Severity
from docbuild.dialect import WECHAT
from docbuild.problem import ConfigProblem
from docbuild.settings import Ignore, Level, Profile, Settings
from docbuild.settings_file import MOST_PROBLEMS, read_settings
from docbuild.settings_keys import PROFILE_KEYS, SETTINGS_KEYS


def read(text: str, *table: str) -> Settings | tuple[ConfigProblem, ...]:
    return read_settings(text, "docbuild.toml", rule_names=RULES, table=table)


def accepted(text: str, *table: str) -> Settings:
    settings = read(text, *table)
    assert isinstance(settings, Settings), settings
    return settings


def refused(text: str, *table: str) -> tuple[ConfigProblem, ...]:
    problems = read(text, *table)
    assert not isinstance(problems, Settings)
    assert problems
    return problems


@pytest.mark.parametrize("name", VALID)
def test_takes(name: str) -> None:
    assert accepted(VALID[name]).path == "docbuild.toml"


@pytest.mark.parametrize("name", INVALID)
def test_refuses(name: str) -> None:
    text, line, word = INVALID[name]
    (problem,) = refused(text)
    assert (problem.path, problem.line) == ("docbuild.toml", line)
    assert word in problem.message.en
    assert problem.message.zh != problem.message.en


def test_gives_all_that_is_written() -> None:
    settings = accepted(FULL)
    assert settings.language == "zh"
    assert settings.fail_on is Severity.WARNING
    assert (settings.doc, settings.theme) == ("doc", "wechat")
    assert settings.dialect == WECHAT
    assert settings.undocumented == ("debug-panel", "weather-card.debug")
    assert settings.levels == {"image-alt": Level.OFF, "link-host": Level.ERROR}
    assert settings.ignores == (
        Ignore("image-unused", "example.jpeg 留给下一版", 13),
        Ignore("profile-category", "类目刚刚开放，\n表里还没有", 17),
    )
    assert settings.profile == Profile(
        name="晴雨天气",
        app_id="wx0123456789abcdef",
        avatar="assets/avatar.png",
        intro="给小程序用的天气组件",
        category=("工具", "天气"),
        tags=("天气", "出行"),
        preview_images=("assets/preview-1.png", "assets/preview-2.png"),
        feature_description="显示当前天气、\n逐小时预报。",
        how_to_add="在 mp.weixin.qq.com 搜索 “晴雨天气”",
        customer_service="support@example.com",
        developer="晴雨工作室",
        version="1.2.0",
        version_notes="增加逐小时预报",
    )


def test_full_sample_names_every_key() -> None:
    lines = accepted(FULL).key_lines
    assert {key.name for key in SETTINGS_KEYS} <= set(lines)
    for key in PROFILE_KEYS:
        line = FULL.splitlines()[lines[f"plugin.{key.name}"] - 1]
        assert line.startswith(f"{key.name} =")


def test_keys_are_the_fields() -> None:
    assert [key.field for key in PROFILE_KEYS] == list(Profile._fields)
    other = {"rules": "levels", "ignore": "ignores", "plugin": "profile"}
    names = {other.get(key.field, key.field) for key in SETTINGS_KEYS}
    assert names == set(Settings._fields) - {
        "path",
        "key_lines",
        "absent_pictures",
    }


def test_blank_texts_are_not_given() -> None:
    assert accepted(VALID["blank texts"]).profile == Profile()


def test_all_problems_come_at_once_in_order() -> None:
    problems = refused('theme = 1\nfoo = 2\n[plugin]\nversion = 1\nname = []\n[rules]\nx = "off"\n')
    assert [problem.line for problem in problems] == [1, 2, 4, 5, 7]


def test_pyproject_table() -> None:
    text = '[project]\nname = "x"\n\n[tool.docbuild]\ntheme = "wechat"\n[tool.docbuild.plugin]\n'
    settings = accepted(text + 'name = "天气"\n', "tool", "docbuild")
    assert settings.profile.name == "天气"
    assert settings.key_lines["plugin.name"] == 7
    (problem,) = refused(text + "nmae = 1\n", "tool", "docbuild")
    assert problem.line == 7


@pytest.mark.parametrize(
    "text",
    ['[project]\nname = "x"\n', '[tool.other]\nname = "docbuild"\n', "broken = \n", "tool = 1"],
)
def test_pyproject_without_the_table_gives_the_defaults(text: str) -> None:
    assert accepted(text, "tool", "docbuild") == Settings()


def test_pyproject_table_must_be_a_table() -> None:
    (problem,) = refused("[tool]\ndocbuild = 1\n", "tool", "docbuild")
    assert problem.line == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("language = zh\n", "docbuild.toml:1:12"),
        ('a = 1\nlanguage = "zh\n', "docbuild.toml:2:15"),
        ("a = 1\na = 2\n", "docbuild.toml:2:6"),
        ("[plugin", "docbuild.toml"),
        ("x = " + "[" * 100_000, "docbuild.toml"),
        ("x = " + "9" * 10_000, "docbuild.toml"),
        ("a." * 100_000 + "a = 1", "docbuild.toml"),
        ("x = {" + "'a' ." * 100_000 + "a = 1}", "docbuild.toml"),
    ],
)
def test_broken_toml_names_its_place(text: str, place: str) -> None:
    (problem,) = refused(text)
    assert problem.place == place
    assert "TOML" in problem.message.zh


@pytest.mark.parametrize(
    "text",
    [
        *("a", "a = ", "a = x", "a = 1 2", "= 1", "[a", "[[a]", "a = 1\na = 2", "[a]\n[a]"),
        *("a = {b = 1, b = 2}", "a = [1", "a = {", 'a = "', 'a = "x\ny"', r'a = "C:\d"'),
        *("a = 'x", "a = '''x", "a = 2024-13-01", "[a]\n[[a]]", "a = 1\n[a.b]", "a = 1 # \0"),
    ],
)
def test_broken_toml_is_explained_in_chinese(text: str) -> None:
    (problem,) = refused(text)
    words = problem.message.zh.removeprefix("TOML 语法错误：")
    assert words != problem.message.zh
    assert not re.search("[A-Za-z]", words.replace("TOML", ""))


def test_byte_order_mark_and_crlf() -> None:
    text = "\ufeff" + FULL.replace("\n", "\r\n")
    assert accepted(text).key_lines == accepted(FULL).key_lines
    assert accepted(text).profile == accepted(FULL).profile


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"unknown{number} = 1\n" for number in range(20_000)),
        "[rules]\n" + "".join(f"unknown{number} = 1\n" for number in range(20_000)),
        "[[ignore]]\n" * 20_000,
    ],
    ids=["keys", "rules", "rows"],
)
def test_hostile_file_gives_a_bounded_answer(text: str) -> None:
    assert len(refused(text)) == MOST_PROBLEMS


def test_long_key_is_cut() -> None:
    (problem,) = refused(f"{'x' * 10_000} = 1\n")
    assert len(problem.message.en) < 500


@given(st.text())
def test_any_text_is_data(text: str) -> None:
    assert isinstance(read(text), (Settings, tuple))


@given(
    st.lists(st.sampled_from(["[", "]", "=", '"', "'", "\n", "plugin", ".", "#", "name", "{", "}"]))
)
def test_any_toml_like_text_is_data(parts: list[str]) -> None:
    assert isinstance(read("".join(parts)), (Settings, tuple))


def test_dialects_are_named_with_or_without_their_version() -> None:
    for name in ("wechat", "wechat-1.02.1910121"):
        assert accepted(f'dialect = "{name}"\n').dialect == WECHAT
    (problem,) = refused('dialect = "wechat-1.02.191012"\n')
    assert problem.line == 1
    assert "did you mean “wechat-1.02.1910121”" in problem.message.en
