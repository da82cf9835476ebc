"""Which block, item, row or line stands for which: by their text, in order."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from docbuild.comparing.effort import Effort
from docbuild.comparing.sequences import Match, matches

#: Indices of what stands for what, ``None`` where nothing does; in the order to be shown in.
Pair: TypeAlias = tuple[int | None, int | None]

ALIKE = 0.35  # of what two have, from which on one is told by the other
# What is compared by its parts is told by them even where it has little in common.
_ALIKE_IN_PARTS = 0.12
_ALIKE_HEADINGS = 0.3  # four characters have three pairs: one word exchanged leaves one of them
_IN_PARTS = frozenset(("table", "ul", "ol"))
_FEW = 600  # pairs in a gap, up to which each is looked at
_COMMON = 24  # that have a feature, from which on it says nothing
_MOST_FEATURES = 400  # of one item
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_TAGS = re.compile(r"<(?!img)[^<>]*>")
# Two neighbouring characters of Chinese, one that stands alone, a word, or a picture by the name of
# its file; what is said of it follows.
_CHINESE = r"[\u2e80-\ud7ff\uf900-\ufaff]"
_FEATURE = re.compile(
    r'<img src="[^"]*?([^"/]*)" alt='
    rf"|(?=({_CHINESE}{{2}}))|((?<!{_CHINESE}){_CHINESE}(?!{_CHINESE})|[^\W\u2e80-\uffff]+)"
)


class Item(NamedTuple):
    """``html`` is what it is equal by. Only items of one ``kind`` stand for each other."""

    html: str
    kind: str


def align(old: Sequence[Item], new: Sequence[Item], effort: Effort) -> list[Pair]:
    """Every item of both sides once. The same come together, then those that are alike."""
    return paired(old, new, matches(old, new, effort), effort)


def paired(
    old: Sequence[Item],
    new: Sequence[Item],
    same: Sequence[Match],
    effort: Effort,
    moved: Mapping[int, int] = MappingProxyType({}),
) -> list[Pair]:
    """Every item of both sides once, where ``same`` are known to stand for each other. Those that
    ``moved``, from the key to the value, stand for none."""
    at = begin = 0
    found: list[Pair] = []
    come = set(moved.values())
    for match in (*same, Match(len(old), len(new), 0)):
        here, there = range(at, match.at), range(begin, match.there)
        stay = [each for each in here if each not in moved]
        staying = [each for each in there if each not in come]
        found.extend(_gap(here, there, _alike(old, new, stay, staying, effort)))
        at, begin = match.at + match.length, match.there + match.length
        found.extend(zip(range(match.at, at), range(match.there, begin), strict=True))
    return found


def _gap(here: range, there: range, pairs: Iterable[tuple[int, int]]) -> Iterator[Pair]:
    """Items of which none is the same: those that are alike, and the others around them."""
    at, begin = here.start, there.start
    for left, right in (*pairs, (here.stop, there.stop)):
        yield from ((index, None) for index in range(at, left))
        yield from ((None, index) for index in range(begin, right))
        if left < here.stop:
            yield left, right
        at, begin = left + 1, right + 1


def _alike(
    old: Sequence[Item],
    new: Sequence[Item],
    here: Sequence[int],
    there: Sequence[int],
    effort: Effort,
) -> list[tuple[int, int]]:
    """Pairs of items that are alike and in the same order on both sides, the likest first to be
    chosen."""
    if not here or not there:
        return []
    found = [
        (-score, abs((left - here[0]) - (right - there[0])), left, right)
        for score, left, right in likenesses(old, new, here, there, effort)
        if score >= _least(old[left])
    ]
    return _in_order((left, right) for _, _, left, right in sorted(found))


def _least(item: Item) -> float:
    if item.kind in _IN_PARTS:
        return _ALIKE_IN_PARTS
    return _ALIKE_HEADINGS if item.kind in _HEADINGS else ALIKE


def likenesses(
    old: Sequence[Item],
    new: Sequence[Item],
    here: Sequence[int],
    there: Sequence[int],
    effort: Effort,
) -> Iterator[tuple[float, int, int]]:
    """How alike items are, from 0 to 1, by their indices; pairs that are not worth a look are left
    out."""
    features = {(0, index): _features(old[index]) for index in here}
    features |= {(1, index): _features(new[index]) for index in there}
    for left, right in _candidates(features, here, there):
        if _kind(old[left]) != _kind(new[right]):
            continue
        both = features[0, left], features[1, right]
        if not effort.spend(min(map(len, both)) + 4):
            return
        yield _likeness(*both), left, right


def is_alike(old: Item, new: Item, least: float) -> bool:
    """Whether one may stand for the other that is known to be in its place."""
    if old.html == new.html:
        return True
    alike = least <= 1 and _kind(old) == _kind(new)
    return alike and _likeness(_features(old), _features(new)) >= least


def _in_order(pairs: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs that cross none before them, sorted."""
    chosen: list[tuple[int, int]] = []
    for left, right in pairs:
        place = bisect_left(chosen, (left, right))
        before = chosen[place - 1] if place else (-1, -1)
        after = chosen[place] if place < len(chosen) else None
        if before[0] < left and before[1] < right and (not after or _is_behind(after, left, right)):
            insort(chosen, (left, right))
    return chosen


def _is_behind(pair: tuple[int, int], left: int, right: int) -> bool:
    return pair[0] > left and pair[1] > right


def _candidates(
    features: Mapping[tuple[int, int], Counter[str]], here: Sequence[int], there: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs that are worth a look: all where they are few, else those with something rare."""
    if len(here) * len(there) <= _FEW:
        yield from ((left, right) for left in here for right in there)
        return
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for right in there:
        for feature in features[1, right]:
            holders[feature].append(right)
    for left in here:
        found = {
            right
            for feature in features[0, left]
            if len(holders.get(feature, ())) <= _COMMON
            for right in holders.get(feature, ())
        }
        yield from ((left, right) for right in sorted(found))


def _features(item: Item) -> Counter[str]:
    """Where there are neither words nor pictures, all that there is but the space around it."""
    found = Counter[str]()
    text = _TAGS.sub(" ", item.html)
    for count, each in enumerate(_FEATURE.finditer(text)):
        if count == _MOST_FEATURES:
            break
        picture, characters, word = each.groups()
        found[f"<{picture}" if picture is not None else characters or word] += 1
    return found or Counter([text.strip()])


def _likeness(here: Counter[str], there: Counter[str]) -> float:
    """From 0, nothing in common, to 1; by the features of both (Dice's coefficient)."""
    if len(here) > len(there):
        here, there = there, here
    common = sum(min(count, there[feature]) for feature, count in here.items())
    return 2 * common / max(here.total() + there.total(), 1)


def _kind(item: Item) -> str:
    return "h" if item.kind in _HEADINGS else item.kind
