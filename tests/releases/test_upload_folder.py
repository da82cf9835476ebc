"""What status, show and the panel say of the folder to upload from, and the way to get it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from cli_run import Command
from faults import tree
from jsonschema import (  # type: ignore[import-untyped] # it ships no types
    Draft202012Validator,
)
from release_samples import STAMP, members_of

from docbuild.release.upload_folder import Holds, UploadFolder, warning
from docbuild.release.values import Release, Stamp
from docbuild.release_store.store import open_store

SCHEMA = json.loads(
    (resources.files("docbuild.formats") / "release.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture
def project(docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    prepare = ("--no-input", "--by", "", "--description", "x")
    assert docbuild("release", "prepare", clean, *prepare).code == 0
    monkeypatch.chdir(clean)
    return clean


def edit(folder: Path) -> None:
    (folder / "doc/README.md").write_bytes(b"# edited\n")


def another(folder: Path) -> None:
    (folder / "docbuild-manifest.json").write_bytes(members_of("9.0.0")["docbuild-manifest.json"])


CASES: dict[str, tuple[Callable[[Path], object], Holds, str]] = {
    "missing": (shutil.rmtree, Holds.NOTHING, "is not there on this machine"),
    "of another release": (another, Holds.OTHER, "on this machine holds something else"),
    "edited": (edit, Holds.CHANGED, r"was changed since .* \(doc/README.md\)"),
}


@pytest.mark.parametrize(("spoil", "holds", "told"), CASES.values(), ids=CASES.keys())
def test_what_is_not_as_prepared_is_told_with_the_way_to_get_it(
    docbuild: Command,
    project: Path,
    spoil: Callable[[Path], object],
    holds: Holds,
    told: str,
) -> None:
    upload = project / ".docbuild/upload"
    prepared = tree(upload)
    spoil(upload)
    for words in (("status",), ("release", "show", "prepared")):
        code, _, err = docbuild(*words)
        assert code == 0
        assert re.search(rf"\.docbuild/upload {told}", err), err
        value = json.loads(docbuild(*words, "--format", "json").out)
        Draft202012Validator(SCHEMA).validate(value)
        changed = ["doc/README.md"] if holds is Holds.CHANGED else []
        expected = {"path": str(upload), "holds": holds.value, "changed": changed}
        assert value["upload_folder"] == expected
    command = re.search(r"docbuild (release restore \w+ --to \S+)", err)
    assert command is not None
    code, out, err = docbuild(*shlex.split(command[1]))
    assert (code, out.startswith("wrote 1.0.0")) == (0, True)
    assert tree(upload) == prepared
    kept = list((project / ".docbuild").glob("replaced-*"))
    assert len(kept) == (holds is not Holds.NOTHING)
    assert all(each.name in err for each in kept)
    assert "upload" not in docbuild("release", "show", "prepared").err


def test_what_is_as_prepared_is_not_told(docbuild: Command, project: Path) -> None:
    for words in (("status",), ("release", "show", "prepared")):
        assert docbuild(*words).err == ""
        value = json.loads(docbuild(*words, "--format", "json").out)
        assert value["upload_folder"]["holds"] == "this"
        assert value["upload_folder"]["path"] == str(project / ".docbuild/upload")


def test_of_what_is_uploaded_nobody_needs_it(docbuild: Command, project: Path) -> None:
    assert docbuild("release", "uploaded").code == 0
    shutil.rmtree(project / ".docbuild/upload")
    for words in (("status",), ("release", "show", "1.0.0")):
        assert docbuild(*words).err == ""
    assert json.loads(docbuild("status", "--format", "json").out)["upload_folder"] is None
    assert "upload_folder" not in json.loads(
        docbuild("release", "show", "1.0.0", "--format", "json").out
    )


def test_from_elsewhere_the_whole_path_is_named(
    docbuild: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(project / ".docbuild/upload")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert f"--to {project}/.docbuild/upload" in docbuild("status", project).err


def test_what_was_given_up_cannot_be_laid_out(docbuild: Command, project: Path) -> None:
    store = open_store(project)
    (release,) = store.read().prepared
    for file in release.files:
        shutil.rmtree(project / ".docbuild/releases/objects" / file.sha256[:2], ignore_errors=True)
    before = tree(project / ".docbuild/upload")
    code, _, err = docbuild("release", "restore", "prepared", "--to", ".docbuild/upload")
    assert (code, "The file is not there" in err) == (2, True)
    assert tree(project / ".docbuild/upload") == before


def test_a_link_in_its_place_is_refused(docbuild: Command, project: Path, tmp_path: Path) -> None:
    upload = project / ".docbuild/upload"
    upload.rename(tmp_path / "moved")
    upload.symlink_to(tmp_path / "moved")
    before = tree(tmp_path / "moved")
    code, _, err = docbuild("release", "restore", "prepared", "--to", str(upload.parent / "upload"))
    assert (code, "is a symbolic link" in err) == (2, True)
    assert tree(tmp_path / "moved") == before


def test_both_languages_name_the_command() -> None:
    release = Release("ab" * 32, "1.0.0", "x", (), 0, 0, (), Stamp(STAMP.at))
    for holds in Holds:
        told = warning(UploadFolder(holds, ("doc/a.png",)), release, "/我的 项目/upload")
        if holds is Holds.THIS:
            assert told is None
        else:
            assert told is not None
            command = "docbuild release restore ababababab --to '/我的 项目/upload'"
            assert command in told.zh
            assert command in told.en
