"""Two pieces of inline content as one, with marks around what was taken out and put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docbuild.comparing.atoms import Atom, Writer, atoms, finer, pieces, prose
from docbuild.comparing.effort import Effort
from docbuild.comparing.elements import Node
from docbuild.comparing.hunks import Hunk, hunks, is_plain, readable, share, size
from docbuild.comparing.whole_marks import ADDED, REMOVED

_MANY = 8_000  # atoms from which on pieces of text are compared first
_LEAST_ALIKE = 0.25  # of the characters: with less in common, one is not told by the other


def mark_inline(old: Sequence[Node], new: Sequence[Node], effort: Effort) -> str:
    """The HTML of both. Without what is in ``ins`` it shows ``old``, without ``del`` ``new``."""
    return _marked(prose(old), prose(new), effort)


def mark_code(old: Sequence[Node], new: Sequence[Node], effort: Effort) -> str:
    """As :func:`mark_inline`, where every space counts."""
    return _marked(list(atoms(old)), list(atoms(new)), effort)


def _marked(here: Sequence[Atom], there: Sequence[Atom], effort: Effort) -> str:
    if max(len(here), len(there)) > _MANY:
        coarse = hunks(pieces(here), pieces(there), effort)
        found = list(_refined(coarse, effort))
    else:
        found = readable(hunks(here, there, effort))
    if share(found) < _LEAST_ALIKE and not is_plain(found):
        found = [Hunk(here, there, False)]
    return _written(found)


def _refined(found: Iterable[Hunk], effort: Effort) -> Iterator[Hunk]:
    """Pieces that differ, compared by their words where they are few."""
    for hunk in found:
        is_large = max(size(hunk.removed), size(hunk.added)) > _MANY
        if hunk.same or is_large or not hunk.removed or not hunk.added:
            yield hunk
        else:
            yield from readable(hunks(finer(hunk.removed), finer(hunk.added), effort))


def _written(found: Sequence[Hunk]) -> str:
    writer = Writer()
    for index, hunk in enumerate(found):
        if hunk.same:
            for atom in hunk.removed:
                writer.write(atom.tags, atom.text)
            continue
        around = [
            found[index - 1].removed[-1].tags if index else (),
            found[index + 1].removed[0].tags if index + 1 < len(found) else (),
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
