"""The folder to upload from: what lies in it, and putting something else there without loss.

The developer tools open it as a project, so that people may write in it, and the tools put
files there.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from docbuild import files
from docbuild.asset import EntryKind, Tree
from docbuild.folder_writing import replace_folder
from docbuild.folders import is_there, rename_between, sync
from docbuild.manifest import LARGEST_MANIFEST, MANIFEST, Manifest, read_manifest
from docbuild.packed_files import is_unchanged, packed_files, strangers
from docbuild.release.tools_project import FILES
from docbuild.release.upload_folder import Holds, UploadFolder
from docbuild.release.values import Release
from docbuild.release_store.places import HOME, REPLACED, UPLOAD, opened, shown
from docbuild.upload import uploads

_OWN = (MANIFEST, *FILES)  # the tools write their settings into those that make it a project


def laid_out(root: Path, release: Release) -> UploadFolder:
    """What lies in the folder of the project at ``root``. Never raises."""
    place = root / HOME / UPLOAD
    noted = next((file for file in release.files if file.path == MANIFEST), None)
    data = files.read_file(place, MANIFEST, LARGEST_MANIFEST)
    if isinstance(data, files.ReadProblem):
        return UploadFolder(Holds.OTHER if os.path.lexists(place) else Holds.NOTHING)
    if noted is None or files.digest(data) != noted.sha256:
        return UploadFolder(Holds.OTHER)
    changed = _changed(place, release)
    return UploadFolder(Holds.CHANGED if changed else Holds.THIS, changed)


def _changed(place: Path, release: Release) -> tuple[str, ...]:
    """Paths of what goes up and was changed, added or removed since it was laid out there."""
    tree = files.read_tree(place)
    others = strangers(place, tree, release.documents, _OWN)
    below = (path for path in others if path.startswith("doc/"))
    found = {path for path in below if uploads(path.removeprefix("doc/"))}
    return tuple(sorted(found | ({file.path for file in release.documents} - tree.entries.keys())))


def lay_out(root: Path, members: Mapping[str, bytes]) -> str | None:
    """Let the folder hold ``members``; for people, the place where is kept what was in it.

    It is kept only if it holds anything that docbuild did not put there; ``None`` otherwise.
    Raises ``OSError``, and then the folder is as it was, or is kept under the other name:
    ``ELOOP`` where it is a link. Raises ``ValueError`` as :func:`replace_folder` does.
    """
    place = root / HOME / UPLOAD
    tree = files.read_tree(place)
    if tree.root_kind is EntryKind.SYMLINK:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), shown(UPLOAD))
    if tree.root_kind is None or not _is_precious(place, tree, members):
        replace_folder(place, members)
        return None
    kept = f"{REPLACED}{os.urandom(4).hex()}"
    _move(root, UPLOAD, kept)  # whoever is killed now has lost nothing: the next one is told
    try:
        replace_folder(place, members)
    except BaseException:
        with suppress(OSError):
            _move(root, kept, UPLOAD)
        raise
    return shown(kept)


def _is_precious(place: Path, tree: Tree, members: Mapping[str, bytes]) -> bool:
    """Whether anything is there that is neither as it was laid out nor as it will be."""
    if tree.root_kind is not EntryKind.DIRECTORY:
        return True
    data = files.read_file(place, MANIFEST, LARGEST_MANIFEST)
    manifest = None if isinstance(data, files.ReadProblem) else read_manifest(data)
    listed = manifest.files if isinstance(manifest, Manifest) else ()
    soon = {file.path: file for file in packed_files(members)}
    return any(
        path not in soon or not is_unchanged(place, tree, soon[path])
        for path in strangers(place, tree, listed, _OWN)
    )


def _move(root: Path, name: str, target: str) -> None:
    with opened(root, HOME) as home:
        if is_there(target, home):
            raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), shown(target))
        rename_between(name, home, target, home)
        sync(home)
