"""What one module says of the components and pages that it defines: every form seen in the wild."""

from __future__ import annotations

import pytest
from defined_in import defined

from docbuild.interface import Property
from docbuild.javascript.facts import Elsewhere
from docbuild.javascript.reading import read_module
from docbuild.javascript.syntax import Language


def declared(properties: str, before: str = "", language: Language = "js") -> list[Property]:
    """The properties without their lines."""
    text = f"{before}\nComponent({{\n  properties: {{\n{properties}\n  }},\n}})"
    definition = defined(text, language)
    return [each._replace(line=1) for each in definition.properties]


FORMS: list[tuple[str, Property]] = [
    ("city: String,", Property("city", "String")),
    ("'city': Number", Property("city", "Number")),
    ('"my-city": Boolean', Property("my-city", "Boolean")),
    ("城市: String", Property("城市", "String")),
    ("city: { type: String, value: '广州' },", Property("city", "String", "'广州'")),
    ("city: { value: 1, type: Number }", Property("city", "Number", "1")),
    ("city: { type: null, value: null }", Property("city", None, "null")),
    ("city: null", Property("city")),
    ("city: { value: [] }", Property("city", None, "[]")),
    ("city: [String, Number]", Property("city", "String | Number")),
    ("city: { type: [String, Number] }", Property("city", "String | Number")),
    (
        "city: { type: String, optionalTypes: [Number, String], value: '' }",
        Property("city", "String | Number", "''"),
    ),
    ("city: { type: String, observer(a) {} }", Property("city", "String")),
    ("city: { type: String, observer: load, value: `x` }", Property("city", "String", "`x`")),
    ("city: { type: Object, value: { a: [1, 2] } }", Property("city", "Object", "{ a: [1, 2] }")),
    ("city: { type: Array, default: () => [] }", Property("city", "Array", "() => []")),
    ("city: makeProperty(String)", Property("city")),
    ("['city']: String", Property("city", "String")),
    ("city: (String)", Property("city", "String")),
    ("city: { type: SomeType }", Property("city")),
]


@pytest.mark.parametrize(("written", "property_"), FORMS)
def test_forms_of_a_property(written: str, property_: Property) -> None:
    assert declared(written) == [property_]
    assert declared(written, language="ts") == [property_]


def test_types_of_typescript() -> None:
    written = """
      a: Object as PropType<City>,
      b: { type: Array as unknown as A.B.Short<City[]>, value: [] as City[] },
      c: <any>String,
      d: { type: String!, value: '' as string } satisfies Option,
    """
    assert declared(written, language="ts") == [
        Property("a", "Object"),
        Property("b", "Array", "[] as City[]"),
        Property("c", "String"),
        Property("d", "String", "'' as string"),
    ]
    generic = "Component<Data, Properties, Methods, Custom>({ properties: { a: String } as never })"
    assert [each.name for each in defined(generic, "ts").properties] == ["a"]


def test_constants_of_the_module() -> None:
    before = """
      const KEY = 'city', START = '广州', TYPE = String
      const city = { type: String, value: START }
      const shared = { unit: String, ...{ deep: Number } }
      shared.later = Boolean
      const all = { city, other: city }
    """
    assert declared("[KEY]: { type: TYPE, value: START }", before) == [
        Property("city", "String", "'广州'")
    ]
    assert declared("...shared, city", before) == [
        Property("unit", "String"),
        Property("deep", "Number"),
        Property("later", "Boolean"),
        Property("city", "String", "'广州'"),
    ]
    whole = defined(before + "Component({ properties: all })")
    assert [(each.name, each.default) for each in whole.properties] == [
        ("city", "'广州'"),
        ("other", "'广州'"),
    ]
    assert whole.properties_complete


@pytest.mark.parametrize(
    "options",
    [
        "{ properties: make() }",
        "{ properties: { ...make() } }",
        "{ properties: { [key]: String } }",
        "{ properties: { a: String, ...(flag ? b : c) } }",
        "{ ...make() }",
        "{ behaviors: make() }",
        "{ behaviors: [make()] }",
        "make()",
        "Object.assign({ properties: { a: String } }, make())",
        "Object.assign(...all)",
    ],
)
def test_what_hides_properties(options: str) -> None:
    assert not defined(f"Component({options})").properties_complete


