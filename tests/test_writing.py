"""Writing on a real disk: links, pipes, full disks, killed writers, files that change meanwhile."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docbuild import folders, writing
from docbuild.folders import Folder, open_below, open_root
from docbuild.leftovers import TEMPORARY
from docbuild.writing import replace_file, write_atomically, write_new_file

DESCRIPTORS = pytest.mark.parametrize("way", ["descriptors"], indirect=True)

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")


@pytest.fixture(params=["descriptors", "paths"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with both ways of opening: the second is what Windows gets."""
    monkeypatch.setattr(folders, "BY_DESCRIPTOR", request.param == "descriptors")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with open_root(os.fspath(tmp_path), follow=False) as opened:
        yield opened


def test_write(tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    for data in (b"first", b"", bytes(3_000_000)):
        write_atomically(target, data)
        assert target.read_bytes() == data
        assert os.listdir(tmp_path) == ["out.zip"]


def test_write_obeys_the_umask(tmp_path: Path) -> None:
    write_atomically(tmp_path / "out", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_write_replaces_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "out").symlink_to("precious")
    write_atomically(tmp_path / "out", b"new")
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert not (tmp_path / "out").is_symlink()


def test_write_keeps_off_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "null").symlink_to(os.devnull)
    for name in ("fifo", "null"):
        with pytest.raises(OSError, match="not a regular file"):
            write_atomically(tmp_path / name, b"x")
    assert (tmp_path / "fifo").is_fifo()
    assert (tmp_path / "null").is_symlink()
    assert sorted(os.listdir(tmp_path)) == ["fifo", "null"]


def test_write_into_nothing_or_onto_a_folder_fails(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none/out", b"x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path / "folder", b"x")
    assert os.listdir(tmp_path) == ["folder"]


RUN = """
import os, resource, signal, sys
from pathlib import Path
from docbuild import writing
target = Path(sys.argv[1])
{before}
{write}
"""
WRITE = 'writing.write_atomically(target, b"new" * 1000)'
WRITE_NEW = """
with writing.open_root(os.fspath(target.parent), follow=True) as folder:
    writing.write_new_file(folder, target.name, b"new" * 1000)
"""


