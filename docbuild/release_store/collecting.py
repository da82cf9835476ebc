"""Giving up contents that nobody needs any more; what was noted of them stays.

That a release was there, when, and what became of it is not forgotten unless somebody asks for
it: an event says that its contents were given up, before they are. Contents without any release
came from somewhere all the same, perhaps just now with a ``git pull`` whose records are to follow;
so they have to be of some age.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from docbuild.problem import ConfigProblem
from docbuild.release.history import History
from docbuild.release.values import EventKind, Release, Stamp
from docbuild.release_store.forgetting import forget
from docbuild.release_store.reading import all_objects
from docbuild.release_store.writer import writing

GRACE = 3600.0  # seconds that an object without a release is left alone
_MARGIN = 10  # times more than of a record that may grow: two that were merged, and then some


class Collected(NamedTuple):
    """``pruned`` are the releases whose contents were given up; ``objects`` counts files.

    ``forgotten`` are those of which nothing is known any more. ``problems`` are the unreadable
    records because of which nothing was removed: they may need anything.
    """

    pruned: tuple[Release, ...] = ()
    forgotten: tuple[Release, ...] = ()
    objects: int = 0
    problems: tuple[ConfigProblem, ...] = ()


def collect(
    root: Path,
    keep: int | None,
    stamp: Stamp,
    grace: float = GRACE,
    keep_records: int | None = None,
) -> Collected:
    """Remove the contents that no release needs. Raises ``OSError``.

    With ``keep``, those of all but the newest so many releases are given up before; never of
    what is published, of what was last uploaded, and of what is prepared to be. With
    ``keep_records``, old releases are forgotten altogether, see :func:`.forgetting.forget`; that
    may be asked of a record that is too large for anything else.
    """
    with writing(root, margin=1 if keep_records is None else _MARGIN) as mine:
        before = mine.history
        if before.problems:
            return Collected(problems=before.problems)
        forgotten = () if keep_records is None else forget(mine, keep_records)
        history = mine.history
        given_up = () if keep is None else _superfluous(history, keep)
        for release in given_up:
            mine.tell(release, EventKind.PRUNED, (), stamp)
        pruned = history.pruned | {each.id for each in given_up}
        pruned -= _precious(history)  # somebody else may have given up what matters now
        kept = [each for each in history.releases if each.id not in pruned]
        needed = {file.sha256 for each in kept for file in each.files}
        useless = {file.sha256 for each in before.releases for file in each.files} - needed
        latest = time.time() - grace
        strangers = {sha256 for sha256, came in all_objects(root) if came < latest}
        useless |= strangers - needed
        removed = sum(mine.turn.remove_object(each) for each in sorted(useless))
        return Collected(given_up, forgotten, removed)


def _superfluous(history: History, keep: int) -> tuple[Release, ...]:
    """The releases whose contents may go, the oldest first."""
    there = [each for each in history.releases if each.id not in history.pruned]
    saved = [each for each in there if each.is_saved]
    others = [each for each in there if not each.is_saved]
    newest = {each.id for some in (saved, others) for each in some[max(0, len(some) - keep) :]}
    staying = _precious(history) | newest
    return tuple(each for each in there if each.id not in staying)


def _precious(history: History) -> frozenset[str]:
    """The ids of releases whose contents are never given up."""
    shown = (history.uploaded, history.published, *history.prepared)
    return frozenset(each.id for each in shown if each is not None)
