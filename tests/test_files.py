"""The edge to the disk, on a real one: links, pipes, huge and changing files, killed writers."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from image_trees import TEBIBYTE, write_image_tree

from docbuild import files, folders
from docbuild.asset import Entry, EntryKind, Tree
from docbuild.files import ReadProblem, read_file, read_tree, write_atomically

NOBODY = 65534
LIMIT = 1000

DESCRIPTORS = pytest.mark.parametrize("way", ["descriptors"], indirect=True)


@pytest.fixture(params=["descriptors", "paths"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with both ways of opening: the second is what Windows gets."""
    monkeypatch.setattr(folders, "BY_DESCRIPTOR", request.param == "descriptors")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Take root's right to read everything from this thread, where the tests run as root."""
    libc = ctypes.CDLL(None)
    is_root = os.geteuid() == 0
    if is_root:
        libc.setfsuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            libc.setfsuid(0)


@contextmanager
def open_to_all() -> Iterator[Path]:
    """A folder that others may enter, unlike pytest's own."""
    with TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def kinds(tree: Tree) -> dict[str, EntryKind]:
    return {path: entry.kind for path, entry in tree.entries.items()}


def test_tree_lists_everything_sorted_and_follows_nothing(tmp_path: Path) -> None:
    tree = read_tree(write_image_tree(tmp_path))
    assert (tree.root_kind, tree.truncated) == (EntryKind.DIRECTORY, False)
    assert list(tree.entries) == sorted(tree.entries)
    expected = {
        "image": EntryKind.DIRECTORY,
        ".git": EntryKind.DIRECTORY,
        ".DS_Store": EntryKind.FILE,
        "image/p_1.png": EntryKind.FILE,
        "image/link_dir": EntryKind.SYMLINK,
        "image/dangling.png": EntryKind.SYMLINK,
        "image/loop.png": EntryKind.SYMLINK,
        "image/fifo.png": EntryKind.OTHER,
        "image/socket.png": EntryKind.OTHER,
        os.fsdecode(b"image/\xff.png"): EntryKind.FILE,
        "image/cafe\u0301.png": EntryKind.FILE,
    }
    assert {path: kinds(tree)[path] for path in expected} == expected
    assert ".git/a.png" not in tree.entries
    assert "link_up/secret.png" not in tree.entries
    assert tree.entries["image/sparse.png"].size == TEBIBYTE
    assert tree.entries["image/p_1.png"] == Entry("image/p_1.png", EntryKind.FILE, 1)
    assert all(entry.path == path for path, entry in tree.entries.items())
    assert all(entry.size == 0 for entry in tree.entries.values() if entry.kind.value != "file")


def test_root_kinds(tmp_path: Path) -> None:
    (tmp_path / "doc").mkdir()
    (tmp_path / "doc/a").touch()
    (tmp_path / "link").symlink_to("doc")
    assert read_tree(tmp_path / "none") == Tree(None)
    assert read_tree(tmp_path / "doc/a/b") == Tree(None)
    assert read_tree(tmp_path / "doc/a") == Tree(EntryKind.FILE)
    assert read_tree(tmp_path / "link") == Tree(EntryKind.SYMLINK)
    assert read_tree(tmp_path / "link", follow_root=True) == read_tree(tmp_path / "doc")
    assert list(read_tree(tmp_path / "doc").entries) == ["a"]


def test_a_root_exchanged_for_a_link_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the first look and the opening."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/a").touch()
    (tmp_path / "doc").mkdir()
    before_opening(monkeypatch, "open_root", lambda: exchange(tmp_path / "doc", "secret"))
    tree = read_tree(tmp_path / "doc")
    assert list(tree.entries) == ["."]
    assert tree.entries["."].unreadable


def test_a_folder_exchanged_for_a_link_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """During the walk, after its parent was listed."""
    doc = write_image_tree(tmp_path)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/a").touch()
    before_opening(monkeypatch, "open_folder", lambda: exchange(doc / "image", "../secrets"))
    tree = read_tree(doc)
    assert tree.entries["image"].kind is EntryKind.SYMLINK
    assert "image/a" not in tree.entries


def before_opening(
    monkeypatch: pytest.MonkeyPatch, function: str, action: Callable[[], None]
) -> None:
    """Run ``action`` once, right before ``files`` calls a function of ``folders``."""
    real = getattr(files, function)
    pending = [action]

    def opened(*arguments: object, **options: object) -> object:
        if pending:
            pending.pop()()
        return real(*arguments, **options)

    monkeypatch.setattr(files, function, opened)


