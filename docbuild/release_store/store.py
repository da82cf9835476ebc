"""The record of a project's releases: what it says, and adding to it.

Contents are written before the release that needs them, and that before any event about it, so
that whoever is killed at any moment leaves the record as it was, or with what he added.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from docbuild.diagnostic import Message
from docbuild.manifest import MANIFEST, Manifest, PackedFile, read_manifest
from docbuild.packed_files import packed_files
from docbuild.problem import ConfigProblem
from docbuild.release.history import History
from docbuild.release.tools_project import tools_project
from docbuild.release.upload_folder import UploadFolder
from docbuild.release.values import Event, EventKind, Release, Stamp, version_problem
from docbuild.release_store.collecting import Collected, collect
from docbuild.release_store.laid_out import laid_out, lay_out
from docbuild.release_store.places import HOME, UPLOAD
from docbuild.release_store.reading import all_objects, contents_of, lies_there, read_history
from docbuild.release_store.records import TIME
from docbuild.release_store.restoring import Restored, restore
from docbuild.release_store.writer import writing


class VersionError(Exception):
    """The upload would not take this version; ``problem`` says why."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem.en)
        self.problem = problem


class GoneError(OSError):
    """The release is not in the record any more."""

    def __init__(self) -> None:
        super().__init__(errno.ENOENT, "the release is not in the record any more")


def _ignore(_: str) -> None:
    pass


class Store:
    """The record below ``root``. Reading never raises; writing raises ``OSError``, and then
    what was there before is there still."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def upload_folder(self) -> Path:
        """Where the contents lie that were prepared last, clean, with their manifest, and with
        what makes a project of it that the developer tools can open."""
        return self.root / HOME / UPLOAD

    def read(self) -> History:
        """What is known now; nothing at all where there is no record."""
        return read_history(self.root)

    def members(self, release: Release) -> dict[str, bytes] | ConfigProblem:
        """The contents of ``release`` by path, the manifest too, or which one is not to be had."""
        return contents_of(self.root, release)

    def objects(self) -> frozenset[str]:
        """The SHA-256 of all contents that are there; those need not be sound."""
        try:
            return frozenset(sha256 for sha256, _ in all_objects(self.root))
        except OSError:
            return frozenset()  # reading one says what is wrong

    def missing(self, release: Release) -> tuple[PackedFile, ...]:
        """The files of ``release`` that are not there; the others need not be sound."""
        return tuple(file for file in release.files if not lies_there(self.root, file.sha256))

    def laid_out(self, release: Release) -> UploadFolder:
        """What the folder to upload from holds: that is of this machine alone, and the record
        may have come from another."""
        return laid_out(self.root, release)

    def differences(self, release: Release) -> tuple[str, ...]:
        """What differs there by now in ``doc/``, if it was prepared for ``release``."""
        return self.laid_out(release).changed

    def lay_out(
        self, release: Release, on_kept: Callable[[str], None] = _ignore
    ) -> ConfigProblem | None:
        """Let the folder to upload from hold ``release`` once more, or say why it cannot.

        ``on_kept`` as for :meth:`prepare`. Raises ``ValueError`` for names that some operating
        system cannot hold, which a saved state may have.
        """
        with writing(self.root):
            members = self.members(release)
            if isinstance(members, ConfigProblem):
                return members
            manifest = read_manifest(members.get(MANIFEST, b""))
            app_id = manifest.app_id if isinstance(manifest, Manifest) else None
            self._lay_out(members, app_id, on_kept)
            return None

    def prepare(
        self,
        members: Mapping[str, bytes],
        stamp: Stamp | None = None,
        on_kept: Callable[[str], None] = _ignore,
    ) -> Release:
        """Note ``members`` with the version and the description that their manifest has, and
        let the folder to upload from hold them.

        ``on_kept`` is told where the folder is kept that was there, if people or tools had
        changed something in it. The same that was prepared before, and not uploaded, is
        returned as it is. Raises :class:`RecordError` for names that some operating system
        cannot hold, ``ValueError`` without a manifest that has a version, and
        :class:`VersionError` where the version does not rise above all that were uploaded:
        whoever looked at those before did not have the turn.
        """
        manifest = read_manifest(members[MANIFEST])
        if isinstance(manifest, Message) or manifest.version is None:
            raise ValueError("no manifest with a version")
        draft = _draft(manifest, members, stamp or now())
        app_id = manifest.app_id

        def follow() -> None:
            self._lay_out(members, app_id, on_kept)

        with writing(self.root) as mine:
            problem = version_problem(manifest.version, mine.history.highest_uploaded)
            if problem is not None:
                raise VersionError(problem)
            return mine.add(draft, members, follow)

    def mark(self, release: Release, kind: EventKind, stamp: Stamp | None = None) -> Event | None:
        """Note that ``release`` was uploaded or published; ``None`` if that was the last word.

        Raises :class:`GoneError` where somebody let it be forgotten meanwhile.
        """
        with writing(self.root) as mine:
            history = mine.history
            if history.release(release.id) is None:
                raise GoneError
            is_published = kind is EventKind.PUBLISHED
            last = history.published if is_published else history.uploaded
            is_open = is_published and history.rivals  # until somebody who knows of all says so
            if last is not None and last.id == release.id and not is_open:
                return None
            return mine.tell(release, kind, (), stamp or now())

    def undo(self, release: Release, kind: EventKind, stamp: Stamp | None = None) -> Event | None:
        """Take back that ``release`` was uploaded (or published); ``None`` if nothing says so.

        What was never uploaded is not published either.
        """
        kinds = {EventKind.PUBLISHED, kind}
        with writing(self.root) as mine:
            undone = {each for event in mine.history.events for each in event.undoes}
            wrong = tuple(
                event.id
                for event in mine.history.events
                if event.release == release.id and event.kind in kinds and event.id not in undone
            )
            return mine.tell(release, EventKind.UNDONE, wrong, stamp or now()) if wrong else None

    def restore(
        self, release: Release, folder: str, stamp: Stamp | None = None
    ) -> Restored | ConfigProblem:
        """Let the document's folder hold ``release``; see :mod:`.restoring`."""
        return restore(self.root, folder, release, stamp or now())

    def gc(
        self,
        keep: int | None = None,
        stamp: Stamp | None = None,
        keep_records: int | None = None,
    ) -> Collected:
        """Remove contents that nothing needs; see :func:`.collecting.collect`."""
        return collect(self.root, keep, stamp or now(), keep_records=keep_records)

    def _lay_out(
        self, members: Mapping[str, bytes], app_id: str | None, on_kept: Callable[[str], None]
    ) -> None:
        kept = lay_out(self.root, {**members, **tools_project(app_id)})
        if kept is not None:
            on_kept(kept)


def _draft(manifest: Manifest, members: Mapping[str, bytes], stamp: Stamp) -> Release:
    return Release(
        id="",
        version=manifest.version,
        description=manifest.description or "",
        files=packed_files(members),
        errors=manifest.errors,
        warnings=manifest.warnings,
        parents=(),
        stamp=stamp,
    )


def open_store(root: Path) -> Store:
    """The store of the project at ``root``, be there a record yet or not."""
    return Store(root)


def now(by: str | None = None) -> Stamp:
    """A stamp of this moment."""
    return Stamp(datetime.now(UTC).strftime(TIME), by)
