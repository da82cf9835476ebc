"""The thread that owns the builder: it waits for changes, reads them, and lets pages know."""

from __future__ import annotations

import gc
import os
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from docbuild import files
from docbuild.asked import Asked, recording
from docbuild.build import LARGEST_README, README
from docbuild.diagnostic import Message
from docbuild.preview.builder import Builder
from docbuild.release_store.places import HOME
from docbuild.saves import Content, Settling
from docbuild.watch import Change, Watched, Watcher

_T = TypeVar("_T")

LONGEST_UNJUDGED = 0.5
"""Seconds after which the report is made though one change follows the other."""

BREATH = 0.004
"""Seconds that browsers have the processors to themselves before the report on an edit is made.

On two cores the page shows the edit a sixth sooner; nobody sees the report come later.
"""

_BUG = Message(
    "docbuild 内部出错了，页面停在上一次的样子。这是 docbuild 的缺陷，详情见终端",
    "docbuild failed internally, and the page stays as it was. This is a bug of docbuild: "
    "see the terminal",
)


class Rebuilder:
    """``builder``, opened, belongs to this thread from :meth:`start` on; others use
    :meth:`call`.

    ``asked`` is what opening it asked for.
    """

    def __init__(self, builder: Builder, watcher: Watcher, asked: Asked) -> None:
        self._builder = builder
        self._watcher = watcher
        self._asked = asked
        self._watched = Watched()
        self._settling = Settling(self._shown())
        self._wait: float | None = None  # until then nothing is to be read again
        self._calls: deque[tuple[Callable[[Builder], Any], Future[Any]]] = deque()
        self._has_to_look = False  # at everything again
        self._unjudged_since: float | None = None  # None: the report is about what is there
        self._is_broken = False
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="rebuilder", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when the thread has ended."""
        self._stopped = True
        self._watcher.stop()
        if self._thread.ident is not None:  # else the server failed before anything began
            self._thread.join()

    def call(self, function: Callable[[Builder], _T]) -> Future[_T]:
        """Run ``function`` on the builder's thread; whatever it raises is the future's."""
        future: Future[_T] = Future()
        self._calls.append((function, future))
        self._watcher.interrupt()
        return future

    def _run(self) -> None:
        self._watch()
        # What is there now stays: looking through it again and again would delay an edit.
        gc.collect()
        gc.freeze()
        while not self._stopped:
            change = self._watcher.next(self._timeout())
            try:
                self._answer_calls()
                self._follow(change)
            except Exception as error:
                self._tell_of(error)
        for _, future in self._calls:
            future.cancel()

    def _timeout(self) -> float | None:
        """How long to wait for a change before there is something else to do."""
        if self._has_to_look:
            return 0
        if self._unjudged_since is not None:
            return BREATH
        return None if self._wait is None else max(0.0, self._wait - time.monotonic())

    def _answer_calls(self) -> None:
        while self._calls:
            function, future = self._calls.popleft()
            try:
                future.set_result(function(self._builder))
            except Exception as error:
                future.set_exception(error)

    def _follow(self, change: Change | None) -> None:
        """Read what changed; say what is wrong as soon as nothing more is waiting."""
        if change is not None:
            self._read_change(change)
        elif self._has_to_look:
            self._has_to_look = False
            self._read_change(Change(frozenset()))
        elif self._wait is not None and time.monotonic() >= self._wait:
            self._read_readme(closed=False, changed=False)
        elif self._unjudged_since is not None:
            self._judge()
        since = self._unjudged_since
        if since is not None and time.monotonic() >= since + LONGEST_UNJUDGED:
            self._judge()

    def _judge(self) -> None:
        self._unjudged_since = None
        self._builder.judge()

    def _has_changed(self) -> None:
        """The report is about something else now."""
        if self._unjudged_since is None:
            self._unjudged_since = time.monotonic()

    def _read_change(self, change: Change) -> None:
        readme, paths = self._readme(), {os.fspath(path) for path in change.paths}
        if not paths or os.fspath(readme) in paths:
            self._read_readme(closed=change.finished(readme), changed=True)
        others = paths - {os.fspath(readme)}
        recorded = set(filter(self._is_recorded, others))
        if recorded:
            self._builder.read_releases()
            others -= recorded
        if self._is_broken or not paths or self._opens_anew(others):
            self._open_anew()
        elif others:
            self._load(others)

    def _is_recorded(self, path: str) -> bool:
        """Whether ``path`` is of the record of releases, of which the document knows nothing."""
        root = os.fspath(self._builder.session.project.location.root)
        return path.startswith(os.path.join(root, HOME))

    def _opens_anew(self, paths: set[str]) -> bool:
        """Whether more changed than files in the document's folder."""
        folder = os.fspath(self._builder.session.project.location.folder)
        return any(not path.startswith(folder + os.sep) for path in paths)

    def _read_readme(self, *, closed: bool, changed: bool) -> None:
        """Show the document's new bytes, if they are all there.

        ``changed``: there is news of it, other than that it has stayed as it is.
        """
        readme = self._readme()
        content = self._content(readme)
        closed = closed and not self._watcher.is_being_written(readme)
        now = time.monotonic()
        verdict = self._settling.offer(content, closed=closed, now=now, changed=changed)
        self._wait = verdict.until
        if not verdict.show:
            return
        if isinstance(content, bytes) and self._builder.session.snapshot.source is not None:
            self._builder.edit(content)
            self._has_changed()
        else:
            self._load(set())

    def _readme(self) -> Path:
        """Where the document is, or would be."""
        session = self._builder.session
        return session.project.location.folder / (session.snapshot.readme or README)

    def _content(self, readme: Path) -> Content:
        content = files.read_file(readme.parent, readme.name, LARGEST_README)
        missing = not isinstance(content, bytes) and content.code == "missing"
        return None if missing else content

    def _known(self) -> bytes | None:
        """The document's bytes as they are shown, which half a save must not replace."""
        shown = self._settling.shown
        return shown if isinstance(shown, bytes) else None

    def _load(self, paths: set[str]) -> None:
        """Read the document's folder anew, in which these paths changed."""
        folder = self._builder.session.project.location.folder
        changed = {Path(os.path.relpath(path, folder)).as_posix() for path in paths}
        with recording() as asked:
            self._builder.load(changed, self._known())
        self._asked.files |= asked.files
        self._follow_what_was_read()

    def _open_anew(self) -> None:
        """Find the project again and read all of it."""
        with recording() as asked:
            self._builder.reopen(self._known(), afresh=self._is_broken)
        self._asked = asked
        self._is_broken = False
        self._follow_what_was_read()

    def _follow_what_was_read(self) -> None:
        """Watch what was asked for; hold what comes against the document that is there now.

        What is held back until a certain time is still to be read then.
        """
        self._has_changed()
        shown = self._shown()
        if shown != self._known():  # another document, none, or one that came just now
            self._settling = Settling(shown)
        self._watch()

    def _shown(self) -> Content:
        """The bytes of the document that was read last."""
        snapshot = self._builder.session.snapshot
        asset = snapshot.assets.get(snapshot.readme or "")
        return None if asset is None else asset.data

    def _watch(self) -> None:
        """Watch what was asked for. What is new among it may have changed since it was read."""
        theme = self._builder.view.surroundings.theme.folder
        trees = {*self._asked.trees, os.path.abspath(theme)}
        below = tuple(tree + os.sep for tree in trees)
        single = (path for path in self._asked.files if not path.startswith(below))
        watched = Watched(files=frozenset(map(Path, single)), trees=frozenset(map(Path, trees)))
        before, self._watched = self._watched, watched
        self._watcher.watch(watched)
        if not (watched.files <= before.files and watched.trees <= before.trees):
            self._has_to_look = True

    def _tell_of(self, error: Exception) -> None:
        """A bug of ours is loud; the next change may well be read without meeting it."""
        traceback.print_exception(error)
        self._is_broken = True
        self._unjudged_since = None
        detail = "".join(traceback.format_exception_only(error)).strip()
        self._builder.fail(_BUG, detail)