@pytest.mark.parametrize(
    "change",
    ["props[name] = String", "Object.assign(props, more)", "if (a) props.b = Number", "props = {}"],
)
def test_an_object_that_something_may_change_is_not_complete(change: str) -> None:
    text = "let props = { a: String }\nfunction f() {\n  %s\n}\nComponent({ properties: props })"
    found = defined(text % change)
    assert [each.name for each in found.properties] == ["a"]
    assert not found.properties_complete


def test_options_that_are_merged() -> None:
    text = """
      const base = { properties: { a: String }, externalClasses: ['my-class'] }
      Component(Object.assign({}, base, { methods: {} }))
    """
    found = defined(text)
    assert [each.name for each in found.properties] == ["a"]
    assert (found.external_classes, found.properties_complete) == (("my-class",), True)


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("VantComponent({ props: { a: String }, classes: ['x-class'] })", True),
        ("ComponentWithComputed({ properties: { a: String } })", True),
        ("ComponentWithStore({ properties: { a: String } })", True),
        ("createComponent({ properties: { a: String } })", True),
        *(
            (f"{made}\n{name}({{ properties: {{ a: String }} }})", complete)
            for name, made, complete in (
                ("createComponent", "import { createComponent } from '@mpxjs/core'", True),
                ("ComponentWithStore", "const { ComponentWithStore } = require('mobx')", True),
                ("VantComponent", "import { VantComponent } from '../common/component'", True),
                ("Component", "import { Component } from '../base'", False),
                ("Component", "import Component from '../base'", False),
                ("Component", "const { Component } = require('../base')", False),
                ("createComponent", "function createComponent(options) {}", False),
                ("Component", "const old = Component; Component = (it) => old(more(it))", False),
            )
        ),
        ("MyComponent({ properties: { a: String } })", False),
        ("lib.connectComponent({ properties: { a: String } })", False),
        ("export default Component({ properties: { a: String } })", True),
        ("(function () { Component({ properties: { a: String } }) })()", True),
        ("if (wx.canIUse('x')) {\n  Component({ properties: { a: String } })\n}", True),
    ],
)
def test_wrappers(text: str, complete: bool) -> None:
    found = defined(text)
    assert [each.name for each in found.properties] == ["a"]
    assert (found.properties_complete, found.events_complete) == (complete, complete)


@pytest.mark.parametrize(
    "text",
    [
        "export default class Card extends Component { render() {} }",
        "this.selectComponent('#a'); page.getPage('x')",
        "onPageScroll(function () {}); Component()",
        "// Component({})",
        "const s = 'Component({})'",
    ],
)
def test_what_defines_nothing(text: str) -> None:
    assert read_module(text, "js").definitions == ()


def test_behaviors() -> None:
    text = """
      import form, { touch as finger } from '../mixins'
      import * as all from './all'
      const link = require('./link').link
      const own = Behavior({ properties: { own: String }, a() { this.triggerEvent('o') } })
      Component({
        behaviors: [form, finger, all.deep, link, own, 'wx://form-field', require('./x')]
      })
    """
    found = read_module(text, "js").definitions[-1]
    assert found.behaviors == (
        Elsewhere("../mixins", ("default",)),
        Elsewhere("../mixins", ("touch",)),
        Elsewhere("./all", ("deep",)),
        Elsewhere("./link", ("link",)),
        Elsewhere("wx://form-field"),
        Elsewhere("./x"),
    )
    assert [each.name for each in found.properties] == ["own"]
    assert [each.name for each in found.events] == ["o"]
    assert found.properties_complete


def test_behaviors_in_a_circle() -> None:
    text = """
      const a = Behavior({ behaviors: [b], properties: { a: String } })
      const b = Behavior({ behaviors: [a], properties: { b: String } })
      Component({ behaviors: [a] })
    """
    names = {each.name for each in read_module(text, "js").definitions[-1].properties}
    assert "a" in names


