"""A reader of one document that follows its watcher, as the preview and ``--watch`` do."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Self

from docbuild import files
from docbuild.saves import Content, Settling
from docbuild.watch import Change, Poll, Watched, Watcher

PATIENCE = 20.0  # seconds: the clock is no test, a machine may be slow
OLD = "# 天气\n\nalpha 段落。\n\n另一段。\n"
LARGEST = 1 << 20


class Follower:
    """Follows ``root``/doc/README.md. ``shown`` are all contents that a page would have shown."""

    def __init__(self, root: Path, *, poll: Poll = "auto") -> None:
        self.root = root
        self.doc = root / "doc"
        self.readme = self.doc / "README.md"
        self.readme.parent.mkdir(parents=True, exist_ok=True)
        if not self.readme.exists():
            self.readme.write_text(OLD, encoding="utf-8")
        self.watcher = Watcher(poll=poll)
        self.changes: list[Change] = []
        self.shown: list[Content] = [self.read()]
        self._settling = Settling(self.shown[0])
        self._held_until: float | None = None
        self.clock = time.monotonic  # by which what looks half saved is held
        settings = frozenset({root / "docbuild.toml", self.readme})
        self.watcher.watch(Watched(settings, frozenset({self.doc})))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.watcher.stop()

    @property
    def is_holding(self) -> bool:
        """Whether what was read last is not shown, as it looks half saved."""
        return self._held_until is not None

    def read(self) -> Content:
        return files.read_file(self.doc, "README.md", LARGEST)

    def step(self, timeout: float) -> Change | None:
        """Wait for one change or for what is held, and show what is to be shown."""
        if self._held_until is not None:
            timeout = min(timeout, self._held_until - self.clock())
        change = self.watcher.next(max(0.0, timeout))
        if change is not None:
            self.changes.append(change)
        content = self.read()
        closed = (
            change is not None
            and change.finished(self.readme)
            and not self.watcher.is_being_written(self.readme)
        )
        told = change is not None and self.readme in change.paths
        verdict = self._settling.offer(content, closed=closed, now=self.clock(), changed=told)
        self._held_until = verdict.until
        if verdict.show:
            self.shown.append(content)
        return change

    def until_shown(self, text: str) -> float:
        """Wait until the document is shown that has ``text``; the seconds since its last change.

        These are inexact by the few milliseconds between two ticks of the kernel's clock.
        """
        end = time.monotonic() + PATIENCE
        while not self._shows(text):
            assert time.monotonic() < end, f"not shown: {self.shown}, {self.changes}"
            self.step(end - time.monotonic())
        return max(0.0, time.time() - self.readme.stat().st_ctime)

    def until_told(self, path: Path) -> Change:
        """Wait for a change of ``path``."""
        end = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < end, f"not told of {path}: {self.changes}"
            change = self.step(end - time.monotonic())
            if change is not None and path in change.paths:
                return change

    def is_alive(self) -> bool:
        """Whether a plain save is still heard of, in the end; and nothing else was shown."""
        text = f"# alive {len(self.shown)}\n"
        self.readme.write_text(text, encoding="utf-8")
        self.until_shown(text)
        return True

    def told_before(self, sentinel: str = "sentinel.png") -> set[Path]:
        """Everything that was told until a new file of this name was."""
        before = len(self.changes)
        path = self.doc / sentinel
        path.write_bytes(b"x")
        self.until_told(path)
        told = {each for change in self.changes[before:] for each in change.paths}
        return told - {path}

    def _shows(self, text: str) -> bool:
        content = self.shown[-1]
        return isinstance(content, bytes) and text.encode() in content
