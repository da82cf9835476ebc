"""A text as a tree whose nodes know where they stand, in code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Self

import tree_sitter
from tree_sitter import Node

from docbuild.javascript.grammar import parser
from docbuild.javascript.syntax_facts import Language
from docbuild.source import Span

LONGEST = 1024 * 1024  # code points that are parsed; tree-sitter takes 6 µs each at the worst
_PIECE = 4096  # bytes that the parser is handed at a time
#: The parser goes back where it was wrong, and on hostile text again and again: ``=/[=/[…`` takes
#: time in the square of its length. Of the sources of 93 plugins none took a fifth of this.
_FEWEST_READS = 200
_BYTES_PER_READ = 512
_CHUNK = 1024  # bytes between two places whose offset in code points is known
#: The grammars take ``let`` for a name where its pattern stands on the next line; ``var`` is as
#: long, and never is one. What stands in the text is read from the text.
_LET = re.compile(rb"\blet(?=[ \t]*\r?\n\s*[{\[])")
_CONTINUATIONS = bytes(range(0x80, 0xC0))  # bytes of UTF-8 that begin no code point


class Tree:
    """What tree-sitter made of ``text``, which is at most ``LONGEST`` code points long.

    ``gave_up``: it went back too often, and there is nothing in the tree. No tree is ever
    walked by recursion: a stranger's text nests as deeply as it likes.
    """

    def __init__(self, text: str, language: Language) -> None:
        assert len(text) <= LONGEST, "the caller declines what is longer"
        self.code = text
        # Half a surrogate pair becomes "?", which is one code point, too.
        self.data = text.encode("utf-8", "replace")
        self._is_ascii = len(self.data) == len(text)
        parsed = _parsed(_LET.sub(b"var", self.data), language)
        self.gave_up = parsed is None
        self._tree = parsed or parser(language).parse(b"")
        self.root = self._tree.root_node

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def span(self, node: Node) -> Span:
        return Span(self.offset(node.start_byte), self.offset(node.end_byte))

    def offset(self, byte: int) -> int:
        """The offset in code points of an offset in bytes."""
        if self._is_ascii:
            return byte
        chunk = byte // _CHUNK
        rest = self.data[chunk * _CHUNK : byte]
        return self._counts[chunk] + len(rest.translate(None, _CONTINUATIONS))

    @cached_property
    def _counts(self) -> list[int]:
        """The code points before each chunk."""
        starts = range(0, len(self.data), _CHUNK)
        chunks = (self.data[start : start + _CHUNK] for start in starts)
        lengths = (len(chunk.translate(None, _CONTINUATIONS)) for chunk in chunks)
        return [0, *accumulate(lengths)]


def _parsed(data: bytes, language: Language) -> tree_sitter.Tree | None:
    """The tree of ``data``, ``None`` where the parser gets nowhere with it."""
    left = _FEWEST_READS + len(data) // _BYTES_PER_READ

    def read(start: int, _: object) -> bytes:
        nonlocal left
        left -= 1
        return data[start : start + _PIECE] if left >= 0 else b""  # the text ends for it

    parsed = parser(language).parse(read)
    return parsed if left >= 0 else None


def line(node: Node) -> int:
    """The line where a node begins, from 1."""
    return node.start_point[0] + 1


def descendants(node: Node) -> Iterator[Node]:
    """``node`` and all below it, each before its children, in the order of the text."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.children))


class Places:
    """The places in a text where something stands that is looked for, to pass by all else."""

    def __init__(self, starts: list[int]) -> None:
        self.starts = starts  # offsets in bytes, ascending

    @classmethod
    def of(cls, tree: Tree, pattern: re.Pattern[bytes]) -> Self:
        return cls([match.start() for match in pattern.finditer(tree.data)])

    def __len__(self) -> int:
        return len(self.starts)

    def any_in(self, node: Node) -> bool:
        index = bisect_left(self.starts, node.start_byte)
        return index < len(self.starts) and self.starts[index] < node.end_byte

    def around(self, node: Node) -> Iterator[Node]:
        """The named nodes from ``node`` downwards that hold such a place, as ``descendants``."""
        waiting = [node]
        while waiting:
            found = waiting.pop()
            if self.any_in(found):
                yield found
                waiting.extend(reversed(found.named_children))
