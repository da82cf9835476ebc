"""What the room of JavaScript says of a piece of text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.javascript.syntax import (
    LONGEST,
    MOST_PROBLEMS,
    Language,
    plugin_calls,
    syntax_errors,
)

LANGUAGES: tuple[Language, ...] = ("js", "ts", "tsx")

FINE: list[tuple[str, Language]] = [
    ("", "js"),
    ("  \n\t", "js"),
    ("const plugin = requirePlugin('天气')", "js"),
    ("Page({\n  onLoad() {\n  },\n})\r\n", "js"),
    ("\ufeffconst a = 1", "js"),
    ("const { 城市 } = await plugin.get()", "js"),
    ("let 温度 = `${度}°` // 😀", "js"),
    ("a?.b ?? c\nclass A { #x = 1; static { } }", "js"),
    ("const a = <view>1</view>", "js"),
    ("const a: string = b as any", "ts"),
    ("interface A<T> { b?: T }\nexport type { A }", "ts"),
    ("const a = <View<T> b={1} />", "tsx"),
    ("a" * (LONGEST + 1) + "(", "js"),
]


@pytest.mark.parametrize(("text", "language"), FINE)
def test_what_parses(text: str, language: Language) -> None:
    assert syntax_errors(text, language) == ()


WRONG: list[tuple[str, Language, str, tuple[int, int], str | None]] = [
    ("城市(1", "js", "unclosed", (2, 3), ")"),
    ("'😀'; a = [1, 2\nb()", "js", "unclosed", (9, 10), "]"),
    ("Page({\n  onLoad() {\n  },\n", "js", "unclosed", (5, 6), "}"),
    ("`天气${b`; c()", "js", "unclosed", (3, 5), "}"),
    ("if (a { b() }", "js", "missing", (5, 5), ")"),
    ("const 甲 = '😀'; }", "js", "unexpected", (15, 16), None),
    ("let a = 1\r\nlet b = = 2", "js", "unexpected", (17, 18), None),
    ("var s = 'abc\nb()", "js", "unexpected", (8, 12), None),
    ("const a: string = b", "js", "unexpected", (6, 8), None),
]


@pytest.mark.parametrize(("text", "language", "kind", "span", "expected"), WRONG)
def test_where_it_does_not_parse(
    text: str, language: Language, kind: str, span: tuple[int, int], expected: str | None
) -> None:
    first, *_ = syntax_errors(text, language)
    assert (first.kind, tuple(first.span), first.expected) == (kind, span, expected)


def test_problems_are_not_endless() -> None:
    assert len(syntax_errors("let b = = 2\n" * 500)) == MOST_PROBLEMS


@given(st.text(alphabet="()[]{}<>`$'\"/\\*=;:,.a1 \n中😀\ud83d", max_size=80))
def test_spans_lie_in_the_text(text: str) -> None:
    for language in LANGUAGES:
        found = syntax_errors(text, language)
        starts = [problem.span.start for problem in found]
        assert starts == sorted(starts)
        for problem in found:
            assert 0 <= problem.span.start <= problem.span.end <= len(text)
            assert (problem.expected is None) == (problem.kind == "unexpected")


def test_calls_of_a_plugin() -> None:
    text = (
        "const 甲 = '😀', plugin = requirePlugin('天\\u6c14')\n"
        "function load() {\n  return requirePlugin.async(`later`).then(use)\n}\n"
        "wx.requirePlugin(name); Taro . requirePlugin ?. ( /* 名 */ 'qingyu', 1)\n"
        "const f = () => { requirePlugin() }\n"
        "'requirePlugin(1)' // requirePlugin(2)\n"
    )
    found = plugin_calls(text)
    assert [(call.function, call.argument, call.at_top_level) for call in found] == [
        ("requirePlugin", "天气", True),
        ("requirePlugin.async", "later", False),
        ("requirePlugin", None, True),
        ("requirePlugin", "qingyu", True),
        ("requirePlugin", None, False),
    ]
    first = found[0]
    assert text[first.span.start : first.span.end] == "requirePlugin('天\\u6c14')"
    assert first.argument_span is not None
    assert text[first.argument_span.start : first.argument_span.end] == "'天\\u6c14'"
    assert found[-1].argument_span is None


@pytest.mark.parametrize("text", ["require('a')", "plugin.requirePlugins()", "async()", ""])
def test_no_call_of_a_plugin(text: str) -> None:
    assert plugin_calls(text + "// requirePlugin") == ()


_UNNEEDED = """
import sys
from docbuild.javascript.syntax import plugin_calls, syntax_errors
syntax_errors(" "), plugin_calls("wx.navigateTo()")
assert not [name for name in sys.modules if name.startswith("tree_sitter")]
assert syntax_errors("(")
assert "tree_sitter" in sys.modules
assert "importlib.resources" not in sys.modules
"""


def test_the_parser_is_loaded_when_there_is_something_to_parse() -> None:
    subprocess.run([sys.executable, "-I", "-c", _UNNEEDED], check=True)
