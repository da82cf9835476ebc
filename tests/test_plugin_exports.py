"""What the main module gives away, put together from all the files that it takes it from."""

from __future__ import annotations

from pathlib import Path

import pytest
from plugin_trees import exports

from docbuild.interface import Interface


def names(interface: Interface) -> list[str]:
    return [each.name for each in interface.exports]


def test_exports_of_other_files(tmp_path: Path) -> None:
    found = exports(
        tmp_path,
        {
            "index.js": """
                import { get } from './api'
                import unit from './unit'
                const legacy = require('./legacy')
                module.exports = {
                  get, unit, api: require('./api'), old: legacy.old, ...legacy,
                  /** 缓存 */ store: require('./store'),
                }""",
            "api/index.js": "export const get = async (city) => {}\nexport default 1",
            "unit.js": "export default { set(unit) {} }",
            "legacy.js": "exports.old = function (a) {}\nexports.older = class {}",
            "store.js": "// 见上\nmodule.exports = { read() {} }",
        },
    )
    assert [(each.name, each.kind) for each in found.exports] == [
        ("get", "function"),
        ("unit", "value"),
        ("unit.set", "function"),
        ("api", "value"),
        ("api.get", "function"),
        ("api.default", "value"),
        ("old", "function"),
        ("store", "value"),
        ("store.read", "function"),
        ("older", "class"),
    ]
    said = {each.name: each for each in found.exports}
    assert said["get"].is_async
    assert said["get"].source == "plugin/api/index.js"
    assert said["store"].description == "缓存"
    assert found.exports_complete


@pytest.mark.parametrize(
    "main",
    [
        "import api from './api'\nmodule.exports = { ...api }",
        "import api from './api'\nmodule.exports = api",
        "import * as api from './api'\nmodule.exports = { ...api }",
        "import { get, set } from './api'\nexport { get, set }",
        "import api from './api'\nmodule.exports = { get: api.get, set: api.set }",
        "module.exports = require('./api')",
        "export * from './api'",
    ],
)
def test_a_module_that_imports_and_gives_as_a_commonjs_one(tmp_path: Path, main: str) -> None:
    sources: dict[str, str | bytes] = {
        "index.js": main,
        "api.js": "import util from './util'\nmodule.exports = { get(city) {}, set: util.set }",
        "util.js": "import './log'\nmodule.exports = { set(unit) {} }",
        "log.js": "console.log(1)",
    }
    found = exports(tmp_path, sources)
    assert [(each.name, each.kind) for each in found.exports] == [
        ("get", "function"),
        ("set", "function"),
    ]
    assert found.exports_complete


def test_a_function_of_another_module_with_members(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {
        "index.js": "import { get, set } from './api'\nmodule.exports = { get, set }",
        "api.js": "export function get() {}\nget.cached = (city) => {}\nexport function set() {}",
    }
    found = exports(tmp_path, sources)
    assert names(found) == ["get", "get.cached", "set"]
    assert found.exports_complete
    sources["api.js"] = b"export function get() {}\nfor (const key in all) get[key] = 1"
    assert not exports(tmp_path, {**sources, "index.js": "export * from './api'"}).exports_complete
    assert not exports(
        tmp_path, {**sources, "index.js": "module.exports = require('./api').get"}
    ).exports_complete


def test_main_that_is_another_module(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {
        "index.js": "module.exports = require('./src')",
        "src/index.ts": "export * from './api'\nexport { default as unit } from './unit'",
        "src/api.ts": "export function get(city: string) {}\nexport default 1",
        "src/unit.ts": "export default function set() {}",
    }
    found = exports(tmp_path, sources)
    assert names(found) == ["unit", "get"]
    assert found.exports_complete


def test_what_a_default_export_is_to_users(tmp_path: Path) -> None:
    found = exports(tmp_path, {"index.js": "export default { get() {} }"})
    assert names(found) == ["default.get"]


@pytest.mark.parametrize("main", ["index", "index.js", "./index.js"])
def test_how_main_is_written(tmp_path: Path, main: str) -> None:
    found = exports(tmp_path, {"index.js": "exports.a = 1"}, main)
    assert (names(found), found.main) == (["a"], "plugin/index.js")
    found = exports(tmp_path / "ts", {"index.ts": "export const a = 1"}, main)
    assert (names(found), found.main) == (["a"], "plugin/index.ts")


@pytest.mark.parametrize(
    "text",
    [
        "module.exports = require('./absent')",
        "module.exports = { ...require('pkg') }",
        "export * from './absent'",
        "module.exports = require('./index')",
        "export * from './index'",
        "module.exports = { a: require('pkg') }",
        "exports.a = make()",
    ],
)
def test_exports_that_are_not_complete(tmp_path: Path, text: str) -> None:
    assert not exports(tmp_path, {"index.js": text}).exports_complete
