"""What a plugin offers, read from the disk: files put together, limits, strangers' projects."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from plugin_trees import component, offered, opened, write_plugin

from docbuild.asked import recording
from docbuild.build import build, read
from docbuild.interface import NOTHING_OFFERED, Component, Interface, Page, Slot
from docbuild.javascript import reading

SAMPLE = Path(__file__).parent.parent / "sample_doc"


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
