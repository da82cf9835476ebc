"""Shrinking in the folder itself: all of it or nothing, whoever is killed and whatever fails."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from plugin_projects import write_project
from shrinking_projects import opened

from docbuild.folders import Folder, remove_file
from docbuild.locate import Location
from docbuild.shrinking import in_place, source_folder
from docbuild.shrinking.in_place import ChangedError, apply, recover, undo
from docbuild.shrinking.journal import Changes, Journal
from docbuild.shrinking.source_folder import SourceFolder
from docbuild.writing import replace_file

README = "README.md"
OLD = {
    README: "# 插件\n\n![](a.webp) ![](b.png) ![](图/c.bmp)\n".encode(),
    "a.webp": b"old a",
    "b.png": b"old b",
    "图/c.bmp": b"old c",
    "other.png": b"other",
}
NEW = {
    README: "# 插件\n\n![](a.png) ![](b.png) ![](图/c.jpg)\n".encode(),
    "a.png": b"new a",
    "b.png": b"new b",
    "图/c.jpg": b"new c",
    "other.png": b"other",
}
CHANGES = Changes(
    README,
    replaced={README: (OLD[README], NEW[README]), "b.png": (OLD["b.png"], NEW["b.png"])},
    added={"a.png": NEW["a.png"], "图/c.jpg": NEW["图/c.jpg"]},
    removed={"a.webp": OLD["a.webp"], "图/c.bmp": OLD["图/c.bmp"]},
)
IN_PLACE = Changes(README, {"b.png": (OLD["b.png"], NEW["b.png"])}, {}, {})
"""Nothing gets another name, so that the document stays as it is."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: what is made to last takes a disk long."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture
def location(place: Path) -> Location:
    return project(place / "p")


def project(root: Path) -> Location:
    write_project(root, files={f"doc/{path}": data for path, data in OLD.items()})
    shutil.rmtree(root / "doc" / "image")
    return opened(root).location


def content(location: Location) -> Mapping[str, bytes]:
    paths = (path for path in location.folder.rglob("*") if path.is_file())
    return {path.relative_to(location.folder).as_posix(): path.read_bytes() for path in paths}


def test_everything_is_done_and_the_old_files_are_kept(location: Location) -> None:
    kept = location.root / apply(location, CHANGES)
    assert content(location) == NEW
    for path, data in CHANGES.originals.items():
        assert (kept / path).read_bytes() == data
    ignored = (location.root / ".docbuild" / "originals" / ".gitignore").read_text()
    assert ignored.endswith("\n*\n")


def test_files_keep_their_permissions(location: Location) -> None:
    (location.folder / "b.png").chmod(0o640)
    apply(location, CHANGES)
    assert (location.folder / "b.png").stat().st_mode & 0o777 == 0o640


def test_undo_takes_back_one_time_after_another(location: Location) -> None:
    apply(location, CHANGES)
    again = Changes(README, {"b.png": (NEW["b.png"], b"newer b")}, {}, {})
    apply(location, again)
    assert undo(location) == ()
    assert content(location) == NEW
    assert undo(location) == ()
    assert content(location) == OLD
    assert undo(location) is None
    assert content(location) == OLD


@pytest.mark.parametrize("path", [README, "b.png", "a.webp"])
def test_undo_takes_nothing_back_from_who_worked_on(location: Location, path: str) -> None:
    apply(location, CHANGES)
    (location.folder / path).write_bytes(b"mine")
    now = content(location)
    assert undo(location) == (path,)
    assert content(location) == now


@pytest.mark.parametrize("path", [README, "b.png", "a.webp"])
def test_nothing_is_begun_where_a_file_is_another_by_now(location: Location, path: str) -> None:
    (location.folder / path).write_bytes(b"mine")
    now = content(location)
    with pytest.raises(ChangedError, match=path):
        apply(location, CHANGES)
    assert content(location) == now
    assert undo(location) is None


def test_a_name_that_is_taken_by_now(location: Location) -> None:
    (location.folder / "图" / "c.jpg").write_bytes(b"mine")
    now = content(location)
    with pytest.raises(FileExistsError):
        apply(location, CHANGES)
    assert content(location) == now
    assert undo(location) is None


def test_a_file_that_nobody_may_write(location: Location) -> None:
    (location.folder / README).chmod(0o444)
    with pytest.raises(PermissionError):
        apply(location, CHANGES)
    assert content(location) == OLD


