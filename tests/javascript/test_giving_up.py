"""Texts that the parser gets nowhere with are given up before they cost time out of proportion."""

from __future__ import annotations

import pytest

from docbuild.javascript.facts import UNREAD
from docbuild.javascript.reading import read_module
from docbuild.javascript.syntax import syntax_errors
from docbuild.javascript.syntax_facts import Language
from docbuild.javascript.tree import Tree

QUADRATIC = "=/[" * 60_000  # a regular expression that never ends, begun at every other character


@pytest.mark.parametrize("language", ["js", "ts", "tsx"])
def test_a_text_that_goes_back_again_and_again(language: Language) -> None:
    assert Tree(QUADRATIC, language).gave_up
    assert read_module(QUADRATIC, language) == UNREAD
    assert syntax_errors(QUADRATIC, language) == ()


def test_the_parser_is_as_good_as_before_afterwards() -> None:
    Tree(QUADRATIC, "js")
    (found,) = read_module("Component({properties: {city: String}})", "js").definitions
    assert [each.name for each in found.properties] == ["city"]


@pytest.mark.parametrize("text", ["", "a", "let a = 1\n" * 60_000, "/* " + "x" * 500_000])
def test_an_honest_text_is_read(text: str) -> None:
    assert not Tree(text, "js").gave_up
