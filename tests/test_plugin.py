"""project.config.json and plugin.json: what they give, and that a wrong one is data."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.locate import Location, locate
from docbuild.plugin import Plugin, read_plugin
from docbuild.problem import ConfigProblem
from docbuild.project import load_plugin, load_settings
from docbuild.project_config import ProjectConfig, inside, is_manifest, read_project_config
from docbuild.settings import Settings

PLUGIN_JSON = """{
  "publicComponents": {"weather": "./components/weather", "deep": "components/a/../deep"},
  "pages": {"hello": "pages/hello"},
  "main": "./index.js",
  "usingComponents": {},
  "window": {"navigationBarTitleText": "x"}
}"""


def config(shared: Any = None, private: Any = None) -> ProjectConfig:
    texts = (None if value is None else json.dumps(value) for value in (shared, private))
    return read_project_config(*texts)


def plugin(text: str | None) -> Plugin:
    return read_plugin(ProjectConfig(plugin_root="plugin"), text, "plugin/plugin.json")


@pytest.mark.parametrize(
    ("shared", "private", "expected"),
    [
        (None, None, ProjectConfig(is_open=True)),
        ({}, {}, ProjectConfig(is_open=True)),
        ({"compileType": "miniprogram", "appid": "wx1"}, None, ProjectConfig(app_id="wx1")),
        ({"compileType": "plugin"}, None, ProjectConfig(is_plugin=True, is_open=True)),
        ({"pluginRoot": "./plugin/"}, None, ProjectConfig(True, "plugin")),
        ({"pluginRoot": "a\\b\\"}, None, ProjectConfig(True, "a/b")),
        ({"pluginRoot": "./"}, None, ProjectConfig(True, "")),
        ({"pluginRoot": "", "appid": None}, None, ProjectConfig(is_open=True)),
        (
            {"pluginRoot": "a", "appid": "wx1", "pluginAppid": "wx2"},
            None,
            ProjectConfig(True, "a", "wx2"),
        ),
        ({"pluginRoot": "a", "appid": "wx1"}, {"appid": "wx3"}, ProjectConfig(True, "a", "wx3")),
        ({"compileType": "plugin"}, {"compileType": "miniprogram"}, ProjectConfig()),
        ({"appid": "touristappid"}, None, ProjectConfig(is_open=True)),
    ],
)
def test_project_config(shared: Any, private: Any, expected: ProjectConfig) -> None:
    assert config(shared, private) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "{a: 1}", '{"a" 1}', '{"a": }', '{"a": 1 "b": 2}', "{} {}", '{"a": 1,}'),
        *('{"a": "', '{"a": "\n"}', r'{"a": "\x"}', r'{"a": "\u12"}', "[1,]", "// 注释"),
    ],
)
def test_broken_json_is_explained_in_chinese(text: str) -> None:
    (problem,) = read_project_config(text, None).problems
    assert problem.line == 1
    words = problem.message.zh.removeprefix("不是有效的 JSON：")
    assert words != problem.message.zh
    assert not re.search("[A-Za-z]", words)


@pytest.mark.parametrize("value", [1, [], {}, True, 1.5])
def test_wrong_type_is_a_problem_with_its_line(value: Any) -> None:
    shared = json.dumps({"compileType": "plugin", "pluginRoot": value}, indent=1)
    result = read_project_config(shared, None)
    assert result.is_plugin
    assert result.plugin_root is None
    (problem,) = result.problems
    assert problem.place == "project.config.json:3"


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{", "[" * 100_000, '{"a": ' + "9" * 10_000 + "}", "{}x", "\ufeff"]
)
def test_broken_files_are_problems(text: str) -> None:
    (problem,) = read_project_config(None, text).problems
    assert problem.path == "project.private.config.json"
    (problem,) = plugin(text).problems
    assert problem.path == "plugin/plugin.json"


@pytest.mark.parametrize("text", ['{"pluginRoot": "../x"}', '{"compileType": 1}', "{"])
def test_where_a_configuration_is_wrong_nothing_is_left_open(text: str) -> None:
    assert not read_project_config(text, None).is_open
    assert not read_project_config(None, text).is_open


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"publicComponents": {}, "main": "index.js"}', True),
        ('\ufeff{"publicComponents": {"a": "components/a"}}', True),
        ('{"pages": {"a": "pages/a"}}', True),
        (PLUGIN_JSON, True),
        ("", False),
        ("{}", False),
        ("[]", False),
        ('{"publicComponents": {', False),
        ('{"main": "index.js", "name": "a bundler\'s plugin"}', False),
        ('{"pages": ["pages/a"], "main": "index.js"}', False),
        ('{"publicComponents": {"a": {"path": "a"}}}', False),
        ('{"publicComponents": {"a": "components/a"}, "pages": ["pages/a"]}', False),
        ('{"publicComponents": {"a": "components/a"}, "pluginId": "5000000001950392"}', False),
        ('{"publicComponents": {"a": "components/a"}, "publicPages": {"b": "pages/b"}}', False),
    ],
)
def test_what_is_for_certain_the_manifest_of_a_plugin(text: str, expected: bool) -> None:
    assert is_manifest(text) is expected


def test_plugin_json() -> None:
    assert plugin(PLUGIN_JSON) == Plugin(
        root="plugin",
        components={"weather": "components/weather", "deep": "components/deep"},
        pages={"hello": "pages/hello"},
        main="index.js",
    )


def test_no_plugin_json_is_no_problem() -> None:
    assert plugin(None) == Plugin(root="plugin")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{\n"publicComponents": []}', 2),
        ('{\n"pages": {\n"a": 1, "b": "pages/b"}}', 3),
        ('{"main":\n{}}', 1),
    ],
)
def test_wrong_types_in_plugin_json(text: str, line: int) -> None:
    (problem,) = plugin(text).problems
    assert problem.line == line


def test_paths_out_of_the_project_are_dropped() -> None:
    assert plugin('{"publicComponents": {"a": "../../x", "b": "/x", "c": "."}}').components == {}
    assert plugin('{"main": "../x.js"}').main is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a", "a"),
        ("./a/", "a"),
        (".", ""),
        ("", ""),
        ("..a", "..a"),
        *((path, None) for path in ("..", "a/../..", "/a", "//a", "\\a", "c:\\a", "a\0")),
    ],
)
def test_inside(path: str, expected: str | None) -> None:
    assert inside(path) == expected


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.just("../a"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("pluginRoot"), inner),
    max_leaves=8,
)
_KEYS = st.sampled_from(
    ["compileType", "pluginRoot", "appid", "pluginAppid", "publicComponents", "pages", "main"]
)


@given(st.dictionaries(_KEYS, _JSON))
def test_any_json_is_data(value: dict[str, Any]) -> None:
    text = json.dumps(value)
    assert isinstance(read_plugin(read_project_config(text, None), text, "plugin.json"), Plugin)


def located(root: Path) -> Location:
    location = locate(root)
    assert isinstance(location, Location)
    return location


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "plugin").mkdir()
    text = '{"compileType": "plugin", "pluginRoot": "plugin", "appid": "wx1"}'
    (tmp_path / "project.config.json").write_text(text, encoding="utf-8")
    return tmp_path.resolve()


def test_load_plugin(root: Path) -> None:
    assert load_plugin(located(root)) == Plugin(app_id="wx1", root="plugin")
    (root / "plugin" / "plugin.json").write_text(PLUGIN_JSON, encoding="utf-8")
    assert load_plugin(located(root)).main == "index.js"
    (root / "plugin" / "plugin.json").write_bytes(b"\xff")
    (problem,) = load_plugin(located(root)).problems
    assert problem.path == "plugin/plugin.json"


def test_load_plugin_without_a_root(root: Path) -> None:
    (root / "project.config.json").write_text('{"compileType": "plugin"}', encoding="utf-8")
    assert load_plugin(located(root)) == Plugin()


def test_load_plugin_without_a_configuration(root: Path) -> None:
    (root / "project.config.json").unlink()
    (root / "plugin" / "plugin.json").write_text(PLUGIN_JSON, encoding="utf-8")
    plugin = load_plugin(located(root))
    assert (plugin.app_id, plugin.root, plugin.main) == (None, "plugin", "index.js")


def test_load_settings(root: Path) -> None:
    def load() -> Settings | tuple[ConfigProblem, ...]:
        return load_settings(located(root), frozenset())

    assert load() == Settings()
    (root / "pyproject.toml").write_text('[tool.docbuild]\nlanguage = "en"\n', encoding="utf-8")
    settings = load()
    assert isinstance(settings, Settings)
    assert (settings.path, settings.language) == ("pyproject.toml", "en")
    (root / "docbuild.toml").write_text('language = "zh"\n', encoding="utf-8")
    settings = load()
    assert isinstance(settings, Settings)
    assert (settings.path, settings.language) == ("docbuild.toml", "zh")
    (root / "docbuild.toml").write_bytes(b"\xff")
    problems = load()
    assert not isinstance(problems, Settings)
    assert problems[0].place == "docbuild.toml:1"