def exchange(folder: Path, target: str) -> None:
    folder.rename(folder.with_name("moved away"))
    folder.symlink_to(target)


def test_a_folder_that_vanishes_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").touch()
    before_opening(monkeypatch, "open_folder", (tmp_path / "a").rmdir)
    assert list(read_tree(tmp_path).entries) == ["b"]


@DESCRIPTORS  # without them, a moment is left in which a folder may be exchanged
def test_exchanging_folders_all_the_time_never_lists_what_is_outside(tmp_path: Path) -> None:
    doc, spare = tmp_path / "doc", tmp_path / "spare"
    (doc / "image").mkdir(parents=True)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/secret").touch()
    spare.symlink_to("secrets")
    stop = threading.Event()

    def exchange_until_stopped() -> None:
        while not stop.is_set():
            for first, second in (("image", "kept"), ("link", "image")):
                os.rename((doc / first) if first == "image" else spare, doc / second)
            os.rename(doc / "image", spare)
            os.rename(doc / "kept", doc / "image")

    thread = threading.Thread(target=exchange_until_stopped)
    thread.start()
    try:
        for _ in range(300):
            assert not any("secret" in path for path in read_tree(doc).entries)
            assert not isinstance(read_file(doc, "image/secret", LIMIT), bytes)
    finally:
        stop.set()
        thread.join()


def test_unreadable_folders_are_entries() -> None:
    with open_to_all() as project:
        for name in ("open", "denied"):
            (project / name).mkdir()
            (project / name / "a").touch()
        (project / "denied").chmod(0)
        with as_nobody():
            tree = read_tree(project)
            root = read_tree(project / "denied")
    assert list(tree.entries) == ["denied", "open", "open/a"]
    assert tree.entries["denied"] == Entry(
        "denied", EntryKind.DIRECTORY, unreadable=os.strerror(errno.EACCES)
    )
    assert root.entries == {
        ".": Entry(".", EntryKind.DIRECTORY, unreadable=os.strerror(errno.EACCES))
    }


def test_too_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ENTRIES", 10)
    (tmp_path / "a").mkdir()
    for number in range(9):
        (tmp_path / f"a/{number}").touch()
    assert not read_tree(tmp_path).truncated
    (tmp_path / "a/9").touch()
    tree = read_tree(tmp_path)
    assert (tree.truncated, len(tree.entries)) == (True, 10)


def test_too_deep(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*["d"] * files.DEEPEST)
    deepest.mkdir(parents=True)
    (deepest / "a.png").touch()
    tree = read_tree(tmp_path)
    assert not tree.truncated
    assert "/".join([*["d"] * files.DEEPEST, "a.png"]) in tree.entries
    (deepest / "d").mkdir()
    (deepest / "d/b.png").touch()
    tree = read_tree(tmp_path)
    assert tree.truncated
    assert not any(path.endswith("b.png") for path in tree.entries)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("image/p_1.png", b"x"),
        ("image/hard.png", b"x"),
        ("README.md", b"x"),
        (".git/a.png", b"x"),
        (os.fsdecode(b"image/\xff.png"), b"x"),
        ("image/cafe\u0301.png", b"x"),
        ("image/none.png", "missing"),
        ("none/a.png", "missing"),
        ("image/p_1.png/x", "missing"),
        ("x" * 300, "missing"),
        ("image/link_out.png", "symlink"),
        ("image/link_in.png", "symlink"),
        ("image/dangling.png", "symlink"),
        ("image/loop.png", "symlink"),
        ("image/link_dir/p_1.png", "symlink"),
        ("link_up/secret.png", "symlink"),
        ("image/fifo.png", "not-regular"),
        ("image/socket.png", "not-regular"),
        ("image", "not-regular"),
        ("image/sparse.png", "too-large"),
        ("../secret.png", "not-plain"),
        ("image/../p_1.png", "not-plain"),
        ("image//p_1.png", "not-plain"),
        ("./README.md", "not-plain"),
        ("/etc/passwd", "not-plain"),
        ("", "not-plain"),
        ("image/p_1.png\0", "not-plain"),
        ("\ud800", "not-plain"),
    ],
)
def test_read_file(path: str, found: bytes | str, tmp_path: Path) -> None:
    result = read_file(write_image_tree(tmp_path), path, LIMIT)
    if isinstance(found, bytes):
        assert result == found
    else:
        assert isinstance(result, ReadProblem)
        assert result.code == found
        assert result.detail


