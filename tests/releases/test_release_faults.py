"""``docbuild release`` killed, refused a system call, or on a full disk.

A call of each kind here; ``scripts/faults`` tries every fault at every call.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from faults import ERRORS, KILL, Fault, Scene, meet, recorded
from release_scenes import PREPARE_AGAIN, PUBLISHED, RESTORE

SCRIPT = Path(__file__).parent.parent / "scene_on_full_disk.py"
DISK = ("openat", "write", "fsync", "mkdirat", "renameat", "renameat2", "linkat", "unlinkat")
MOST = 5  # faults of one scene, at about 0.3 s each

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def some(faults: list[Fault]) -> list[Fault]:
    """Different faults at calls of the disk's, from the first change to the end."""
    kinds = (KILL, *ERRORS)
    places = list(dict.fromkeys((each.call, each.nth) for each in faults if each.call in DISK))
    step = -(-len(places) // MOST)
    return [Fault(*place, kinds[at % len(kinds)]) for at, place in enumerate(places[::step])]


@needs_strace
@pytest.mark.parametrize("scene", [PREPARE_AGAIN, PUBLISHED, RESTORE], ids=lambda each: each.name)
def test_the_old_state_or_the_new_one(scene: Scene, tmp_path: Path) -> None:
    record = recorded(scene, tmp_path)
    assert record.old != record.new
    met = [meet(record, fault) for fault in some(record.changing_faults())]
    assert len(met) > MOST // 2
    assert [each for each in met if each.wrong is not None] == []
    assert all(each.injected for each in met)


def own_mounts() -> list[str] | None:
    """What gives a command a view of the mounts for itself, ``None`` where nobody may have it."""
    for words in (["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"]):
        probe = [*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        try:
            if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
                return words
        except FileNotFoundError:
            return None
    return None


@pytest.mark.parametrize("scene", [PREPARE_AGAIN, PUBLISHED, RESTORE], ids=lambda each: each.name)
@pytest.mark.parametrize("scarce", ["pages", "files"])
def test_a_full_disk(scene: Scene, scarce: str, tmp_path: Path) -> None:
    prefix = own_mounts()
    if prefix is None:
        pytest.skip("this user may mount no file system, not even one that only he sees")
    words: list[str | Path] = [sys.executable, SCRIPT, tmp_path, scene.name, scarce, "1"]
    done = subprocess.run([*prefix, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    attempts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(attempts) >= 2
    assert attempts[:-1] == [[2, "old"]] * (len(attempts) - 1)
    assert attempts[-1] == [0, "new"]
    assert os.listdir(tmp_path) == []  # nobody else saw it
