"""The folder to upload from, which people open in the developer tools and may write in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli_run import Command
from faults import tree
from plugin_projects import write_project
from release_samples import STAMP, members_of, plant, record

from docbuild.release.tools_project import FILES
from docbuild.release_store.store import Store, open_store

PREPARE = ("--no-input", "--by", "", "--lang", "en", "--description", "x")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(tmp_path)
    store.prepare(members_of("1.0.0"), STAMP)
    return store


def kept(store: Store) -> list[str]:
    """Where the next preparing says that it keeps what was there."""
    told: list[str] = []
    store.prepare(members_of("1.0.1", b"# new\n"), STAMP, told.append)
    assert (store.upload_folder / "doc/README.md").read_bytes() == b"# new\n"
    return told


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit": lambda folder: write(folder / "doc/README.md", b"# edited\n"),
    "one of the same size": lambda folder: write(folder / "doc/a.png", b"A picture"),
    "another file": lambda folder: write(folder / "doc/b.png", b"b"),
    "a file beside doc/": lambda folder: write(folder / "notes.md", b"notes"),
    "a hidden folder": lambda folder: write(folder / ".git/HEAD", b"x"),
    "an empty folder": lambda folder: (folder / "doc/new").mkdir(),
    "a link": lambda folder: (folder / "doc/b.png").symlink_to("a.png"),
    "no manifest": lambda folder: (folder / "docbuild-manifest.json").unlink(),
    "a garbled manifest": lambda folder: write(folder / "docbuild-manifest.json", b"{"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_others_wrote_there_is_kept_and_told(
    store: Store, change: Callable[[Path], object]
) -> None:
    change(store.upload_folder)
    before = tree(store.upload_folder)
    (place,) = kept(store)
    assert tree(store.root / place) == before
    assert any(place in notice.zh and place in notice.en for notice in store.read().notices)


def test_what_docbuild_and_the_tools_put_there_is_replaced(store: Store) -> None:
    for path in FILES:
        write(store.upload_folder / path, b"the tools rewrite these")
    write(store.upload_folder / "doc/.DS_Store", b"litter")
    (store.upload_folder / "doc/a.png").unlink()
    assert kept(store) == []
    assert not list((store.root / ".docbuild").glob("replaced-*"))


def test_an_edit_that_is_in_what_was_prepared_is_not_kept(store: Store) -> None:
    write(store.upload_folder / "doc/README.md", b"# new\n")
    assert kept(store) == []


def test_a_file_in_its_place_is_kept(store: Store) -> None:
    store.upload_folder.rename(store.root / "elsewhere")
    store.upload_folder.write_bytes(b"precious")
    (place,) = kept(store)
    assert (store.root / place).read_bytes() == b"precious"


def test_nothing_has_moved_if_preparing_fails(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store.upload_folder / "doc/README.md", b"# edited\n")
    before = tree(store.root)

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("docbuild.release_store.laid_out.replace_folder", full)
    with pytest.raises(OSError, match="full"):
        store.prepare(members_of("1.0.1", b"# new\n"), STAMP)
    after = tree(store.root)
    assert {name: before[name] for name in before} == {name: after[name] for name in before}
    assert not list((store.root / ".docbuild").glob("replaced-*"))


def test_the_command_tells_of_it_and_status_too(docbuild: Command, clean: Path) -> None:
    assert docbuild("release", "prepare", clean, *PREPARE)[0] == 0
    upload = clean / ".docbuild/upload"
    with (upload / "doc/README.md").open("ab") as readme:
        readme.write(b"EDIT\n")
    code, _, err = docbuild("release", "prepare", clean, *PREPARE)
    assert code == 0
    (found,) = (clean / ".docbuild").glob("replaced-*")
    assert f"kept as .docbuild/{found.name}" in err
    assert (found / "doc/README.md").read_bytes().endswith(b"EDIT\n")
    assert found.name in docbuild("status", clean, "--lang", "en")[2]
    assert "EDIT" not in (upload / "doc/README.md").read_text(encoding="utf-8")


def test_an_upload_of_something_else_is_warned_of(docbuild: Command, clean: Path) -> None:
    assert docbuild("release", "prepare", clean, *PREPARE)[0] == 0
    uploaded = ("release", "uploaded", "prepared", clean, "--lang", "en")
    doc = clean / ".docbuild/upload/doc"
    write(doc / "extra.png", b"x")
    write(doc / "README.md", b"# edited\n")
    (doc / "image/card.png").unlink()
    code, out, err = docbuild(*uploaded)
    assert code == 0
    assert "was uploaded" in out
    assert "is not what was prepared" in err
    assert "(doc/README.md, doc/extra.png, doc/image/card.png)" in err


@pytest.mark.parametrize("beside", [*sorted(FILES), "doc/.DS_Store", "doc/drawing.psd"])
def test_what_does_not_go_up_is_no_difference(store: Store, beside: str) -> None:
    (release,) = store.read().prepared
    write(store.upload_folder / beside, b"of the tools")
    assert store.differences(release) == ()


def test_what_was_prepared_for_another_release_is_no_difference(store: Store) -> None:
    (release,) = store.read().prepared
    store.prepare(members_of("1.0.1", b"# new\n"), STAMP)
    write(store.upload_folder / "doc/README.md", b"# edited\n")
    assert store.differences(release) == ()


def test_one_file_is_singular(docbuild: Command, tmp_path: Path) -> None:
    project = write_project(tmp_path / "one", "# 天气\n\n你好。\n")
    for picture in (project / "doc").rglob("*.png"):
        picture.unlink()
    code, out, _ = docbuild("release", "prepare", project, *PREPARE)
    assert code == 0
    assert ": 1 file, " in out
    assert "to upload: 1 file, " in docbuild("status", project, "--lang", "en")[1]


def test_a_record_that_is_too_large_is_told(
    docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert docbuild("release", "prepare", clean, *PREPARE)[0] == 0
    plant(clean, "records", record())
    monkeypatch.setattr("docbuild.release_store.reading.MOST_NAMES", 1)
    code, _, err = docbuild("release", "prepare", clean, *PREPARE)
    assert code == 2
    assert "nothing is added to a record that is not read as a whole" in err


def test_a_link_in_its_place_is_called_one(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    (clean / ".docbuild").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (clean / ".docbuild/upload").symlink_to(tmp_path / "elsewhere")
    code, _, err = docbuild("release", "prepare", clean, *PREPARE)
    assert code == 2
    assert "is a symbolic link" in err
    assert tree(tmp_path / "elsewhere") == {}
