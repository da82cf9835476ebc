"""The files as they were before they were shrunk in place: kept beside the project.

``.docbuild/originals/`` has a folder for each time, with a journal of what was done. While it is
being done, the file ``pending`` names that folder; ``done`` has the names of all times that are
over and can be taken back, one in a line. None of it is for git: it is there so that nothing is
lost.
"""

from __future__ import annotations

import errno
import re
from contextlib import suppress
from pathlib import Path

from docbuild import files
from docbuild.folder_writing import replace_folder
from docbuild.folders import remove_file, sync
from docbuild.leftovers import sweep_folder
from docbuild.release_store.places import HOME, made, opened
from docbuild.shrinking.journal import Changes, Journal
from docbuild.upload import READABLE
from docbuild.writing import put_file

ORIGINALS = "originals"
_PENDING, _DONE = "pending", "done"
_JOURNAL, _CONTENT = "journal.json", "doc"
_NAME_LENGTH = 16  # hexadecimal digits, enough to tell one time from another
_LARGEST_JOURNAL = 8 * 1024 * 1024
_MOST = 100  # times that can be taken back, one after another
_IGNORED = b"# What pictures were before they were shrunk; remove what you need no more.\n*\n"


class Originals:
    """Those of the project at ``root``, for who has the turn to write there.

    Whatever fails raises ``OSError``.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def shown(self, name: str) -> str:
        """The place of the files of one time for people: relative to the root, POSIX."""
        return f"{HOME}/{ORIGINALS}/{name}/{_CONTENT}"

    def sweep(self) -> None:
        """Remove what killed runs left here."""
        with suppress(FileNotFoundError), opened(self._root, HOME, ORIGINALS) as folder:
            sweep_folder(folder)

    def keep(self, changes: Changes) -> str:
        """Put all that ``changes`` would lose in a folder, in one step, and name it pending."""
        journal = Journal.of(changes).to_json()
        name = files.digest(journal)[:_NAME_LENGTH]
        members = {f"{_CONTENT}/{path}": data for path, data in changes.originals.items()}
        self._put(".gitignore", _IGNORED)
        replace_folder(self._root / HOME / ORIGINALS / name, {**members, _JOURNAL: journal})
        self.begin(name)
        return name

    def begin(self, name: str) -> None:
        """What was kept under that name is about to be done, or to be taken back."""
        self._put(_PENDING, name.encode("ascii"))

    def pending(self) -> str | None:
        """What is being done, or was when a run was killed."""
        return next(iter(self._names(_PENDING)), None)

    def last(self) -> str | None:
        """What was done last and can be taken back."""
        return next(reversed(self._names(_DONE)), None)

    def settle(self, name: str) -> None:
        """What was pending, under that name, is done."""
        done = self._names(_DONE)
        if name not in done[-1:]:
            self._note([*done, name][-_MOST:])
        self.forget_pending()

    def forget_pending(self) -> None:
        """Nothing is pending any more; the files stay."""
        with suppress(FileNotFoundError), opened(self._root, HOME, ORIGINALS) as folder:
            remove_file(_PENDING, folder)
            sync(folder)

    def forget_last(self) -> None:
        """What was done last was taken back; the files stay."""
        self._note(self._names(_DONE)[:-1])

    def _note(self, names: list[str]) -> None:
        self._put(_DONE, "".join(f"{name}\n" for name in names).encode("ascii"))

    def _put(self, name: str, data: bytes) -> None:
        with made(self._root, HOME, ORIGINALS) as folder:
            put_file(folder, name, data)

    def _names(self, which: str) -> list[str]:
        data = self._read(which, _MOST * (_NAME_LENGTH + 1)) or b""
        lines = data.decode("ascii", "replace").splitlines()
        return [line for line in lines if re.fullmatch(f"[0-9a-f]{{{_NAME_LENGTH}}}", line)]

    def journal(self, name: str) -> Journal | None:
        """What was done that time, ``None`` if nobody can tell any more."""
        data = self._read(f"{name}/{_JOURNAL}", _LARGEST_JOURNAL)
        try:
            return None if data is None else Journal.from_json(data)
        except ValueError:
            return None

    def original(self, name: str, path: str, sha256: str) -> bytes | None:
        """A file of that time, if it is there and sound."""
        data = self._read(f"{name}/{_CONTENT}/{path}", READABLE)
        return data if data is not None and files.digest(data) == sha256 else None

    def _read(self, path: str, limit: int) -> bytes | None:
        """A file of ours, ``None`` if there is none. That it cannot be read is no such answer."""
        data = files.read_file(self._root, f"{HOME}/{ORIGINALS}/{path}", limit)
        if isinstance(data, bytes):
            return data
        if data.code in ("missing", "not-regular", "too-large"):
            return None
        raise OSError(errno.ELOOP if data.code == "symlink" else errno.EIO, data.detail, path)
