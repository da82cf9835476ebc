"""Folders replaced on a real disk: whole or not at all, by many at once, after killed runs."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from docbuild import exchanging, folders
from docbuild.folder_writing import replace_folder, sweep
from docbuild.folders import Folder
from docbuild.leftovers import TEMPORARY

OLD = {"docbuild-manifest.json": b"{}", "doc/README.md": b"old", "doc/a/b/c.png": b"old" * 99}
NEW = {"docbuild-manifest.json": b"{ }", "doc/README.md": b"new", "doc/图/一.png": b"", "x": b"y"}


@pytest.fixture(params=["exchange", "move aside", "paths"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs in all ways: that of some file systems, and that of Windows."""
    if request.param == "move aside":
        monkeypatch.setattr(exchanging, "_system_call", lambda: None)
    monkeypatch.setattr(folders, "BY_DESCRIPTOR", request.param != "paths")


def content(folder: Path) -> dict[str, bytes] | None:
    """The files in ``folder`` by path, ``None`` where it does not exist."""
    if not folder.exists():
        return None
    paths = [path for path in folder.rglob("*") if not path.is_dir()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_folder_is_made_filled_and_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out"
    for members in (OLD, NEW, OLD, {"a": b"1"}):
        replace_folder(target, members)
        assert content(target) == members
        assert os.listdir(tmp_path) == ["out"]
    assert not list(target.glob("doc"))


def test_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    replace_folder(tmp_path / "out", NEW)
    assert content(tmp_path / "out") == NEW


def test_modes_obey_the_umask(tmp_path: Path) -> None:
    replace_folder(tmp_path / "out", NEW)
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "x").touch()
    for name in ("", "x"):
        made, plain = tmp_path / "out" / name, tmp_path / "plain" / name
        assert made.stat().st_mode == plain.stat().st_mode


def test_what_is_no_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "precious").touch()
    (tmp_path / "link").symlink_to("real")
    before = content(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(NotADirectoryError):
            replace_folder(tmp_path / name, NEW)
    assert content(tmp_path) == before
    assert sorted(os.listdir(tmp_path)) == ["file", "link", "real"]


@pytest.mark.parametrize("name", ["../a", "/a", "doc/../../a", "con", "a\\b", "a//b", ""])
def test_names_that_lead_out_of_the_folder_are_a_bug_and_loud(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot pack"):
        replace_folder(tmp_path / "out", {name: b""})
    assert os.listdir(tmp_path) == []


def test_into_nowhere(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_folder(tmp_path / "none" / "out", NEW)
    with pytest.raises(OSError, match=os.strerror(errno.EBUSY)):
        replace_folder(Path("/"), NEW)
    with pytest.raises(FileNotFoundError):
        sweep(tmp_path / "none")


def test_a_place_named_by_dots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "out")
    replace_folder(Path("../other"), NEW)
    replace_folder(Path("below/.."), OLD)
    assert content(tmp_path / "other") == NEW
    assert content(tmp_path / "out") == OLD


def test_what_killed_runs_left_is_removed_and_what_they_moved_away_put_back(tmp_path: Path) -> None:
    containers = [tmp_path / f"{TEMPORARY}{number:016x}" for number in range(5)]
    for number, target in enumerate([b"out", b"gone", b"../outside", b""]):
        for name in ("new", "old"):
            (containers[number] / name / "doc").mkdir(parents=True)
            (containers[number] / name / "doc" / "README.md").write_bytes(name.encode())
        (containers[number] / "lock").write_bytes(target)
    containers[4].mkdir()
    replace_folder(tmp_path / "out", NEW)
    assert content(tmp_path / "gone") == {"doc/README.md": b"old"}
    assert content(tmp_path / "out") == NEW
    assert sorted(os.listdir(tmp_path)) == ["gone", "out"]


def test_sweeping_spares_what_is_not_ours(tmp_path: Path) -> None:
    names = [f"{TEMPORARY}cache", f"{TEMPORARY}{1:016x}", f"{TEMPORARY}{2:016x}"]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "precious").touch()
    (tmp_path / names[2] / "lock").touch()
    (tmp_path / names[2] / "new").symlink_to(tmp_path)
    sweep(tmp_path)
    assert set(os.listdir(tmp_path)) == set(names)
    assert all((tmp_path / name / "precious").exists() for name in names)


def test_what_cannot_be_removed_at_once_is_no_error(tmp_path: Path) -> None:
    replace_folder(tmp_path / "out", OLD)
    (tmp_path / "out" / "doc" / "a").chmod(0o500)  # not even its owner may remove what is in it
    (tmp_path / "out" / "doc").chmod(0o500)
    replace_folder(tmp_path / "out", NEW)
    assert content(tmp_path / "out") == NEW


@pytest.mark.parametrize("before", [None, {}, OLD])
def test_what_may_not_last_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: dict[str, bytes] | None
) -> None:
    """The disk fails once the new folder is in its place, which others may have seen by then."""
    target, seen = tmp_path / "out", list[object]()
    if before is not None:
        target.mkdir()
        replace_folder(target, before)

    def sync(folder: Folder) -> None:
        folders.sync(folder)
        if target.exists():
            seen.append(content(target))
        if seen[-1:] == [NEW]:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("docbuild.folder_writing.sync", sync)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        replace_folder(target, NEW)
    assert seen[-1] == NEW
    assert content(target) == (before or None)
    assert os.listdir(tmp_path) == (["out"] if before else [])


def test_many_writers_at_once(tmp_path: Path) -> None:
    """With exchanges there is a whole folder at any time; moving aside leaves a gap."""
    editions = [{"a": bytes([number]), "doc/b": bytes([number])} for number in range(4)]

    def write(members: dict[str, bytes]) -> None:
        for _ in range(15):
            replace_folder(tmp_path / "out", members)

    threads = [threading.Thread(target=write, args=(each,)) for each in editions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert content(tmp_path / "out") in editions
    assert os.listdir(tmp_path) == ["out"]


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    listing = Path("/proc/self/fd")
    if not listing.exists():
        pytest.skip("reads /proc")
    (tmp_path / "file").touch()
    replace_folder(tmp_path / "out", NEW)
    before = set(os.listdir(listing))
    replace_folder(tmp_path / "out", OLD)
    with pytest.raises(NotADirectoryError):
        replace_folder(tmp_path / "file", OLD)
    assert set(os.listdir(listing)) == before
