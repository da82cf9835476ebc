"""What the watcher tells, and that nothing makes it deaf."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from follower import OLD, Follower

from docbuild.watch import Watched, Watcher
from docbuild.watching.coalescing import VERY_QUIET

LITTER = (
    ".#README.md",
    "#README.md#",
    "4913",
    ".README.md.swp",
    ".README.md.swx",
    "README.md~",
    "README.md___jb_tmp___",
    "README.md___jb_old___",
    ".goutputstream-9XRO12",
    "sedAb12Cd",
    ".README.md.Xy12ab",
    "README.md.vsctmp",
    "README.md.tmp.4711.1700000000000",
    "README.md.1700000000",
    "~$README.md",
    ".docbuild-0123456789abcdef",
    ".DS_Store",
)


@pytest.fixture
def follower(tmp_path: Path) -> Iterator[Follower]:
    with Follower(tmp_path) as follower:
        yield follower


def test_a_save_in_place_is_told_as_closed(follower: Follower) -> None:
    follower.readme.write_text("beta", encoding="utf-8")
    change = follower.until_told(follower.readme)
    assert change.finished(follower.readme)
    assert change.paths == {follower.readme}


def test_what_is_moved_into_place_is_told_as_closed(follower: Follower) -> None:
    new = follower.root / "new"
    new.write_text("beta", encoding="utf-8")
    new.rename(follower.readme)
    assert follower.until_told(follower.readme).finished(follower.readme)


def test_what_stays_open_is_found_and_not_closed(follower: Follower) -> None:
    with follower.readme.open("a", encoding="utf-8") as file:
        file.write("gamma")
        file.flush()
        change = follower.until_told(follower.readme)
        assert not change.finished(follower.readme)
        assert follower.watcher.is_being_written(follower.readme)
    follower.until_shown("gamma")
    assert not follower.watcher.is_being_written(follower.readme)


def test_what_comes_and_what_goes_is_told(follower: Follower) -> None:
    picture = follower.doc / "image" / "card.png"
    picture.parent.mkdir()
    picture.write_bytes(b"png")
    follower.until_told(picture)
    picture.unlink()
    follower.until_told(picture)
    picture.write_bytes(b"png")
    follower.until_told(picture)
    shutil.rmtree(picture.parent)
    follower.until_told(picture)
    assert follower.told_before() <= {picture, picture.parent}


def test_a_watched_file_is_told_when_it_comes(follower: Follower) -> None:
    settings = follower.root / "docbuild.toml"
    settings.write_text("", encoding="utf-8")
    follower.until_told(settings)


def test_a_file_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "plugin.json"
    with Watcher() as watcher:
        watcher.watch(Watched(frozenset({deep})))
        deep.parent.mkdir(parents=True)
        deep.write_text("{}", encoding="utf-8")
        change = watcher.next(20)
        assert change is not None
        assert change.paths == {deep}


def test_other_files_beside_a_watched_one_are_not_told(follower: Follower) -> None:
    (follower.root / "package.json").write_text("{}", encoding="utf-8")
    (follower.root / "node_modules" / "deep").mkdir(parents=True)
    (follower.root / "node_modules" / "deep" / "index.js").write_text("", encoding="utf-8")
    assert not follower.told_before()


def test_litter_wakes_nobody(follower: Follower) -> None:
    for name in LITTER:
        path = follower.doc / name
        path.write_text("x", encoding="utf-8")
        path.write_text("y", encoding="utf-8")
        path.unlink()
    os.symlink("someone@host.123", follower.doc / ".#README.md")
    assert not follower.told_before()


def test_what_looks_like_litter_and_is_none_is_told(follower: Follower) -> None:
    for name in ("README.md.png", "4913.png", "swp.png", "temporary.tmp.png", "sedan.png"):
        path = follower.doc / name
        path.write_bytes(b"x")
        follower.until_told(path)


def test_reading_wakes_nobody(follower: Follower) -> None:
    for _ in range(20):
        follower.readme.read_bytes()
        os.listdir(follower.doc)
        follower.readme.open("rb+").close()  # for writing, but nothing is written
    assert not follower.told_before()


def test_what_we_write_ourselves_wakes_nobody(tmp_path: Path) -> None:
    with Follower(tmp_path) as follower:
        output = follower.doc / "_site"
        watched = Watched(frozenset({follower.readme}), frozenset({follower.doc}))
        follower.watcher.watch(watched._replace(outputs=frozenset({output})))
        (output / "image").mkdir(parents=True)
        (output / "index.html").write_text("x", encoding="utf-8")
        (output / "image" / "card.png").write_bytes(b"x")
        assert not follower.told_before()
        assert follower.is_alive()


def test_a_thousand_files_at_once_make_few_changes(follower: Follower) -> None:
    pictures = [follower.doc / f"{number}.png" for number in range(1000)]
    started = time.monotonic()
    thread = threading.Thread(target=lambda: [path.write_bytes(b"x" * 9000) for path in pictures])
    thread.start()
    waiting = set(pictures)
    while waiting:
        change = follower.step(20)
        assert change is not None, f"{len(waiting)} were never told"
        waiting -= change.paths
    thread.join()
    pauses = (time.monotonic() - started) / VERY_QUIET  # as a slow machine may make them
    assert len(follower.changes) <= max(3, pauses)
    assert follower.is_alive()


def test_a_thousand_files_with_their_folder_make_few_changes(follower: Follower) -> None:
    source = follower.root / "elsewhere"
    source.mkdir()
    for number in range(1000):
        (source / f"{number}.png").write_bytes(b"x")
    source.rename(follower.doc / "image")
    change = follower.until_told(follower.doc / "image" / "999.png")
    assert len(change.paths) == 1001
    assert change.finished(follower.doc / "image" / "999.png")


def test_the_folder_is_replaced_by_renaming(follower: Follower) -> None:
    new = follower.root / "new"
    new.mkdir()
    (new / "README.md").write_text("beta\n", encoding="utf-8")
    old = follower.root / "old"
    follower.doc.rename(old)
    new.rename(follower.doc)
    follower.clock = lambda: 0.0  # what is moved into place is whole at once
    follower.until_shown("beta")
    (old / "README.md").write_text("nobody's", encoding="utf-8")
    assert not follower.told_before()
    assert follower.is_alive()


def test_the_folder_is_deleted_and_recreated(follower: Follower) -> None:
    for text in ("first", "second", "third"):
        shutil.rmtree(follower.doc)
        follower.doc.mkdir()
        follower.readme.write_text(text, encoding="utf-8")
        follower.until_shown(text)
        assert follower.is_alive()


def test_the_folder_is_away_for_long(follower: Follower) -> None:
    shutil.rmtree(follower.doc)
    end = time.monotonic() + 20
    while isinstance(follower.shown[-1], bytes):
        assert time.monotonic() < end, "that it is gone was never shown"
        follower.step(end - time.monotonic())
    follower.doc.mkdir()
    follower.readme.write_text("again", encoding="utf-8")
    follower.until_shown("again")
    assert follower.is_alive()


def test_the_folder_is_moved_away_and_back(follower: Follower) -> None:
    away = follower.root / "away"
    for _ in range(3):
        follower.doc.rename(away)
        follower.until_told(follower.readme)
        away.rename(follower.doc)
        follower.until_told(follower.readme)
        assert follower.is_alive()


def test_the_folder_is_changed_while_it_is_away(follower: Follower) -> None:
    away = follower.root.parent / "away"
    follower.doc.rename(away)
    (away / "README.md").write_text("beta", encoding="utf-8")
    away.rename(follower.doc)
    follower.until_shown("beta")
    assert follower.is_alive()


def test_the_whole_project_is_replaced(tmp_path: Path) -> None:
    root = tmp_path / "project"
    with Follower(root) as follower:
        root.rename(tmp_path / "old")
        follower.doc.mkdir(parents=True)
        follower.readme.write_text("beta", encoding="utf-8")
        follower.until_shown("beta")
        assert follower.is_alive()


def test_the_folder_becomes_a_link(follower: Follower) -> None:
    """The document reached through it is no document any more: its reader has to hear of it."""
    elsewhere = follower.root / "elsewhere"
    follower.doc.rename(elsewhere)
    follower.doc.symlink_to(elsewhere)
    follower.until_told(follower.doc)


def test_a_change_is_not_lost_when_more_is_watched(follower: Follower) -> None:
    """Between a change and the time that it is asked for, the set may change."""
    follower.readme.write_text("beta", encoding="utf-8")
    other = follower.root / "other.png"
    watched = Watched(frozenset({follower.readme, other}), frozenset({follower.doc}))
    follower.watcher.watch(watched)
    follower.until_shown("beta")
    other.write_bytes(b"x")
    follower.until_told(other)


def test_what_is_no_longer_watched_is_not_told(follower: Follower) -> None:
    follower.watcher.watch(Watched(frozenset({follower.readme})))
    (follower.doc / "card.png").write_bytes(b"x")
    assert follower.is_alive()
    told = {path for change in follower.changes for path in change.paths}
    assert told == {follower.readme}


def test_a_document_without_a_project_around_it(tmp_path: Path) -> None:
    """The folder itself is the tree; what is above it is only asked for."""
    (tmp_path / "README.md").write_text(OLD, encoding="utf-8")
    files = frozenset(folder / "docbuild.toml" for folder in tmp_path.parents)
    with Watcher() as watcher:
        watcher.watch(Watched(files, frozenset({tmp_path})))
        (tmp_path / "README.md").write_text("beta", encoding="utf-8")
        change = watcher.next(20)
        assert change is not None
        assert change.paths == {tmp_path / "README.md"}


def test_names_that_are_not_utf8(follower: Follower) -> None:
    path = follower.doc / os.fsdecode(b"\xff\xfe.png")
    path.write_bytes(b"x")
    follower.until_told(path)


def test_waiting_ends_in_time(follower: Follower) -> None:
    started = time.monotonic()
    assert follower.watcher.next(0.05) is None
    assert follower.watcher.next(0) is None
    assert time.monotonic() - started >= 0.05


def test_stopping_wakes_who_waits_and_gives_everything_back(tmp_path: Path) -> None:
    before = set(threading.enumerate()), len(os.listdir("/proc/self/fd"))
    follower = Follower(tmp_path)
    ended = threading.Event()

    def wait() -> None:
        assert follower.watcher.next() is None
        ended.set()

    thread = threading.Thread(target=wait)
    thread.start()
    follower.watcher.stop()
    assert ended.wait(20)
    thread.join()
    follower.watcher.stop()
    assert follower.watcher.next(0) is None
    assert not follower.watcher.is_being_written(follower.readme)
    assert (set(threading.enumerate()), len(os.listdir("/proc/self/fd"))) == before


def test_an_interruption_wakes_who_waits_once(follower: Follower) -> None:
    follower.watcher.interrupt()
    assert follower.watcher.next() is None
    assert follower.is_alive()
