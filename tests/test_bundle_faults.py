"""``docbuild bundle`` killed, refused a system call, or on a full disk.

A call of each kind here; ``scripts/faults`` tries every fault at every call.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bundle_scenes import OLD_FILE, OLD_FOLDER
from faults import ERRORS, KILL, Fault, Scene, meet, recorded
from full_disks import attempts

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


@pytest.mark.parametrize("scene", [OLD_FILE, OLD_FOLDER], ids=lambda each: each.name)
@pytest.mark.parametrize("scarce", ["pages", "files"])
def test_a_full_disk(scene: Scene, scarce: str, tmp_path: Path) -> None:
    found = attempts(scene, scarce, tmp_path)
    assert len(found) >= 2
    assert found == [*[(2, "old")] * (len(found) - 1), (0, "new")]