COMMENTS: list[tuple[str, str | None]] = [
    ("// 城市名\n a: String", "城市名"),
    ("/* 城市名 */\n a: String", "城市名"),
    ("/** 城市名 */ a: String", "城市名"),
    ("/**\n * 城市名，\n * 必填\n */\n a: String", "城市名，\n必填"),
    ("/**\n * 城市名\n * @type {string}\n * @default '广州'\n */\n a: String", "城市名"),
    ("/**\n * @type {string}\n * @description 城市名\n */\n a: String", "城市名"),
    ("a: String, // 城市名", "城市名"),
    ("a: String // 城市名", "城市名"),
    ("a: { // 城市名\n type: String\n }", "城市名"),
    ("a: {\n type: String, // 类型\n value: '' // 初值\n }", None),
    ("// 城市\n// 的名字\n a: String", "城市\n的名字"),
    ("// 一段说明\n\n a: String", None),
    ("// b: String,\n a: String", None),
    ("// b: { type: String },\n a: String", None),
    ("// eslint-disable-next-line\n a: String", None),
    ("// ----------\n a: String", None),
    ("// components/a/a.js\n a: String", None),
    ("/** 要这个 */\n a: String, // 不要这个", "要这个"),
    ("// 上面 \n a: String, // 后面", "后面"),
    ("a: String,\n // 下一行", None),
    ("z: String, /* 城市名 */ a: String", "城市名"),
    ("z: String, // 别人的\n a: String", None),
    ("// " + "长" * 500 + "\n a: String", None),
]


