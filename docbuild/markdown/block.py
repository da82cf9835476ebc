"""The block structure: mistune's block parser with the rules of the platform's dialect.

mistune keeps the rules, compiles them into one pattern and dispatches on it; the rules are
the platform's, in its order. Where a pattern cannot say all of a rule's conditions, its
method returns ``None`` and the rules behind it are tried.
"""

from __future__ import annotations

import re
from typing import ClassVar, cast

from mistune import BlockParser as MistuneBlockParser
from mistune import BlockState as MistuneBlockState

from docbuild.document import Budget, CodeBlock, Definition, ThematicBreak
from docbuild.markdown.block_state import BlockState
from docbuild.markdown.drafts import (
    Draft,
    Gap,
    HeadingDraft,
    ItemDraft,
    LineDraft,
    ListDraft,
    ParagraphDraft,
    QuoteDraft,
    TableDraft,
)
from docbuild.markdown.grammar import BLOCK_TAG, BULLET, RULE_LINE, SPACES, decode_references
from docbuild.markdown.lists import Item, list_at
from docbuild.markdown.region import Region
from docbuild.markdown.tables import Range, TableMatch, table_at

#: Quotes and lists deeper than this stay plain text: Python's stack is finite.
MAX_NESTING = 24

_MOST_DIGITS = 400

_CODE_INDENT = re.compile(r"^ {4}", re.MULTILINE)
_QUOTE_MARKER = re.compile(r"^ *> ?", re.MULTILINE)
_QUOTE_START = re.compile(r" {0,3}> ?")
_UNDERLINED = r"[^\n]++\n *[=-]{2,} *(?:\n|\Z)"
#: What ends a paragraph inside a quote; elsewhere, an item and a closed fence end it too.
_ENDS_QUOTED = re.compile(rf" {{0,3}}>| {{0,3}}{RULE_LINE}| *#[^\n]|<{BLOCK_TAG}|{_UNDERLINED}")
_ITEM = re.compile(rf" *{BULLET} (?s:.)")
_FENCE_START = r" *(?:```|~~~)"
_FENCE = re.compile(_FENCE_START)


