"""What the dialect relies on in mistune: a new version that changes it must fail here."""

from __future__ import annotations

import re
from importlib.metadata import version

import mistune

from docbuild.markdown.block import BlockParser
from docbuild.markdown.inline import InlineParser


def test_version_is_the_pinned_one() -> None:
    assert re.match(r"3\.4\.", version("mistune"))


def test_rules_are_compiled_into_one_pattern_in_order() -> None:
    parser = BlockParser()
    scanner = parser.compile_sc(["heading", "line"])
    assert scanner is parser.compile_sc(["heading", "line"])
    match = scanner.match("# 标题")
    assert match is not None
    assert match.lastgroup == "heading"


def test_block_parser_reads_where_the_rule_stopped() -> None:
    """The loop is mistune's: it asks for a position behind what a rule has read."""
    assert BlockParser.parse is mistune.BlockParser.parse
    assert not set(BlockParser.SPECIFICATION) & {"indent_code"}


def test_every_rule_has_its_method() -> None:
    for parser in (BlockParser(), InlineParser()):
        for rule in parser.rules:
            assert callable(parser._methods[rule])


def test_no_stock_rule_is_left() -> None:
    assert set(BlockParser().rules) <= set(BlockParser.SPECIFICATION)
    assert InlineParser().rules == list(InlineParser.SPECIFICATION)
