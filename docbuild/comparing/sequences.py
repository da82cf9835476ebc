"""What two sequences have in common, in order: the ground of every comparison.

What is equal at both ends needs no search; elements that both have exactly once are anchors
(Bram Cohen's patience diff); what is between two anchors is compared by Eugene Myers' algorithm
(An O(ND) Difference Algorithm, 1986) as long as that is cheap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from docbuild.comparing.effort import Effort

_DEEPEST = 12  # rounds of anchors: each halves what is left of honest text many times over
_MOST_STEPS = 400_000  # of one search between two anchors
_FARTHEST = 64  # elements that something is slid by

T = TypeVar("T", bound=Hashable)


class Match(NamedTuple):
    """``old[at : at + length] == new[there : there + length]``."""

    at: int
    there: int
    length: int


class _Gap(NamedTuple):
    """The parts ``old[start:end]`` and ``new[begin:stop]``, ``depth`` rounds of anchors down."""

    start: int
    end: int
    begin: int
    stop: int
    depth: int


def matches(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Match]:
    """A common subsequence as runs in order, none next to another. Not always the longest."""
    numbers: dict[Hashable, int] = {}  # compared and hashed in a fraction of the time
    old, new = ([numbers.setdefault(each, len(numbers)) for each in some] for some in (old, new))
    pairs: list[Match] = []
    gaps = [_Gap(0, len(old), 0, len(new), 0)]
    while gaps:
        gap, ends = _trimmed(old, new, gaps.pop())
        pairs.extend(ends)
        if gap.start == gap.end or gap.begin == gap.stop:
            continue
        anchors = _anchors(old, new, gap) if gap.depth < _DEEPEST else []
        if anchors:
            pairs.extend(anchors)
            gaps.extend(_between(gap, anchors))
        else:
            pairs.extend(_searched(old, new, gap, effort))
    return _joined(sorted(pairs))


def _trimmed(
    old: Sequence[Hashable], new: Sequence[Hashable], gap: _Gap
) -> tuple[_Gap, list[Match]]:
    """What is left of a gap without what is equal at its ends, and those."""
    start, end, begin, stop, depth = gap
    while start < end and begin < stop and old[start] == new[begin]:
        start, begin = start + 1, begin + 1
    while start < end and begin < stop and old[end - 1] == new[stop - 1]:
        end, stop = end - 1, stop - 1
    ends = (
        Match(gap.start, gap.begin, start - gap.start),
        Match(end, stop, gap.end - end),
    )
    return _Gap(start, end, begin, stop, depth), [each for each in ends if each.length]


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], gap: _Gap) -> list[Match]:
    """The longest series of elements that both parts have once, and in the same order."""
    here = Counter(old[gap.start : gap.end])
    there = Counter(new[gap.begin : gap.stop])
    places = {
        new[at]: at
        for at in range(gap.begin, gap.stop)
        if there[new[at]] == 1 and here.get(new[at]) == 1
    }
    if not places:
        return []
    pairs = [(at, places[old[at]]) for at in range(gap.start, gap.end) if old[at] in places]
    return [Match(at, there, 1) for at, there in increasing(pairs)]


def increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of ``pairs``, sorted by the first numbers, where the second ones rise."""
    ends: list[int] = []  # the least second number that a series of each length ends with
    last: list[int] = []  # which pair that is
    before: list[int] = []
    for index, (_, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [there]
        last[length : length + 1] = [index]
    found: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _between(gap: _Gap, anchors: Sequence[Match]) -> Iterator[_Gap]:
    start, begin = gap.start, gap.begin
    for at, there, _ in anchors:
        if at > start or there > begin:
            yield _Gap(start, at, begin, there, gap.depth + 1)
        start, begin = at + 1, there + 1
    yield _Gap(start, gap.end, begin, gap.stop, gap.depth + 1)


def _searched(
    old: Sequence[Hashable], new: Sequence[Hashable], gap: _Gap, effort: Effort
) -> list[Match]:
    """Myers' shortest edit script, if it takes few enough steps; else nothing in common."""
    here, there = old[gap.start : gap.end], new[gap.begin : gap.stop]
    if not set(here) & set(there):
        return []
    length = len(here) + len(there)
    most = min(length, max(16, _MOST_STEPS // length))
    traces: list[list[int]] = []
    reach = [0] * (2 * most + 3)  # by diagonal, how far along ``here``
    for edits in range(most + 1):
        if not effort.spend(edits + 8):
            return []
        traces.append(reach[most - edits : most + edits + 3])
        if _advanced(here, there, reach, edits, most):
            return _traced(traces, len(here), len(there), gap)
    return []


def _advanced(
    here: Sequence[Hashable],
    there: Sequence[Hashable],
    reach: list[int],
    edits: int,
    most: int,
) -> bool:
    """One round more: how far so many edits get on each diagonal; whether that is the end."""
    ends, stops = len(here), len(there)
    for diagonal in range(-edits, edits + 1, 2):
        place = diagonal + most + 1
        down = diagonal == -edits or (diagonal != edits and reach[place - 1] < reach[place + 1])
        x = reach[place + 1] if down else reach[place - 1] + 1
        y = x - diagonal
        while x < ends and y < stops and here[x] == there[y]:
            x, y = x + 1, y + 1
        reach[place] = x
        if x >= ends and y >= stops:
            return True
    return False


def _traced(traces: list[list[int]], x: int, y: int, gap: _Gap) -> list[Match]:
    """The way back from the end: every diagonal stretch of it is something in common."""
    found: list[Match] = []
    for edits in range(len(traces) - 1, -1, -1):
        reach = traces[edits]  # of the round before; its middle is the diagonal 0
        diagonal = x - y
        place = diagonal + edits + 1
        down = diagonal == -edits or (diagonal != edits and reach[place - 1] < reach[place + 1])
        from_x = reach[place + 1] if down else reach[place - 1] + 1
        from_y = from_x - diagonal
        if edits == 0:
            from_x = from_y = 0
        if x > from_x:
            found.append(Match(gap.start + from_x, gap.begin + from_y, x - from_x))
        x, y = (from_x, from_y - 1) if down else (from_x - 1, from_y)
    return found


def _joined(pairs: list[Match]) -> list[Match]:
    """Runs that follow each other on both sides as one."""
    found: list[Match] = []
    for pair in pairs:
        last = found[-1] if found else None
        if last and (last.at + last.length, last.there + last.length) == pair[:2]:
            found[-1] = last._replace(length=last.length + pair.length)
        else:
            found.append(pair)
    return found


def slid(
    found: Sequence[Match],
    old: Sequence[T],
    new: Sequence[T],
    liking: Callable[[Sequence[T], int, int], float],
) -> list[Match]:
    """``found`` with what one side has alone in the place, of those that are the same, where
    ``liking(items, start, end)`` says that ``items[start:end]`` reads best as put in or taken out.

    ``A B A B`` out of ``A B`` is ``B A`` put in between as well as ``A B`` put in at the end.
    """
    placed = [Match(0, 0, 0), *found, Match(len(old), len(new), 0)]
    for index in range(1, len(placed)):
        before, behind = placed[index - 1 : index + 1]
        end, stop = before.at + before.length, before.there + before.length
        if (end == behind.at) == (stop == behind.there):
            continue
        items, start, close = (
            (new, stop, behind.there) if end == behind.at else (old, end, behind.at)
        )
        up = _run(items, start - 1, close - 1, -1, before.length)
        down = _run(items, start, close, 1, behind.length)
        _, _, by = max(
            (liking(items, start + by, close + by), -abs(by), by) for by in range(-up, down + 1)
        )
        placed[index - 1] = before._replace(length=before.length + by)
        placed[index] = Match(behind.at + by, behind.there + by, behind.length - by)
    return [match for match in placed if match.length]


def _run(items: Sequence[Hashable], here: int, there: int, step: int, most: int) -> int:
    """For how many steps, at most ``most``, the items at both places are the same."""
    most = min(most, _FARTHEST)
    for count in range(most):
        if items[here + count * step] != items[there + count * step]:
            return count
    return most
