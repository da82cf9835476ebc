"""From nodes to the HTML that the platform shows.

What readers see is what the platform's renderer makes of a document: raw HTML as text,
``javascript:`` links as their bare text, addresses below the document's own folder.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote_to_bytes

from docbuild.document import (
    BlockNode,
    Budget,
    Cell,
    CodeBlock,
    CodeSpan,
    Definition,
    Document,
    Emphasis,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    RawHtml,
    Strikethrough,
    Strong,
    Table,
    Text,
    ThematicBreak,
)
from docbuild.markdown.escape import escape, escape_written
from docbuild.source import Span

Picture: TypeAlias = Callable[[Image], str]

#: HTML may grow to so many characters for each one of the document, and so many more.
GROWTH, ALLOWANCE = 9, 90_000

_DEAREST_CHARACTER = len("&quot;")
_DEAREST_NODE = len('<td style="text-align:center"></td>\n')

_LARGEST_IN_FULL = 1e21  # from here on JavaScript writes an exponent

_NOT_SCHEME = re.compile(r"[^\w:]", re.ASCII)
_MALFORMED_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_VANISHING = str.maketrans("", "", '&<>"')
_SCRIPT_SCHEMES = ("javascript:", "vbscript:", "data:")


class Article(NamedTuple):
    """The HTML of the blocks that leave a trace, in order, and where it was cut off."""

    blocks: tuple[tuple[BlockNode, str], ...]
    exceeded: Budget | None

    @property
    def html(self) -> str:
        return "".join(html for _, html in self.blocks)


def platform_picture(image: Image) -> str:
    """An image as the platform writes it."""
    title = f' title="{escape(image.title)}"' if image.title else ""
    return f'<img src="{escape(image.destination)}" alt="{escape(image.alt)}"{title}>'


def render(document: Document, picture: Picture = platform_picture) -> Article:
    """The article; ``picture`` writes an image where a page shows it from elsewhere."""
    length = len(document.source.text)
    limit = output_limit(length)
    written = write(document.blocks, picture, limit)
    if written.cut is None:
        return Article(written.blocks, None)
    rest = Span(written.cut.span.start, length)
    return Article(written.blocks, Budget(rest, "output", limit))


def output_limit(length: int) -> int:
    """How many characters of HTML a document of so many characters may make."""
    return GROWTH * length + ALLOWANCE


class Written(NamedTuple):
    """Blocks that leave a trace with their HTML, what they cost of the limit, and the block
    that went beyond it, behind which nothing was written."""

    blocks: tuple[tuple[BlockNode, str], ...]
    cost: int
    cut: BlockNode | None


def write(blocks: Iterable[BlockNode], picture: Picture, limit: int) -> Written:
    """The HTML of some blocks, as long as it stays within ``limit`` characters."""
    writer = _Writer(picture, limit)
    written: list[tuple[BlockNode, str]] = []
    for block in blocks:
        try:
            html = writer.block(block)
        except _OutputExceededError:
            return Written(tuple(written), limit, block)
        if html:
            written.append((block, html))
    return Written(tuple(written), limit - writer.remaining, None)


def output_budget(document: Document) -> Budget | None:
    """Where the article would be cut off, ``None`` where it is written wholly.

    Only what repeats a destination or costs far more in HTML than in Markdown can outgrow a
    document, so it is rendered for this only if there is enough of that.
    """
    limit = output_limit(len(document.source.text))
    bound = _DEAREST_CHARACTER * len(document.source.text)
    for node in document.nodes:
        bound += _DEAREST_NODE
        if isinstance(node, Link | Image):
            bound += _DEAREST_CHARACTER * (len(node.destination) + len(node.title or ""))
    return None if bound <= limit else render(document).exceeded


class _OutputExceededError(Exception):
    """The HTML outgrew the document: a few characters of Markdown can ask for megabytes."""


class _Writer:
    """Writes nodes, counting what they cost."""

    def __init__(self, picture: Picture, limit: int) -> None:
        self._picture = picture
        self.remaining = limit

    def _cost(self, html: str) -> str:
        self.remaining -= len(html)
        if self.remaining < 0:
            raise _OutputExceededError
        return html

    def _opened(self, start: str, end: str) -> str:
        """``start``, counted with the ``end`` that will follow: deep nesting is mostly these."""
        self._cost(end)
        return self._cost(start)

    def block(self, node: BlockNode) -> str:
        match node:
            case Paragraph():
                inner = self.inlines(node.children)
                return inner if node.tight else self._cost("<p>") + inner + "</p>\n"
            case Heading():
                start = self._cost(f'<h{node.level} id="{escape(node.identifier)}">')
                return f"{start}{self.inlines(node.children)}</h{node.level}>\n"
            case CodeBlock():
                return self._cost(_code_block(node))
            case ThematicBreak():
                return self._cost("<hr>\n")
            case Quote():
                start = self._opened("<blockquote>\n", "</blockquote>\n")
                return start + "".join(map(self.block, node.children)) + "</blockquote>\n"
            case List():
                return self._list(node)
            case Table():
                return self._table(node)
            case Definition():
                return ""

    def _list(self, node: List) -> str:
        tag = "ul" if node.start is None else "ol"
        number = _start(1 if node.start is None else node.start)
        start = self._cost(f"<{tag}{number}>\n")
        return f"{start}{''.join(map(self._item, node.items))}</{tag}>\n"

    def _item(self, item: ListItem) -> str:
        start = self._opened("<li>", "</li>\n")
        return f"{start}{''.join(map(self.block, item.children))}</li>\n"

    def _table(self, table: Table) -> str:
        head = self._row(table.header, "th", table)
        body = "".join(self._row(row, "td", table) for row in table.rows)
        start = self._cost("<table>\n<thead>\n")
        return f"{start}{head}</thead>\n<tbody>\n{body}</tbody>\n</table>\n"

    def _row(self, cells: tuple[Cell, ...], tag: str, table: Table) -> str:
        written: list[str] = []
        for index, cell in enumerate(cells):
            aligned = table.alignments[index] if index < len(table.alignments) else None
            style = f' style="text-align:{aligned}"' if aligned else ""
            start = self._cost(f"<{tag}{style}>")
            end = self._cost(f"</{tag}>\n")
            written.append(f"{start}{self.inlines(cell.children)}{end}")
        return f"{self._cost('<tr>')}\n{''.join(written)}</tr>\n"

    def inlines(self, nodes: tuple[Inline, ...]) -> str:
        return "".join(map(self._inline, nodes))

    def _inline(self, node: Inline) -> str:
        match node:
            case Text() | RawHtml():
                return self._cost(escape_written(node.text))
            case LineBreak():
                return self._cost("<br>")
            case CodeSpan():
                return self._cost(f"<code>{escape(node.code)}</code>")
            case Image():
                return self._cost(self._picture(node))
            case Link():
                return self._link(node)
            case Strong():
                return f"{self._cost('<strong>')}{self.inlines(node.children)}</strong>"
            case Emphasis():
                return f"{self._cost('<em>')}{self.inlines(node.children)}</em>"
            case Strikethrough():
                return f"{self._cost('<del>')}{self.inlines(node.children)}</del>"

    def _link(self, link: Link) -> str:
        children = self.inlines(link.children)
        if not survives(link.destination):
            return children
        title = f' title="{escape(link.title)}"' if link.title else ""
        start = self._cost(f'<a href="{escape(link.destination)}"{title}>')
        return f"{start}{children}</a>"


def _start(number: int) -> str:
    """The number that a list starts with, as JavaScript holds and writes it: as a float."""
    if number == 1:
        return ""
    try:
        rounded = float(number)
    except OverflowError:
        return ' start="Infinity"'
    digits, _, exponent = repr(rounded).partition("e+")
    if not exponent:
        return f' start="{int(rounded)}"'
    if rounded < _LARGEST_IN_FULL:
        return f' start="{digits.replace(".", ""):0<{int(exponent) + 1}}"'
    return f' start="{digits}e+{exponent}"'


def _code_block(node: CodeBlock) -> str:
    if node.language is None:
        return f"<pre><code>{escape(node.code)}\n</code></pre>"
    language = escape(node.language)
    return f'<pre><code class="lang-{language}">{escape(node.code)}\n</code></pre>\n'


def survives(destination: str) -> bool:
    """Whether the platform keeps a link to ``destination``, or shows its text alone.

    It drops addresses that run a script and those whose percent-encoding is broken.
    """
    destination = destination.translate(_VANISHING)  # written as references, which it drops
    if _MALFORMED_PERCENT.search(destination):
        return False
    try:
        decoded = unquote_to_bytes(destination.encode("utf-8", "surrogatepass")).decode()
    except UnicodeDecodeError:
        return False
    return not _NOT_SCHEME.sub("", decoded).lower().startswith(_SCRIPT_SCHEMES)
