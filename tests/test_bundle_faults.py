"""``docbuild bundle`` killed, refused a system call, or on a full disk.

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
from bundle_scenes import OLD_FILE, OLD_FOLDER
from faults import ERRORS, KILL, Fault, Scene, meet, recorded
from plugin_projects import picture, write_project

ROOT = Path(__file__).parent.parent

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")

# What is done to a disk, beside looking at it: the calls worth failing at in every run of CI.
DISK = {"openat", "write", "fsync", "flock", "mkdirat", "renameat", "renameat2", "unlinkat"}


MOST = 20  # faults of one scene, at about 0.3 s each


def in_turn(faults: list[Fault]) -> list[Fault]:
    """One fault for each call of the disk's, another one for each next; not more than ``MOST``."""
    kinds = (KILL, *ERRORS)
    places = list(dict.fromkeys((each.call, each.nth) for each in faults if each.call in DISK))
    places = places[:: -(-len(places) // MOST)]
    return [Fault(*place, kinds[at % len(kinds)]) for at, place in enumerate(places)]


@needs_strace
@pytest.mark.parametrize("scene", [OLD_FILE, OLD_FOLDER], ids=lambda scene: scene.name)
def test_the_old_state_or_the_new_one(scene: Scene, tmp_path: Path) -> None:
    record = recorded(scene, tmp_path)
    met = [meet(record, fault) for fault in in_turn(record.changing_faults())]
    assert [each for each in met if each.wrong is not None] == []
    assert {each.changed for each in met} == {True, False}
    assert any(each.left for each in met)
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


@pytest.mark.parametrize("target", ["out.zip", "out"])
@pytest.mark.parametrize("scarce", ["pages", "files"])
def test_a_full_disk(target: str, scarce: str, tmp_path: Path) -> None:
    prefix = own_mounts()
    if prefix is None:
        pytest.skip("this user may mount no file system, not even one that only he sees")
    before = write_project(tmp_path / "before", "# 天气\n\n先前的一版。\n")
    project = write_project(tmp_path / "project", files={"doc/image/b.png": picture("red")})
    (tmp_path / "disk").mkdir()
    script = ROOT / "tests" / "full_disk.py"
    words = [sys.executable, script, tmp_path / "disk", before, project, target, scarce]
    done = subprocess.run([*prefix, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    attempts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(attempts) >= (2 if target == "out.zip" else 5)
    assert attempts[:-1] == [[2, "old", [target]]] * (len(attempts) - 1)
    assert attempts[-1] == [0, "new", [target]]
    assert os.listdir(tmp_path / "disk") == []  # nobody else saw it
