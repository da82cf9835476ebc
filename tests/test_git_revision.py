"""What a folder held at a revision of git, from repositories of strangers too."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from docbuild.asset import EntryKind
from docbuild.git_revision import GitError, read_files, read_revision


def git(folder: Path, *words: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.invalid", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *identity, *words],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    ).stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a document in a repository with one commit."""
    doc = tmp_path / "repository" / "项目" / "doc"
    (doc / "图").mkdir(parents=True)
    (doc / ".hidden").mkdir()
    (doc / "README.md").write_bytes("# 标题\r\n".encode())
    (doc / "图" / "一 二.png").write_bytes(b"\x89PNG\n\0binary")
    (doc / ".hidden" / "x.png").write_bytes(b"x")
    (doc / "link.png").symlink_to("/etc/passwd")
    (doc.parent / "outside.md").write_bytes(b"no")
    root = doc.parent.parent
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    return doc


def test_the_listing_is_that_of_the_folder(folder: Path) -> None:
    revision = read_revision(folder, "HEAD")
    kinds = {path: entry.kind for path, entry in revision.tree.entries.items()}
    assert kinds == {
        "README.md": EntryKind.FILE,
        "link.png": EntryKind.SYMLINK,
        "图": EntryKind.DIRECTORY,
        "图/一 二.png": EntryKind.FILE,
    }
    assert revision.tree.entries["README.md"].size == 10
    assert len(revision.commit) == 40


def test_files_are_read_as_they_were(folder: Path) -> None:
    revision = read_revision(folder, "HEAD")
    (folder / "README.md").write_bytes(b"later")
    found = read_files(folder, revision, ["README.md", "图/一 二.png", "link.png", "none"])
    assert found == {"README.md": "# 标题\r\n".encode(), "图/一 二.png": b"\x89PNG\n\0binary"}
    assert read_files(folder, revision, []) == {}


def test_what_is_on_the_disk_still_is_not_asked_for(folder: Path) -> None:
    revision = read_revision(folder, "HEAD")
    name = revision.blobs["README.md"]
    (folder.parent.parent / ".git" / "objects" / name[:2] / name[2:]).unlink()
    assert read_files(folder, revision, ["README.md"]) == {"README.md": "# 标题\r\n".encode()}
    (folder / "README.md").write_bytes("# 标 题\n".encode())  # as many bytes
    with pytest.raises(GitError):
        read_files(folder, revision, ["README.md"])


def test_names_of_git_may_be_sha256(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    (tmp_path / "README.md").write_bytes(b"first")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    revision = read_revision(tmp_path, "HEAD")
    name = revision.blobs["README.md"]
    (tmp_path / ".git" / "objects" / name[:2] / name[2:]).unlink()
    assert read_files(tmp_path, revision, ["README.md"]) == {"README.md": b"first"}


def test_a_folder_that_is_gone_is_found_at_its_revision(folder: Path) -> None:
    git(folder.parent, "rm", "-rqf", ".")
    assert not folder.exists()
    assert "README.md" in read_revision(folder, "HEAD").tree.entries


def test_a_folder_that_was_not_there_is_empty(folder: Path) -> None:
    assert read_revision(folder.parent / "other", "HEAD").tree.entries == {}


def test_names_of_folders_are_no_patterns(folder: Path) -> None:
    odd = folder.parent / "d*c"
    odd.mkdir()
    assert read_revision(odd / "below", "HEAD").tree.entries == {}


@pytest.mark.parametrize("revision", ["none", "-h", "--exec=x", "HEAD\n", "", "HEAD^9"])
def test_what_is_no_revision_is_refused(folder: Path, revision: str) -> None:
    with pytest.raises(GitError) as caught:
        read_revision(folder, revision)
    assert caught.value.message.zh


def test_a_name_of_two_things_is_the_one_that_git_takes(folder: Path) -> None:
    git(folder, "tag", "twice")
    git(folder, "branch", "twice")
    assert read_revision(folder, "twice") == read_revision(folder, "HEAD")
    with pytest.raises(GitError, match="no file, folder or git revision"):
        read_revision(folder, "twice..HEAD")


def test_no_program_of_the_repository_is_run(folder: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    root = folder.parent.parent
    settings = ("core.fsmonitor", "core.pager", "diff.x.textconv", "filter.x.smudge", "core.editor")
    for name in (*settings, "core.sshCommand", "alias.ls-tree", "alias.cat-file"):
        git(root, "config", name, f"!{trap}" if name.startswith("alias") else str(trap))
    git(root, "config", "core.hooksPath", str(tmp_path))
    (root / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    revision = read_revision(folder, "HEAD")
    assert read_files(folder, revision, ["README.md"])
    assert not mark.exists()


def test_missing_objects_are_not_fetched(folder: Path, tmp_path: Path) -> None:
    mark = tmp_path / "fetched"
    root = folder.parent.parent
    revision = read_revision(folder, "HEAD")
    name = revision.blobs["README.md"]
    (root / ".git" / "objects" / name[:2] / name[2:]).unlink()
    (folder / "README.md").write_bytes(b"later")
    git(root, "config", "core.repositoryformatversion", "1")
    git(root, "config", "extensions.partialClone", "origin")
    git(root, "config", "remote.origin.promisor", "true")
    git(root, "config", "remote.origin.url", f"ext::sh -c touch% {mark}")
    git(root, "config", "protocol.ext.allow", "always")
    with pytest.raises(GitError):
        read_files(folder, revision, ["README.md"])
    assert not mark.exists()


def test_the_environment_leads_nowhere_else(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_TRACE", "1")
    assert "README.md" in read_revision(folder, "HEAD").tree.entries


def test_without_git_it_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError) as caught:
        read_revision(folder, "HEAD")
    assert "git" in caught.value.message.en
