"""What may give an exported object more members than the statements of the top level show."""

from __future__ import annotations

import pytest

from docbuild.javascript.reading import read_module
from docbuild.javascript.syntax import Language


def is_open(text: str, language: Language = "js") -> bool:
    module = read_module(text, language)
    assert module.error is None
    return bool(module.open)


WRITTEN = [
    "function f() { o.b = 1 }",
    "function f() { o\n  .b = 1 }",
    "if (a) o.b = 1",
    "if (a) { o = { b: 1 } }",
    "o['b'] = 1",
    "o[key] = 1",
    "o[`b${1}`] = 1",
    "(o).b = 1",
    "() => { o /* 或者 */ . /* 又 */ b = 1 }",
    "o.b ||= 1",
    "o.b++",
    "[o.b, o.c] = [1, 2]",
    "({ x: o.b } = { x: 1 })",
    "({ x: o.b = 2 } = {})",
    "[...o.b] = []",
    "for (o.b of [1]);",
    "for (const key in all) o[key] = all[key]",
    "Object.assign(o, { b: 1 })",
    "Object.defineProperty(o, 'b', { value: 1 })",
    "Object.defineProperties(o, { b: { value: 1 } })",
    "Reflect.set(o, 'b', 1)",
    "_.merge(o, { b: 1 })",
    "a.x.y(() => { o.list.b = 1 })",
    "const f = (a) => { for (const b of a) o[b] = 1 }",
    "{ let p = 1; o.b = p }",
    "if (a) { var o = { b: 1 } }",
]
HANDED = [
    "add(o)",
    "new Adder(o)",
    "add(...a, o)",
    "const p = o",
    "let p = a || o",
    "let p = a ? b : o",
    "let p; p = (1, o)",
    "const { p = o } = {}",
    "var x = (a, o).b = 1",
    "this.o = o",
    "const { ...p } = { o }; p.o.b = 1",
    "wx.api = o",
    "const list = [o]",
    "list.push(o)",
    "function get() { return o }",
    "const get = () => o",
    "function* get() { yield o }",
    "function get(p = o) {}",
    "const all = { o }; all.o.b = 1",
    "[1].forEach(function () { this.b = 1 }, o)",
    "(function () { this.b = 1 }).call(o)",
]
KEPT = [
    "",
    "o.b()",
    "o.a = 2",
    "f(o.a); f(o['a'], o.a.b)",
    "const b = o.a, { a: c } = o",
    "console.log(o); wx.request(o); JSON.stringify(o)",
    "Object.keys(o).forEach((key) => key)",
    "Object.assign({}, o); f({ ...o })",
    "if (o) {}; o && f(); !o; typeof o; o === f; `${o}`; 'a' in o",
    "for (const key in o) {}",
    "Component({ data: { o }, properties: o }); Page(o)",
    "const all = { o, other: { o } }",
    "wx.request({ data: o })",
    "module.exports = { o }",
    "exports.p = o",
    "// o.b = 1\nconst text = 'o.b = 1; add(o)'",
    "function f(o) { o.b = 1 }",
    "function f({ x: [o = 1] }) { add(o) }",
    "function f(...o) { o.b = 1 }",
    "const f = o => { o.b = 1 }",
    "const f = ({ o }) => add(o)",
    "function f() { const o = {}; o.b = 1; return o }",
    "function f() { if (a) { var o = {} } o.b = 1 }",
    "{ const o = {}; o.b = 1 }",
    "try {} catch (o) { o.b = 1 }",
    "for (const o of all) { o.b = 1 }",
    "(function o() { o.b = 1 })",
    "function f() { function o() {} o.b = 1 }",
    "a.o.b = 1; ({ o: 1 }).b = 1; f({ o: 2 }); class A { o() {} }",
    "o: for (;;) { break o }",
]


@pytest.mark.parametrize("text", [*WRITTEN, *HANDED])
def test_what_may_add_members(text: str) -> None:
    assert is_open(f"let o = {{ a: 1 }};\n{text};\nmodule.exports = o")


