"""Where events cannot be relied on: it is noticed, made good by looking, and said."""

from __future__ import annotations

import ctypes
import errno
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from follower import PATIENCE, Follower
from watchdog.observers.inotify_c import inotify_add_watch

from docbuild import watch
from docbuild.diagnostic import Message
from docbuild.watch import Watched, Watcher
from docbuild.watching import inotify, reliance
from docbuild.watching.mounts import mounts, mounts_of, network_type
from docbuild.watching.silence import Silence
from docbuild.watching.source import Event

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /srv/nfs nfs4 rw 0 0
drvfs /mnt/c 9p rw,dirsync 0 0
//host/share /mnt/my\\040share cifs rw 0 0
/dev/sdb1 /srv/nfs/local ext4 rw 0 0
none /over vboxsf rw 0 0
/dev/sdc1 /over ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/u/plugin/doc", None),
        ("/srv/nfs", "nfs4"),
        ("/srv/nfs/plugin/doc", "nfs4"),
        ("/srv/nfs/local/plugin", None),
        ("/srv/nfsx", None),
        ("/mnt/c/Users/u", "9p"),
        ("/mnt/my share/doc", "cifs"),
        ("/over/doc", None),
    ],
)
def test_the_type_of_the_file_system_by_the_nearest_mount(folder: str, kind: str | None) -> None:
    assert network_type(folder, mounts_of(MOUNTS)) == kind


def test_this_system_says_what_is_mounted() -> None:
    assert "/" in mounts()


def _settle(follower: Follower, is_it: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_it():
        assert time.monotonic() < end
        follower.step(0.05)


def test_on_a_network_file_system_it_looks_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reliance, "mounts", lambda: {"/": "ext4", str(tmp_path): "fuse.sshfs"})
    with Follower(tmp_path) as follower:
        notice = follower.watcher.notice
        assert notice is not None
        assert "fuse.sshfs" in notice.zh
        assert "轮询" in notice.zh or "检查一次" in notice.zh
        assert "fuse.sshfs" in notice.en
        assert follower.is_alive()


def test_without_polling_it_says_that_this_is_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reliance, "mounts", lambda: {"/": "nfs"})
    with Follower(tmp_path, poll="never") as follower:
        notice = follower.watcher.notice
        assert notice is not None
        assert "--poll never" in notice.en
        assert follower.is_alive()


def test_where_polling_was_asked_for_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "events_of_system", lambda: pytest.fail("no events were wanted"))
    with Follower(tmp_path, poll="always") as follower:
        assert follower.watcher.notice is None
        assert follower.is_alive()


class Deaf(inotify.Inotify):
    """Nothing is heard while ``is_deaf``, as on a folder that a virtual machine shares."""

    is_deaf = True

    def drain(self) -> list[Event]:
        events = super().drain()
        return [] if self.is_deaf else events


def test_events_that_never_come_are_noticed_and_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Deaf()
    monkeypatch.setattr(watch, "events_of_system", lambda: source)
    with Follower(tmp_path) as follower:
        assert follower.watcher.notice is None
        for text in ("one", "two"):
            follower.readme.write_text(text, encoding="utf-8")
            follower.until_shown(text)
        _settle(follower, lambda: follower.watcher.notice is not None)
        source.is_deaf = False
        assert follower.is_alive()
        _settle(follower, lambda: follower.watcher.notice is None)


def test_notices_are_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notices: list[Message | None] = []
    monkeypatch.setattr(reliance, "mounts", lambda: {"/": "nfs"})
    with Watcher(on_notice=notices.append) as watcher:
        watcher.watch(Watched(trees=frozenset({tmp_path})))
        assert notices == [watcher.notice]
        assert watcher.notice is not None


def _refusing(number: int) -> Callable[..., int]:
    """A call of the C library that fails with ``number``, as the kernel lets it fail."""

    def refuse(*_: object) -> int:
        ctypes.set_errno(number)
        return -1

    return refuse


def test_a_folder_that_cannot_be_watched_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_pictures(descriptor: int, path: bytes, *mask: Any) -> int:
        full = path.endswith(b"image")
        return _refusing(errno.ENOSPC)() if full else inotify_add_watch(descriptor, path, *mask)

    monkeypatch.setattr(inotify, "inotify_add_watch", refuse_pictures)
    (tmp_path / "doc" / "image").mkdir(parents=True)
    with Follower(tmp_path) as follower:
        notice = follower.watcher.notice
        assert notice is not None
        for words in (notice.zh, notice.en):
            assert "sysctl fs.inotify.max_user_watches" in words
            assert "--poll" in words
        picture = follower.doc / "image" / "card.png"
        picture.write_bytes(b"x")
        follower.until_told(picture)
        assert follower.is_alive()
        monkeypatch.setattr(inotify, "inotify_add_watch", inotify_add_watch)
        _settle(follower, lambda: follower.watcher.notice is None)


def test_a_system_without_any_inotify_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inotify, "inotify_init", _refusing(errno.EMFILE))
    with Follower(tmp_path) as follower:
        notice = follower.watcher.notice
        assert notice is not None
        assert "max_user_instances" in notice.en
        assert follower.is_alive()


@pytest.mark.parametrize(("watches", "instances"), [(3, 100), (1000, 0)])
def test_exhausted_limits_of_the_kernel(tmp_path: Path, watches: int, instances: int) -> None:
    """The real limits, in a user namespace of its own: the machine's stay as they are."""
    unshare = shutil.which("unshare")
    assert unshare, "this test needs unshare, of util-linux"
    namespace = [unshare, "--user", "--map-root-user"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this kernel gives no user namespace to this user")
    child = [sys.executable, Path(__file__).with_name("few_watches.py"), tmp_path]
    done = subprocess.run(
        [*namespace, *map(str, child), str(watches), str(instances)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said, healed = done.stdout.splitlines()
    assert "allows no more file watches" in said
    assert healed == "None"


def test_silence_only_wakes() -> None:
    source = Silence()
    assert source.arm("/", (0,))
    assert source.arm("/", (0,)), "nothing is ever heard of it"
    assert source.drain() == []
    source.disarm_all_but([])
    source.wake()
    source.wait(20)
    source.close()
    source.wait(None)
