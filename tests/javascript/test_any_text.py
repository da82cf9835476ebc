"""Whatever a text is, it is read to its end; what was read survives the cache."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.javascript.facts import UNREAD, Elsewhere, Module
from docbuild.javascript.linking import DEEPEST, Linker, Located
from docbuild.javascript.reading import LONGEST, read_module
from docbuild.javascript.record import module_from_json, module_to_json
from docbuild.javascript.syntax import Language, plugin_calls, syntax_errors

LANGUAGES: tuple[Language, ...] = ("js", "ts", "tsx")
SAMPLE = Path(__file__).parent.parent.parent / "sample_doc" / "plugin"
_OPTIONS = """
import { a as b } from './c'
const KEY = 'k', shared = { x: String, ...require('./d').e }
/** 卡片 */
export default Component<A, B>({
  behaviors: [b, Behavior({ properties: { [KEY]: Number } })],
  properties: { ...shared, y: { type: Object as () => C, value: {} } }, // 甲
  methods: { fire(name) { this.triggerEvent(name, { z: 1 }) }, go() { this.fire('tap') } },
})
module.exports = Object.assign({}, { f(g = 1, ...h) {}, i: class {} })
exports.j = async ({ k }) => helper(this)
Page({ onLoad(l) { const { m, n = 2 } = l; l.o } })
"""
_SOURCES = [_OPTIONS, *(path.read_text("utf-8") for path in sorted(SAMPLE.rglob("*.js")))]
assert len(_SOURCES) > 5
_WORDS = [
    *("Component(", "Page(", "Behavior(", "{", "}", "(", ")", "[", "]", ",", ":", ";", "...", "=>"),
    *("properties", "methods", "behaviors", "onLoad", "this", ".triggerEvent(", "'a'", "`${", "`"),
    *("module.exports", "exports.a", "=", "export ", "default ", "import ", "from "),
    *("require('./a')", "const ", "let\n", "a", "b", ".", "?."),
    *("class ", "function ", "async ", "await ", "new "),
    *("String", " as ", "<T>", "// ", "/** ", " */", "\n", "\r\n", "/", "\\", '"'),
    *("中", "😀", "\ud800"),
    *("Object.assign(", "type", "value", "null", "0", "\0", "\u2028", "#!", "<!--", "@a\n", "*"),
]  # fmt: skip


def check_any(text: str) -> None:
    for language in LANGUAGES:
        module = read_module(text, language)
        assert module_from_json(module_to_json(module)) == module
        assert all(len(each.path) <= 3 for each in module.given)
        lines = text.count("\n") + 1
        for definition in module.definitions:
            assert all(1 <= each.line <= lines for each in definition.properties)
            assert all(1 <= each.line <= lines for each in definition.events)
        if module.error is not None:
            line, column = module.error
            shown = text.removeprefix("\ufeff").split("\n")
            assert 1 <= line <= len(shown)
            assert 1 <= column <= len(shown[line - 1]) + 1
        link(Located("a.js", module))
        syntax_errors(text, language)
        plugin_calls(text + "requirePlugin", language)


def link(at: Located) -> None:
    """Put a module together with itself, whatever it wants."""
    linker = Linker(lambda importer, name: at)
    linker.exports(at)
    for definition in at.module.definitions:
        linker.definition(at, definition)


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map("".join))
def test_words_in_any_order(text: str) -> None:
    check_any(text)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    check_any(text)


@pytest.mark.parametrize("seed", range(40))
def test_sources_that_somebody_is_editing(seed: int) -> None:
    random = Random(seed)
    text = random.choice(_SOURCES)
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(text) + 1)
        upto = min(len(text), at + random.choice([0, 0, 1, 5, 50, 10_000]))
        text = text[:at] + random.choice(["", *_WORDS]) + text[upto:]
    check_any(text)


@pytest.mark.parametrize("text", _SOURCES, ids=range(len(_SOURCES)))
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_line_ends_and_marks_change_nothing(text: str, end: str) -> None:
    language: Language = "ts" if text is _OPTIONS else "js"
    wanted = read_module(text, language)
    assert wanted.error is None
    assert read_module("\ufeff" + text, language) == wanted
    found = read_module(text.replace("\n", end), language)
    assert [each.path for each in found.given] == [each.path for each in wanted.given]
    assert [each.line for each in found.given] == [each.line for each in wanted.given]
    assert [each.properties for each in found.definitions] == [
        each.properties for each in wanted.definitions
    ]


def test_what_is_too_long_is_unknown() -> None:
    assert read_module("a" * (LONGEST + 2), "js") == UNREAD


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"[" * 10_000,
        b"\xff",
        module_to_json(UNREAD)[:-1],
        module_to_json(UNREAD).replace(b"false", b"0", 1),
        module_to_json(UNREAD).replace(b"null", b"[1]"),
        module_to_json(UNREAD).replace(b"null", b'[1,"1"]'),
        module_to_json(Module(given=())).replace(b"[]", b"[[]]", 1),
        module_to_json(UNREAD) + b" ]",
    ],
)
def test_a_record_of_somebody_else(data: bytes) -> None:
    assert module_from_json(data) is None


def test_kinds_are_checked() -> None:
    module = read_module("exports.a = function (b) {}", "js")
    data = module_to_json(module)
    assert module_from_json(data) == module
    assert b'"function"' in data
    assert module_from_json(data.replace(b'"function"', b'"functor"')) is None
    assert module_from_json(data.replace(b'"function"', b"7")) is None


def test_modules_that_lead_to_each_other_end() -> None:
    loop = read_module("module.exports = { ...require('./a'), b: require('./b').c }", "js")
    at = Located("a.js", loop)
    linker = Linker(lambda importer, name: at)
    exported = linker.exports(at)
    assert exported.open
    assert linker.given(at, Elsewhere("./a", ("x",))) is None
    assert DEEPEST < 50