def run(before: str, target: Path, write: str = WRITE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN.format(before=before, write=write), os.fspath(target)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@DESCRIPTORS
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the full disk: ``write`` fails midway."""
    target = tmp_path / "out"
    target.write_bytes(b"old")
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    done = run(f"signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n{limit}", target)
    assert "OSError: [Errno 27]" in done.stderr
    assert os.listdir(tmp_path) == ["out"]
    assert target.read_bytes() == b"old"


KILL = """
count = 0
def trace(frame, event, argument):
    global count
    if frame.f_code.co_filename == writing.__file__ and event in ("line", "return"):
        if count == {step}:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
    return trace
sys.settrace(trace)
"""


@DESCRIPTORS
def test_a_killed_writer_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    """Killed before every single line of the writing, until one run comes through."""
    target, seen, left = tmp_path / "out", set[bytes](), 0
    for step in range(1000):
        target.write_bytes(b"old")
        done = run(KILL.format(step=step), target)
        seen.add(target.read_bytes())
        leftovers = [name for name in os.listdir(tmp_path) if name != "out"]
        left += len(leftovers)
        assert all(name.startswith(TEMPORARY) for name in leftovers)
        assert len(leftovers) <= 1  # each run sweeps away what the last one left
        if done.returncode == 0:
            break
    else:
        pytest.fail("no run came through")
    assert seen == {b"old", b"new" * 1000}
    assert left > 0
    assert os.listdir(tmp_path) == ["out"]


@DESCRIPTORS
def test_a_killed_writer_leaves_no_half_of_a_new_file(tmp_path: Path) -> None:
    """Likewise, where nothing may be replaced: the name has all of it or is not there."""
    seen = set()
    for step in range(1000):
        (tmp_path / "out").unlink(missing_ok=True)
        done = run(KILL.format(step=step), tmp_path / "out", WRITE_NEW)
        found = (tmp_path / "out").read_bytes() if (tmp_path / "out").exists() else None
        seen.add(found)
        leftovers = [name for name in os.listdir(tmp_path) if name != "out"]
        assert all(name.startswith(TEMPORARY) for name in leftovers)
        assert len(leftovers) <= 1
        if done.returncode == 0:
            break
    else:
        pytest.fail("no run came through")
    assert seen == {None, b"new" * 1000}
    assert os.listdir(tmp_path) == ["out"]
    assert (tmp_path / "out").stat().st_nlink == 1


def test_where_there_are_no_links_a_new_file_is_made_all_the_same(
    tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")  # as FAT says

    monkeypatch.setattr(os, "link", refuse)
    write_new_file(folder, "a.png", b"first")
    with pytest.raises(FileExistsError):
        write_new_file(folder, "a.png", b"second")
    with full_disk(), pytest.raises(OSError, match="too large"):
        write_new_file(folder, "b.png", bytes(5000))
    assert (tmp_path / "a.png").read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["a.png"]


def test_sweeping_spares_what_is_in_use(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY}abandoned").touch()
    os.mkfifo(tmp_path / f"{TEMPORARY}pipe")
    (tmp_path / f"{TEMPORARY}link").symlink_to("precious")
    (tmp_path / "precious").touch()
    with open_root(os.fspath(tmp_path), follow=True) as folder:
        descriptor, busy = writing._temporary(folder)
    try:
        write_atomically(tmp_path / "out", b"x")
        left = set(os.listdir(tmp_path))
    finally:
        os.close(descriptor)
    assert {"out", "precious", busy} <= left
    assert f"{TEMPORARY}abandoned" not in left


def test_many_writers_at_once(tmp_path: Path) -> None:
    target = tmp_path / "out"
    contents = [bytes([number]) * 10_000 for number in range(8)]

    def write(data: bytes) -> None:
        for _ in range(20):
            write_atomically(target, data)

    threads = [threading.Thread(target=write, args=(data,)) for data in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert target.read_bytes() in contents
    assert os.listdir(tmp_path) == ["out"]


@contextmanager
def full_disk() -> Iterator[None]:
    """A limit on the size of files stands in for the full disk: ``write`` fails midway."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # Python ignores the signal
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@posix
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755, 0o200])
def test_a_replaced_file_keeps_its_permissions(tmp_path: Path, folder: Folder, mode: int) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    if mode & 0o400 == 0 and os.geteuid() != 0:
        pytest.skip("nobody but root reads it")
    assert replace_file(folder, "README.md", b"old", b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == mode
    assert os.listdir(tmp_path) == ["README.md"]


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root gives files away")
def test_a_replaced_file_keeps_its_owner(tmp_path: Path, folder: Folder) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(b"old")
    os.chown(path, 65534, 65534)
    assert replace_file(folder, "README.md", b"old", b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


@pytest.mark.parametrize("there", [b"other", b"ol", b"older", b"", None])
def test_what_is_no_longer_the_same_is_not_replaced(
    tmp_path: Path, folder: Folder, there: bytes | None
) -> None:
    if there is not None:
        (tmp_path / "README.md").write_bytes(there)
    assert not replace_file(folder, "README.md", b"old", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([] if there is None else [there])


def test_a_save_while_the_new_text_is_written_is_kept(
    tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(b"old")
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        path.write_bytes(b"saved by the author")

    monkeypatch.setattr(os, "fsync", fsync)
    assert not replace_file(folder, "README.md", b"old", b"new")
    assert path.read_bytes() == b"saved by the author"
    assert os.listdir(tmp_path) == ["README.md"]


def test_a_link_and_a_read_only_file_are_not_replaced(tmp_path: Path, folder: Folder) -> None:
    (tmp_path / "precious").write_bytes(b"old")
    (tmp_path / "link").symlink_to("precious")
    with pytest.raises(OSError, match="symbolic link") as raised:
        replace_file(folder, "link", b"old", b"new")
    assert raised.value.errno == errno.ELOOP
    (tmp_path / "precious").chmod(0o444)
    with pytest.raises(PermissionError):
        replace_file(folder, "precious", b"old", b"new")
    assert (tmp_path / "precious").read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["link", "precious"]


def test_a_pipe_is_neither_waited_for_nor_replaced(tmp_path: Path, folder: Folder) -> None:
    os.mkfifo(tmp_path / "README.md")
    assert not replace_file(folder, "README.md", b"", b"new")
    assert (tmp_path / "README.md").is_fifo()


def test_a_full_disk_keeps_what_is_there_and_adds_nothing(tmp_path: Path, folder: Folder) -> None:
    (tmp_path / "README.md").write_bytes(b"old")
    with full_disk():
        with pytest.raises(OSError, match="too large"):
            replace_file(folder, "README.md", b"old", bytes(5000))
        with pytest.raises(OSError, match="too large"):
            write_new_file(folder, "a.png", bytes(5000))
    assert (tmp_path / "README.md").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["README.md"]


def test_a_new_file_takes_no_name_that_is_taken(tmp_path: Path, folder: Folder) -> None:
    write_new_file(folder, "a.png", b"first")
    (tmp_path / "link.png").symlink_to("nowhere")
    for name in ("a.png", "link.png"):
        with pytest.raises(FileExistsError):
            write_new_file(folder, name, b"second")
    assert (tmp_path / "a.png").read_bytes() == b"first"
    assert sorted(os.listdir(tmp_path)) == ["a.png", "link.png"]


def test_one_name_for_many_writers_is_won_once(tmp_path: Path, folder: Folder) -> None:
    won: list[int] = []

    def write(number: int) -> None:
        try:
            write_new_file(folder, "a.png", bytes([number]) * 10_000)
        except FileExistsError:
            return
        won.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert (tmp_path / "a.png").read_bytes() == bytes(won) * 10_000


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    listing = Path("/proc/self/fd")
    if not listing.exists():
        pytest.skip("reads /proc")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "link").symlink_to("a")
    before = set(os.listdir(listing))
    write_atomically(tmp_path / "out", b"x")
    with open_root(os.fspath(tmp_path), follow=False) as top, open_below(top, ["a", "b"]) as opened:
        write_new_file(opened, "c", b"x")
        assert replace_file(opened, "c", b"x", b"y")
        assert not replace_file(opened, "c", b"x", b"y")
    for names in (["link", "b"], ["none"], ["out"]):
        with (
            open_root(os.fspath(tmp_path), follow=False) as top,
            pytest.raises(OSError, match=r"symbolic|No such|Not a directory"),
        ):
            open_below(top, names)
    assert set(os.listdir(listing)) == before