@pytest.mark.parametrize(("written", "said"), COMMENTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_describe(written: str, said: str | None, end: str) -> None:
    text = f"Component({{\n properties: {{\n {written}\n }}\n}})".replace("\n", end)
    [found] = [each for each in defined(text).properties if each.name == "a"]
    assert found.description == said


def test_a_component_is_described_above_it() -> None:
    text = "// pages/card.js\nimport a from './a'\n\n/** 天气卡片 */\nComponent({})"
    found = defined(text)
    assert (found.description, found.line) == ("天气卡片", 5)
    assert defined("// components/card/card.js\nComponent({})").description is None


def test_lines() -> None:
    text = "\ufeffComponent({\r\n properties: {\r\n 甲: String,\r\n 乙: {\r\n type: Number } } })"
    assert [each.line for each in defined(text).properties] == [3, 4]


def test_a_component_that_is_a_class() -> None:
    text = """
      import props from './props'
      @wxComponent()
      export default class Card extends SuperComponent<Data> {
        static no = { properties: {} }
        externalClasses = ['t-class']
        properties = { ...props, /** 城市 */ city: String }
        methods = { go() { this.triggerEvent('go') } }
      }
    """
    found = defined(text, "ts")
    assert found.properties == (Property("city", "String", None, "城市", 7),)
    assert found.properties_from == (Elsewhere("./props", ("default",)),)
    assert [each.name for each in found.events] == ["go"]
    assert found.external_classes == ("t-class",)
    assert not found.properties_complete
    assert not found.events_complete


def test_what_vant_adds() -> None:
    found = defined("VantComponent({ field: true, classes: ['a-class'] })")
    assert found.external_classes == ("a-class", "custom-class")
    assert found.behaviors == (Elsewhere("wx://form-field"),)
    assert defined("VantComponent({ props: {} })").behaviors == ()


def test_the_instance_is_handed_to_another_module() -> None:
    text = """
      import { watch } from './watch'
      const Chart = require('./chart')
      Component({ attached() { const that = this; watch(that, 1); new Chart(this) } })
    """
    found = defined(text)
    assert set(found.handed_to) == {Elsewhere("./watch", ("watch",)), Elsewhere("./chart")}
    assert found.events_complete


PAGES: list[tuple[str, tuple[str, ...]]] = [
    ("onLoad(o) { this.city = o.city; f(o['unit'], o.city) }", ("city", "unit")),
    ("onLoad: function (o) { const { city, unit: u = 1, ...rest } = o }", ("city", "unit")),
    ("onLoad: async ({ city = '广州', unit: u }) => {}", ("city", "unit")),
    ("onLoad(query = {}) { let id = query.id }", ("id",)),
    ("async onLoad(o) { if (o && o.q) { go(decodeURIComponent(o.q)) } }", ("q",)),
    ("onLoad(o) { o.hasOwnProperty('x'); other.o.y; p.z }", ()),
    ("onLoad() {}", ()),
    ("onShow(o) { o.x }", ()),
    ("onLoad: load", ("named",)),
]


@pytest.mark.parametrize(("options", "names"), PAGES)
def test_parameters_of_pages(options: str, names: tuple[str, ...]) -> None:
    found = defined(f"function load(o) {{ o.named }}\nPage({{ {options} }})")
    assert (found.kind, found.parameters) == ("page", names)


def test_a_page_made_by_component() -> None:
    text = "Component({ properties: { id: String }, methods: { onLoad(o) { o.city } } })"
    assert defined(text).parameters == ("city",)


def test_external_classes() -> None:
    text = "const A = 'a-class'\nComponent({ externalClasses: [A, 'b-class', c] })"
    assert defined(text).external_classes == ("a-class", "b-class")


def test_objects_that_others_use() -> None:
    module = read_module(
        "module.exports.props = { a: String, b: { type: Number } }\n"
        "exports.mixin = { properties: { c: String }, d() { this.triggerEvent('e') } }\n"
        "exports.plain = { a: 1, type: 'x' }",
        "js",
    )
    kinds = {given.path: given.definition for given in module.given if given.definition is not None}
    assert ("plain",) not in kinds
    props, mixin = (module.definitions[kinds[path,]] for path in ("props", "mixin"))
    assert (props.kind, [each.name for each in props.properties]) == ("properties", ["a", "b"])
    assert (mixin.kind, [each.name for each in mixin.properties]) == ("options", ["c"])
    assert [each.name for each in mixin.events] == ["e"]


def test_types_in_a_file_of_javascript() -> None:
    found = defined("Component({ properties: { a: (String as any) } })")
    assert found.properties == (Property("a", "String"),)


def test_what_does_not_parse_is_read_and_not_complete() -> None:
    module = read_module("Component({ properties: { a: String, } \n\nfoo(", "js")
    assert module.error is not None
    for definition in module.definitions:
        assert not definition.properties_complete
    assert module.open == ((),)


METHODS = [
    ("methods: { close() {} }", ()),
    ("methods: {}, lifetimes: { attached() {} }", ()),
    ("methods: require('./methods')", (Elsewhere("./methods"),)),
    ("methods: { ...require('./methods'), close() {} }", (Elsewhere("./methods"),)),
    ("methods: { close: require('./a').close }", (Elsewhere("./a", ("close",)),)),
    ("lifetimes: { attached: require('./a') }", (Elsewhere("./a"),)),
]


@pytest.mark.parametrize(("options", "handed_to"), METHODS)
def test_methods_from_elsewhere(options: str, handed_to: tuple[Elsewhere, ...]) -> None:
    found = defined(f"Component({{ {options} }})")
    assert (found.handed_to, found.events_complete) == (handed_to, True)


@pytest.mark.parametrize("methods", ["make()", "{ ...make() }", "{ [key]() {} }", "{ ...absent }"])
def test_methods_from_who_knows_where(methods: str) -> None:
    assert not defined(f"Component({{ methods: {methods} }})").events_complete


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("Behavior({ definitionFilter(fields) { fields.properties.a = String } })", False),
        ("Behavior({ definitionFilter: require('./filter') })", False),
        ("Behavior({ definitionFilter(fields) { fields.data = {} } })", True),
        ("Component({ definitionFilter(fields) { fields.properties.a = String } })", True),
    ],
)
def test_filters_of_definitions(text: str, complete: bool) -> None:
    assert defined(text).properties_complete is complete