class BlockParser(MistuneBlockParser):
    """Reads a region into drafts. Every rule is named after what it makes."""

    sc_flag = re.NOFLAG
    SPECIFICATION: ClassVar[dict[str, str]] = {
        "newline": r"\n+",
        "indented_code": r"(?: {4}[^\n]++\n*+)++",
        "fence": _FENCE_START,
        "heading": r" *(?P<marks>#{1,6}) +(?P<title>[^\n]+)",
        "bare_table": rf" *+(?=[^{SPACES}][^\n]*\|)[^\n]++\n *[-:]+ *\|[-| :]*\n",
        "rule": rf" {{0,3}}{RULE_LINE}",
        "quote": r" {0,3}>",
        "items": _ITEM.pattern,
        "html": r" *<[!A-Za-z0-9_]",
        "definition": r" {0,3}\[",
        "table": r" *\|[^\n]++\n *\| *[-:]+[-| :]*\n",
        "underlined_heading": r"(?P<underlined>[^\n]++)\n *(?P<underline>[=-]{2,}) *(?:\n+|\Z)",
        "paragraph": r"[^\n]",
        "line": r"[^\n]+",
    }
    TOP_RULES = tuple(rule for rule in SPECIFICATION if rule != "line")
    NESTED_RULES = tuple(
        rule
        for rule in SPECIFICATION
        if rule not in {"bare_table", "definition", "table", "paragraph"}
    )

    def __init__(self) -> None:
        super().__init__(max_nested_level=MAX_NESTING)
        self.rules = list(self.TOP_RULES)
        self._following = {
            top: {name: list(rules[index + 1 :]) for index, name in enumerate(rules)}
            for top, rules in ((True, self.TOP_RULES), (False, self.NESTED_RULES))
        }

    def read(
        self, region: Region, *, top: bool = True, parent: BlockState | None = None
    ) -> BlockState:
        """Read a region into drafts; past the nesting limit, as lines of text."""
        state = BlockState(region, top=top, parent=parent)
        if state.depth() > self.max_nested_level:
            span = region.span(0, len(region.text))
            state.exceeded.append(Budget(span, "nesting", self.max_nested_level))
            self.parse(state, ["newline", "paragraph" if top else "line"])
        else:
            self.parse(state, list(self.TOP_RULES if top else self.NESTED_RULES))
        return state

    def parse_method(self, m: re.Match[str], state: MistuneBlockState) -> int:
        """Let the rule that matched read on, and those behind it if it declines."""
        state = cast("BlockState", state)
        state.begin(m.start())
        following = self._following[state.top]
        while (end := super().parse_method(m, state)) is None:
            assert m.lastgroup is not None
            behind = self.compile_sc(following[m.lastgroup]).match(state.src, m.start())
            assert behind is not None, "the last rule takes any line"
            m = behind
        return end

    def parse_newline(self, match: re.Match[str], state: BlockState) -> int:
        if match.end() - match.start() > 1:
            state.drafts.append(Gap())
        return match.end()

    def parse_indented_code(self, match: re.Match[str], state: BlockState) -> int:
        code = _CODE_INDENT.sub("", match[0]).rstrip("\n")
        span = state.span(match.start(), match.end())
        state.drafts.append(CodeBlock(span, code, language=None, fence=None))
        return match.end()

    def parse_fence(self, match: re.Match[str], state: BlockState) -> int | None:
        fence = state.fences.fence_at(match.start())
        if fence is None:
            return None
        start = match.end() - len("```")
        state.drafts.append(
            CodeBlock(
                span=state.region.span(start, fence.close_end),
                code=state.src[fence.code_start : fence.code_end],
                language=fence.language,
                fence=fence.marker,
            )
        )
        return fence.end

    def parse_heading(self, match: re.Match[str], state: BlockState) -> int:
        start, end = match.span("title")
        title_end = _title_end(state.src, start, end)
        state.drafts.append(
            HeadingDraft(
                span=state.region.span(match.start("marks"), end),
                level=len(match["marks"]),
                region=state.region.part(start, title_end),
            )
        )
        return _skip_newlines(state.src, end)

    def parse_underlined_heading(self, match: re.Match[str], state: BlockState) -> int:
        start, end = match.span("underlined")
        level = 1 if match["underline"].endswith("=") else 2
        span = state.region.span(start, match.end("underline"))
        state.drafts.append(HeadingDraft(span, level, state.region.part(start, end)))
        return match.end()

    def parse_rule(self, match: re.Match[str], state: BlockState) -> int:
        state.drafts.append(ThematicBreak(state.span(match.start(), match.end())))
        return match.end()

    def parse_quote(self, match: re.Match[str], state: BlockState) -> int:
        end = match.start()
        while marker := _QUOTE_START.match(state.src, end):
            end = min(self._quoted_end(state.src, marker.end()) + 1, len(state.src))
        content = state.region.part(match.start(), end).without(_QUOTE_MARKER)
        inner = self.read(content, top=state.top, parent=state)
        span = state.span(match.end() - 1, end)
        state.drafts.append(QuoteDraft(span, tuple(inner.drafts)))
        return end

    def _quoted_end(self, src: str, start: int) -> int:
        """The end of the quoted line that goes on at ``start`` and of its lazy continuation."""
        end = _line_end(src, start)
        if end == start:
            return end
        while end + 1 < len(src) and src[end + 1] != "\n" and not _ENDS_QUOTED.match(src, end + 1):
            end = _line_end(src, end + 1)
        return end

    def parse_items(self, match: re.Match[str], state: BlockState) -> int:
        found = list_at(state.region, match.start(), state.solid, state.definitions.starts_at)
        state.ahead.list_ended(found.reach, found.blank_lines)
        items = tuple(self._item(state, item) for item in found.items)
        number = _number(found.first[:-1]) if len(found.first) > 1 else None
        span = items[0].span._replace(end=items[-1].span.end)
        state.drafts.append(ListDraft(span, number, items))
        return found.end

    def _item(self, state: BlockState, item: Item) -> ItemDraft:
        inner = self.read(item.region, top=False, parent=state)
        marker = state.src[item.start : item.end].lstrip(" ")
        span = state.span(item.end - len(marker), item.end)
        return ItemDraft(span, item.loose, tuple(inner.drafts))

    def parse_html(self, match: re.Match[str], state: BlockState) -> int | None:
        end = state.html.block_end(state.src.index("<", match.start()))
        if end is None:
            return None
        written_end = match.start() + len(state.src[match.start() : end].rstrip("\n"))
        state.drafts.append(ParagraphDraft(state.region.part(match.start(), written_end)))
        return end

    def parse_definition(self, match: re.Match[str], state: BlockState) -> int | None:
        found = state.definitions.definition_at(match.start())
        if found is None:
            return None
        definition = Definition(
            span=state.region.span(match.end() - 1, found.written_end),
            label=found.label,
            destination=decode_references(state.src[slice(*found.destination)]),
            destination_span=state.region.span(*found.destination),
            title=decode_references(found.title) if found.title else None,
        )
        state.env["ref_links"].setdefault(found.label.lower(), definition)
        state.drafts.append(definition)
        return found.end

    def parse_bare_table(self, match: re.Match[str], state: BlockState) -> int:
        return self._table(state, match.start(), table_at(state.src, match.start(), piped=False))

    def parse_table(self, match: re.Match[str], state: BlockState) -> int:
        return self._table(state, match.start(), table_at(state.src, match.start(), piped=True))

    def _table(self, state: BlockState, start: int, table: TableMatch) -> int:
        def regions(ranges: tuple[Range, ...]) -> tuple[Region, ...]:
            return tuple(state.region.part(*place) for place in ranges)

        span = state.span(start, table.written_end)
        header, rows = regions(table.header), tuple(map(regions, table.rows))
        state.drafts.append(TableDraft(span, table.alignments, header, rows))
        return table.end

    def parse_paragraph(self, match: re.Match[str], state: BlockState) -> int:
        src, end = state.src, _line_end(state.src, match.start())
        while end + 1 < len(src) and src[end + 1] != "\n" and not self._ends(state, end + 1):
            end = _line_end(src, end + 1)
        state.drafts.append(ParagraphDraft(state.region.part(match.start(), end)))
        return end

    def _ends(self, state: BlockState, start: int) -> bool:
        """Whether the line at ``start`` is no part of the paragraph before it."""
        if _ITEM.match(state.src, start) or _ENDS_QUOTED.match(state.src, start):
            return True
        return bool(_FENCE.match(state.src, start)) and state.fences.fence_at(start) is not None

    def parse_line(self, match: re.Match[str], state: BlockState) -> int:
        drafts: list[Draft] = state.drafts
        start = match.start()
        if drafts and isinstance(last := drafts[-1], LineDraft):
            start = last.start
            drafts.pop()
        drafts.append(LineDraft(state.region, start, match.end()))
        return match.end()


def _number(digits: str) -> int:
    """A list's number, cut to so many digits as are infinite for the renderer anyway.

    Python reads and writes no more than a few thousand.
    """
    return int(digits.lstrip("0")[:_MOST_DIGITS] or "0")


def _title_end(src: str, start: int, end: int) -> int:
    """Where a heading's title ends before its closing marks; it has one character at least."""
    title = src[start:end].rstrip(" ").rstrip("#").rstrip(" ")
    return start + max(len(title), 1)


def _line_end(src: str, start: int) -> int:
    end = src.find("\n", start)
    return len(src) if end < 0 else end


def _skip_newlines(src: str, position: int) -> int:
    while src.startswith("\n", position):
        position += 1
    return position
