"""What somebody may have meant: the nearest of the words that exist.

Two measures, because people err in two ways. They mistype, which an edit distance sees; and
they remember a phrase in another order or wording (``管理插件使用申请`` for ``使用申请管理``),
which only the pairs of neighbouring characters see. Own code, as importing ``difflib`` costs
more than the rest of a check's messages.
"""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 128  # characters that are compared: a longer word is nobody's typing error
LEAST_OVERLAP = 0.5  # of the pairs of characters; below that, suggestions look random


def nearest(word: str, candidates: Iterable[str], *, most: int | None = None) -> str | None:
    """The candidate that ``word`` most likely stood for, ``None`` if none comes near.

    Case does not count; of equally near candidates the first wins. ``most`` bounds the edit
    distance (insertion, deletion, substitution, swap of neighbours) and switches the second
    measure off; by default a third of the longer word may differ. Takes 3 to 30
    microseconds per candidate, so who asks for many words should bound how often.
    """
    wanted = word.casefold()[:LONGEST]
    best, best_score = None, 0.0
    for candidate in candidates:
        score = _likeness(wanted, candidate.casefold()[:LONGEST], most, best_score)
        if score > best_score:
            best, best_score = candidate, score
    return best


def distance(first: str, second: str, most: int) -> int | None:
    """The edit distance (optimal string alignment), ``None`` where it is above ``most``."""
    if abs(len(first) - len(second)) > most or not _may_be_within(first, second, most):
        return None
    first, second = _without_common_ends(first, second)
    before: list[int] = []
    row = list(range(len(second) + 1))
    for index, letter in enumerate(first):
        before, row = row, _next_row(first, second, index, letter, row, before)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def _likeness(wanted: str, candidate: str, most: int | None, beaten: float) -> float:
    """From 0 (nothing in common worth saying) to 1; exact only where it is above ``beaten``."""
    if not wanted or not candidate:
        return 0.0
    overlap = _overlap(wanted, candidate) if most is None else 0.0
    longer = max(len(wanted), len(candidate))
    allowed = max(1, longer // 3) if most is None else most
    edits = distance(wanted, candidate, min(allowed, int((1 - max(overlap, beaten)) * longer)))
    return overlap if edits is None else max(overlap, 1 - edits / longer)


def _overlap(first: str, second: str) -> float:
    """The share of neighbouring pairs that both have (Dice), 0 below ``LEAST_OVERLAP``."""
    pairs, others = _pairs(first), _pairs(second)
    if not pairs or not others:
        return 0.0
    share = 2 * len(pairs & others) / (len(pairs) + len(others))
    return share if share >= LEAST_OVERLAP else 0.0


def _pairs(word: str) -> set[str]:
    return {word[index : index + 2] for index in range(len(word) - 1)}


def _may_be_within(first: str, second: str, most: int) -> bool:
    """Whether the letters allow it: one edit brings or takes at most one letter."""
    letters, others = set(first), set(second)
    return len(letters - others) <= most and len(others - letters) <= most


def _without_common_ends(first: str, second: str) -> tuple[str, str]:
    """Both without what they begin and end with alike, which costs no edits."""
    start, shorter = 0, min(len(first), len(second))
    while start < shorter and first[start] == second[start]:
        start += 1
    end = 0
    while end < shorter - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return first[start : len(first) - end], second[start : len(second) - end]


def _next_row(
    first: str, second: str, index: int, letter: str, row: list[int], before: list[int]
) -> list[int]:
    """The distances of ``first[:index + 1]`` to every beginning of ``second``."""
    result = [index + 1]
    for column, other in enumerate(second):
        cost = min(row[column + 1] + 1, result[column] + 1, row[column] + (letter != other))
        swapped = index and column and letter == second[column - 1] and other == first[index - 1]
        result.append(min(cost, before[column - 1] + 1) if swapped else cost)
    return result
