"""How each dialect is read: its rules for blocks and for inline text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from docbuild.dialect import WECHAT, Dialect
from docbuild.markdown.block import BlockParser
from docbuild.markdown.inline import InlineParser


class Parsers(NamedTuple):
    """The pair that reads a document. They keep compiled patterns and nothing else."""

    blocks: BlockParser
    inline: InlineParser


_RULES: Mapping[Dialect, tuple[type[BlockParser], type[InlineParser]]] = {
    WECHAT: (BlockParser, InlineParser),
}


@cache
def parsers(dialect: Dialect) -> Parsers:
    """The parsers of a dialect that :data:`docbuild.dialect.DIALECTS` has."""
    blocks, inline = _RULES[dialect]
    return Parsers(blocks(), inline())
