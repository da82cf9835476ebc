"""The article of a page as its blocks: what is shown, and what a change of it replaces."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class PageBlock(NamedTuple):
    """A block of the article. ``key`` names it on its page for as long as its HTML stays."""

    key: int
    html: str


class Splice(NamedTuple):
    """``blocks[at : at + removed] = blocks`` on the list of a page's blocks."""

    at: int
    removed: int
    blocks: tuple[PageBlock, ...]


def numbered(htmls: Iterable[str]) -> tuple[PageBlock, ...]:
    """The blocks of a page that will not change, keyed by their number from 0."""
    return tuple(PageBlock(key, html) for key, html in enumerate(htmls))


def differences(old: Sequence[PageBlock], new: Sequence[PageBlock]) -> Iterator[Splice]:
    """What makes ``old`` become ``new``, to be applied in order.

    A key that both have stands for the same block, and those keep their order.
    """
    kept = {block.key for block in new} & {block.key for block in old}
    place = at = 0
    while place < len(old) or at < len(new):
        removed, start = 0, at
        while place < len(old) and old[place].key not in kept:
            place, removed = place + 1, removed + 1
        while at < len(new) and new[at].key not in kept:
            at += 1
        if removed or at > start:
            yield Splice(start, removed, tuple(new[start:at]))
        while place < len(old) and at < len(new) and old[place].key == new[at].key:
            place, at = place + 1, at + 1