def test_no_link_is_followed(location: Location, place: Path) -> None:
    folder = location.folder / "图"
    folder.rename(place / "elsewhere")
    folder.symlink_to(place / "elsewhere")
    before = sorted((place / "elsewhere").iterdir())
    with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
        apply(location, CHANGES)
    assert sorted((place / "elsewhere").iterdir()) == before
    assert (location.folder / README).read_bytes() == OLD[README]


def test_a_journal_cannot_reach_out_of_the_folder() -> None:
    good = Journal.of(CHANGES)
    assert Journal.from_json(good.to_json()) == good
    for path in ("../x", "/x", "a/../../x", "a//b", ".hidden/x", "", "a\\b"):
        with pytest.raises(ValueError, match="no path below a folder"):
            Journal.from_json(good._replace(added={path: "0" * 64}).to_json())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"version": 2}', b"[" * 10**5, b"\xff"])
def test_what_is_no_journal_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no journal"):
        Journal.from_json(data)


def test_originals_that_somebody_damaged_are_not_put_back(location: Location) -> None:
    kept = location.root / apply(location, CHANGES)
    (kept / "b.png").write_bytes(b"rot")
    (kept / "a.webp").unlink()
    assert undo(location) == ("a.webp", "b.png")
    assert content(location) == NEW


# What Python tells its auditors of before it does it. Not all system calls, but every one that
# gives or takes a name; scripts/faults meets the others.
_CALLS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown"}


class Child:
    """A process that does ``work``, and meets its end, or the error ``fault``, at a call.

    ``at`` numbers that call from 1; with 0 it meets nothing.
    """

    def __init__(self, work: Callable[[], object], at: int = 0, fault: int | None = None) -> None:
        self._reader, writer = os.pipe()
        with warnings.catch_warnings():
            # Of the threads of who runs the tests, the child needs none.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if self._process == 0:
            _be_child(work, at, fault, writer)
        os.close(writer)

    def end(self) -> tuple[int, int]:
        """The exit code: 0, 1 for an ``OSError``, 9 where it met its end; and how many calls."""
        with open(self._reader, "rb") as counted:
            calls = len(counted.read())
        _, status = os.waitpid(self._process, 0)
        return os.waitstatus_to_exitcode(status), calls


def _be_child(work: Callable[[], object], at: int, fault: int | None, writer: int) -> None:
    calls = 0

    def audit(event: str, _: tuple[object, ...]) -> None:
        nonlocal calls
        if event not in _CALLS:
            return
        calls += 1
        os.write(writer, b".")
        if calls == at and fault is None:
            os._exit(9)
        if calls == at and fault is not None:
            raise OSError(fault, os.strerror(fault))

    code = 2
    try:
        sys.addaudithook(audit)
        work()
        code = 0
    except OSError:
        code = 1
    finally:
        os._exit(code)


def _calls_of(place: Path, changes: Changes) -> int:
    location = project(place)
    code, calls = Child(partial(apply, location, changes)).end()
    assert code == 0
    assert calls > 20
    return calls


@pytest.mark.skipif(sys.platform != "linux", reason="the child is forked")
@pytest.mark.parametrize(
    ("changes", "fault", "step"),
    [(CHANGES, None, 1), (CHANGES, errno.ENOSPC, 2), (IN_PLACE, None, 3)],
    ids=["killed", "full", "killed, same names"],
)
def test_a_fault_at_every_call(place: Path, changes: Changes, fault: int | None, step: int) -> None:
    """The next run finds the old state or the new one, and leaves nothing behind."""
    whole = {**OLD, "b.png": NEW["b.png"]} if changes is IN_PLACE else NEW
    for at in range(1, _calls_of(place / "whole", changes) + 1, step):
        location = project(place / str(at))
        code, _ = Child(partial(apply, location, changes), at, fault).end()
        if code == 1:
            assert content(location) == OLD, f"call {at} was refused: as if nothing had been"
        names_new = (location.folder / README).read_bytes() == NEW[README]
        for path in NEW if names_new else OLD:
            assert (location.folder / path).exists(), f"call {at}: all that is named is there"
        recover(location)
        after = content(location)
        assert after in (OLD, whole), f"call {at}: nothing is left behind"
        assert code != 0 or after == whole
        if after == OLD:
            apply(location, changes)
        assert content(location) == whole, f"call {at}"
        assert undo(location) == ()
        assert content(location) == OLD


