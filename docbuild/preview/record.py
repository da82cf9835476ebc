"""The record of releases as the preview needs it, read when it changes and not with every edit."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from docbuild import asked
from docbuild.manifest import MANIFEST, Manifest, PackedFile, read_manifest
from docbuild.release.history import History
from docbuild.release.upload_folder import Holds, UploadFolder
from docbuild.release.values import Release
from docbuild.release_store.places import EVENTS, HOME, RECORDS, RELEASES
from docbuild.release_store.reading import read_object
from docbuild.release_store.store import open_store


class Record(NamedTuple):
    """``sources``: by the ids of those releases that matter, the files of the project that they
    were made of, which are other ones where pictures were made smaller. ``upload_folder``: what
    that holds, which is of this machine alone, of what is to be uploaded next."""

    history: History = History()
    sources: Mapping[str, tuple[PackedFile, ...]] = {}
    upload_folder: UploadFolder = UploadFolder(Holds.NOTHING)

    @property
    def prepared(self) -> Release | None:
        """What is to be uploaded next."""
        return next(iter(self.history.prepared), None)

    def is_of(self, release: Release, files: tuple[PackedFile, ...]) -> bool:
        """Whether ``release`` was made of these files, sorted by path."""
        return self.sources.get(release.id, release.documents) == files


def read_record(root: Path) -> Record:
    """The record of the project at ``root``, whose changes are of interest from now on."""
    for folder in (RECORDS, EVENTS):
        asked.tree(root / HOME / RELEASES / folder)
    store = open_store(root)
    history = store.read()
    shown = (*history.prepared[:1], history.uploaded, history.published)
    sources = {each.id: _sources(root, each) for each in shown if each is not None}
    record = Record(history, sources)
    if record.prepared is None:
        return record
    return record._replace(upload_folder=store.laid_out(record.prepared))


def _sources(root: Path, release: Release) -> tuple[PackedFile, ...]:
    """As :func:`docbuild.release_store.originals.with_originals`, by digests alone."""
    noted = next((file for file in release.files if file.path == MANIFEST), None)
    data = b"" if noted is None else read_object(root, noted.sha256, noted.size)
    manifest = read_manifest(data) if isinstance(data, bytes) else None
    optimised = manifest.optimised if isinstance(manifest, Manifest) else ()
    originals = {each.path: each.source for each in optimised if each.path == each.source.path}
    return tuple(
        file._replace(size=originals[file.path].size, sha256=originals[file.path].sha256)
        if file.path in originals
        else file
        for file in release.documents
    )
