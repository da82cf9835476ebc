"""What every action of ``docbuild release`` that writes is to survive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from faults import Scene, temporary, tree
from plugin_projects import CLEAN, picture, write_project

from docbuild.build import Project, build, find
from docbuild.bundle_members import members
from docbuild.files import digest
from docbuild.manifest import MANIFEST, Manifest, read_manifest
from docbuild.release.tools_project import FILES
from docbuild.release.upload_folder import Holds
from docbuild.release.values import EventKind, Release, Stamp
from docbuild.release_store.places import OBJECTS, RELEASES, REPLACED, TEMPORARY
from docbuild.release_store.reading import all_objects
from docbuild.release_store.store import Store, open_store

FIRST = f"{CLEAN}\n![又一张](image/deep/b.png)\n"
_ALL = 3  # releases of ``uploaded_twice``
EDIT = "# Written in the tools\n"
_STAMP = Stamp("2026-01-02T03:04:05Z", "李雷")
_BY = ["--by", "李雷"]


def _prepared(root: Path, version: str) -> Release:
    """What the project at ``root`` holds now, prepared."""
    project = find(root)
    assert isinstance(project, Project)
    built = build(project, keep_data=True)
    return open_store(root).prepare(members(built, version=version, description="一"), _STAMP)


def new_project(place: Path) -> None:
    write_project(place / "project", FIRST, {"doc/image/deep/b.png": picture("red")})


def published_once(place: Path) -> None:
    """1.0.0 was uploaded and published, 1.1.0 is prepared, and doc/ was changed since."""
    new_project(place)
    root, store = place / "project", open_store(place / "project")
    first = _prepared(root, "1.0.0")
    store.mark(first, EventKind.UPLOADED, _STAMP)
    store.mark(first, EventKind.PUBLISHED, _STAMP)
    (root / "doc/README.md").write_text(CLEAN + "\n第二版。\n", encoding="utf-8")
    (root / "doc/image/deep/b.png").unlink()
    _prepared(root, "1.1.0")
    (root / "doc/README.md").write_text(CLEAN + "\n还没写完。\n", encoding="utf-8")
    (root / "doc/image/new.png").write_bytes(picture("blue"))
    (root / "doc/image/drawing.psd").write_bytes(b"not for the upload")


def uploaded_twice(place: Path) -> None:
    """And 1.1.0 was uploaded and published, 1.2.0 uploaded, so that 1.0.0 may be given up."""
    published_once(place)
    store = open_store(place / "project")
    second = store.read().prepared[0]
    store.mark(second, EventKind.UPLOADED, _STAMP)
    store.mark(second, EventKind.PUBLISHED, _STAMP)
    store.mark(_prepared(place / "project", "1.2.0"), EventKind.UPLOADED, _STAMP)


def noted(place: Path) -> object:
    """What is known of each release, and whether its contents are there; times left out."""
    store = open_store(place / "project")
    return _releases(store), _upload_is_whole(store)


def _releases(store: Store) -> object:
    history = store.read()
    assert not history.problems
    return [
        (each.version, each.description, history.state(each), _is_whole(store, each))
        for each in history.releases
        if not each.is_saved
    ]


def _is_whole(store: Store, release: Release) -> bool:
    return isinstance(store.members(release), dict)


def _upload_is_whole(store: Store) -> bool:
    """Whether the folder to upload from is not there, or holds exactly what its manifest says."""
    if not store.upload_folder.exists():
        return True
    found = {
        path: content
        for path, content in tree(store.upload_folder).items()
        if isinstance(content, bytes) and path not in FILES
    }
    manifest = read_manifest(found.pop(MANIFEST, b""))
    return isinstance(manifest, Manifest) and found.keys() == {
        file.path for file in manifest.files if digest(found[file.path]) == file.sha256
    }


def document(place: Path) -> object:
    """doc/, and what of it as it was at first is neither there nor in the record."""
    store = open_store(place / "project")
    history = store.read()
    assert not history.problems
    kept = {file.sha256 for each in history.releases for file in each.documents}
    kept &= {sha256 for sha256, _ in all_objects(place / "project")}
    before = _contents(tree(place / "before"))
    now = tree(place / "project/doc")
    return now, sorted(before - kept - _contents(now))


def _contents(found: Mapping[str, bytes | str]) -> set[str]:
    return {digest(content) for content in found.values() if isinstance(content, bytes)}


def changed_document(place: Path) -> None:
    """``published_once``, with a copy of doc/ beside the project."""
    published_once(place)
    for name, content in tree(place / "project/doc").items():
        if isinstance(content, bytes):
            target = place / "before" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def litter(place: Path) -> Sequence[str]:
    """What a killed run left: temporary files, and objects that no release needs."""
    home = place / "project/.docbuild"
    found = list(temporary(place))
    if home.exists():
        found += [name for name in tree(home) if name.startswith((TEMPORARY, REPLACED))]
    history = open_store(place / "project").read()
    needed = {
        file.sha256
        for each in history.releases
        if each.id not in history.pruned
        for file in each.files
    }
    objects = (sha256 for sha256, _ in all_objects(place / "project"))
    return found + [f"{RELEASES}/{OBJECTS}/{each}" for each in objects if each not in needed]


def edited_upload(place: Path) -> None:
    """``published_once``, and somebody wrote in the folder to upload from."""
    published_once(place)
    (place / "project/.docbuild/upload/doc/README.md").write_text(EDIT, encoding="utf-8")


def noted_with_edits(place: Path) -> object:
    """The releases, and in how many files the edit is kept."""
    found = tree(place / "project/.docbuild").values()
    return _releases(open_store(place / "project")), list(found).count(EDIT.encode())


def litter_beside_kept(place: Path) -> Sequence[str]:
    """A folder of which not all can be read may hold edits, and is kept, too."""
    return [name for name in litter(place) if not name.startswith(REPLACED)]


def what_matters(place: Path) -> object:
    """What is uploaded, published and prepared, and whether it can be had; and whether anything
    was forgotten: how much of it goes at once, nobody was promised."""
    store = open_store(place / "project")
    history = store.read()
    assert not history.problems
    matters = [history.uploaded, history.published, *history.prepared]
    known = [(each, _is_whole(store, each)) for each in matters if each is not None]
    return known, history.highest_uploaded, len(history.releases) == _ALL


def what_is_laid_out(place: Path) -> object:
    """What the folder to upload from was prepared for; nothing else may have changed."""
    store = open_store(place / "project")
    lies_there = [each.version for each in store.read().releases if _lies(store, each)]
    return _releases(store), _upload_is_whole(store), lies_there


def _lies(store: Store, release: Release) -> bool:
    return store.laid_out(release).holds is Holds.THIS


_PREPARE = ["release", "prepare", "project", "--no-input", "--description", "改了一段", *_BY]

PREPARE = Scene(
    "release prepare, the first",
    new_project,
    [*_PREPARE, "--document-version", "1.0.0"],
    noted,
    litter_beside_kept,
)
PREPARE_AGAIN = Scene(
    "release prepare, a later one",
    published_once,
    [*_PREPARE, "--document-version", "2.0.0"],
    noted,
    litter_beside_kept,
)
PREPARE_OVER_EDITS = Scene(
    "release prepare, where the upload's folder was edited",
    edited_upload,
    [*_PREPARE, "--document-version", "2.0.0"],
    noted_with_edits,
    litter_beside_kept,
)
UPLOADED = Scene(
    "release uploaded",
    published_once,
    ["release", "uploaded", "1.1.0", "project", *_BY],
    noted,
    litter,
)
PUBLISHED = Scene(
    "release published",
    published_once,
    ["release", "published", "1.1.0", "project", *_BY],
    noted,
    litter,
)
UNDO = Scene(
    "release published --undo",
    published_once,
    ["release", "published", "1.0.0", "project", "--undo", *_BY],
    noted,
    litter,
    next_words=["release", "published", "1.0.0", "project", *_BY],
)
RESTORE = Scene(
    "release restore",
    changed_document,
    ["release", "restore", "1.0.0", "project", *_BY],
    document,
    litter,
)
RESTORE_MOVED = RESTORE._replace(
    name="release restore, moved aside",
    also=("-e", "inject=renameat2:error=ENOSYS"),  # as where nothing can be exchanged
)
GC = Scene(
    "release gc",
    uploaded_twice,
    ["release", "gc", "project", "--keep", "1", *_BY],
    noted,
    litter,
)
GC_FORGETS = Scene(
    "release gc --keep-records",
    uploaded_twice,
    ["release", "gc", "project", "--keep-records", "0", *_BY],
    what_matters,
    litter,
)
LAY_OUT = Scene(
    "release restore --to the folder to upload from",
    published_once,
    ["release", "restore", "1.0.0", "project", "--to", "project/.docbuild/upload"],
    what_is_laid_out,
    litter_beside_kept,
)

SCENES = (
    PREPARE,
    PREPARE_AGAIN,
    PREPARE_OVER_EDITS,
    UPLOADED,
    PUBLISHED,
    UNDO,
    RESTORE,
    RESTORE_MOVED,
    GC,
    GC_FORGETS,
    LAY_OUT,
)