@pytest.mark.skipif(sys.platform != "linux", reason="the children are forked")
def test_many_at_once(location: Location) -> None:
    """One of them does it, and the others find that it was done."""

    def work() -> None:
        with suppress(ChangedError):
            apply(location, CHANGES)
            raise OSError("it was me")

    children = [Child(work) for _ in range(6)]
    codes = [child.end()[0] for child in children]
    assert sorted(codes) == [0, 0, 0, 0, 0, 1]
    assert content(location) == NEW
    assert undo(location) == ()
    assert undo(location) is None


@pytest.mark.parametrize("begun", [OLD, NEW])
def test_a_document_that_was_edited_after_a_kill_keeps_its_pictures(
    location: Location, begun: Mapping[str, bytes]
) -> None:
    """What a killed run left is not taken away from who goes on with it, whichever he had."""
    calls = 0

    class End(BaseException):
        pass

    def stop(*_: object, **__: object) -> bool:
        nonlocal calls
        calls += 1
        raise End

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SourceFolder, "remove", stop)
        patch.setattr(in_place, "_take_back", stop)
        with pytest.raises(End):
            apply(location, CHANGES)
    assert calls == 2
    edited = begun[README] + "更多。\n".encode()
    (location.folder / README).write_bytes(edited)
    recover(location)
    assert content(location) == {**OLD, **NEW, README: edited}


@pytest.mark.parametrize("goes_on", [recover, undo])
def test_what_killed_runs_left_beside_the_old_files_is_swept(
    location: Location, goes_on: Callable[[Location], object]
) -> None:
    apply(location, CHANGES)
    kept = location.root / ".docbuild" / "originals"
    before = sorted(kept.rglob("*"))
    container = kept / ".docbuild-0123456789abcdef"
    container.mkdir()
    (container / "lock").write_text("target")
    (kept / ".docbuild-fedcba9876543210").write_text("half a no")
    (kept / "pending").write_bytes((kept / "done").read_bytes())
    (location.folder / "图" / ".docbuild-fedcba9876543210").write_text("half a pi")
    goes_on(location)
    assert sorted(kept.rglob("*")) == before
    assert not list(location.folder.rglob(".docbuild-*"))


class Editor:
    """Somebody who has a file open and writes it, as many editors do, at the worst moment."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_RDWR)

    def save(self, data: bytes) -> None:
        os.pwrite(self._descriptor, data, 0)
        os.ftruncate(self._descriptor, len(data))
        os.close(self._descriptor)


@pytest.mark.skipif(os.name == "nt", reason="nobody can rename over an open file there")
def test_what_is_saved_while_the_document_is_replaced_is_not_lost(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor, replace = Editor(location.folder / README), replace_file

    def late(folder: Folder, name: str, old: bytes, new: bytes) -> bool:
        done = replace(folder, name, old, new)
        if name == README and new == NEW[README]:
            editor.save(b"mine")
        return done

    monkeypatch.setattr(source_folder, "replace_file", late)
    with pytest.raises(ChangedError, match=README):
        apply(location, CHANGES)
    assert content(location) == {**OLD, README: b"mine"}
    assert undo(location) is None


@pytest.mark.skipif(os.name == "nt", reason="nobody can remove an open file there")
def test_what_is_saved_while_a_picture_is_removed_is_not_lost(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor, remove = Editor(location.folder / "a.webp"), remove_file

    def late(name: str, folder: Folder) -> None:
        remove(name, folder)
        if name == "a.webp":
            editor.save(b"mine")

    monkeypatch.setattr(source_folder, "remove_file", late)
    apply(location, CHANGES)
    assert content(location) == {**NEW, "a.webp": b"mine"}


@pytest.mark.skipif(os.name == "nt", reason="nobody can rename over an open file there")
def test_undo_leaves_the_pictures_of_a_document_that_is_saved_meanwhile(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(location, CHANGES)
    editor, replace = Editor(location.folder / README), replace_file
    edited = NEW[README] + b"more"

    def late(folder: Folder, name: str, old: bytes, new: bytes) -> bool:
        done = replace(folder, name, old, new)
        if name == README and new == OLD[README]:
            editor.save(edited)
        return done

    monkeypatch.setattr(source_folder, "replace_file", late)
    assert undo(location) == (README,)
    assert content(location).items() >= {**NEW, README: edited}.items()
    assert undo(location) == (README,), "it can be taken back yet"
