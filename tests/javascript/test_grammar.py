"""The grammars, found beside their packages or inside of them."""

from __future__ import annotations

import pytest
import tree_sitter

from docbuild.javascript import grammar
from docbuild.javascript.syntax_facts import Language

_TEXTS: dict[Language, bytes] = {"js": b"a = <b/>", "ts": b"a = <b>c", "tsx": b"a = <b<c> />"}


@pytest.mark.parametrize("language", _TEXTS)
@pytest.mark.parametrize("is_moved", [False, True])
def test_the_package_helps_out_where_its_compiled_part_is_elsewhere(
    language: Language, is_moved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_moved:
        monkeypatch.setattr(grammar, "_binding", lambda package: None)
    parser = tree_sitter.Parser(tree_sitter.Language(grammar._grammar(language)))
    for other, text in _TEXTS.items():
        if other == language:
            assert not parser.parse(text).root_node.has_error


def test_the_compiled_parts_are_where_they_have_always_been() -> None:
    assert grammar._binding("tree_sitter_javascript") is not None
    assert grammar._binding("tree_sitter_typescript") is not None
    assert grammar._binding("tree_sitter_nothing") is None
    assert grammar._binding("json") is None
