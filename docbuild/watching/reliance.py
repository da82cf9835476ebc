"""Whether the system's events can be relied on, and what to say where they cannot."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from docbuild.diagnostic import Message
from docbuild.watching import notices
from docbuild.watching.fingerprint import Fingerprint, is_folder
from docbuild.watching.mounts import mounts, network_type

Poll: TypeAlias = Literal["auto", "always", "never"]

_DEAF = 2  # changes that no event told of: one may be an accident


class Reliance:
    """What is known of events. ``poll`` is what the user wants, see ``docbuild.watch.Watcher``."""

    def __init__(self, poll: Poll) -> None:
        self._poll = poll
        self._types = mounts() if poll != "always" else {}
        self._missed: dict[int, int] = {}  # changes that no event told of, by device

    def hear(self, state: Fingerprint) -> None:
        """An event told of a change; ``state`` is that of the file now."""
        if state is not None:
            self._missed.pop(state[1], None)

    def miss(self, state: Fingerprint) -> None:
        """A change was found that an event should have told of."""
        if state is not None and not is_folder(state):
            self._missed[state[1]] = self._missed.get(state[1], 0) + 1

    def judge(self, exhausted: bool, trees: Iterable[Path]) -> tuple[bool, Message | None]:
        """Whether to look often, and what there is to say.

        ``exhausted``: the system allows no more watches; ``trees`` are the folders watched.
        """
        if self._poll == "always":
            return True, None
        polling = self._poll == "auto"
        if exhausted:
            return polling, notices.exhausted(polling)
        if kind := self._network(trees):
            return polling, notices.network(kind, polling)
        if any(count >= _DEAF for count in self._missed.values()):
            return polling, notices.deaf(polling)
        return False, None

    def _network(self, trees: Iterable[Path]) -> str | None:
        kinds = (network_type(os.fspath(tree), self._types) for tree in trees)
        return next(filter(None, kinds), None)
