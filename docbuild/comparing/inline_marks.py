"""Two pieces of inline content as one, with marks around what was taken out and put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docbuild.comparing.atoms import Atom, Writer, atoms, finer, pieces
from docbuild.comparing.effort import Effort
from docbuild.comparing.elements import Node
from docbuild.comparing.sequences import Match, matches
from docbuild.comparing.whole_marks import ADDED, REMOVED

_MANY = 8_000  # atoms from which on pieces of text are compared first
_LEAST_ALIKE = 0.25  # of the characters: with less in common, one is not told by the other
_CHARACTERS_PER_PICTURE = 20  # that a picture counts as in this


class Hunk(NamedTuple):
    """A stretch of both sides: the same, or what was taken out and what stands for it."""

    removed: Sequence[Atom]
    added: Sequence[Atom]
    same: bool


def mark_inline(old: Sequence[Node], new: Sequence[Node], effort: Effort) -> str:
    """The HTML of both. Without what is in ``ins`` it shows ``old``, without ``del`` ``new``."""
    here, there = list(atoms(old)), list(atoms(new))
    if max(len(here), len(there)) > _MANY:
        hunks = _hunks(pieces(here), pieces(there), effort)
        found = list(_refined(hunks, effort))
    else:
        found = _without_crumbs(_hunks(here, there, effort))
    if _share(found) < _LEAST_ALIKE:
        found = [Hunk(here, there, False)]
    return _written(found)


def _hunks(here: Sequence[Atom], there: Sequence[Atom], effort: Effort) -> Iterator[Hunk]:
    at = begin = 0
    for match in (*matches(here, there, effort), Match(len(here), len(there), 0)):
        if match.at > at or match.there > begin:
            yield Hunk(here[at : match.at], there[begin : match.there], False)
        at, begin = match.at + match.length, match.there + match.length
        if match.length:
            same = there[match.there : begin]
            yield Hunk(same, same, True)


def _refined(hunks: Iterable[Hunk], effort: Effort) -> Iterator[Hunk]:
    """Pieces that differ, compared by their words where they are few."""
    for hunk in hunks:
        is_large = max(_size(hunk.removed), _size(hunk.added)) > _MANY
        if hunk.same or is_large or not hunk.removed or not hunk.added:
            yield hunk
        else:
            inner = _hunks(finer(hunk.removed), finer(hunk.added), effort)
            yield from _without_crumbs(inner)


def _without_crumbs(hunks: Iterable[Hunk]) -> list[Hunk]:
    """Hunks without the little that two texts have in common by chance.

    What is the same counts for nothing where more was changed both before and behind it: a
    reader would have to put single characters together.
    """
    found: list[Hunk] = []
    for hunk in hunks:
        found.append(hunk)
        while len(found) >= 3 and _is_crumb(*found[-3:]):
            before, crumb, behind = found[-3:]
            found[-3:] = [
                Hunk(
                    [*before.removed, *crumb.removed, *behind.removed],
                    [*before.added, *crumb.added, *behind.added],
                    False,
                )
            ]
    return found


def _is_crumb(before: Hunk, middle: Hunk, behind: Hunk) -> bool:
    if before.same or not middle.same or behind.same:
        return False
    if not all(atom.is_text for atom in middle.removed):
        return False
    size = _size(middle.removed)
    return all(size <= max(_size(each.removed), _size(each.added)) for each in (before, behind))


def _size(some: Iterable[Atom]) -> int:
    """Characters that a reader sees, more or less."""
    return sum(len(atom.text) if atom.is_text else _CHARACTERS_PER_PICTURE for atom in some)


def _share(hunks: Iterable[Hunk]) -> float:
    """How much of the larger side is the same."""
    same = removed = added = 0
    for hunk in hunks:
        if hunk.same:
            same += _size(hunk.removed)
        else:
            removed += _size(hunk.removed)
            added += _size(hunk.added)
    return same / max(same + max(removed, added), 1)


def _written(hunks: Sequence[Hunk]) -> str:
    writer = Writer()
    for index, hunk in enumerate(hunks):
        if hunk.same:
            for atom in hunk.removed:
                writer.write(atom.tags, atom.text)
            continue
        around = [
            hunks[index - 1].removed[-1].tags if index else (),
            hunks[index + 1].removed[0].tags if index + 1 < len(hunks) else (),
        ]
        for mark, side in ((REMOVED, hunk.removed), (ADDED, hunk.added)):
            for atom in side:
                # The mark stands inside of what goes on around it, and outside of the rest.
                depth = max(_shared(atom.tags, tags) for tags in around)
                writer.write((*atom.tags[:depth], mark, *atom.tags[depth:]), atom.text)
    return writer.html()


def _shared(tags: Sequence[str], others: Sequence[str]) -> int:
    count = 0
    for here, there in zip(tags, others, strict=False):
        if here != there:
            break
        count += 1
    return count
