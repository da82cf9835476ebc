"""The marks of emphasis that were meant as text, and the backslashes that make them text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit
from docbuild.document import Emphasis, Node, Strong, Text
from docbuild.source import Source, Span


def with_backslashes(node: Emphasis | Strong, source: Source, mark: str) -> tuple[Edit, ...]:
    """A backslash before each ``mark`` of ``node``; none where more than text is in it."""
    if not all(isinstance(child, Text) for child in _below(node)):
        return ()
    marks = re.compile(rf"(?<!\\){re.escape(mark)}").finditer(source.text, *node.span)
    return tuple(Edit(Span(each.start(), each.start()), "\\") for each in marks)


def _below(node: Node) -> Iterator[Node]:
    for child in node.children if isinstance(node, (Emphasis, Strong)) else ():
        yield from _below(child) if isinstance(child, (Emphasis, Strong)) else (child,)
