"""Shrinking in the folder itself: all of it or nothing, and nothing is lost.

First the old files are kept aside, then new ones are added, those of the same name replaced, and
the document after them; last of all the old files go that nothing names any more. Who is
killed on the way leaves a note, by which the next run takes everything back, or removes what is
left if the document was changed by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from docbuild.files import digest
from docbuild.locate import Location
from docbuild.release_store.turns import turn
from docbuild.shrinking.journal import Changes, Journal
from docbuild.shrinking.originals import Originals
from docbuild.shrinking.shrink import Shrunk
from docbuild.shrinking.source_folder import SourceFolder


class ChangedError(Exception):
    """``path`` is not any more what it was when it was read."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def changes_of(done: Shrunk) -> Changes:
    """What shrinking would change in the folder."""
    snapshot, text = done.before.snapshot, done.built.snapshot.source
    assert text is not None, "there is a document"
    readme, originals = str(snapshot.readme), done.originals
    replaced = {
        path: (originals[path], data) for path, data in done.pictures.items() if path in originals
    }
    if text != snapshot.source:
        old = snapshot.assets[readme].data
        assert old is not None, "the build kept its data"
        replaced[readme] = old, text.text.encode()
    added = {path: data for path, data in done.pictures.items() if path not in originals}
    return Changes(readme, replaced, added, {path: originals[path] for path in done.removed})


def apply(location: Location, changes: Changes) -> str:
    """Make ``changes`` in the document's folder; where the old files are kept, for people.

    Raises ``OSError`` and :class:`ChangedError`; then everything is as it was, but for what others
    did. What a killed run left is put in order first.
    """
    folder, originals = SourceFolder(location), Originals(location.root)
    with turn(location.root):
        _recover(folder, originals)
        _expect(folder, changes)
        name = originals.keep(changes)
        with _taken_back(folder, originals, name):
            for path, data in changes.added.items():
                folder.add(path, data)
            for path, (old, new) in _document_last(changes):
                if not folder.replace(path, old, new):
                    raise ChangedError(path)
            for path, old in changes.removed.items():
                folder.remove(path, old)  # what somebody changed just now stays
            originals.settle(name)
    return originals.shown(name)


def recover(location: Location) -> None:
    """Put in order what a killed run left; raises ``OSError``."""
    originals = Originals(location.root)
    originals.sweep()
    if originals.pending() is not None:
        with turn(location.root):
            _recover(SourceFolder(location), originals)


def undo(location: Location) -> tuple[str, ...] | None:
    """Take back what was done last; ``None`` if there is no such thing.

    Returns the paths that were changed since, or of which the old file is lost, for which nothing
    at all is taken back: none of them if it was done. Raises ``OSError``.
    """
    recover(location)
    folder, originals = SourceFolder(location), Originals(location.root)
    if originals.last() is None:
        return None
    with turn(location.root):
        _recover(folder, originals)
        name = originals.last()
        journal = None if name is None else originals.journal(name)
        if name is None or journal is None:
            return None
        in_the_way = tuple(
            sorted({*_changed_since(folder, journal), *_lost(originals, name, journal)})
        )
        if not in_the_way:
            originals.begin(name)
            if _take_back(folder, originals, name, journal):
                originals.forget_last()
            else:
                in_the_way = (journal.readme,)
            originals.forget_pending()
    return in_the_way


def _document_last(changes: Changes) -> list[tuple[str, tuple[bytes, bytes]]]:
    return sorted(changes.replaced.items(), key=lambda item: (item[0] == changes.readme, item[0]))


def _expect(folder: SourceFolder, changes: Changes) -> None:
    """Nothing is begun that is known to fail."""
    for path, data in changes.originals.items():
        if folder.read(path) != data:
            raise ChangedError(path)


@contextmanager
def _taken_back(folder: SourceFolder, originals: Originals, name: str) -> Iterator[None]:
    """If the block fails, everything is as before; if that fails too, the next run does it."""
    try:
        yield
    except BaseException as error:
        journal = originals.journal(name)
        if journal is not None:
            is_old = isinstance(error, ChangedError) and error.path == journal.readme
            _take_back(folder, originals, name, journal, is_old=is_old)
            originals.forget_pending()
        raise


def _recover(folder: SourceFolder, originals: Originals) -> None:
    name = originals.pending()
    journal = None if name is None else originals.journal(name)
    if name is None or journal is None:
        return
    folder.sweep((*journal.replaced, *journal.added, *journal.removed))
    old, new = journal.replaced.get(journal.readme, (None, None))
    now = _digest(folder, journal.readme)
    if old is None or now == old:
        _take_back(folder, originals, name, journal)
        originals.forget_pending()
        return
    # Who edited the document since may have begun from the old one or from the new one.
    for path, sha256 in journal.removed.items() if now == new else ():
        _remove(folder, path, sha256)
    originals.settle(name)


def _changed_since(folder: SourceFolder, journal: Journal) -> Iterator[str]:
    for path, pair in journal.replaced.items():
        if _digest(folder, path) not in pair:
            yield path
    for path, sha256 in journal.removed.items():
        if _digest(folder, path) not in (None, sha256):
            yield path


def _lost(originals: Originals, name: str, journal: Journal) -> Iterator[str]:
    old = {**{path: pair[0] for path, pair in journal.replaced.items()}, **journal.removed}
    for path, sha256 in old.items():
        if originals.original(name, path, sha256) is None:
            yield path


def _take_back(
    folder: SourceFolder,
    originals: Originals,
    name: str,
    journal: Journal,
    *,
    is_old: bool = False,
) -> bool:
    """The old files first, then the document and what has the name that it had, then away with
    the new files; what is neither the old nor the new file is somebody else's and stays.

    Whether that was done: if somebody edited the document just now, what it names stays as it is,
    unless ``is_old``, so that it was the old one that he edited.
    """
    for path, sha256 in journal.removed.items():
        data = originals.original(name, path, sha256)
        if data is not None and folder.read(path) is None:
            folder.add(path, data)
    replaced = sorted(journal.replaced.items(), key=lambda item: item[0] != journal.readme)
    for path, (old, new) in replaced:
        data, now = originals.original(name, path, old), folder.read(path)
        if data is not None and now is not None and digest(now) == new:
            folder.replace(path, now, data)
        if path == journal.readme and not is_old and _digest(folder, path) not in (old, None):
            return False
    for path, sha256 in journal.added.items():
        _remove(folder, path, sha256)
    return True


def _remove(folder: SourceFolder, path: str, sha256: str) -> None:
    data = folder.read(path)
    if data is not None and digest(data) == sha256:
        folder.remove(path, data)


def _digest(folder: SourceFolder, path: str) -> str | None:
    data = folder.read(path)
    return None if data is None else digest(data)