def test_read_limits(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(LIMIT))
    assert read_file(tmp_path, "a", LIMIT) == bytes(LIMIT)
    assert read_file(tmp_path, "a", LIMIT - 1) == ReadProblem(
        "too-large", f"{LIMIT} bytes, more than {LIMIT - 1}"
    )
    (tmp_path / "empty").touch()
    assert read_file(tmp_path, "empty", 0) == b""


def test_read_denied() -> None:
    with open_to_all() as project:
        (project / "a").write_bytes(b"secret")
        (project / "a").chmod(0)
        with as_nobody():
            result = read_file(project, "a", LIMIT)
    assert result == ReadProblem("unreadable", os.strerror(errno.EACCES))


def test_root_of_a_read_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "doc").mkdir()
    (tmp_path / "doc/a").write_bytes(b"x")
    (tmp_path / "link").symlink_to("doc")
    assert read_file(tmp_path / "link", "a", LIMIT) == b"x"


@pytest.mark.parametrize("change", ["grow", "shrink", "rewrite"])
@pytest.mark.parametrize("times", [1, files.ATTEMPTS])
def test_changed_while_read(
    change: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change happens right before the bytes are read, which no real clock could time."""
    path = tmp_path / "a"
    path.write_bytes(b"old old")
    left = list(range(times))
    real = files._read_up_to

    def read(descriptor: int, count: int) -> bytes:
        if left:
            stamp = path.stat().st_mtime_ns + 1_000_000 * (left.pop() + 1)
            contents = path.read_bytes()
            new = {"grow": contents + b"!", "shrink": contents[:-1], "rewrite": b"new new"}
            path.write_bytes(new[change])
            os.utime(path, ns=(stamp, stamp))
        return real(descriptor, count)

    monkeypatch.setattr(files, "_read_up_to", read)
    result = read_file(tmp_path, "a", LIMIT)
    if times == files.ATTEMPTS:
        assert result == ReadProblem("changed", "changed while it was read")
    else:
        assert result == {"grow": b"old old!", "shrink": b"old ol", "rewrite": b"new new"}[change]


def test_short_reads_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Network file systems return less than was asked for."""
    (tmp_path / "a").write_bytes(bytes(range(100)))
    real = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, count: real(descriptor, min(count, 7)))
    assert read_file(tmp_path, "a", LIMIT) == bytes(range(100))


def test_no_descriptor_leaks(tmp_path: Path) -> None:
    doc = write_image_tree(tmp_path)
    before = set(os.listdir("/proc/self/fd"))
    read_tree(doc)
    for path in ("image/p_1.png", "image/none.png", "image/link_dir/x", "image/fifo.png", "image"):
        read_file(doc, path, LIMIT)
    write_atomically(tmp_path / "out", b"x")
    assert set(os.listdir("/proc/self/fd")) == before


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
from docbuild import files
target = Path(sys.argv[1])
{before}
files.write_atomically(target, b"new" * 1000)
"""


def run(before: str, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN.format(before=before), os.fspath(target)]
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
    if frame.f_code.co_filename == files.__file__ and event in ("line", "return"):
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
        assert all(name.startswith(files.TEMPORARY) for name in leftovers)
        assert len(leftovers) <= 1  # each run sweeps away what the last one left
        if done.returncode == 0:
            break
    else:
        pytest.fail("no run came through")
    assert seen == {b"old", b"new" * 1000}
    assert left > 0
    assert os.listdir(tmp_path) == ["out"]


def test_sweeping_spares_what_is_in_use(tmp_path: Path) -> None:
    (tmp_path / f"{files.TEMPORARY}abandoned").touch()
    os.mkfifo(tmp_path / f"{files.TEMPORARY}pipe")
    (tmp_path / f"{files.TEMPORARY}link").symlink_to("precious")
    (tmp_path / "precious").touch()
    descriptor, busy = files._temporary(tmp_path / "other")
    try:
        write_atomically(tmp_path / "out", b"x")
        left = set(os.listdir(tmp_path))
    finally:
        os.close(descriptor)
    assert {"out", "precious", busy.name} <= left
    assert f"{files.TEMPORARY}abandoned" not in left


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


def test_digest() -> None:
    assert files.digest(b"abc").startswith("ba7816bf8f01cfea414140de5dae2223b00361a3")
    assert len(files.digest(b"")) == 64
