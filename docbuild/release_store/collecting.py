"""Giving up contents that nobody needs any more; what was noted of them stays.

That a release was there, when, and what became of it is never forgotten: an event says that
its contents were given up, before they are. Contents without any release came from somewhere
all the same, perhaps just now with a ``git pull`` whose records are to follow; so they have
to be of some age.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from docbuild.problem import ConfigProblem
from docbuild.release.history import History
from docbuild.release.values import EventKind, Release, Stamp
from docbuild.release_store.reading import all_objects
from docbuild.release_store.writer import writing

GRACE = 3600.0  # seconds that an object without a release is left alone


class Collected(NamedTuple):
    """``pruned`` are the releases whose contents were given up; ``objects`` counts files.

    ``problems`` are the unreadable records because of which nothing was removed: they may
    need anything.
    """

    pruned: tuple[Release, ...] = ()
    objects: int = 0
    problems: tuple[ConfigProblem, ...] = ()


def collect(root: Path, keep: int | None, stamp: Stamp, grace: float = GRACE) -> Collected:
    """Remove the contents that no release needs. Raises ``OSError``.

    With ``keep``, those of all but the newest so many releases are given up before; never of
    what is published, of what was last uploaded, and of what is prepared to be.
    """
    with writing(root) as mine:
        history = mine.history
        if history.problems:
            return Collected(problems=history.problems)
        given_up = () if keep is None else _superfluous(history, keep)
        for release in given_up:
            mine.tell(release, EventKind.PRUNED, (), stamp)
        pruned = history.pruned | {each.id for each in given_up}
        pruned -= _precious(history)  # somebody else may have given up what matters now
        kept = [each for each in history.releases if each.id not in pruned]
        needed = {file.sha256 for each in kept for file in each.files}
        useless = {file.sha256 for each in history.releases for file in each.files} - needed
        before = time.time() - grace
        strangers = {sha256 for sha256, came in all_objects(root) if came < before}
        useless |= strangers - needed
        return Collected(given_up, sum(mine.turn.remove_object(each) for each in sorted(useless)))


def _superfluous(history: History, keep: int) -> tuple[Release, ...]:
    """The releases whose contents may go, the oldest first."""
    there = [each for each in history.releases if each.id not in history.pruned]
    saved = [each for each in there if each.is_saved]
    others = [each for each in there if not each.is_saved]
    newest = {each.id for some in (saved, others) for each in some[max(0, len(some) - keep) :]}
    return tuple(each for each in there if each.id not in _precious(history) | newest)


def _precious(history: History) -> frozenset[str]:
    """The ids of releases whose contents are never given up."""
    shown = (history.uploaded, history.published, *history.prepared)
    return frozenset(each.id for each in shown if each is not None)
