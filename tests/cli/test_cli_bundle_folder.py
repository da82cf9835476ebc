"""``docbuild bundle`` with a folder as its target: the clean document, and nothing lost for it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from cli_run import Command
from plugin_projects import CLEAN

from docbuild.manifest import MANIFEST


def content(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if not path.is_dir()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def out(docbuild: Command, clean: Path, tmp_path: Path) -> Path:
    """A folder that holds the bundle of ``clean``."""
    assert docbuild("bundle", clean, "-o", tmp_path / "out").code == 0
    return tmp_path / "out"


def test_a_folder_gets_what_the_archive_holds(
    docbuild: Command, clean: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    code, out, err = docbuild("bundle", clean, "-o", target)
    assert (code, err) == (0, "")
    found = content(target)
    assert out == f"wrote {target}: 3 files, {sum(map(len, found.values()))} bytes\n"
    assert docbuild("bundle", clean, "-o", tmp_path / "out.zip").code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert found == {name: archive.read(name) for name in archive.namelist()}
    code, out, err = docbuild("verify", target)
    assert (code, err) == (0, "")
    assert out.startswith("no problems found")


def test_a_bundle_is_replaced_by_the_next(docbuild: Command, clean: Path, out: Path) -> None:
    (clean / "doc" / "README.md").write_text("# 天气\n\n只有文字。\n", encoding="utf-8")
    (out / ".DS_Store").touch()
    (out / "doc" / "Thumbs.db").touch()
    assert docbuild("bundle", clean, "-o", out).code == 0
    assert set(content(out)) == {"doc/README.md", MANIFEST}


@pytest.mark.parametrize("name", ["out", "out.zip", "out.d/", "x.zip/"])
def test_an_empty_folder_is_filled(
    docbuild: Command, clean: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    assert docbuild("bundle", clean, "-o", f"{tmp_path}/{name}").code == 0
    assert set(content(tmp_path / name)) == {"doc/README.md", "doc/image/card.png", MANIFEST}


@pytest.mark.parametrize("name", ["notes.txt", "doc/a.png", "doc/empty/", ".git/"])
def test_what_others_put_there_is_left_alone(
    docbuild: Command, clean: Path, out: Path, name: str
) -> None:
    stranger = out / name
    stranger.mkdir() if name.endswith("/") else stranger.write_bytes(b"precious")
    before = content(out)
    code, _, err = docbuild("bundle", clean, "-o", out)
    assert code == 2
    assert f"did not put there, or that were changed since: {name.rstrip('/')};" in err
    assert content(out) == before
    assert stranger.exists()


def test_what_was_changed_there_is_left_alone(docbuild: Command, clean: Path, out: Path) -> None:
    (out / "doc" / "README.md").write_text(CLEAN + "\n在这里改的。\n", encoding="utf-8")
    (out / "doc" / "image" / "card.png").unlink()
    before = content(out)
    code, _, err = docbuild("bundle", clean, "-o", out)
    assert code == 2
    assert "changed since: doc/README.md;" in err
    assert content(out) == before


@pytest.mark.parametrize("manifest", [None, b"", b"{}", b'{"format": 99}'])
def test_a_folder_that_is_no_bundle_is_left_alone(
    docbuild: Command, clean: Path, tmp_path: Path, manifest: bytes | None
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "precious").touch()
    if manifest is not None:
        (tmp_path / "home" / MANIFEST).write_bytes(manifest)
    before = content(tmp_path / "home")
    code, _, err = docbuild("bundle", clean, "-o", tmp_path / "home")
    assert code == 2
    assert "neither empty nor a bundle" in err
    assert content(tmp_path / "home") == before


@pytest.mark.parametrize("place", ["doc", "doc/out", "doc/image", "."])
def test_the_document_itself_is_left_alone(docbuild: Command, clean: Path, place: str) -> None:
    before = content(clean)
    code, _, err = docbuild("bundle", clean, "-o", clean / place)
    assert code == 2
    assert "is not to be overwritten" in err
    assert content(clean) == before


def test_no_link_is_followed_and_no_file_replaced(
    docbuild: Command, clean: Path, out: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to("out")
    (tmp_path / "file").touch()
    before = content(out)
    for name in ("link", "file"):
        code, _, err = docbuild("bundle", clean, "-o", tmp_path / name)
        assert code == 2
        assert "is no real folder" in err
    assert content(out) == before
    assert os.readlink(tmp_path / "link") == "out"


def test_the_current_folder_is_not_taken_from_under_the_user(
    docbuild: Command, clean: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(out / "doc")
    code, _, err = docbuild("bundle", clean, "-o", out)
    assert code == 2
    assert "is the current folder or around it" in err
    monkeypatch.chdir(clean)
    assert docbuild("bundle", "-o", out).code == 0


def test_a_folder_that_cannot_be_written(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    code, _, err = docbuild("bundle", clean, "-o", tmp_path / "nowhere" / "out")
    assert code == 2
    assert f"cannot write {tmp_path / 'nowhere' / 'out'}: No such file" in err


@pytest.mark.parametrize("name", ["docbuild.toml", ".git", ".docbuild", "Project.config.json"])
def test_a_name_of_the_projects_own_is_not_taken(
    docbuild: Command, clean: Path, tmp_path: Path, name: str
) -> None:
    code, out, err = docbuild("bundle", clean, "-o", tmp_path / name)
    assert (code, out) == (2, "")
    assert "is a name that the project itself needs" in err
    assert not (tmp_path / name).exists()
