"""Many processes at once, on every command that writes: nothing is lost, nothing torn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from faults import tree
from plugin_projects import CLEAN, write_project
from release_samples import STAMP, members_of
from release_scenes import litter

from docbuild.files import digest
from docbuild.release.tools_project import FILES
from docbuild.release.values import EventKind
from docbuild.release_store.store import open_store
from docbuild.release_store.writer import writing
from docbuild.verifying import verify


def started(root: Path, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "docbuild", "release", *words[:-1], words[-1], "--by", "李雷"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=root, env=environment, text=True, **pipes)  # type: ignore[call-overload,no-any-return]  # the pipes are the same for all


def finished(processes: list[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    """Exit codes and what was said on the standard error."""
    ends = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]
    return [(code, said) for said, code in ends]


def test_everybody_prepares_marks_restores_and_collects_at_once(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    store = open_store(root)
    prepare = ["prepare", "--no-input", "--description"]
    versions = [f"1.0.{number}" for number in range(4)]
    preparing = [
        started(root, *prepare, f"第 {version} 版", "--document-version", version)
        for version in versions
    ]
    assert finished(preparing) == [(0, "")] * 4
    history = store.read()
    assert sorted(each.version or "" for each in history.releases) == versions
    assert len(history.heads) == 1  # each knew of all that were before it
    (root / "doc/README.md").write_text(CLEAN + "\n又改了。\n", encoding="utf-8")
    mixed = [
        *(started(root, "uploaded", version) for version in versions[:2]),
        started(root, "published", versions[2]),
        started(root, "restore", "1.0.0"),
        started(root, "gc", "--keep", "99"),
        started(root, *prepare, "又一版", "--document-version", "3.0.0"),
    ]
    ends = finished(mixed)
    assert {code for code, _ in ends} <= {0}, ends
    history = store.read()
    assert not history.problems
    assert all(isinstance(store.members(each), dict) for each in history.releases)
    kinds = [event.kind for event in history.events]
    assert kinds.count(EventKind.UPLOADED) == 2
    assert kinds.count(EventKind.PUBLISHED) == 1
    edited = digest((CLEAN + "\n又改了。\n").encode())  # saved, or prepared before that
    assert edited in {file.sha256 for each in history.releases for file in each.files}
    assert litter(tmp_path) == []
    laid_out = {
        name: content
        for name, content in tree(store.upload_folder).items()
        if isinstance(content, bytes) and name not in FILES
    }
    assert not verify(laid_out).diagnostics
    assert json.loads(laid_out["docbuild-manifest.json"])["document"]["version"] == "3.0.0"
    assert (root / "doc/README.md").read_text(encoding="utf-8") == CLEAN


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="nobody says who has files open")
def test_whoever_waits_meets_the_version_that_was_uploaded_meanwhile(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    store = open_store(root)
    first = store.prepare(members_of("1.0.0"), STAMP)
    laid_out = tree(store.upload_folder)
    with writing(root) as mine:
        waiting = started(
            root, "prepare", "--no-input", "--description", "x", "--document-version", "1.0.0"
        )
        while not _waits_for(waiting, root / ".docbuild/lock"):
            assert waiting.poll() is None, waiting.communicate()
            time.sleep(0.01)
        mine.tell(first, EventKind.UPLOADED, (), STAMP)
    [(code, said)] = finished([waiting])
    assert (code, "1.0.0 was uploaded, and versions rise" in said) == (2, True), said
    assert store.read().releases == (first,)
    assert tree(store.upload_folder) == laid_out
    assert litter(tmp_path) == []


def _waits_for(process: subprocess.Popen[str], lock: Path) -> bool:
    """Whether ``process`` has looked at the record, and at the lock that others have."""
    for handle in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            if handle.readlink() == lock:
                return True
    return False
