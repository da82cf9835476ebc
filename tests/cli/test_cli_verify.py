"""``docbuild verify``, with archives and folders, our own and those of others."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from cli_run import Command
from plugin_projects import BROKEN

from docbuild.manifest import MANIFEST


@pytest.fixture
def bundle(docbuild: Command, clean: Path, tmp_path: Path) -> Path:
    target = tmp_path / "bundle.zip"
    words = ("--document-version", "1.2.3", "--description", "首版")
    assert docbuild("bundle", clean, "-o", target, *words).code == 0
    return target


def test_our_own_bundle_is_sound(docbuild: Command, bundle: Path, tmp_path: Path) -> None:
    code, out, err = docbuild("verify", bundle)
    assert (code, err) == (0, "")
    assert "no problems" in out
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(tmp_path / "unpacked")
    assert docbuild("verify", tmp_path / "unpacked").code == 0


def test_the_manifest_says_what_was_packed(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as packed:
        manifest = json.loads(packed.read(MANIFEST))
        names = set(packed.namelist())
    assert manifest["document"] == {"version": "1.2.3", "description": "首版"}
    assert {file["path"] for file in manifest["files"]} == names - {MANIFEST}
    assert manifest["findings"] == {"errors": 0, "warnings": 0}
    assert manifest["forced"] is False


def test_what_was_changed_is_found(docbuild: Command, bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(bundle, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data + b"\n" if name.endswith(".md") else data)
    code, out, _ = docbuild("verify", bundle, "--format", "json")
    assert code == 1
    (found,) = json.loads(out)["diagnostics"]
    assert (found["rule"], found["path"]) == ("bundle-manifest", "doc/README.md")


def test_a_hostile_archive_is_refused(docbuild: Command, tmp_path: Path) -> None:
    target = tmp_path / "evil.zip"
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("../evil.md", "# x\n")
    code, out, _ = docbuild("verify", target)
    assert code == 1
    assert "bundle-archive" in out
    assert "leads elsewhere" in out


def test_what_cannot_be_read(docbuild: Command, tmp_path: Path) -> None:
    assert docbuild("verify", tmp_path / "nosuch.zip").code == 2
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "README.md").symlink_to("/etc/passwd")
    code, _, err = docbuild("verify", tmp_path / "folder")
    assert code == 2
    assert "not a regular file" in err


def test_a_bundle_with_errors_is_packed_by_force_alone(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    target = tmp_path / "bundle.zip"
    (clean / "doc" / "README.md").write_text(BROKEN, encoding="utf-8")
    assert docbuild("bundle", clean, "-o", target).code == 1
    assert not target.exists()
    assert docbuild("bundle", clean, "-o", target, "--force").code == 0
    code, out, _ = docbuild("verify", target)
    assert code == 1
    assert "packed by force" in out


@pytest.mark.parametrize(
    "words",
    [
        ("--document-version", "1.0"),
        ("--document-version", "1.0.1000"),
        ("--document-version", "v1.0.0"),
        ("--description", "长" * 101),
    ],
)
def test_what_the_upload_would_refuse(
    docbuild: Command, clean: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert docbuild("bundle", clean, "-o", tmp_path / "bundle.zip", *words).code == 2


def test_an_archive_of_nothing_is_refused_by_whoever_reads_it(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with zipfile.ZipFile(tmp_path / "folders.zip", "w") as archive:
        archive.writestr("doc/", b"")
    for name in ("empty.zip", "folders.zip"):
        code, out, _ = docbuild("verify", tmp_path / name)
        assert (code, "There is no file in it" in out) == (1, True)
        code, _, err = docbuild("diff", tmp_path / name, clean, "--project", clean)
        assert (code, "There is no file in it" in err) == (2, True)
