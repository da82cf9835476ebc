"""Optimised pictures remembered by what they were, what was to be done and by which tools.

A picture that came as small as it can be takes a record of a few bytes: its own are at hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from docbuild.images.aim import Task
from docbuild.images.limits import MAX_BYTES
from docbuild.images.optimised import Optimised
from docbuild.memory import Records

VERSION = 7
"""Raise it whenever another result than before may come out of the same tools."""

_TOOLS = ("Pillow", "pyoxipng", "mozjpeg-lossless-optimization")
_DIGEST = 64  # characters of a SHA-256 in hexadecimal, which every record begins with


class OptimisedMemory:
    """``folder`` is where records lie, ``None`` to remember nothing."""

    def __init__(self, folder: str | None) -> None:
        self._records = Records(folder, f"optimised-v{VERSION}", MAX_BYTES + 4096)
        self._tools = " ".join(f"{name}={version(name)}" for name in _TOOLS) if folder else ""

    def recall(self, task: Task) -> Optimised | None:
        found = self.recall_all(task)
        return found[0] if found else None

    def remember(self, task: Task, found: Optimised) -> None:
        self.remember_all(task, [found])

    def recall_all(self, task: Task) -> list[Optimised] | None:
        """Any number of pictures that became of one."""
        record = self._records.recall(self._key(task))
        if record is None or _digest(record[_DIGEST:]) != record[:_DIGEST]:
            return None
        try:
            return list(_pictures(record[_DIGEST:], task.data))
        except ValueError:
            return None

    def remember_all(self, task: Task, found: Sequence[Optimised]) -> None:
        content = b"".join(_record(each, task.data) for each in found)
        self._records.remember(self._key(task), _digest(content) + content)

    def _key(self, task: Task) -> str:
        digest = hashlib.sha256(task.data).hexdigest()
        return hashlib.sha256(f"{digest} {task.aim!r} {self._tools}".encode()).hexdigest()


def _record(found: Optimised, came: bytes) -> bytes:
    """A line with facts, a line with the number of bytes that follow, and these."""
    data = b"" if found.data == came else found.data
    return found.facts() + b"\n%d\n" % len(data) + data


def _pictures(content: bytes, came: bytes) -> Iterator[Optimised]:
    """Raises :class:`ValueError` for what :func:`_record` did not write."""
    while content:
        facts, size, rest = content.split(b"\n", 2)
        yield Optimised.from_facts(facts, rest[: int(size)] or came)
        content = rest[int(size) :]


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
