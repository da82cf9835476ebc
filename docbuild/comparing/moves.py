"""Which blocks stand somewhere else now, as they were or with other words, and which together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from docbuild.comparing.alignment import ALIKE, Item, Pair, is_alike, likenesses
from docbuild.comparing.effort import Effort
from docbuild.comparing.sequences import Match

_LEAST = 12  # characters of HTML beside its tags that a block must have to be known elsewhere
_ALIKE_ELSEWHERE = 0.6  # what two blocks have in common, from which one is the other, far from it
_EQUAL = 2.0  # more than any two have in common that are not the same
_MOST = 16  # of several that are the same, which are looked at
_NEAR = 3  # blocks from one to the next of those that moved together
_ANY_TAG = re.compile(r"<(?!img)[^<>]*>")


class Moves(NamedTuple):
    """``by_old`` and ``by_new`` have the number of the move of a block, by its index on that
    side; ``origins`` the index of what it was, by the index of what it is."""

    by_old: Mapping[int, int]
    by_new: Mapping[int, int]
    origins: Mapping[int, int]


def moved_as_they_were(
    old: Sequence[Item], new: Sequence[Item], same: Sequence[Match]
) -> tuple[list[Match], dict[int, int]]:
    """Where blocks are now that did not stay, by where they were, and those of ``same`` that did.

    What says little by itself, as a heading that every section has, did not stay where it is if
    what stood beside it left and what stands beside it came.
    """
    found = _elsewhere(old, new, *_without(same, len(old), len(new)))
    come = set(found.values())
    stayed = [
        match
        for match in same
        if any(map(_is_telling, old[match.at : match.at + match.length]))
        or not (
            _is_beside(match.at, match.length, found)
            and _is_beside(match.there, match.length, come)
        )
    ]
    gone, free = _without(stayed, len(old), len(new))
    _take_along(old, new, found, gone - found.keys(), free - come, _EQUAL)
    return stayed, found


def _without(same: Iterable[Match], length: int, width: int) -> tuple[set[int], set[int]]:
    """The indices on both sides that are not of ``same``."""
    here, there = set(range(length)), set(range(width))
    for at, begin, number in same:
        here.difference_update(range(at, at + number))
        there.difference_update(range(begin, begin + number))
    return here, there


def _is_beside(start: int, length: int, others: Container[int]) -> bool:
    return start - 1 in others or start + length in others


def _elsewhere(
    old: Sequence[Item], new: Sequence[Item], here: set[int], there: set[int]
) -> dict[int, int]:
    """Blocks that are the same and say enough to be known; of several, the one that follows what
    went before."""
    gone: defaultdict[str, list[int]] = defaultdict(list)
    for index in sorted(here):
        gone[old[index].html].append(index)
    found: dict[int, int] = {}
    last = -1
    for index in sorted(there):
        waiting = gone.get(new[index].html)
        if waiting and _is_telling(new[index]):
            last = waiting.pop(waiting.index(last + 1) if last + 1 in waiting[:_MOST] else 0)
            found[last] = index
    return found


def moves(
    old: Sequence[Item],
    new: Sequence[Item],
    pairs: Iterable[Pair],
    as_they_were: Mapping[int, int],
    effort: Effort,
) -> Moves:
    """All that moved, beside what ``pairs`` say of the others."""
    gone, come = set[int](), set[int]()
    for here, there in pairs:
        if there is None and here is not None and here not in as_they_were:
            gone.add(here)
        elif here is None and there is not None:
            come.add(there)
    come.difference_update(as_they_were.values())
    found = {**as_they_were, **_reworded(old, new, gone, come, effort)}
    gone.difference_update(found)
    come.difference_update(found.values())
    _take_along(old, new, found, gone, come, ALIKE)
    return _numbered(found, gone, come)


def _reworded(
    old: Sequence[Item], new: Sequence[Item], gone: set[int], come: set[int], effort: Effort
) -> dict[int, int]:
    """Blocks that are alike enough to be told by each other far away, the likest first."""
    here = sorted(index for index in gone if _is_telling(old[index]))
    there = sorted(index for index in come if _is_telling(new[index]))
    scored = [
        (-score, left, right)
        for score, left, right in likenesses(old, new, here, there, effort)
        if score >= _ALIKE_ELSEWHERE
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in sorted(scored):
        if left not in found and right not in taken:
            found[left] = right
            taken.add(right)
    return found


def _take_along(
    old: Sequence[Item],
    new: Sequence[Item],
    found: dict[int, int],
    gone: set[int],
    come: set[int],
    least: float,
) -> None:
    """Blocks beside those that moved went with them, however little they say by themselves: the
    heading of a section, a short paragraph, code."""
    waiting = list(found.items())
    while waiting:
        left, right = waiting.pop()
        for step in (-1, 1):
            here, there = left + step, right + step
            if here in gone and there in come and is_alike(old[here], new[there], least):
                found[here] = there
                gone.discard(here)
                come.discard(there)
                waiting.append((here, there))


def _numbered(found: Mapping[int, int], gone: set[int], come: set[int]) -> Moves:
    """One number for what went together: in the same order, with nothing that stayed between."""
    by_old: dict[int, int] = {}
    by_new: dict[int, int] = {}
    last: tuple[int, int] | None = None
    number = -1
    for there, here in sorted((right, left) for left, right in found.items()):
        if last is None or not (_is_next(last[0], here, gone) and _is_next(last[1], there, come)):
            number += 1
        last = here, there
        by_old[here] = by_new[there] = number
    return Moves(by_old, by_new, {right: left for left, right in found.items()})


def _is_next(last: int, index: int, alone: set[int]) -> bool:
    return 0 < index - last <= _NEAR and all(each in alone for each in range(last + 1, index))


def _is_telling(item: Item) -> bool:
    return len(_ANY_TAG.sub("", item.html).strip()) >= _LEAST
