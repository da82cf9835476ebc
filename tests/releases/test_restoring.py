"""doc/ exchanged for what a release holds: in one step, and nothing of anybody's is lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from faults import tree
from release_samples import STAMP, members_of

from docbuild import folders
from docbuild.folders import open_root
from docbuild.problem import ConfigProblem
from docbuild.release.values import Release
from docbuild.release_store import restoring
from docbuild.release_store.mirroring import listing, mirror
from docbuild.release_store.restoring import Restored
from docbuild.release_store.store import Store, open_store

TEXT = b"# then\n"


@pytest.fixture(params=["exchanged", "moved", "paths"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """As where folders can be exchanged, where they cannot, and as on Windows."""
    if request.param != "exchanged":
        monkeypatch.setattr(restoring, "exchange", lambda *_: False)
    if request.param == "paths":
        monkeypatch.setattr(folders, "BY_DESCRIPTOR", False)
    return str(request.param)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def release(store: Store) -> Release:
    pictures = {"doc/a.png": b"same", "doc/image/b.png": b"then"}
    return store.prepare(members_of("1.0.0", TEXT, pictures), STAMP)


def write(root: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


NOW = {
    "doc/README.md": b"# now\n",
    "doc/a.png": b"same",
    "doc/image/b.png": b"now",
    "doc/image/only/here.png": b"here",
    "doc/drawing.psd": b"not for the upload",
    "doc/.obsidian/app.json": b"{}",
    "doc/notes.md": b"# notes\n",
}


@pytest.mark.usefixtures("way")
def test_the_upload_is_that_of_the_release_and_the_rest_stays(
    store: Store, release: Release
) -> None:
    write(store.root, NOW)
    (store.root / "doc/empty").mkdir()
    (store.root / "doc/link").symlink_to("drawing.psd")
    before = tree(store.root / "doc")
    found = store.restore(release, "doc", STAMP)
    assert isinstance(found, Restored)
    assert found.written == ("README.md", "image/b.png")
    assert found.removed == ("image/only/here.png",)
    assert tree(store.root / "doc") == {
        "README.md": TEXT,
        "a.png": b"same",
        "image": "/",
        "image/b.png": b"then",
        "drawing.psd": b"not for the upload",
        ".obsidian": "/",
        ".obsidian/app.json": b"{}",
        "notes.md": b"# notes\n",
        "empty": "/",
        "link": "-> drawing.psd",
    }
    assert found.saved is not None
    assert isinstance(store.restore(found.saved, "doc", STAMP), Restored)
    assert tree(store.root / "doc") == before
    assert not (store.root / ".docbuild/tmp").exists()


@pytest.mark.usefixtures("way")
def test_files_that_stay_are_the_same_files(store: Store, release: Release) -> None:
    write(store.root, NOW)
    (store.root / "doc/drawing.psd").chmod(0o600)
    os.utime(store.root / "doc/a.png", (1, 1))
    names = ("drawing.psd", "a.png", ".obsidian/app.json")
    before = [(store.root / "doc" / name).stat() for name in names]
    store.restore(release, "doc", STAMP)
    after = [(store.root / "doc" / name).stat() for name in names]
    keys = ("st_ino", "st_mode", "st_mtime_ns", "st_nlink")
    assert [[getattr(each, key) for key in keys] for each in after] == [
        [getattr(each, key) for key in keys] for each in before
    ]


def test_where_nothing_can_be_linked_it_is_copied(
    store: Store, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", unable)
    write(store.root, NOW | {"doc/large.psd": bytes(3_000_000)})
    (store.root / "doc/drawing.psd").chmod(0o600)
    os.utime(store.root / "doc/a.png", (1, 1))
    assert isinstance(store.restore(release, "doc", STAMP), Restored)
    assert (store.root / "doc/large.psd").read_bytes() == bytes(3_000_000)
    assert (store.root / "doc/drawing.psd").stat().st_mode & 0o777 == 0o600
    assert (store.root / "doc/a.png").stat().st_mtime == 1


@pytest.mark.usefixtures("way")
def test_a_document_that_is_not_there(store: Store, release: Release) -> None:
    found = store.restore(release, "doc", STAMP)
    assert isinstance(found, Restored)
    assert found.saved is None
    assert set(tree(store.root / "doc")) == {"README.md", "a.png", "image", "image/b.png"}


def test_the_same_is_not_touched(store: Store, release: Release) -> None:
    store.restore(release, "doc", STAMP)
    before = os.stat(store.root / "doc").st_ino
    assert store.restore(release, "doc", STAMP) == Restored(None, (), ())
    assert os.stat(store.root / "doc").st_ino == before


def test_other_spellings_of_the_name_are_saved_too(store: Store, release: Release) -> None:
    write(store.root, {"doc/readme.MD": b"# now\n", "doc/image/README.md": b"# below\n"})
    found = store.restore(release, "doc", STAMP)
    assert isinstance(found, Restored)
    assert found.removed == ("image/README.md", "readme.MD")
    assert found.saved is not None
    store.restore(found.saved, "doc", STAMP)
    assert set(os.listdir(store.root / "doc")) == {"readme.MD", "image"}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("kind", ["edited", "in place", "new", "unrelated", "removed"])
def test_whoever_edits_meanwhile_keeps_it(
    store: Store, release: Release, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """An editor saves at the worst moment: after all was read, before the exchange."""
    write(store.root, NOW)
    folder = store.root / "doc"

    def edited(*words: Any) -> None:
        mirror(*words)
        if kind == "edited":
            (folder / "aside").write_bytes(b"# saved just now\n")
            (folder / "aside").rename(folder / "README.md")
        elif kind == "in place":
            status = os.stat(folder / "README.md")
            (folder / "README.md").write_bytes(b"# NOW\n")
            os.utime(folder / "README.md", ns=(status.st_atime_ns, status.st_mtime_ns))
        elif kind == "new":
            (folder / "c.png").write_bytes(b"new")
        elif kind == "unrelated":
            (folder / "plan.txt").write_bytes(b"new")
        else:
            (folder / "image/b.png").unlink()
        seen.update(tree(folder))

    seen: dict[str, bytes | str] = {}
    monkeypatch.setattr(restoring, "mirror", edited)
    found = store.restore(release, "doc", STAMP)
    assert isinstance(found, ConfigProblem)
    assert "try again" in found.message.en
    assert tree(folder) == seen
    assert not (store.root / ".docbuild/tmp").exists()
    monkeypatch.setattr(restoring, "mirror", mirror)
    assert isinstance(store.restore(release, "doc", STAMP), Restored)
    assert (folder / "README.md").read_bytes() == TEXT


@pytest.mark.parametrize("name", ["README.md", "a.png", "image"])
def test_a_link_in_the_place_of_a_file(store: Store, release: Release, name: str) -> None:
    write(store.root, NOW)
    path = store.root / "doc" / name
    path.rename(store.root / "elsewhere")
    path.symlink_to(store.root / "elsewhere")
    before = tree(store.root / "doc"), tree_of(store.root / "elsewhere")
    with pytest.raises(OSError, match=r"exists|symbolic"):
        store.restore(release, "doc", STAMP)
    assert (tree(store.root / "doc"), tree_of(store.root / "elsewhere")) == before


def tree_of(path: Path) -> object:
    return tree(path) if path.is_dir() else path.read_bytes()


def test_links_on_the_way(store: Store, release: Release) -> None:
    write(store.root, {"real/doc/README.md": b"# now\n"})
    (store.root / "linked").symlink_to("real")
    (store.root / "doc").symlink_to("real/doc")
    for folder in ("doc", "linked/doc"):
        with pytest.raises(OSError, match="symbolic links"):
            store.restore(release, folder, STAMP)
    assert (store.root / "real/doc/README.md").read_bytes() == b"# now\n"


def test_what_cannot_be_kept_is_not_lost(store: Store, release: Release) -> None:
    write(store.root, NOW)
    os.mkfifo(store.root / "doc/pipe")
    before = set(os.listdir(store.root / "doc"))
    with pytest.raises(OSError, match="regular"):
        store.restore(release, "doc", STAMP)
    assert set(os.listdir(store.root / "doc")) == before
    assert (store.root / "doc/README.md").read_bytes() == b"# now\n"


def test_what_is_too_large_to_be_saved_is_not_lost(
    store: Store, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store.root, NOW)
    monkeypatch.setattr(restoring, "READABLE", 3)
    found = store.restore(release, "doc", STAMP)
    assert isinstance(found, ConfigProblem)
    assert found.path == "doc/README.md"
    assert (store.root / "doc/README.md").read_bytes() == b"# now\n"


def test_nothing_is_done_where_contents_are_missing(store: Store, release: Release) -> None:
    write(store.root, NOW)
    sha256 = release.files[1].sha256
    (store.root / ".docbuild/releases/objects" / sha256[:2] / sha256[2:]).unlink()
    before = tree(store.root / "doc")
    assert isinstance(store.restore(release, "doc", STAMP), ConfigProblem)
    assert tree(store.root / "doc") == before
    assert len(store.read().releases) == 1


def test_a_folder_below_others(store: Store, release: Release) -> None:
    write(store.root, {"src/plugin/doc/README.md": b"# now\n", "src/plugin/index.js": b"x"})
    assert isinstance(store.restore(release, "src/plugin/doc", STAMP), Restored)
    assert (store.root / "src/plugin/doc/README.md").read_bytes() == TEXT
    assert (store.root / "src/plugin/index.js").read_bytes() == b"x"


def test_a_run_that_was_killed_between_two_moves(store: Store, release: Release) -> None:
    """Where nothing can be exchanged: the next turn puts the old folder back."""
    write(store.root, NOW)
    temporary = store.root / ".docbuild/tmp"
    temporary.mkdir()
    (temporary / "moved").write_bytes(b"doc")
    before = tree(store.root / "doc")
    (store.root / "doc").rename(temporary / "old")
    store.prepare(members_of("1.0.1"), STAMP)
    assert tree(store.root / "doc") == before
    assert not temporary.exists()


@pytest.mark.skipif(not folders.BY_DESCRIPTOR, reason="here folders are known by their paths")
def test_a_folder_is_listed_from_its_beginning(tmp_path: Path) -> None:
    """Else what stays would be lost where the system fails to wind a handle back."""
    for name in "ab":
        (tmp_path / name).touch()
    with open_root(str(tmp_path), follow=True) as folder, os.scandir(folder.handle) as unfinished:
        next(unfinished)
        assert [path for path, _, _ in listing(folder)] == ["a", "b"]
