"""The places where a reader finds a change: blocks that moved together are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docbuild.comparing.lines import lines
from docbuild.comparing.values import BlockChange

_LONGEST = 24  # characters of a title


class Move(NamedTuple):
    """Blocks that went together. ``number`` is how many; ``edited`` how many of them were changed
    on the way; ``title`` how the first of them begins; ``is_down``: to further down."""

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


def moved_together(blocks: Sequence[BlockChange]) -> list[Move]:
    """The moves by their numbers."""
    found: dict[int, Move] = {}
    for block in blocks:
        if block.move is None:
            continue
        is_left = block.new_html is None
        known = found.get(block.move) or Move(0, 0, _title(block), is_left)
        if not is_left:
            known = known._replace(number=known.number + 1, edited=known.edited + block.is_edited)
        found[block.move] = known
    return [found[number] for number in sorted(found)]


def _title(block: BlockChange) -> str:
    """How a block begins, without the sign of a heading or an item."""
    first = next(iter(lines(block.marked_html)), ())
    text = "".join(part.text for part in first if part.operation != "removed").lstrip("#->").strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
