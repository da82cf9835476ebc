"""The blocks of two articles: which are the same, changed, new, gone, or somewhere else now."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from docbuild.comparing.alignment import Item, Pair, align
from docbuild.comparing.effort import Effort
from docbuild.comparing.marking import all_added, all_removed, mark
from docbuild.comparing.values import BlockChange, BlockKind
from docbuild.source import Span

_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_LEAST_MOVED = 12  # characters of HTML beside its tags that a block must have to be told as moved
_ANY_TAG = re.compile(r"<(?!img)[^<>]*>")


class Block(NamedTuple):
    """A block that leaves a trace, and where its document has it."""

    span: Span
    html: str


def compare_blocks(
    old: Sequence[Block], new: Sequence[Block], effort: Effort
) -> tuple[BlockChange, ...]:
    """What became of every block. What was removed stands before what was added for it."""
    pairs = align(list(map(_item, old)), list(map(_item, new)), effort)
    moves = _moves(pairs, old, new)
    return tuple(_change(pair, old, new, moves, effort) for pair in pairs)


def _item(block: Block) -> Item:
    tag = _TAG.match(block.html)
    return Item(block.html, tag[1] if tag else "")


def _moves(
    pairs: Iterable[Pair], old: Sequence[Block], new: Sequence[Block]
) -> dict[tuple[int, int], int]:
    """The numbers of moves, by side (0 or 1) and index of a block that is the same elsewhere."""
    gone: defaultdict[str, list[int]] = defaultdict(list)
    come: list[int] = []
    for here, there in pairs:
        if there is None and here is not None:
            gone[old[here].html].append(here)
        elif here is None and there is not None and _is_telling(new[there].html):
            come.append(there)
    moves: dict[tuple[int, int], int] = {}
    for there in come:
        waiting = gone.get(new[there].html)
        if waiting:
            number = len(moves) // 2
            moves[0, waiting.pop(0)] = moves[1, there] = number
    return moves


def _is_telling(html: str) -> bool:
    return len(_ANY_TAG.sub("", html).strip()) >= _LEAST_MOVED


def _change(
    pair: Pair,
    old: Sequence[Block],
    new: Sequence[Block],
    moves: dict[tuple[int, int], int],
    effort: Effort,
) -> BlockChange:
    here, there = pair
    if there is None:
        assert here is not None, "a pair has one side at least"
        before, move = old[here], moves.get((0, here))
        marked = all_removed(before.html)
        kind: BlockKind = "removed" if move is None else "moved"
        return BlockChange(kind, before.html, None, marked, before.span, None, move)
    after = new[there]
    if here is None:
        move = moves.get((1, there))
        kind = "added" if move is None else "moved"
        return BlockChange(kind, None, after.html, all_added(after.html), None, after.span, move)
    before = old[here]
    if before.html == after.html:
        return BlockChange("same", before.html, after.html, after.html, before.span, after.span)
    marked = mark(before.html, after.html, effort)
    return BlockChange("changed", before.html, after.html, marked, before.span, after.span)
