"""What one module gives to others: every form seen in the wild."""

from __future__ import annotations

import pytest

from docbuild.javascript.facts import Elsewhere, Given, Module
from docbuild.javascript.reading import read_module
from docbuild.javascript.syntax import Language


def given(text: str, language: Language = "js") -> dict[str, Given]:
    return {".".join(each.path): each for each in read(text, language).given}


def read(text: str, language: Language = "js") -> Module:
    module = read_module(text, language)
    assert module.error is None
    return module


def shown(text: str) -> list[str]:
    """The exports in short: ``name kind(parameters)``, without that of the whole."""
    found = [each for each in read(text).given if each.path]
    return [
        f"{'.'.join(each.path)} {each.kind}" + (f"({', '.join(each.parameters)})" * is_function)
        for each in found
        for is_function in [each.kind == "function"]
    ]


FORMS: list[tuple[str, list[str]]] = [
    ("", []),
    ("module.exports = {}", []),
    ("module.exports = { a: 1, 'b': '', [`c`]: null }", ["a value", "b value", "c value"]),
    (
        "module.exports = { a(x, y = 1) {}, b: function (...z) {} }",
        ["a function(x, y = 1)", "b function(...z)"],
    ),
    (
        "module.exports = { a: x => x, b: async ({ c, d = 2 }) => {} }",
        ["a function(x)", "b function({ c, d = 2 })"],
    ),
    ("module.exports = { get a() {}, set a(v) {} }", ["a value"]),
    ("function f(a) {}\nmodule.exports = { f, g: f }", ["f function(a)", "g function(a)"]),
    (
        "const f = (a) => a, o = { f }\nmodule.exports = { o, x: o.f }",
        ["o object", "o.f function(a)", "x function(a)"],
    ),
    ("const o = {}\no.f = function (a) {}\nmodule.exports = o", ["f function(a)"]),
    ("module.exports.a = function (b) {}", ["a function(b)"]),
    ("exports.a = 1; exports['b'] = 2", ["a value", "b value"]),
    ("exports.a = exports.b = function (c) {}", ["a function(c)", "b function(c)"]),
    ("exports = module.exports = { a: 1 }", ["a value"]),
    ("module.exports = exports = { a: 1 }", ["a value"]),
    ("exports.a = 1; module.exports = { b: 2 }", ["b value"]),
    ("exports.a = 1; module.exports = exports", ["a value"]),
    ("exports.a = 1; module.exports = {}", []),
    ("exports.a = function (b) {}; exports.c = exports.a", ["a function(b)", "c function(b)"]),
    (
        "exports.default = { a(b) {}, c: { d: 1 } }; module.exports = exports['default']",
        ["a function(b)", "c object", "c.d value"],
    ),
    ("module.exports = { b: 2 }; module.exports.a = 1", ["b value", "a value"]),
    ("exports.a = void 0; exports.a = function () {}", ["a function()"]),
    ("exports.a = 1, exports.b = 2", ["a value", "b value"]),
    ("exports.a = -1; exports.b = !0", ["a value", "b value"]),
    ("exports.api = {}; exports.api.get = function (a) {}", ["api object", "api.get function(a)"]),
    ("Object.assign(module.exports, { a: 1 })", ["a value"]),
    ("module.exports = Object.assign({}, { a: 1 }, { b: 2 })", ["a value", "b value"]),
    ("module.exports = { ...{ a: 1 }, b: 2 }", ["a value", "b value"]),
    ("module.exports = Object.freeze({ a: 1 })", ["a value"]),
    ("Object.defineProperty(exports, '__esModule', { value: true })", []),
    ("Object.defineProperty(exports, 'a', { get: function () { return b.a } })", ["a value"]),
    ("class A {}\nmodule.exports = { A, B: class {} }", ["A class", "B class"]),
    (
        "class A { get(x) {} static no() {} _no() {} #no() {} }\nmodule.exports = new A()",
        ["get function(x)"],
    ),
    (
        "export function a(b) {}\nexport const c = 1, d = (e) => e",
        ["a function(b)", "c value", "d function(e)"],
    ),
    ("export async function* a() {}\nexport class B {}", ["a function()", "B class"]),
    ("const a = 1; function b() {}\nexport { a as x, b }", ["x value", "b function()"]),
    ("export default { a(b) {} }", ["default object", "default.a function(b)"]),
    ("export default function (a) {}", ["default function(a)"]),
    ("export default class {}", ["default class"]),
    ("export function a() {}\na.b = (c) => c", ["a function()", "a.b function(c)"]),
    ("export default function a() {}\na.b = 1", ["default function()", "default.b value"]),
    ("const a = { b: 1 }\nexport default a", ["default object", "default.b value"]),
    ("module.exports = { a: { b: { c: 1 } } }", ["a object", "a.b object"]),
    ("const a = b; module.exports = { a }; function g() { return exports.a }", ["a value"]),
]


