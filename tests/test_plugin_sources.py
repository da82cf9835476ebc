"""What a plugin offers, read from the disk: files put together, limits, strangers' projects."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from plugin_trees import offered, opened, write_plugin

from docbuild.asked import recording
from docbuild.build import build, read
from docbuild.interface import NOTHING_OFFERED, Component, Interface, Page, Slot
from docbuild.javascript import reading
from docbuild.plugin_modules import MOST_FILES

SAMPLE = Path(__file__).parent.parent / "sample_doc"


def component(root: Path, sources: dict[str, str | bytes], name: str = "card") -> Component:
    write_plugin(root, {"publicComponents": {name: name}}, sources)
    [found] = offered(root).components
    return found


def exports(root: Path, sources: dict[str, str | bytes], main: str = "index.js") -> Interface:
    return offered(write_plugin(root, {"main": main}, sources))


def names(interface: Interface) -> list[str]:
    return [each.name for each in interface.exports]


def test_the_sample() -> None:
    found = offered(SAMPLE)
    assert not found.problems
    assert {
        each.name: ([p.name for p in each.properties], [e.name for e in each.events], each.complete)
        for each in found.components
    } == {
        "weather-card": (["city", "unit", "compact"], ["load", "error", "citytap"], True),
        "forecast-list": (["city", "days", "unit"], ["error", "daytap"], True),
        "air-quality": (["city", "detail"], ["error"], True),
    }
    assert [each.slots for each in found.components if each.slots] == [(Slot("", None, 5),)]
    path = "plugin/pages/city-picker/city-picker.js"
    assert found.pages == (
        Page("city-picker", "pages/city-picker/city-picker", path, None, ("current",)),
    )
    assert [(each.name, each.kind, each.parameters, each.source) for each in found.exports] == [
        ("getWeather", "function", ("{ city }",), "plugin/api/weather.js"),
        ("getForecast", "function", ("{ city, days = 7 }",), "plugin/api/weather.js"),
        ("searchCities", "function", ("keyword = ''",), "plugin/api/weather.js"),
        ("setUnit", "function", ("unit",), "plugin/api/unit.js"),
    ]
    assert (found.main, found.exports_complete) == ("plugin/index.js", True)


def test_a_build_has_it() -> None:
    assert build(opened(SAMPLE), keep_data=False).snapshot.interface == offered(SAMPLE)


def test_no_plugin(tmp_path: Path) -> None:
    (tmp_path / "doc").mkdir()
    (tmp_path / "doc" / "README.md").write_text("# 天气", encoding="utf-8")
    assert offered(tmp_path) == NOTHING_OFFERED


def test_a_plugin_that_is_not_built_yet(tmp_path: Path) -> None:
    manifest = {"publicComponents": {"card": "card"}, "pages": {"city": "city"}, "main": "index.js"}
    found = offered(write_plugin(tmp_path, manifest, {}))
    assert found == Interface((Component("card", "card"),), (Page("city", "city"),))


@pytest.mark.parametrize(
    "name", ["card.ts", "card.js", "card.jsx", "card/index.ts", "card/index.js"]
)
def test_where_a_component_may_stand(tmp_path: Path, name: str) -> None:
    found = component(tmp_path, {name: "Component({ properties: { city: String } })"})
    assert found.source == f"plugin/{name}"
    assert found.complete
    assert [each.name for each in found.properties] == ["city"]


def test_typescript_goes_before_what_is_made_of_it(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {
        "card.ts": "Component<{}>({ properties: { a: String } })",
        "card.js": "Component({ properties: { b: String } })",
    }
    assert component(tmp_path, sources).source == "plugin/card.ts"


def test_slots(tmp_path: Path) -> None:
    markup = """<view>
  <!-- 标题 -->
  <slot name="title" />
  <slot></slot><slot name="{{name}}"/>
  <!-- <slot name="never"/> -->
  <slot name="title"/>
