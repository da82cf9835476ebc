"""Where a node stands, and the lines that it was written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docbuild.document import List, Node, Paragraph, Quote, RawHtml, Text
from docbuild.rules.rule import Subject
from docbuild.source import Source, Span

_QUOTE_MARKS = r"[ \t]*(?:>[ \t]?)+"
# What begins an HTML block, which reaches to its closing tag or to a blank line: any tag but
# those that stand in running text.
_HTML_BLOCK = (
    r"[ \t]*<(?!!--)(?!(?:a|em|strong|small|s|cite|q|dfn|abbr|data|time|code|var|samp|kbd|sub|sup"
    r"|i|b|u|mark|ruby|rt|rp|bdi|bdo|span|br|wbr|ins|del|img)(?![A-Za-z0-9_]))"
    r"([A-Za-z][A-Za-z0-9_-]*+)(?!:|[^\w\s@]*@)"
)


class Placed(NamedTuple):
    """A node, and whether a list or a quote has it inside."""

    node: Node
    in_list: bool
    in_quote: bool


class Line(NamedTuple):
    """A line without the quote marks before it: ``text`` begins at ``start`` of the document."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def content_start(self) -> int:
        return self.start + len(self.text) - len(self.text.lstrip(" \t"))


def placed(nodes: Iterable[Node], *kinds: type[Node]) -> Iterator[Placed]:
    """The nodes of these ``kinds`` in source order, each with where it stands.

    ``nodes`` are in source order, parents before children; lists and quotes have to be among
    them for what they hold to be told from the rest.
    """
    list_end = quote_end = -1
    for node in nodes:
        kind = type(node)
        if kind in kinds:
            start = node.span.start
            yield Placed(node, start < list_end, start < quote_end)
        if kind is List:
            list_end = max(list_end, node.span.end)
        elif kind is Quote:
            quote_end = max(quote_end, node.span.end)


def paragraphs(subject: Subject) -> tuple[Placed, ...]:
    """All paragraphs, for :meth:`Subject.once`: as many rules look at them."""
    return tuple(placed(subject.nodes, Paragraph))


def lines(source: Source, span: Span, *, quoted: bool = False) -> tuple[Line, ...]:
    """The lines of a construct that are not empty, the marks of quotes left out."""
    found = []
    for match in re.compile(r"[^\r\n]+").finditer(source.text, *span):
        text = match[0]
        marks = re.match(_QUOTE_MARKS, text) if quoted and match.start() > span.start else None
        skipped = marks.end() if marks else 0
        found.append(Line(match.start() + skipped, text[skipped:]))
    return tuple(found)


def column_of(node: Node, source: Source) -> int | None:
    """How many spaces stand before a node on its line, ``None`` if anything else does."""
    start, text = node.span.start, source.text
    begin = start
    while begin > 0 and text[begin - 1] == " ":
        begin -= 1
    return start - begin if begin == 0 or text[begin - 1] in "\r\n" else None


def first_line(node: Node, source: Source) -> Span:
    """Where the first line of a node stands, without the spaces behind it."""
    match = re.compile(r"[^\r\n]*").match(source.text, *node.span)
    return (
        node.span if match is None else Span(match.start(), match.start() + len(match[0].rstrip()))
    )


def html_block(paragraph: Paragraph, source: Source) -> str | None:
    """The name of the tag whose HTML block this paragraph is; ``None`` if it is no such block."""
    first = paragraph.children[0] if paragraph.children else None
    if not isinstance(first, RawHtml) and not (isinstance(first, Text) and first.text.isspace()):
        return None
    match = re.compile(_HTML_BLOCK).match(source.text, *paragraph.span)
    return match[1] if match else None