@pytest.mark.parametrize(("text", "names"), FORMS)
def test_forms(text: str, names: list[str]) -> None:
    assert shown(text) == names


ELSEWHERE: list[tuple[str, dict[str, Elsewhere]]] = [
    ("module.exports = require('./a')", {"": Elsewhere("./a")}),
    ("const a = require('./a')\nmodule.exports = a", {"": Elsewhere("./a")}),
    (
        "const a = require('./a')\nmodule.exports = { x: a.y, a }",
        {"x": Elsewhere("./a", ("y",)), "a": Elsewhere("./a")},
    ),
    (
        "const { a, b: c } = require('./a')\nexports.a = a; exports.c = c",
        {"a": Elsewhere("./a", ("a",)), "c": Elsewhere("./a", ("b",))},
    ),
    (
        "import a, { b as c } from './a'\nexport { a, c }",
        {"a": Elsewhere("./a", ("default",)), "c": Elsewhere("./a", ("b",))},
    ),
    ("import * as a from './a'\nmodule.exports = { x: a.y }", {"x": Elsewhere("./a", ("y",))}),
    (
        "export { a as b, default } from './a'",
        {"b": Elsewhere("./a", ("a",)), "default": Elsewhere("./a", ("default",))},
    ),
    ("export { default as x } from './a'", {"x": Elsewhere("./a", ("default",))}),
    ("export * as ns from './a'", {"ns": Elsewhere("./a")}),
    (
        "var _a = _interopRequireDefault(require('./a'))\nexports.x = _a.default",
        {"x": Elsewhere("./a", ("default",))},
    ),
    ("exports.x = require('./a').b", {"x": Elsewhere("./a", ("b",))}),
    ("export default require('./a').default", {"default": Elsewhere("./a", ("default",))}),
]


@pytest.mark.parametrize(("text", "found"), ELSEWHERE)
def test_what_comes_from_elsewhere(text: str, found: dict[str, Elsewhere]) -> None:
    elsewhere = {name: each.elsewhere for name, each in given(text).items() if each.elsewhere}
    assert elsewhere == found


SPREADS = [
    "export * from './a'",
    "module.exports = { ...require('./a') }",
    "module.exports = Object.assign({ b: 1 }, require('./a'))",
    "Object.assign(exports, require('./a'))",
    "__exportStar(require('./a'), exports)",
    "tslib_1.__exportStar(require('./a'), exports)",
    "var _a = require('./a');\nObject.keys(_a).forEach(function (key) { exports[key] = _a[key] })",
]


@pytest.mark.parametrize("text", SPREADS)
def test_spreads(text: str) -> None:
    [spread] = [each for each in read(text).given if each.kind == "spread"]
    assert spread.elsewhere == Elsewhere("./a")
    assert () not in read(text).open


DYNAMIC = [
    "module.exports = make()",
    "module.exports = function (e) { return e }([function () {}])",
    "for (const name of names) module.exports[name] = all[name]",
    "if (a) { exports.b = 1 }",
    "names.forEach(function (name) { exports[name] = 1 })",
    "(function (root, factory) { factory(exports) })(this, function (exports) { exports.a = 1 })",
    "const o = {}\nfor (let i in all) o[all[i].name] = require(all[i].path)\nmodule.exports = o",
    "const o = { a: 1 }\nfunction f() { o.b = 2 }\nmodule.exports = o",
    "const o = { a: 1 }\nObject.assign(o, make())\nmodule.exports = o",
    "module.exports = { ...make() }",
    "module.exports = { [name]: 1 }",
    "module.exports = flag ? a : b",
    "module.exports = new Api()",
    "export const { a, b } = make()",
]


@pytest.mark.parametrize("text", DYNAMIC)
def test_what_may_give_more(text: str) -> None:
    assert () in read(text).open