</view>"""
    found = component(tmp_path, {"card.js": "Component({})", "card.wxml": markup})
    assert found.slots == (Slot("title", "标题", 3), Slot("", None, 4))
    other = component(
        tmp_path / "index", {"card/index.js": "Component({})", "card/index.wxml": "<slot/>"}
    )
    assert other.slots == (Slot("", None, 1),)


def test_behaviors_from_other_files(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {
        "card.js": """
            import form from './mixins/form'
            import { link as go, all } from './mixins'
            const shared = require('/shared/properties'), { more } = require('/shared/more')
            Component({
              behaviors: [form, go, 'wx://form-field'],
              properties: { own: String, unit: Boolean, ...shared, ...more },
            })""",
        "mixins/form.js": "module.exports = Behavior({ properties: { unit: Date, form: String } })",
        "mixins/index.js": "export * from './link'\nexport const all = 1",
        "mixins/link.ts": """
            import { touch } from './touch'
            export const link = Behavior({
              behaviors: [touch], externalClasses: ['link-class'],
              properties: { link: { type: String as Link } } })""",
        "mixins/touch.js": """
            const touch = Behavior({ methods: { end() { this.triggerEvent('touch') } } })
            exports.touch = touch""",
        "shared/properties.js": "module.exports = { size: Number }",
        "shared/more.js": "exports.more = { wide: Boolean }",
    }  # fmt: skip
    found = component(tmp_path, sources)
    assert [(each.name, each.type) for each in found.properties if not each.inherited] == [
        ("own", "String"),
        ("unit", "Boolean"),
        ("size", "Number"),
        ("wide", "Boolean"),
        ("form", "String"),
        ("link", "String"),
    ]
    assert [each.name for each in found.properties if each.inherited] == ["name", "value"]
    assert ([each.name for each in found.events], found.external_classes) == (
        ["touch"],
        ("link-class",),
    )
    assert found.complete


@pytest.mark.parametrize(
    "used",
    ["require('./absent')", "require('some-package')", "'wx://unheard-of'", "require('./deep').no"],
)
def test_a_behavior_that_cannot_be_read(tmp_path: Path, used: str) -> None:
    text = f"Component({{ behaviors: [{used}], properties: {{ a: String }} }})"
    found = component(tmp_path, {"card.js": text, "deep.js": "module.exports = {}"})
    assert [each.name for each in found.properties] == ["a"]
    assert not found.complete


def test_behaviors_in_a_circle(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {"card.js": "Component({ behaviors: [require('./a')] })"}
    for own, other in ("ab", "ba"):
        options = f"{{ behaviors: [require('./{other}')], properties: {{ {own}: String }} }}"
        sources[f"{own}.js"] = f"module.exports = Behavior({options})"
    found = component(tmp_path, sources)
    assert [each.name for each in found.properties] == ["a", "b"]


def test_modules_that_are_given_the_instance(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {
        "card.js": "import * as watch from './watch'\nComponent({ a() { watch.start(this) } })",
        "watch.js": "exports.start = (instance) => instance.triggerEvent('moved', { by: 1 })",
    }
    found = component(tmp_path, sources)
    assert [(each.name, each.detail) for each in found.events] == [("moved", "{ by: 1 }")]
    assert found.complete
    sources["watch.js"] = "exports.start = (instance) => instance.triggerEvent(instance.kind)"
    assert not component(tmp_path, sources).events_complete


@pytest.mark.parametrize(
    ("options", "complete"),
    [
        ("{ bubbles: true, composed: true }", False),
        ("OPTIONS", False),
        ("{ bubbles: true }", True),
        ("{ composed: false }", True),
    ],
)
def test_events_that_components_inside_pass_on(
    tmp_path: Path, options: str, complete: bool
) -> None:
    sources: dict[str, str | bytes] = {
        "card.js": "Component({ properties: { a: String } })",
        "card.json": '{"component": true, "usingComponents": {"row": "parts/row", "x": 1}}',
        "parts/row.js": "Component({})",
        "parts/row.json": '{"usingComponents": {"cell": "/cell", "row": "./row"}}',
        "cell.js": f"""
            const OPTIONS = {{ composed: true }}
            Component({{ a() {{ this.triggerEvent('tap', {{}}, {options}) }} }})""",
    }
    found = component(tmp_path, sources)
    assert (found.events_complete, found.properties_complete) == (complete, True)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"usingComponents": []}', "[" * 9999, "\0"])
def test_any_json_of_a_component(tmp_path: Path, text: str) -> None:
    sources: dict[str, str | bytes] = {"card.js": "Component({})", "card.json": text}
    assert component(tmp_path, sources).complete


def test_options_from_another_file(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {
        "card.js": "Component({ ...require('./options'), data: {} })",
        "options.js": "module.exports = { properties: { a: String }, methods: {} }",
    }
    found = component(tmp_path, sources)
    assert ([each.name for each in found.properties], found.complete) == (["a"], True)


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


def test_aliases(tmp_path: Path) -> None:
    manifest = {
        "main": "index.js",
        "resolveAlias": {"@/*": "/*", "~lib/*": "lib/*", "no": 1, "x/*": 1},
    }
    sources: dict[str, str | bytes] = {
        "index.js": "module.exports = { a: require('@/api/a').a, ...require('~lib/b') }",
        "api/a.js": "exports.a = (b) => b",
        "lib/b.js": "exports.b = 1",
    }
    found = offered(write_plugin(tmp_path, manifest, sources))
    assert [(each.name, each.kind) for each in found.exports] == [("a", "function"), ("b", "value")]
    assert found.exports_complete
    assert not found.problems


def test_what_is_missing_beside_what_is_there(tmp_path: Path) -> None:
    manifest = {"publicComponents": {"card": "card", "list": "lits/list"}, "main": "index.js"}
    found = offered(write_plugin(tmp_path, manifest, {"card.js": "Component({})"}))
    assert [(each.path, each.line) for each in found.problems] == [("plugin/plugin.json", 1)] * 2
    assert "lits/list" in found.problems[0].message.zh
    other: dict[str, str | bytes] = {
        "card.js": "Component({})",
        "lits/list.vue": "",
        "index.js": "",
    }
    assert not offered(write_plugin(tmp_path, manifest, other)).problems


def test_where_a_source_does_not_parse(tmp_path: Path) -> None:
    text = "// 天气\nComponent({\n  properties: { 城市: { type String } },\n})"
    write_plugin(tmp_path, {"publicComponents": {"card": "card"}}, {"card.js": text})
    found = offered(tmp_path)
    [problem] = found.problems
    assert (problem.path, problem.line) == ("plugin/card.js", 3)
    assert not found.components[0].complete


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links")
def test_no_link_is_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.js"
    secret.write_text("module.exports = { secret: 1 }", encoding="utf-8")
    root = write_plugin(tmp_path / "a", {"main": "index.js"}, {})
    (root / "plugin" / "index.js").symlink_to(secret)
    found = offered(root)
    assert (names(found), found.exports_complete) == ([], False)
    assert [each.path for each in found.problems] == ["plugin/index.js"]


@pytest.mark.parametrize(
    "name",
    ["../../secret", "/../secret", "../secret", "./../../secret", "..\\\\secret", "\\0", "C:/x"],
)
def test_nothing_beside_the_project_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.js").write_text("module.exports = { secret: 1 }", encoding="utf-8")
    root = write_plugin(
        tmp_path / "a", {"main": "index.js"}, {"index.js": f"module.exports = require('{name}')"}
    )
    with recording() as asked:
        assert names(offered(root)) == []
    assert all(Path(path).is_relative_to(root) for path in asked.files)


def test_everything_that_was_looked_for_is_asked(tmp_path: Path) -> None:
    root = write_plugin(
        tmp_path,
        {"publicComponents": {"card": "card"}, "main": "index.js"},
        {"card.js": "Component({ behaviors: [require('./mixin')] })"},
    )
    with recording() as asked:
        offered(root)
    plugin = root / "plugin"
    wanted = {
        "card.ts",
        "card.js",
        "card.wxml",
        "mixin.js",
        "mixin.ts",
        "mixin/index.js",
        "index.js",
    }
    assert {str(plugin / name) for name in wanted} <= asked.files


def _each(text: str, count: int) -> bytes:
    """``text`` again and again, with a number in place of ``#`` and the next in place of ``+``."""
    return "".join(
        text.replace("#", str(i)).replace("+", str(i + 1)) for i in range(count)
    ).encode()


