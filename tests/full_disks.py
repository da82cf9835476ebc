"""Scenes of :mod:`faults` on a small disk of their own that fills up, for users who may mount."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bundle_scenes import SCENES as BUNDLE
from faults import Scene
from release_scenes import SCENES as RELEASE

SCENES: tuple[Scene, ...] = (*BUNDLE, *RELEASE)

_SCRIPT = Path(__file__).parent / "scene_on_full_disk.py"


def attempts(scene: Scene, scarce: str, folder: Path) -> list[tuple[int, str]]:
    """What came of each attempt, with ever more room: the exit code, and what was found then.

    ``scarce`` is ``pages`` or ``files``. Nothing is left in ``folder``, over which the disk is
    mounted for the scene alone. Skips the test where this user may mount nothing.
    """
    prefix = own_mounts()
    if prefix is None:
        pytest.skip("this user may mount no file system, not even one that only he sees")
    words: list[str | Path] = [sys.executable, _SCRIPT, folder, scene.name, scarce, "1"]
    done = subprocess.run([*prefix, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert os.listdir(folder) == []  # nobody else saw it
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [(code, seen) for code, seen in found]


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
