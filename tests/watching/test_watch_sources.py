"""Both ways to the system's events, and what is relied on of watchdog."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from editors import IMITATED
from follower import Follower
from watchdog.observers import inotify_c

from docbuild import watch
from docbuild.watching.fingerprint import of_status
from docbuild.watching.inotify import Inotify
from docbuild.watching.observer import Observed
from docbuild.watching.source import Event, Kind, Source
from docbuild.watching.system import events_of_system

SOURCES: dict[str, Callable[[], Source]] = {
    "inotify": Inotify,
    "watchdog": Observed,
    "watchdog where closing is not told": lambda: Observed(tells_closes=False),
}


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> Iterator[Source]:
    source = SOURCES[request.param]()
    yield source
    source.close()


def _arm(source: Source, folder: Path) -> bool:
    return source.arm(str(folder), of_status(os.stat(folder)))


def _until(source: Source, event: Event) -> list[Event]:
    found: list[Event] = []
    while event not in found:
        source.wait(20)
        found.extend(source.drain())
    return found


def test_a_save_ends_with_its_close(source: Source, tmp_path: Path) -> None:
    assert _arm(source, tmp_path)
    path = tmp_path / "README.md"
    path.write_text("beta", encoding="utf-8")
    found = _until(source, Event(Kind.FINISHED, str(path)))
    kinds = [event.kind for event in found if event.path == str(path)]
    assert Kind.WRITTEN in kinds[: kinds.index(Kind.FINISHED)]


def test_a_renaming_is_an_end_and_a_beginning(source: Source, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "README.md"
    old.write_text("beta", encoding="utf-8")
    _arm(source, tmp_path)
    old.rename(new)
    found = _until(source, Event(Kind.FINISHED, str(new)))
    assert Event(Kind.GONE, str(old)) in found


def test_folders_are_told_apart_from_files(source: Source, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    (outside / "deep").mkdir(parents=True)
    folder.mkdir()
    _arm(source, folder)
    (folder / "made").mkdir()
    _until(source, Event(Kind.FOLDER, str(folder / "made")))
    (folder / "made").rename(folder / "moved")
    _until(source, Event(Kind.FOLDER_MOVED_IN, str(folder / "moved")))
    (folder / "moved").rmdir()
    _until(source, Event(Kind.FOLDER, str(folder / "moved")))


def test_only_the_folder_itself_is_listened_to(source: Source, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    _arm(source, tmp_path)
    (tmp_path / "below" / "quiet").write_text("", encoding="utf-8")
    (tmp_path / "loud").write_text("", encoding="utf-8")
    found = _until(source, Event(Kind.FINISHED, str(tmp_path / "loud")))
    assert str(tmp_path / "below" / "quiet") not in {event.path for event in found}


def test_a_folder_is_armed_once_and_again_when_it_is_another(
    source: Source, tmp_path: Path
) -> None:
    folder = tmp_path / "doc"
    folder.mkdir()
    assert _arm(source, folder)
    assert not _arm(source, folder)
    folder.rename(tmp_path / "old")
    folder.mkdir()
    assert _arm(source, folder)
    (folder / "README.md").write_text("", encoding="utf-8")
    _until(source, Event(Kind.FINISHED, str(folder / "README.md")))


def test_what_is_disarmed_is_silent(source: Source, tmp_path: Path) -> None:
    quiet, loud = tmp_path / "quiet", tmp_path / "loud"
    for folder in (quiet, loud):
        folder.mkdir()
        _arm(source, folder)
    source.disarm_all_but([str(loud)])
    (quiet / "a").write_text("", encoding="utf-8")
    (loud / "a").write_text("", encoding="utf-8")
    found = _until(source, Event(Kind.FINISHED, str(loud / "a")))
    assert str(quiet / "a") not in {event.path for event in found}


def test_who_waits_is_woken(source: Source) -> None:
    thread = threading.Thread(target=source.wait, args=(None,))
    thread.start()
    source.wake()
    thread.join(20)
    assert not thread.is_alive()


def test_who_waits_is_woken_by_the_end(source: Source) -> None:
    thread = threading.Thread(target=source.wait, args=(None,))
    thread.start()
    source.close()
    thread.join(20)
    assert not thread.is_alive()
    source.wait(None)
    source.wake()
    assert source.drain() == []
    assert not source.arm("/", (0,))


@pytest.mark.parametrize("name", list(SOURCES)[1:])
@pytest.mark.parametrize("editor", IMITATED)
def test_saves_are_seen_through_watchdog_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str, name: str
) -> None:
    monkeypatch.setattr(watch, "events_of_system", SOURCES[name])
    with Follower(tmp_path) as follower:
        IMITATED[editor](follower.readme, "beta")
        follower.until_shown("beta")
        assert all(isinstance(content, bytes) for content in follower.shown)
        assert follower.is_alive()


def test_the_folder_is_replaced_under_watchdog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "events_of_system", Observed)
    with Follower(tmp_path) as follower:
        new = tmp_path / "new"
        new.mkdir()
        (new / "README.md").write_text("beta", encoding="utf-8")
        follower.doc.rename(tmp_path / "old")
        new.rename(follower.doc)
        follower.until_shown("beta")
        assert follower.is_alive()


def test_linux_is_listened_to_directly() -> None:
    source = events_of_system()
    source.close()
    assert isinstance(source, Inotify)


def test_what_is_relied_on_of_watchdog(tmp_path: Path) -> None:
    """The calls of the C library behind watchdog, and its names for their bits."""
    descriptor = inotify_c.inotify_init()
    try:
        asked = inotify_c.InotifyConstants.IN_CLOSE_WRITE
        number = inotify_c.inotify_add_watch(descriptor, os.fsencode(tmp_path), asked)
        assert number > 0
        (tmp_path / "a").write_text("", encoding="utf-8")
        assert os.read(descriptor, 4096)[16:].rstrip(b"\0") == b"a"
        assert inotify_c.inotify_rm_watch(descriptor, number) == 0
        assert inotify_c.inotify_rm_watch(descriptor, number) == -1
    finally:
        os.close(descriptor)
    constants = inotify_c.InotifyConstants
    assert (int(constants.IN_MODIFY), int(constants.IN_MOVED_TO)) == (0x2, 0x80)
    assert (int(constants.IN_ISDIR), int(constants.IN_Q_OVERFLOW)) == (0x40000000, 0x4000)


def test_lost_events_are_said(tmp_path: Path) -> None:
    """More happens than the kernel keeps for who does not read."""
    most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text(encoding="ascii"))
    if most > 100_000:
        pytest.skip(f"this kernel keeps {most} events: too many to make here")
    source = Inotify()
    try:
        _arm(source, tmp_path)
        paths = [tmp_path / "a", tmp_path / "b"]
        for number in range(most + 2):
            paths[number % 2].write_bytes(b"")  # never the same event twice in a row
        assert Event(Kind.LOST, os.sep) in source.drain()
    finally:
        source.close()