_HOSTILE: list[bytes] = [
    b"",
    b"\0" * 1000,
    b"\xff\xfe\x00C\x00o",
    b"\xef\xbb\xbfComponent({})\r\n",
    b"Component({properties:{\xff: String}})",
    b"Component(" * 20_000,
    b"Component({properties:{a:" * 5_000,
    b"module.exports={a:" * 20_000,
    b"const a=[" * 20_000,
    b"module.exports = {..." * 10_000,
    b"this.triggerEvent(" * 20_000,
    b"// " + b"x" * 500_000,
    b"module.exports={" + b"a:1," * 60_000 + b"}",
    _each("const a#={...a+,...a+};", 200) + b"module.exports=a0",
    _each("const a#={x:a+,y:a+};", 200) + b"module.exports=a0",
    _each("exports.a#=1;", 20_000),
    _each("const a#={b:1};", 3_000) + b"Component({properties:{" + _each("...a#,", 3_000) + b"}})",
    b"const that=this;" + b"f(that);" * 20_000,
    b"function e(n){this.triggerEvent(n)};" + b"this.e('a');" * 20_000,
    _each("e#(n){this.triggerEvent(n);this.e#(1)},", 2_000),
    b"Page({onLoad(o){" + b"o.a;" * 30_000 + b"}})",
    b"a" * 3_000_000,
    b"x" * 5_000_000,
]


