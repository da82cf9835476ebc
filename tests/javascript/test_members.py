"""What a sample uses of which variables, and which of them hold a plugin."""

from __future__ import annotations

import pytest

from docbuild.javascript.members import members
from docbuild.javascript.syntax import LONGEST


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wx.request({}).abort()", ["wx.request"]),
        ("const p = requirePlugin('x')\np.a.b(1)", ["p = x", "p.a.b"]),
        ("var p = wx.requirePlugin(`x`)", ["p = x", "wx.requirePlugin"]),
        ("let p\np = requirePlugin('x')", ["p = ?", "p = x"]),
        ("const p = requirePlugin(name)", ["p = ?"]),
        ("const { a, b: c, d = 1 } = requirePlugin('x')", ["x: a", "x: b", "x: d"]),
        ("requirePlugin('x').a()", ["x: a"]),
        ("(await requirePlugin.async('x')).a", ["x: a", "requirePlugin.async"]),
        ("const p = await requirePlugin.async('x')", ["p = x", "requirePlugin.async"]),
        ("const p = requirePlugin.async('x')", ["p = ?", "requirePlugin.async"]),
        (
            "requirePlugin.async('x').then((p) => p.a())",
            ["requirePlugin.async", "p = x", "p.a"],
        ),
        (
            "requirePlugin.async('x').then(function ({ a }, b) { b.c })",
            ["requirePlugin.async", "x: a", "b = ?", "b.c"],
        ),
        ("f(p => p.a)", ["p = ?", "p.a"]),
        ("p.a = 1; p.b = p.c", ["p.c"]),
        ("p?.a?.b", ["p.a.b"]),
        ("p['a']", []),
        ("this.a.b", []),
        ("function p() {}\nclass q {}\np.a", ["p = ?", "q = ?", "p.a"]),
        ("const p: Plugin = requirePlugin('x') as Plugin", ["p = x"]),
        ("app.a(  // 没有写完", ["app.a"]),
        ("一二.三", ["一二.三"]),
    ],
)
def test_members(text: str, found: list[str]) -> None:
    shown = []
    for each in members(text, "ts" if ": Plugin" in text else "js"):
        stands = [text[slice(*span)] for span in each.spans]
        assert stands == list(each.names or (each.variable,))
        if each.alias_span is not None:
            assert text[slice(*each.alias_span)] == each.alias
        if each.names:
            before = f"{each.variable}." if each.variable else f"{each.alias}: "
            shown.append(before + ".".join(each.names))
        else:
            shown.append(f"{each.variable} = {each.alias or '?'}")
    assert sorted(shown) == sorted(found)


def test_a_long_chain_and_a_long_text_take_no_time() -> None:
    (chain,) = members("a" + ".b" * 50_000)
    assert len(chain.names) == 50_000
    assert members("a.b;" * LONGEST) == ()
    assert members("no members here") == ()
