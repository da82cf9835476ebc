"""Where another file system begins nothing can be exchanged: it is said so, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from faults import tree
from full_disks import own_mounts
from plugin_projects import CLEAN, write_project
from release_samples import STAMP, members_of

from docbuild.release_store.store import open_store


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = write_project(tmp_path / "project")
    open_store(root).prepare(members_of("1.0.0"), STAMP)
    return root


def mounted(place: Path, *words: str | Path) -> tuple[int, str]:
    """The exit code and the complaints of docbuild where a file system begins at ``place``."""
    prefix = own_mounts()
    if prefix is None:
        pytest.skip("this user may mount no file system, not even one that only he sees")
    keep = 'mount --bind "$0" "$0" && exec "$@"'
    command = [*prefix, "sh", "-c", keep, place, sys.executable, "-m", "docbuild", *words]
    environment = {**os.environ, "LC_ALL": "en_US.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.returncode, done.stderr


@pytest.mark.parametrize("words", [("bundle",), ("release", "restore", "prepared")])
def test_a_bundle_as_a_mount_point(project: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "mount").mkdir()
    to = "-o" if words == ("bundle",) else "--to"
    code, said = mounted(tmp_path / "mount", *words, project, to, tmp_path / "mount")
    assert code == 2
    assert f"{tmp_path}/mount is a mount point" in said
    assert f"such as {tmp_path}/mount/bundle" in said
    assert os.listdir(tmp_path / "mount") == []
    code, said = mounted(tmp_path / "mount", *words, project, to, tmp_path / "mount/bundle")
    assert (code, said) == (0, "")
    assert (tmp_path / "mount/bundle/doc/README.md").exists()


def test_the_document_on_a_mount_point_is_not_replaced(project: Path) -> None:
    before = tree(project / "doc")
    code, said = mounted(project / "doc", "release", "restore", "prepared", project)
    assert code == 2
    assert "doc is a mount point" in said
    assert "use --to" in said
    assert tree(project / "doc") == before


def test_the_folder_to_upload_from_on_a_mount_point(project: Path) -> None:
    upload = project / ".docbuild/upload"
    before = tree(project / ".docbuild")
    prepare = ("release", "prepare", project, "--no-input", "--description", "x")
    code, said = mounted(upload, *prepare)
    assert code == 2
    assert ".docbuild/upload is a mount point" in said
    assert tree(project / ".docbuild") == before
    assert (project / "doc/README.md").read_text(encoding="utf-8") == CLEAN
