"""What a build asks the disk for is recorded, what is absent included."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from plugin_projects import write_project

from docbuild.asked import Asked, recording
from docbuild.build import Project, build, find


def _asked(root: Path) -> Asked:
    with recording() as asked:
        project = find(root, named=True)
        assert isinstance(project, Project)
        build(project, keep_data=False)
    return asked


def test_what_is_read_is_recorded(clean: Path) -> None:
    asked = _asked(clean)
    files = {os.path.relpath(path, clean) for path in asked.files}
    assert files >= {
        "doc/README.md",
        "doc/image/card.png",
        "docbuild.toml",  # absent, but to be settings as soon as it is there
        "pyproject.toml",
        "project.config.json",
        "project.private.config.json",
        "plugin/plugin.json",
        "plugin/doc/README.md",
    }
    assert asked.trees == {str(clean / "doc")}


def test_the_pictures_of_the_profile_are_recorded_absent_or_not(tmp_path: Path) -> None:
    settings = '[plugin]\navatar = "brand/avatar.png"\n'
    root = write_project(tmp_path / "project", files={"docbuild.toml": settings})
    files = _asked(root).files
    assert str(root / "brand") in files
    assert str(root / "brand/avatar.png") not in files, "below what is absent there is nothing"
    (root / "brand").mkdir()
    assert str(root / "brand/avatar.png") in _asked(root).files


def test_the_folders_above_are_recorded_in_search_of_a_project(clean: Path) -> None:
    with recording() as asked:
        find(clean / "doc" / "image")
    names = ("doc/image/project.config.json", "doc/.git", "doc/project.config.json")
    assert {str(clean / name) for name in names} <= asked.files


def test_paths_are_absolute(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clean)
    with recording() as asked:
        find(Path("."), doc=Path("doc"))
    assert asked.files
    assert all(os.path.isabs(path) for path in asked.files | asked.trees)
    assert str(clean / "doc") in asked.files


def test_an_inner_recording_takes_nothing_from_the_outer(clean: Path) -> None:
    with recording() as outer:
        inner = _asked(clean)
    assert inner.files
    assert inner.files <= outer.files
    assert inner.trees <= outer.trees


def test_a_recording_ends(clean: Path) -> None:
    with recording() as asked:
        pass
    find(clean, named=True)
    assert not asked.files


def test_a_recording_keeps_what_came_before_a_failure(clean: Path) -> None:
    recorded: list[Asked] = []

    def fail() -> None:
        with recording() as asked:
            recorded.append(asked)
            find(clean, named=True)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert recorded[0].files
