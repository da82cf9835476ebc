"""The parsed document: frozen nodes, each with the exact span of its source.

For every node ``source.text[node.span.start:node.span.end]`` is that construct as it was
written: the whole ``![alt](path)``, the heading's line without its newline, the raw tag.
Nodes say what was written and what the platform makes of it; they never judge.
"""

import html
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from docbuild.source import Source, Span


class LinkForm(Enum):
    """How a link or image was written."""

    INLINE = "inline"  # [text](destination)
    REFERENCE = "reference"  # [text][label], [label][] or [label]
    AUTOLINK = "autolink"  # <https://…> or <a@b.c>
    BARE = "bare"  # https://…, www.… or a@b.c in the running text


class Text(NamedTuple):
    """Literal text as written: character references (``&amp;``) are not decoded."""

    span: Span
    text: str


class LineBreak(NamedTuple):
    """A newline inside a paragraph, which the platform shows as a line break."""

    span: Span


class CodeSpan(NamedTuple):
    span: Span
    code: str


class RawHtml(NamedTuple):
    """One HTML tag or comment, which the platform shows to its readers as text."""

    span: Span
    text: str


class Strong(NamedTuple):
    span: Span
    children: tuple["Inline", ...]


class Emphasis(NamedTuple):
    span: Span
    children: tuple["Inline", ...]


class Strikethrough(NamedTuple):
    span: Span
    children: tuple["Inline", ...]


class Link(NamedTuple):
    """``destination`` has its character references decoded, as a browser would.

    ``destination_span`` is where it is written: for a reference, inside its definition.
    """

    span: Span
    children: tuple["Inline", ...]
    destination: str
    destination_span: Span
    title: str | None
    form: LinkForm


class Image(NamedTuple):
    """See :class:`Link`. ``alt`` is the text between the brackets, decoded."""

    span: Span
    alt: str
    destination: str
    destination_span: Span
    title: str | None
    form: LinkForm


Inline: TypeAlias = (
    Text | LineBreak | CodeSpan | RawHtml | Strong | Emphasis | Strikethrough | Link | Image
)


class Paragraph(NamedTuple):
    """``tight``: inside a tight list item, rendered without ``<p>``."""

    span: Span
    children: tuple["Inline", ...]
    tight: bool = False


class Heading(NamedTuple):
    """``identifier`` is the ``id`` that the platform gives it (``-`` for all-Chinese text)."""

    span: Span
    level: int
    children: tuple["Inline", ...]
    identifier: str


class CodeBlock(NamedTuple):
    """``fence`` is the fence's marker, or ``None`` for code by indentation."""

    span: Span
    code: str
    language: str | None
    fence: str | None


class ThematicBreak(NamedTuple):
    span: Span


class Quote(NamedTuple):
    span: Span
    children: tuple["BlockNode", ...]


class ListItem(NamedTuple):
    span: Span
    loose: bool
    children: tuple["BlockNode", ...]


class List(NamedTuple):
    """``start`` is the first number of an ordered list, ``None`` for bullets."""

    span: Span
    start: int | None
    items: tuple[ListItem, ...]


class Cell(NamedTuple):
    """A table cell; ``span`` is its content without the padding around it."""

    span: Span
    children: tuple["Inline", ...]


class Table(NamedTuple):
    """``alignments`` holds ``left``, ``center``, ``right`` or ``None`` per column.

    Rows may have fewer or more cells than the header: that is how the platform shows them.
    """

    span: Span
    alignments: tuple[str | None, ...]
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Definition(NamedTuple):
    """``[label]: destination "title"``: leaves no trace on the page.

    ``label`` is as written; ``title`` is ``None`` where there is none.
    """

    span: Span
    label: str
    destination: str
    destination_span: Span
    title: str | None


BlockNode: TypeAlias = (
    Paragraph | Heading | CodeBlock | ThematicBreak | Quote | List | Table | Definition
)

Node: TypeAlias = Inline | BlockNode | ListItem | Cell


class Budget(NamedTuple):
    """Where the parser stopped reading the document as Markdown, and why.

    What lies behind ``span.start`` is kept as plain text: nothing is lost, but nothing in it
    was parsed. ``resource`` is ``size``, ``nesting`` or ``output``.
    """

    span: Span
    resource: str
    limit: int


class _Read(NamedTuple):
    source: Source
    blocks: tuple[BlockNode, ...]
    definitions: Mapping[str, Definition]
    exceeded: tuple[Budget, ...] = ()


class Document(_Read):
    """The blocks of a document in order, definitions included.

    ``definitions`` maps a lower-cased label to the definition that wins (the first).
    """

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of the document, parents before children, in source order."""
        return tuple(walk(self.blocks))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below ``node``, in source order."""
    if isinstance(node, Table):
        return (*node.header, *(cell for row in node.rows for cell in row))
    if isinstance(node, List):
        return node.items
    below: tuple[Node, ...] = getattr(node, "children", ())
    return below


def walk(blocks: tuple[BlockNode, ...]) -> Iterator[Node]:
    """The nodes and all below them, parents before children, in source order."""
    stack: list[Node] = list(reversed(blocks))
    while stack:
        node = stack.pop()
        yield node
        below = children(node)
        if below:
            stack.extend(reversed(below))


def plain_text(nodes: tuple[Inline, ...]) -> str:
    """What a reader sees of inline nodes, without markup; images count as nothing."""
    parts: list[str] = []
    for node in nodes:
        match node:
            case Text() | RawHtml():
                parts.append(html.unescape(node.text))
            case CodeSpan():
                parts.append(node.code)
            case LineBreak():
                parts.append(" ")
            case Image():
                pass
            case _:
                parts.append(plain_text(node.children))
    return "".join(parts)
