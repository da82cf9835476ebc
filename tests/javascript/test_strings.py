"""String literals as the values that they stand for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.javascript.strings import decoded, string_value
from docbuild.javascript.tree import Tree, descendants


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("plain 中", "plain 中"),
        (r"a\'b\"c\\d\/", "a'b\"c\\d/"),
        (r"\n\t\r\b\f\v\0", "\n\t\r\b\f\v\0"),
        (r"\x41\u4e2d\u{1F600}", "A中😀"),
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d", "\ufffd"),
        (r"\u{ffffff}", "\ufffd"),
        ("one \\\nline\\\r\n", "one line"),
        (r"\u12", "u12"),
        ("cut\\", "cut\\"),
    ],
)
def test_escapes(written: str, meant: str) -> None:
    assert decoded(written) == meant


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_json_escapes_is_read_again(text: str) -> None:
    assert decoded(json.dumps(text)[1:-1]) == text


@given(st.text())
def test_any_text_decodes(written: str) -> None:
    decoded(written).encode()


@pytest.mark.parametrize(
    ("code", "value"),
    [("'a\\'b'", "a'b"), ('"中"', "中"), ("`a\nb`", "a\nb"), ("`a${b}`", None), ("''", "")],
)
def test_values(code: str, value: str | None) -> None:
    tree = Tree(code, "js")
    [node] = [each for each in descendants(tree.root) if each.type in ("string", "template_string")]
    assert string_value(tree, node) == value
    assert string_value(tree, tree.root) is None
