"""The edge to the disk, on a real one: links, pipes, huge and changing files."""

from __future__ import annotations

import ctypes
import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from image_trees import TEBIBYTE, write_image_tree

from docbuild import files, folders
from docbuild.asset import Entry, EntryKind, Tree
from docbuild.files import ReadProblem, read_file, read_tree

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
    assert set(os.listdir("/proc/self/fd")) == before


def test_digest() -> None:
    assert files.digest(b"abc").startswith("ba7816bf8f01cfea414140de5dae2223b00361a3")
    assert len(files.digest(b"")) == 64
