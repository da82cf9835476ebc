"""The places where a reader finds a change: blocks that moved together are one."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docbuild.comparing.lines import lines
from docbuild.comparing.values import BlockChange

_LONGEST = 24  # characters of a title


class Move(NamedTuple):
    """What moved to or from one place: ``number`` is how many blocks, ``edited`` how many of them
    were changed on the way, ``title`` how the first of them begins; ``is_down``: to below."""

    number: int
    edited: int
    title: str
    is_down: bool


def places(blocks: Sequence[BlockChange]) -> Iterator[list[BlockChange]]:
    """Blocks in the order of reading; those that follow each other are together unless each was
    changed by itself, or they are of two moves."""
    numbered = enumerate(blocks)
    for _, group in groupby(numbered, lambda each: _place(*each)):
        yield [block for _, block in group]


def _place(number: int, block: BlockChange) -> tuple[str, int, bool]:
    if block.move is not None:
        return block.kind, block.move, block.new_html is None
    return block.kind, number if block.kind == "changed" else 0, False


def move_of(place: Sequence[BlockChange], down: Container[int]) -> Move:
    """What is to be said of blocks that moved; ``down`` are the moves to further down."""
    edited = sum(block.is_edited for block in place)
    return Move(len(place), edited, _title(place[0]), place[0].move in down)


def moves_down(blocks: Sequence[BlockChange]) -> set[int]:
    """The numbers of the moves to further down."""
    first: dict[int, bool] = {}
    for block in blocks:
        if block.move is not None:
            first.setdefault(block.move, block.new_html is None)
    return {move for move, is_down in first.items() if is_down}


def _title(block: BlockChange) -> str:
    """How a block begins, without the sign of a heading or an item."""
    first = next(iter(lines(block.marked_html)), ())
    text = "".join(part.text for part in first if part.operation != "removed").lstrip("#->").strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