@pytest.mark.parametrize("content", _HOSTILE, ids=range(len(_HOSTILE)))
@pytest.mark.parametrize("suffix", ["js", "ts"])
def test_hostile_sources(tmp_path: Path, content: bytes, suffix: str) -> None:
    manifest = {
        "publicComponents": {"card": "index"},
        "pages": {"a": "index"},
        "main": f"index.{suffix}",
    }
    found = offered(write_plugin(tmp_path, manifest, {f"index.{suffix}": content}))
    assert [each.name for each in found.components] == ["card"]


def test_a_chain_of_modules_without_end(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {
        f"m{number}.js": f"export * from './m{number + 1}'\nexport const a{number} = 1"
        for number in range(100)
    }
    assert not exports(tmp_path, sources, "m0.js").exports_complete


def test_a_plugin_of_endless_files(tmp_path: Path) -> None:
    count = MOST_FILES + 5
    sources: dict[str, str | bytes] = {f"m{number}.js": "" for number in range(count)}
    sources["all.js"] = "".join(f"export * from './m{number}'\n" for number in range(count))
    manifest = {"main": "all.js", "pages": {"absent": "absent", "last": f"m{count - 1}"}}
    with recording() as asked:
        found = offered(write_plugin(tmp_path, manifest, sources))
    assert not found.exports_complete
    assert not found.problems, "what is not read may well be there"
    assert len(asked.files) < 5 * MOST_FILES


_SECOND = """
import sys
from pathlib import Path
from docbuild.build import Project, find, read
project = find(Path(sys.argv[1]), named=True)
assert isinstance(project, Project)
snapshot, _ = read(project)
assert len(snapshot.interface.components) == 3
print([name for name in sys.modules if "tree_sitter" in name])
"""


def test_a_second_reading_needs_no_parser(tmp_path: Path) -> None:
    environment = {**os.environ, "DOCBUILD_CACHE": str(tmp_path)}
    command = [sys.executable, "-c", _SECOND, str(SAMPLE)]
    first, second = (
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    )
    assert "tree_sitter" in first
    assert second == "[]\n"
    assert (tmp_path / f"sources-v{reading.VERSION}").is_dir()


def test_a_source_that_changes_is_read_anew(tmp_path: Path) -> None:
    write_plugin(tmp_path, {"main": "index.js"}, {"index.js": "exports.a = 1"})
    project = opened(tmp_path)
    assert names(read(project)[0].interface) == ["a"]
    (tmp_path / "plugin" / "index.js").write_text("exports.b = 1", encoding="utf-8")
    assert names(read(project)[0].interface) == ["b"]
