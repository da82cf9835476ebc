"""The blocks of two articles: which are the same, changed, new, gone, or somewhere else now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from docbuild.comparing.alignment import Item, Pair, paired
from docbuild.comparing.effort import Effort
from docbuild.comparing.marking import mark
from docbuild.comparing.moves import Moves, moved_as_they_were, moves
from docbuild.comparing.sequences import matches, slid
from docbuild.comparing.values import BlockChange, BlockKind
from docbuild.comparing.whole_marks import all_added, all_moved, all_removed, is_marked
from docbuild.source import Span

_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_START = re.compile(r'^<ol start="\d+">')
_HEADINGS = {f"h{level}": 1 - level / 10 for level in range(1, 7)}  # the higher, the better


class Block(NamedTuple):
    """A block that leaves a trace, and where its document has it."""

    span: Span
    html: str


def compare_blocks(
    old: Sequence[Block], new: Sequence[Block], effort: Effort
) -> tuple[BlockChange, ...]:
    """What became of every block. What was removed stands before what was added for it."""
    here, there = list(map(_item, old)), list(map(_item, new))
    same = slid(matches(here, there, effort), here, there, _reads_as_section)
    stayed, as_they_were = moved_as_they_were(here, there, same)
    pairs = paired(here, there, stayed, effort, as_they_were)
    moved = moves(here, there, pairs, as_they_were, effort)
    writer = _Writer(old, new, moved, effort)
    return tuple(map(writer.change, pairs))


def _item(block: Block) -> Item:
    """A list that begins with another number because of what stands before it is the same."""
    tag = _TAG.match(block.html)
    return Item(_START.sub("<ol>", block.html), tag[1] if tag else "")


def _reads_as_section(items: Sequence[Item], start: int, end: int) -> float:
    """A section is put in or taken out from its heading on."""
    return _HEADINGS.get(items[start].kind, 0.0)


class _Writer:
    """Tells of one pair after the other."""

    def __init__(
        self, old: Sequence[Block], new: Sequence[Block], moved: Moves, effort: Effort
    ) -> None:
        self._old = old
        self._new = new
        self._moved = moved
        self._effort = effort
        self._differs = False  # what was told of so far

    def change(self, pair: Pair) -> BlockChange:
        here, there = pair
        if here is not None and there is not None:
            found = self._beside(self._old[here], self._new[there])
        elif here is not None:
            found = self._gone(self._old[here], self._moved.by_old.get(here))
        else:
            assert there is not None, "a pair has one side at least"
            found = self._come(there)
        self._differs |= found.kind != "same"
        return found

    def _gone(self, before: Block, move: int | None) -> BlockChange:
        if move is None:
            marked = all_removed(before.html)
            return BlockChange("removed", before.html, None, marked, before.span, None)
        marked = all_moved(before.html, is_here=False)
        return BlockChange("moved", before.html, None, marked, before.span, None, move)

    def _come(self, there: int) -> BlockChange:
        after, origin = self._new[there], self._moved.origins.get(there)
        if origin is None:
            return BlockChange("added", None, after.html, all_added(after.html), None, after.span)
        before = self._old[origin]
        is_same = _is_renumbered(before, after)
        inner = after.html if is_same else mark(before.html, after.html, self._effort)
        marked, move = all_moved(inner, is_here=True), self._moved.by_new[there]
        return BlockChange("moved", None, after.html, marked, None, after.span, move)

    def _beside(self, before: Block, after: Block) -> BlockChange:
        # A number that follows from what was put in or taken out before is no change by itself.
        if self._differs and _is_renumbered(before, after):
            marked = after.html
        else:
            marked = mark(before.html, after.html, self._effort)
        kind: BlockKind = "changed" if is_marked(marked) else "same"
        return BlockChange(kind, before.html, after.html, marked, before.span, after.span)


def _is_renumbered(before: Block, after: Block) -> bool:
    return _item(before) == _item(after)