@pytest.mark.parametrize("text", KEPT)
def test_what_leaves_an_object_alone(text: str) -> None:
    assert not is_open(f"let o = {{ a: 1 }};\n{text};\nmodule.exports = {{ o }}")


@pytest.mark.parametrize("text", WRITTEN[:-1])
@pytest.mark.parametrize("kept", ["let o = require('./o');", "function o() {}"])
def test_writing_to_what_is_no_object_of_the_module(text: str, kept: str) -> None:
    assert is_open(f"{kept}\n{text};\nmodule.exports = {{ o }}")


@pytest.mark.parametrize(
    "text", ["setTimeout(o)", "list.map(o)", "const p = o", "f([o])", "o(o)", "o.prototype.a = 1"]
)
def test_a_function_may_be_handed_on(text: str) -> None:
    assert not is_open(f"function o() {{}}\n{text}\nmodule.exports = {{ o }}")


THROUGH_EXPORTS = [
    "const self = exports; self.a = 1",
    "const self = module.exports; self.a = 1",
    "const m = module; m.exports = { a: 1 }",
    "const { exports: e } = module; e.a = 1",
    "(function (m) { m.exports.a = 1 })(module)",
    "function add(target) { target.a = 1 }; add(exports)",
    "function add(target) { target.a = 1 }; add(this)",
    "this.a = 1",
    "const f = () => { this.a = 1 }; f()",
    "exports.a ||= 1",
    "[exports.a, exports.b] = [1, 2]",
    "for (exports.a of [1]);",
    "exports = { a: 1 }",
    "exports.a = 1; exports = {}; exports.b = 2",
    "let x; module.exports = x = { a: 1 }; x.b = 2",
    "function f() { exports.a = 1 }",
    "module.exports = { __proto__: a }",
    "class A { static a() {} }\nmodule.exports = A",
    "class A extends B {}\nmodule.exports = A",
]
NOT_THROUGH_EXPORTS = [
    "module['exports'] = { a: 1 }",
    "module\n  .exports = { a: 1 }",
    "exports.a = function () { return exports.b }",
    "module.exports = { a() { this.b = 1 } }",
    "class A { a() { this.b = 1 } }\nmodule.exports = { A }",
    "exports.a = 1; console.log(module.exports.a)",
    "exports.a = 1; if (module.hot) module.hot.accept()",
    "var b = (this && this.__assign) || function () {}\nexports.a = 1",
    "export const f = () => call(this)",
    "class A {}\nmodule.exports = A",
    "exports.a = function (exports, module) { exports.b = 1 }".replace("exports.b", "exports[0].b"),
]


@pytest.mark.parametrize("text", THROUGH_EXPORTS)
def test_what_may_add_exports(text: str) -> None:
    assert is_open(text)


@pytest.mark.parametrize("text", NOT_THROUGH_EXPORTS)
def test_what_adds_no_export(text: str) -> None:
    assert not is_open(text)


def test_members_of_functions() -> None:
    module = read_module("function f() {}\nf.g = function (a) {}\nmodule.exports = { f }", "js")
    assert [(each.path, each.kind) for each in module.given if each.path] == [
        (("f",), "function"),
        (("f", "g"), "function"),
    ]
    assert module.open == ()


DEEP = {
    "parentheses": "(" * 5_000 + "o" + ")" * 5_000,
    "functions with names": "function f(o){" * 1_000 + "o.b = 1" + "}" * 1_000,
    "functions": "()=>{" * 3_000 + "o.a" + "}" * 3_000,
}
HOSTILE = {
    "holders": "const a0 = { o };"
    + "".join(f"const a{number} = {{ a{number - 1} }};" for number in range(1, 1_000)),
    "uses": "f(o.a);" * 50_000,
    "circle": "const b = { o, c };const c = { b };c.b.c = 1",
}


@pytest.mark.parametrize("name", DEEP)
def test_no_depth_is_too_much(name: str) -> None:
    assert not is_open(f"const o = {{}};{DEEP[name]};module.exports = o")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_too_much_to_look_at(name: str) -> None:
    assert is_open(f"const o = {{}};{HOSTILE[name]};module.exports = {{ o }}")
