"""``docbuild release`` killed, refused a system call, or on a full disk.

A call of each kind here; ``scripts/faults`` tries every fault at every call.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from faults import ERRORS, KILL, Fault, Scene, meet, recorded
from full_disks import attempts
from release_scenes import (
    GC_FORGETS,
    LAY_OUT,
    PREPARE_AGAIN,
    PREPARE_OVER_EDITS,
    PUBLISHED,
    RESTORE,
)

DISK = ("openat", "write", "fsync", "mkdirat", "renameat", "renameat2", "linkat", "unlinkat")
MOST = 4  # faults of one scene, at about 0.3 s each

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def some(faults: list[Fault]) -> list[Fault]:
    """Different faults at calls of the disk's, from the first change to the end."""
    kinds = (KILL, *ERRORS)
    places = list(dict.fromkeys((each.call, each.nth) for each in faults if each.call in DISK))
    step = -(-len(places) // MOST)
    return [Fault(*place, kinds[at % len(kinds)]) for at, place in enumerate(places[::step])]


@needs_strace
@pytest.mark.parametrize(
    "scene",
    [PREPARE_AGAIN, PREPARE_OVER_EDITS, PUBLISHED, RESTORE, GC_FORGETS, LAY_OUT],
    ids=lambda each: each.name,
)
def test_the_old_state_or_the_new_one(scene: Scene, tmp_path: Path) -> None:
    record = recorded(scene, tmp_path)
    assert record.old != record.new
    met = [meet(record, fault) for fault in some(record.changing_faults())]
    assert len(met) > MOST // 2
    assert [each for each in met if each.wrong is not None] == []
    assert all(each.injected for each in met)


@pytest.mark.parametrize("scene", [PREPARE_AGAIN, RESTORE], ids=lambda each: each.name)
@pytest.mark.parametrize("scarce", ["pages", "files"])
def test_a_full_disk(scene: Scene, scarce: str, tmp_path: Path) -> None:
    found = attempts(scene, scarce, tmp_path)
    assert len(found) >= 2
    assert found == [*[(2, "old")] * (len(found) - 1), (0, "new")]
