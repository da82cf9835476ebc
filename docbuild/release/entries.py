"""Releases and events as a graph: each knows its parents, and what follows from that alone."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping

from docbuild.release.values import Event, EventKind, Release, numbers


class Entries:
    """Releases and events by id, and what follows from their parents."""

    def __init__(self, releases: Iterable[Release], events: Iterable[Event]) -> None:
        self.releases = {each.id: each for each in releases}
        self.events = {each.id: each for each in events}
        self.all: Mapping[str, Release | Event] = {**self.releases, **self.events}

    def live_events(self) -> list[Event]:
        """Those that happened to a release that is there, and were neither undone nor stated
        anew by another event.

        Whoever undoes an event undoes what states it anew, too: they may not have known that.
        """
        events = [each for each in self.events.values() if each.release in self.releases]
        undone: set[tuple[str, str]] = set()
        restated: set[tuple[str, str]] = set()
        for each in events:
            named = undone if each.kind is EventKind.UNDONE else restated
            named.update((each.release, identifier) for identifier in each.undoes)
        return [
            each
            for each in events
            if each.kind is not EventKind.UNDONE
            and (each.release, each.id) not in restated
            and (each.kind is EventKind.PRUNED or not _names(each) & undone)
        ]

    def newest(self, events: Iterable[Event]) -> list[Event]:
        """Those of ``events`` of which no other of them knew, the one that counts first."""
        events = list(events)
        known = self.ancestors(events)
        return sorted(
            (each for each in events if each.id not in known), key=self._rank, reverse=True
        )

    def concerned(self, events: list[Event]) -> Release | None:
        """The release of the first of ``events``."""
        return self.releases[events[0].release] if events else None

    def rivals(self, events: list[Event]) -> tuple[Release, ...]:
        """The releases of the others of ``events``, each once."""
        others = dict.fromkeys(each.release for each in events if each.release != events[0].release)
        return tuple(self.releases[identifier] for identifier in others)

    def prepared(self, uploaded: frozenset[str], uploads: list[Event]) -> tuple[Release, ...]:
        """What is not uploaded and of which no upload and no later release knew."""
        waiting = [
            each for each in self.releases.values() if not each.is_saved and each.id not in uploaded
        ]
        known = self.ancestors([*uploads, *waiting])
        newest = [each for each in waiting if each.id not in known]
        return tuple(sorted(newest, key=_release_rank, reverse=True))

    def ancestors(self, entries: Iterable[Release | Event]) -> set[str]:
        """The ids of all that one of ``entries`` knew of."""
        known: set[str] = set()
        waiting = [parent for each in entries for parent in each.parents]
        while waiting:
            identifier = waiting.pop()
            if identifier in known or identifier not in self.all:
                continue
            known.add(identifier)
            waiting += self.all[identifier].parents
        return known

    def heads(self) -> tuple[str, ...]:
        """Those that nobody knows of yet, saved states last: those decide nothing."""
        known = {parent for each in self.all.values() for parent in each.parents}
        return tuple(sorted(self.all.keys() - known, key=self._weight))

    def _weight(self, identifier: str) -> tuple[bool, str]:
        each = self.all[identifier]
        return isinstance(each, Release) and each.is_saved, identifier

    def in_order(self) -> Iterator[Release | Event]:
        """All of them, each behind its parents; what these leave open goes by time and id."""
        children: dict[str, list[str]] = {identifier: [] for identifier in self.all}
        missing: dict[str, int] = {}
        for identifier, each in self.all.items():
            parents = {parent for parent in each.parents if parent in self.all}
            missing[identifier] = len(parents)
            for parent in parents:
                children[parent].append(identifier)
        ready = [self._place(identifier) for identifier, count in missing.items() if not count]
        heapq.heapify(ready)
        while ready:
            identifier = heapq.heappop(ready)[1]
            yield self.all[identifier]
            for child in children[identifier]:
                missing[child] -= 1
                if not missing[child]:
                    heapq.heappush(ready, self._place(child))

    def _place(self, identifier: str) -> tuple[str, str]:
        return self.all[identifier].stamp.at, identifier

    def _rank(self, event: Event) -> tuple[tuple[int, ...], str, str]:
        version = self.releases[event.release].version
        first = event.undoes[0] if event.undoes else event.id  # as it was stated at first
        return numbers(version) if version else (), event.stamp.at, first


def _release_rank(release: Release) -> tuple[tuple[int, ...], str, str]:
    return numbers(release.version) if release.version else (), release.stamp.at, release.id


def uploads(live: list[Event]) -> Iterator[Event]:
    """What shows that something was uploaded: noted as such, or published without that."""
    noted = {each.release for each in live if each.kind is EventKind.UPLOADED}
    for each in live:
        if each.kind is EventKind.UPLOADED or (
            each.kind is EventKind.PUBLISHED and each.release not in noted
        ):
            yield each


def _names(event: Event) -> set[tuple[str, str]]:
    """What somebody may undo to undo ``event``, of its release."""
    return {(event.release, identifier) for identifier in (event.id, *event.undoes)}
