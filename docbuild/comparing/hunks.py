"""Stretches of two texts: what is the same, what was taken out and what stands for it.

The shortest edit is not what a reader takes for one: it finds single characters in common by
chance. So what is changed is put together until it reads as words, and as whole sentences where
little is left of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docbuild.comparing.atoms import Atom
from docbuild.comparing.effort import Effort
from docbuild.comparing.sequences import Match, matches, slid

_CHARACTERS_PER_PICTURE = 20  # that a picture counts as
_FEW = 2  # characters of Chinese between two changes that are no hold for the eye
_LEAST_OF_SENTENCE = 0.5  # that is the same, below which a sentence is marked as a whole
_LEAST_AROUND_ONE = 0.2  # the same where only one stretch of it was changed
_ENDS = frozenset("。！？；…!?;\n")
_PAUSES = frozenset("，、：,:）)」』》”】]")
_OPENERS = frozenset("（(「『《“【[")
_FIRST_CHINESE = "\u2e80"


class Hunk(NamedTuple):
    """A stretch of both sides: the same, or what was taken out and what stands for it."""

    removed: Sequence[Atom]
    added: Sequence[Atom]
    same: bool


def hunks(here: Sequence[Atom], there: Sequence[Atom], effort: Effort) -> Iterator[Hunk]:
    """The stretches of two series of atoms in order. No two that are the same follow each other."""
    at = begin = 0
    found = slid(matches(here, there, effort), here, there, _liking)
    for match in (*found, Match(len(here), len(there), 0)):
        if match.at > at or match.there > begin:
            yield Hunk(here[at : match.at], there[begin : match.there], False)
        at, begin = match.at + match.length, match.there + match.length
        if match.length:
            same = there[match.there : begin]
            yield Hunk(same, same, True)


def readable(found: Iterable[Hunk]) -> list[Hunk]:
    """The same with changes put together as a reader takes them."""
    sentences = _sentences(_without_crumbs(found))
    return _joined(hunk for sentence in sentences for hunk in _whole_or_not(sentence))


def size(some: Iterable[Atom]) -> int:
    """Characters that a reader sees, more or less."""
    return sum(len(atom.text) if atom.is_text else _CHARACTERS_PER_PICTURE for atom in some)


def share(found: Iterable[Hunk]) -> float:
    """How much of the larger side is the same."""
    same = removed = added = 0
    for hunk in found:
        if hunk.same:
            same += size(hunk.removed)
        else:
            removed += size(hunk.removed)
            added += size(hunk.added)
    return same / max(same + max(removed, added), 1)


def is_plain(found: Iterable[Hunk]) -> bool:
    """Whether something was only put in, only taken out, or only pictures became others: however
    much it is, what is around it is still the same text."""
    changes = [hunk for hunk in found if not hunk.same]
    removed = [atom for hunk in changes for atom in hunk.removed]
    added = [atom for hunk in changes for atom in hunk.added]
    return not removed or not added or not any(atom.is_text for atom in (*removed, *added))


def _liking(items: Sequence[Atom], start: int, end: int) -> float:
    """Sentences are put in and taken out as a whole, else clauses, else words with the space
    behind them."""
    return _seam(items, start) + _seam(items, end)


def _seam(items: Sequence[Atom], at: int) -> float:
    if at in (0, len(items)):
        return 3.0
    before, behind = items[at - 1].text[-1], items[at].text[0]
    if before in _ENDS or before == ">":
        return 3.0
    if before in _PAUSES or behind in _OPENERS:
        return 2.0
    return 1.0 if before.isspace() else 0.5 if behind.isspace() else 0.0


def _without_crumbs(found: Iterable[Hunk]) -> list[Hunk]:
    """Hunks without the little that two texts have in common by chance.

    What is the same counts for nothing where more was changed both before and behind it: a
    reader would have to put single characters together.
    """
    kept: list[Hunk] = []
    for hunk in found:
        kept.append(hunk)
        while len(kept) >= 3 and _is_crumb(*kept[-3:]):
            kept[-3:] = [_one(kept[-3:])]
    return kept


def _is_crumb(before: Hunk, middle: Hunk, behind: Hunk) -> bool:
    if before.same or not middle.same or behind.same:
        return False
    if not all(atom.is_text for atom in middle.removed):
        return False
    length = size(middle.removed)
    if length <= _FEW and all(_is_chinese(atom) for atom in middle.removed):
        return True
    return all(length <= max(size(each.removed), size(each.added)) for each in (before, behind))


def _is_chinese(atom: Atom) -> bool:
    return atom.text >= _FIRST_CHINESE and atom.text[-1] not in _ENDS


def _sentences(found: Iterable[Hunk]) -> Iterator[list[Hunk]]:
    """Hunks by sentence, as far as one ends where both sides do."""
    sentence: list[Hunk] = []
    for hunk in found:
        for part in _by_sentence(hunk) if hunk.same else (hunk,):
            sentence.append(part)
            if _ends_sentence(part):
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def _by_sentence(hunk: Hunk) -> Iterator[Hunk]:
    """What is the same, a sentence or a picture at a time."""
    start = 0
    for index, atom in enumerate(hunk.added, 1):
        if _is_end(atom) or index == len(hunk.added):
            yield Hunk(hunk.added[start:index], hunk.added[start:index], True)
            start = index


def _ends_sentence(hunk: Hunk) -> bool:
    return all(_is_end(side[-1]) for side in (hunk.removed, hunk.added) if side)


def _is_end(atom: Atom) -> bool:
    return atom.text[-1] in _ENDS or not atom.is_text


def _whole_or_not(sentence: list[Hunk]) -> list[Hunk]:
    """One hunk for all of a sentence of which little is left."""
    changes = [hunk for hunk in sentence if not hunk.same]
    if not changes or len(changes) == len(sentence):
        return sentence
    if any(not atom.is_text for hunk in sentence if hunk.same for atom in hunk.added):
        return sentence
    if is_plain(changes):
        return sentence
    least = _LEAST_AROUND_ONE if len(changes) == 1 else _LEAST_OF_SENTENCE
    return [_one(sentence)] if share(sentence) < least else sentence


def _one(some: Iterable[Hunk]) -> Hunk:
    found = list(some)
    removed = [atom for hunk in found for atom in hunk.removed]
    return Hunk(removed, [atom for hunk in found for atom in hunk.added], False)


def _joined(found: Iterable[Hunk]) -> list[Hunk]:
    """Hunks of which no two that follow each other are both the same, or both are not."""
    groups = groupby(found, lambda hunk: hunk.same)
    return [_one(group)._replace(same=same) for same, group in groups]
