"""Watching what a build asked for: events for speed, a comparison once a second for the truth.

Events are hints. They get lost, come from the wrong folder after a renaming, are not sent at all
on some file systems. So all that is watched is also compared with what it was; that finds what
events missed, and renews the watches of folders that were replaced.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock, RLock
from typing import Self

from docbuild.diagnostic import Message
from docbuild.watching.arming import Arming
from docbuild.watching.change import Change, Watched
from docbuild.watching.coalescing import Coalescing
from docbuild.watching.fingerprint import fingerprint, same_content
from docbuild.watching.hearing import Hearing
from docbuild.watching.inventory import Inventory
from docbuild.watching.reliance import Poll, Reliance
from docbuild.watching.silence import Silence
from docbuild.watching.source import Source
from docbuild.watching.sweeper import Sweeper
from docbuild.watching.system import events_of_system
from docbuild.watching.writers import has_writer

__all__ = ["Change", "Poll", "Watched", "Watcher"]

POLLING = 0.25  # seconds between two comparisons where events cannot be relied on
HEALING = 1.0  # and where they only have to be checked
_LONGEST_WAIT = 0.5  # seconds: on Windows no wait can be interrupted by Ctrl-C


class Watcher:
    """Says what changed of what is watched, to a thread that asks for it with :meth:`next`.

    That thread reads the system's events itself, so that none is handed from thread to thread.
    ``poll``: ``auto`` looks often where events cannot be relied on, ``always`` does without
    events, ``never`` never looks oftener than once a second. ``on_notice`` is told, by any
    thread, when :attr:`notice` changes; it must not call the watcher.
    """

    def __init__(
        self, *, poll: Poll = "auto", on_notice: Callable[[Message | None], None] | None = None
    ) -> None:
        self._poll = poll
        self._on_notice = on_notice
        self._source, self._refused = _source(poll)
        self._lock = RLock()  # of what follows
        self._inventory = Inventory()
        self._coalescing = Coalescing()
        self._sweeper = Sweeper(self._sweep_timed)
        self._hearing = Hearing(self._inventory, self._tell, self._sweeper.soon)
        self._told: set[str] = set()  # by events, since the last sweep
        self._sweeping = Lock()
        self._watched: Watched | None = None
        self._reliance = Reliance(poll)
        self._stopped = False
        self._interrupted = False
        self.notice: Message | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def watch(self, watched: Watched) -> None:
        """Watch these from now on. What was watched before loses no change by that."""
        if watched == self._watched:
            return
        with self._lock:
            self._inventory.watch(watched)
        first, self._watched = self._watched is None, watched
        self._sweep()
        if first:
            self._sweeper.start()

    def next(self, timeout: float | None = None) -> Change | None:
        """The next change, all that is waiting in one; ``None`` after ``timeout`` seconds.

        Without a timeout, ``None`` means that the watcher was stopped or interrupted.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while not self._stopped:
            self._drain()
            now = time.monotonic()
            with self._lock:
                self._hearing.look_at_written(now)
                change = self._coalescing.take(now)
                dues = end, self._coalescing.due(), self._hearing.due(), now + _LONGEST_WAIT
            if change is not None:
                return change
            if self._interrupted or (end is not None and now >= end):
                self._interrupted = False
                return None
            self._source.wait(max(0.0, min(due for due in dues if due is not None) - now))
        return None

    def is_being_written(self, path: Path) -> bool:
        """Whether somebody is writing to ``path``, or has since the last change of it was told.

        To be asked after reading: what was read may be half of the one or of the other, and there
        will be another change. It covers all that happened up to this moment.
        """
        name = os.fspath(path)
        if has_writer(name):
            return True
        self._drain()
        with self._lock:
            if self._hearing.is_written(name) or self._coalescing.is_waiting(name):
                return True
            known = self._inventory.state(name)
            return self._inventory.cares(name) and not same_content(known, fingerprint(name))

    def interrupt(self) -> None:
        """Let the thread that is in :meth:`next`, or comes there, do something else."""
        self._interrupted = True
        self._source.wake()

    def stop(self) -> None:
        """Let :meth:`next` return ``None`` at once, and give everything back."""
        self._stopped = True
        self._sweeper.stop()
        self._source.close()

    def _drain(self) -> None:
        with self._lock:
            events = self._source.drain()
            if events:
                self._hearing.hear(events, time.monotonic())

    def _tell(self, path: str, closed: bool) -> None:
        self._told.add(path)
        self._coalescing.put(path, closed, time.monotonic())
        self._reliance.hear(self._inventory.state(path))

    def _sweep_timed(self) -> float:
        """Sweep, and say after how long again: the dearer a sweep is, the rarer it gets."""
        before = time.thread_time()
        polling = self._sweep()
        spent = time.thread_time() - before
        return max(POLLING, 20 * spent) if polling else max(HEALING, 100 * spent)

    def _sweep(self) -> bool:
        """Compare everything and renew the watches; whether only looking often will do."""
        with self._sweeping:
            if self._refused:
                self._ask_for_events_again()
            self._drain()
            arming = Arming(self._source)
            found = [
                path
                for path in self._inventory.differences(arming.arm)
                if self._is_difference(path, arming)
            ]
            self._source.disarm_all_but(arming.folders)
            with self._lock:
                for path in found:
                    self._tell_found(path, arming)
                self._told.clear()
                self._hearing.end_sweep()
            if found:
                self._source.wake()
            return self._judge(self._refused or arming.exhausted)

    def _ask_for_events_again(self) -> None:
        source, self._refused = _source(self._poll)
        if not self._refused:
            self._source, silence = source, self._source
            silence.close()

    def _is_difference(self, path: str, arming: Arming) -> bool:
        """Whether no event has told so yet, nor does one that is waiting."""
        with self._lock:
            self._drain()
            if not self._inventory.look(path):
                return False
            self._told.discard(path)
            self._drain()
            if os.path.dirname(path) in arming.heard and not self._hearing.was_told(path):
                self._reliance.miss(self._inventory.state(path))
            return True

    def _tell_found(self, path: str, arming: Arming) -> None:
        if path in self._told:
            return  # an event came after the look, and knew more
        whole = self._hearing.was_moved_in(path)
        if os.path.dirname(path) not in arming.heard:  # so that its closing was not heard either
            whole = whole or has_writer(path) is False
        whole = whole and not self._hearing.is_written(path)
        self._coalescing.put(path, whole, time.monotonic())

    def _judge(self, exhausted: bool) -> bool:
        """Whether to look often; says why, if that is news."""
        trees = () if self._watched is None else self._watched.trees
        polling, notice = self._reliance.judge(exhausted, trees)
        if notice != self.notice:
            self.notice = notice
            if self._on_notice is not None:
                self._on_notice(notice)
        return polling


def _source(poll: Poll) -> tuple[Source, bool]:
    """Where events come from, and whether the system refused to send any."""
    if poll == "always":
        return Silence(), False
    try:
        return events_of_system(), False
    except OSError:
        return Silence(), True
