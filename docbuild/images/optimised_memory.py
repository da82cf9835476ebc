"""Optimised pictures remembered by what they were, what was to be done and by which tools.

A picture that came as small as it can be takes a record of a few bytes: its own are at hand.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from docbuild.images.aim import Task
from docbuild.images.limits import MAX_BYTES
from docbuild.images.optimised import Optimised
from docbuild.memory import Records

VERSION = 3
"""Raise it whenever another result than before may come out of the same tools."""

_TOOLS = ("Pillow", "pyoxipng", "mozjpeg-lossless-optimization")
_DIGEST = 64  # characters of a SHA-256 in hexadecimal, which every record begins with


class OptimisedMemory:
    """``folder`` is where records lie, ``None`` to remember nothing."""

    def __init__(self, folder: str | None) -> None:
        self._records = Records(folder, f"optimised-v{VERSION}", MAX_BYTES + 4096)
        self._tools = " ".join(f"{name}={version(name)}" for name in _TOOLS) if folder else ""

    def recall(self, task: Task) -> Optimised | None:
        record = self._records.recall(self._key(task))
        if record is None or _digest(record[_DIGEST:]) != record[:_DIGEST]:
            return None
        facts, _, data = record[_DIGEST:].partition(b"\n")
        try:
            return Optimised.from_facts(facts, data or task.data)
        except ValueError:
            return None

    def remember(self, task: Task, found: Optimised) -> None:
        data = b"" if found.data == task.data else found.data
        content = found.facts() + b"\n" + data
        self._records.remember(self._key(task), _digest(content) + content)

    def _key(self, task: Task) -> str:
        digest = hashlib.sha256(task.data).hexdigest()
        return hashlib.sha256(f"{digest} {task.aim!r} {self._tools}".encode()).hexdigest()


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
