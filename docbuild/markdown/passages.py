"""The block structure of a document in passages: what lies between two safe boundaries.

A safe boundary is a place behind a blank line where no block is open and before which nothing
was decided by the text behind it, but for the two things that a passage says of itself: what
was looked for behind it in vain, and which first line behind it would have gone on with it.
So a passage stays what it is, wherever it stands, while neither is found behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from docbuild.document import Budget, CodeBlock, Definition
from docbuild.markdown.block import BlockParser
from docbuild.markdown.block_state import BlockState
from docbuild.markdown.drafts import Draft
from docbuild.markdown.grammar import BULLET
from docbuild.markdown.region import Region

# These match the text of the file, where a tab is still a tab.
LINE_ENDS = "\r\n\u2424"
_BLANK = "[ \t\u00a0]"
_CODE_GOES_ON_WITH = re.compile("[ \u00a0]{0,3}\t|[ \u00a0]{4}")
#: By the number of blank lines that a list has seen.
_LIST_GOES_ON_WITH = {0: re.compile(""), 1: re.compile(f"{_BLANK}|{BULLET}{_BLANK}")}
_NO_LINE = re.compile(f"{_BLANK}*(?:[{LINE_ENDS}]|\\Z)")


class Passage(NamedTuple):
    """``start:end`` in the file, and its blocks, whose inline text has not been read yet.

    ``definitions`` are the first of each lower-cased label. ``missing`` is that of
    :class:`docbuild.markdown.lookahead.Lookahead`. ``continuation`` matches the beginning of a
    line that, coming next, would belong to the last block.
    """

    start: int
    end: int
    drafts: tuple[Draft, ...]
    definitions: Mapping[str, Definition]
    exceeded: tuple[Budget, ...]
    missing: frozenset[str]
    continuation: re.Pattern[str] | None

    @property
    def origin(self) -> int:
        """Where the spans of ``definitions`` count the passage's first character."""
        return self.start


def passages(region: Region, start: int, parser: BlockParser, *, followed: bool) -> list[Passage]:
    """The passages of a region that starts at ``start`` of the file, at a safe boundary.

    ``followed``: something but space follows it in the file. Then it must end with a blank
    line, and must not be what :func:`goes_on` or ``missing`` of a passage speak of.
    """
    state = _Root(region, start, followed=followed)
    parser.parse(state, list(parser.TOP_RULES))
    state.close(len(state.src), region.end)
    return state.passages


def goes_on(continuation: re.Pattern[str] | None, text: str, end: int) -> bool:
    """Whether what ends at ``end`` with that ``continuation`` may go on in the text behind."""
    if _NO_LINE.match(text, end):
        return True
    return continuation is not None and continuation.match(text, end) is not None


class _Root(BlockState):
    """The state of the file itself, which is cut at safe boundaries as it is read."""

    def __init__(self, region: Region, start: int, *, followed: bool) -> None:
        super().__init__(region)
        self.passages: list[Passage] = []
        if followed:
            self.solid = len(self.src) + 1
        self._start = start
        self._from = 0  # the index where the passage being read starts
        self._kept = (0, 0)  # drafts and budgets that belong to passages before it

    def begin(self, index: int) -> None:
        """A block starts at ``index``: end the passage before it if that is safe."""
        if (
            index > self._from + 1
            and self.src.startswith("\n\n", index - 2)
            and self.src[index] != "\n"
            and self.ahead.reach <= index < self.solid
        ):
            self.close(index, self.region.offsets[index])

    def close(self, index: int, end: int) -> None:
        """End the passage being read at ``index``, which is ``end`` in the file."""
        drafts, exceeded = self._kept
        self.passages.append(
            Passage(
                start=self._start,
                end=end,
                drafts=tuple(self.drafts[drafts:]),
                definitions=self.env["ref_links"],
                exceeded=tuple(self.exceeded[exceeded:]),
                missing=frozenset(self.ahead.missing),
                continuation=self._continuation(index),
            )
        )
        self.env["ref_links"] = {}
        self.ahead.missing.clear()
        self._start, self._from = end, index
        self._kept = len(self.drafts), len(self.exceeded)

    def _continuation(self, index: int) -> re.Pattern[str] | None:
        """What would go on with the last block, or with the list that it was split from."""
        if index == self.ahead.list_end:
            return _LIST_GOES_ON_WITH.get(self.ahead.blank_lines)
        last = self.drafts[-1] if self.drafts else None
        is_code = isinstance(last, CodeBlock) and last.fence is None
        return _CODE_GOES_ON_WITH if is_code else None
