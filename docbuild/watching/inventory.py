"""What everything that is watched was like when it was last looked at: the truth about changes."""

import os
from collections.abc import Callable, Iterator
from typing import TypeAlias

from docbuild.files import DEEPEST, MOST_ENTRIES
from docbuild.watching.change import Watched
from docbuild.watching.fingerprint import Fingerprint, fingerprint, is_folder, of_status
from docbuild.watching.litter import is_litter

Arm: TypeAlias = Callable[[str, tuple[int, ...]], None]
"""Told of each folder to listen to, before it is listed, and which one it is."""


class Inventory:
    """The states of all that is watched.

    Threads that share it call everything under a lock, but for :meth:`differences`, which takes
    long and only one may go through at a time.
    """

    def __init__(self) -> None:
        self._known: dict[str, Fingerprint] = {}
        self._names: dict[str, set[str]] = {}  # by folder of a tree
        self._files: frozenset[str] = frozenset()
        self._trees: frozenset[str] = frozenset()
        self._fresh: set[str] = set()  # trees that were never listed
        self._above: frozenset[str] = frozenset()  # all folders around what is watched
        self._outputs: tuple[str, ...] = ()

    def watch(self, watched: Watched) -> None:
        """Watch these from now on; what was watched before keeps its known state."""
        self._outputs = tuple(map(os.fspath, watched.outputs))
        files = frozenset(map(os.fspath, watched.files))
        trees = frozenset(map(os.fspath, watched.trees))
        self._fresh = (self._fresh | (trees - self._trees)) & trees
        self._files, self._trees = files, trees
        self._above = frozenset(above for path in files | trees for above in _around(path))
        self._names = {
            folder: names for folder, names in self._names.items() if self._in_tree(folder)
        }
        self._known = {
            path: state
            for path, state in self._known.items()
            if path in files or path in trees or os.path.dirname(path) in self._names
        }
        for path in files | trees:
            if path not in self._known:
                self._known[path] = fingerprint(path)

    def cares(self, path: str) -> bool:
        """Whether a change of the file at ``path`` is one."""
        if path in self._files or path in self._trees:
            return not self._is_output(path)
        folder, name = os.path.split(path)
        return folder in self._names and not is_litter(name) and not self._is_output(path)

    def cares_for_folder(self, path: str) -> bool:
        """Whether it matters that the folder ``path`` came or went."""
        return path in self._above or self.cares(path)

    def look(self, path: str) -> bool:
        """Whether ``path`` is other than it was; from now on, what it is now is known."""
        now = fingerprint(path)
        if self._known.get(path) == now:
            return False
        folder, name = os.path.split(path)
        if now is not None or path in self._files or path in self._trees:
            self._known[path] = now
        else:
            del self._known[path]
        if folder in self._names:
            (self._names[folder].discard if now is None else self._names[folder].add)(name)
        return True

    def state(self, path: str) -> Fingerprint:
        return self._known.get(path)

    def differences(self, arm: Arm) -> Iterator[str]:
        """What seems to be other than it is known. All folders that matter are shown to ``arm``."""
        for folder in self._folders_of_files():
            _arm(folder, arm)
        for path in list(self._files):
            if not self._is_output(path) and self._known.get(path) != fingerprint(path):
                yield path
        seen: set[str] = set()
        for tree in list(self._trees):
            yield from self._tree_differences(tree, arm, seen)
        for folder in self._names.keys() - seen:
            for name in self._names.pop(folder, ()):
                yield os.path.join(folder, name)

    def _folders_of_files(self) -> list[str]:
        """The folders around trees and around files that exist.

        Many files that are asked for are nowhere: each folder up to the root may hold settings.
        A watch in each of these would wake us all day, so their coming is left to be found.
        """
        inside = {os.path.dirname(path) for path in self._trees}
        for path in self._files:
            if self._known.get(path) is not None:
                inside.add(os.path.dirname(path))
        return sorted(inside)

    def _tree_differences(self, tree: str, arm: Arm, seen: set[str]) -> Iterator[str]:
        if self._known.get(tree) != fingerprint(tree):
            yield tree
        silent = tree in self._fresh
        count, pending = 0, [(tree, 0)]
        while pending:
            folder, depth = pending.pop()
            if not _arm(folder, arm):
                continue
            seen.add(folder)
            names = set()
            before = self._names.setdefault(folder, set())
            for item in _listed(folder):
                if count >= MOST_ENTRIES or is_litter(item.name) or self._is_output(item.path):
                    continue
                count += 1
                names.add(item.name)
                state = _state(item)
                if is_folder(state) and not item.name.startswith(".") and depth < DEEPEST:
                    pending.append((item.path, depth + 1))
                if state == self._known.get(item.path):
                    continue
                if silent and item.path not in self._known:
                    self.look(item.path)
                else:
                    yield item.path
            for name in before - names:
                yield os.path.join(folder, name)
        self._fresh.discard(tree)

    def _in_tree(self, path: str) -> bool:
        return path in self._trees or any(above in self._trees for above in _around(path))

    def _is_output(self, path: str) -> bool:
        return any(path == own or path.startswith(own + os.sep) for own in self._outputs)


def _arm(folder: str, arm: Arm) -> bool:
    """Show ``folder`` to ``arm``, if it is one."""
    try:
        state = of_status(os.stat(folder))
    except (OSError, ValueError):
        return False
    if not is_folder(state):
        return False
    arm(folder, state)
    return True


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []  # it is gone, or may not be read; reading the project will say so


def _state(item: os.DirEntry[str]) -> Fingerprint:
    try:
        if item.is_symlink():
            return fingerprint(item.path)
        return of_status(item.stat(follow_symlinks=False))
    except OSError:
        return None


def _around(path: str) -> Iterator[str]:
    """The folders that ``path`` lies in, the nearest first."""
    while (above := os.path.dirname(path)) != path:
        yield above
        path = above
