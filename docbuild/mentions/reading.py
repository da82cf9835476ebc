"""What each block of a document mentions of the plugin, whatever the other blocks say."""

import re
from collections.abc import Iterable, Iterator, Mapping

from docbuild.document import (
    BlockNode,
    Cell,
    CodeBlock,
    CodeSpan,
    Heading,
    Image,
    Inline,
    LineBreak,
    List,
    Paragraph,
    Quote,
    RawHtml,
    Strikethrough,
    Table,
    Text,
    plain_text,
)
from docbuild.mentions.addresses import addresses, tells_of_the_past
from docbuild.mentions.code_places import CodePlaces
from docbuild.mentions.mention import Listed, Mention, Row, Subject, Titled, Worded
from docbuild.mentions.samples import sample
from docbuild.mentions.vocabulary import normal
from docbuild.source import Source, Span

# Compiled when a plugin offers something, which most runs of the rules know nothing of.
_WORD = r"[A-Za-z_$][A-Za-z0-9_$]*+(?:-[A-Za-z0-9_$]++)*+"
_CODE_LIKE = r"[a-z][A-Z]|[-_$0-9]"
_ONE_NAME = r"(?:(?:bind|catch):)?[A-Za-z_$][A-Za-z0-9_$-]*"
# What a heading may say over a table of members; a pattern of it would take 5 ms to compile.
_MEMBERS = (
    *("属性", "事件", "参数", "properties", "property", "props", "prop"),
    *("attributes", "attribute", "events", "event", "api"),
)
_FILLERS = ("组件", "的", "列表", "说明", "介绍", "值", "绑定", "定义", "和", "与", "及")
_PAST = (
    r"更新|变更|变动|历史|升级|迁移|版本记录|旧版|废弃|弃用|移除|change ?log|release notes"
    r"|migrat|upgrad|history|deprecat|legacy"
)
_LONGEST_TITLE = 40  # characters of a heading that can say no more than that
_SUBJECTS: Mapping[str, Subject] = {
    **dict.fromkeys(
        ("属性", "属性名", "属性名称", "property", "properties", "prop", "props", "attribute"),
        "property",
    ),
    **dict.fromkeys(("事件", "事件名", "事件名称", "event", "events", "eventname"), "event"),
}


def mentions(
    blocks: Iterable[BlockNode], source: Source, words: frozenset[str]
) -> Iterator[Mention]:
    """The mentions in ``blocks`` in source order; ``words`` is the vocabulary that counts."""
    reader = _Reader(source, words)
    for block in blocks:
        reader.seen.clear()
        yield from reader.block(block)


class _Reader:
    """Reads one block after another; ``seen`` holds the words of the block so far."""

    def __init__(self, source: Source, words: frozenset[str]) -> None:
        self.source, self.words = source, words
        self.odd = tuple(word for word in words if not re.fullmatch(_WORD, word))
        self.seen: set[str] = set()
        self.gone = False  # whether a paragraph says of something that it is no more

    def block(self, node: BlockNode) -> Iterator[Mention]:
        match node:
            case Heading():
                yield self.titled(node)
            case CodeBlock():
                yield from sample(node, self.source)
                yield from self.named(node.code, node.span)
            case Table():
                yield from self.table(node)
            case Paragraph():
                yield from self.prose(node, certain=False)
            case Quote():
                for child in node.children:
                    yield from self.block(child)
            case List():
                for item in node.items:
                    for child in item.children:
                        yield from self.block(child)

    def titled(self, heading: Heading) -> Titled:
        text = plain_text(heading.children)
        found = (normal(word) for word in re.findall(_WORD, text))
        words = dict.fromkeys(word for word in found if word in self.words)
        words.update((word, None) for word in self.odd if word in normal(text))
        past = re.search(_PAST, text, re.IGNORECASE) is not None
        return Titled(heading.span, heading.level, tuple(words), _lists_members(text), past)

    def table(self, table: Table) -> Iterator[Mention]:
        listed = _listed(table, self.source)
        if listed is not None:
            yield listed
        for row in (table.header, *table.rows):
            for cell in row:
                yield from self.prose(cell, certain=True)

    def prose(self, node: Paragraph | Cell, *, certain: bool) -> Iterator[Mention]:
        written = self.source[node.span]
        self.gone = "plugin" in written and tells_of_the_past(plain_text(node.children))
        yield from self.inline(node.children, certain=certain)

    def inline(self, nodes: Iterable[Inline], *, certain: bool) -> Iterator[Mention]:
        """``certain``: every word here may be a name. Elsewhere those may that look like code,
        or begin a line, as in ``list：列表``."""
        first = True
        for node in nodes:
            match node:
                case Text():
                    yield from self.text(node, certain=certain, first=first)
                case CodeSpan():
                    yield from self.addressed(node.code, node)
                    yield from self.named(node.code, node.span)
                case RawHtml():
                    yield from self.addressed(node.text, node)
                    yield from self.named(node.text, node.span)
                case LineBreak() | Image():
                    pass
                case _:
                    yield from self.inline(node.children, certain=True)
            first = isinstance(node, LineBreak)

    def text(self, node: Text, *, certain: bool, first: bool) -> Iterator[Mention]:
        for word in self.odd:
            if word in normal(node.text):
                yield from self.word(word, node.span)
        yield from self.addressed(node.text, node)
        exact = len(node.text) == node.span.end - node.span.start
        for match in re.finditer(_WORD, node.text):
            opening = first and not node.text[: match.start()].strip(" \t(<（“《「1234567890.")
            if certain or opening or re.search(_CODE_LIKE, match[0]):
                start = node.span.start
                span = Span(start + match.start(), start + match.end()) if exact else node.span
                yield from self.word(match[0], span)

    def addressed(self, text: str, node: CodeSpan | RawHtml | Text) -> Iterator[Mention]:
        if "plugin" in text and not self.gone:
            yield from addresses(text, CodePlaces(node, self.source))

    def named(self, text: str, span: Span) -> Iterator[Mention]:
        for word in re.findall(_WORD, text):
            yield from self.word(word, span)
        for word in self.odd:
            if word in normal(text):
                yield from self.word(word, span)

    def word(self, word: str, span: Span) -> Iterator[Mention]:
        word = normal(word)
        if word in self.words and word not in self.seen:
            self.seen.add(word)
            yield Worded(span, word)


def _lists_members(title: str) -> bool:
    """Whether a heading says that properties or events come, and nothing else."""
    left = title.lower()
    if len(left) > _LONGEST_TITLE or not any(word in left for word in _MEMBERS):
        return False
    for word in (*_MEMBERS, *_FILLERS):
        left = left.replace(word, " ")
    return not any(map(str.isalpha, left))


def _listed(table: Table, source: Source) -> Listed | None:
    title = plain_text(table.header[0].children) if table.header else ""
    subject = _SUBJECTS.get("".join(title.split()).lower())
    if subject is None:
        return None
    rows = tuple(row for cells in table.rows for row in _row(cells, source))
    return Listed(table.span, subject, rows) if rows else None


def _row(cells: tuple[Cell, ...], source: Source) -> Iterator[Row]:
    """The one name that the first cell holds; where it says more, it names nothing for certain.

    Nor does a row that was struck out, or says that there is no such thing any more.
    """
    if not cells or any(isinstance(child, Strikethrough) for child in cells[0].children):
        return
    name = plain_text(cells[0].children).strip()
    at = source.text.find(name, *cells[0].span)
    if at < 0 or not re.fullmatch(_ONE_NAME, name):
        return
    if not any(tells_of_the_past(plain_text(cell.children)) for cell in cells):
        yield Row(Span(at, at + len(name)), name)