@pytest.mark.parametrize("text", [text for text, _ in FORMS if "new " not in text])
def test_what_gives_no_more(text: str) -> None:
    assert () not in read(text).open


def test_descriptions() -> None:
    text = """
      /**
       * 取得天气
       * @param {object} options
       */
      function getWeather(options) {}

      // 设置单位
      const setUnit = (unit) => {}

      module.exports = {
        getWeather,
        setUnit,
        /** 版本 */
        version: '1.0',
        cities: [], // 城市
      }
    """
    assert {name: each.description for name, each in given(text).items() if name} == {
        "getWeather": "取得天气",
        "setUnit": "设置单位",
        "version": "版本",
        "cities": "城市",
    }
    assert given("// 天气\nexport function a() {}")["a"].description == "天气"
    assert given("// 天气\nexport const a = () => {}")["a"].description == "天气"
    assert given("// 天气\nexports.a = function () {}")["a"].description == "天气"


def test_lines_are_those_of_the_declaration() -> None:
    text = "\nfunction f() {}\nmodule.exports = {\n  f,\n  a: 1,\n}\n"
    assert {name: each.line for name, each in given(text).items() if name} == {"f": 2, "a": 5}


def test_async() -> None:
    found = given(
        "module.exports = { a: async () => {}, async b() {}, c: async function () {}, d() {} }"
    )
    assert [found[name].is_async for name in "abcd"] == [True, True, True, False]


def test_typescript() -> None:
    text = """
      import api = require('./api')
      export type { A } from './a'
      export interface B { c: string }
      export enum Unit { C }
      export function get(this: Window, city: string, days?: number, ...rest: any[]): void {}
      export const set = (unit: Unit = Unit.C): void => {}
      export abstract class D {}
      export default { api } as Api
    """
    found = given(text, "ts")
    assert found["get"].parameters == ("city", "days", "...rest")
    assert found["set"].parameters == ("unit = Unit.C",)
    assert found["default.api"].elsewhere == Elsewhere("./api")
    assert {name for name, each in found.items() if each.kind == "class"} == {"D"}
    assert set(found) == {"Unit", "get", "set", "D", "default", "default.api"}
    assert given("export = { a: 1 }", "ts").keys() == {"", "a"}


TYPES = [
    "export interface A { b: 1 }",
    "export default interface A {}",
    "export type A = 1",
    "export type { A } from './a'",
    "export { type A } from './a'",
    "export declare const a: number",
    "export function a(b: string): void",
]
OPEN_IN_TYPESCRIPT = [
    "export namespace A { export const b = 1 }",
    "export import A = B.C",
    "namespace A { export const b = 1 }\nfunction A() {}\nexport = A",
    "const api = {} as Api\n;(api as any).b = 1\nexport default api",
    "const api = {} as Api\napi!.b = () => { api!.c = 1 }\nexport default api",
]


@pytest.mark.parametrize("text", TYPES)
def test_types_are_not_there_when_a_module_runs(text: str) -> None:
    module = read(text, "ts")
    assert (module.given, module.open) == ((), ())


@pytest.mark.parametrize("text", OPEN_IN_TYPESCRIPT)
def test_what_may_give_more_in_typescript(text: str) -> None:
    assert read(text, "ts").open


MARKED = [
    "export {}",
    "export default 1",
    "import './a'\nexports.b = 1\nexport const c = 1",
    "Object.defineProperty(exports, '__esModule', { value: true })",
    "export const a = 1\nmodule.exports = exports",
]
UNMARKED = [
    "",
    "module.exports = {}",
    "import a from './a'",
    "import a from './a'\nmodule.exports = { a }",
    "import a from './a'\nexports.a = a",
    "export const a = 1\nmodule.exports = { a }",
    "module.exports = {}\nexport const a = 1",
]


@pytest.mark.parametrize("text", MARKED)
def test_modules_of_which_an_import_means_the_default(text: str) -> None:
    assert read(text).is_es


@pytest.mark.parametrize("text", UNMARKED)
def test_modules_of_which_an_import_means_all(text: str) -> None:
    assert not read(text).is_es


def test_what_stands_in_place_of_all_in_typescript() -> None:
    assert not read("import a from './a'\nexport = { a }", "ts").is_es


def test_an_endless_module_is_cut_off() -> None:
    text = "module.exports = {" + "".join(f"a{number}: 1," for number in range(5_000)) + "}"
    module = read(text)
    assert len(module.given) < 2_000
    assert () in module.open
