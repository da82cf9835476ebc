"""``docbuild status`` and ``docbuild release restore``, as somebody types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_run import Command
from command_samples import PREPARE, checked, edit
from faults import tree
from plugin_projects import picture

from docbuild.release.history import State
from docbuild.release_store.store import Store, open_store


@pytest.fixture
def store(clean: Path) -> Store:
    return open_store(clean)


def test_restore_and_back(docbuild: Command, clean: Path, store: Store) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    before = tree(clean / "doc")
    edit(clean, "改坏了。")
    (clean / "doc/image/card.png").unlink()
    (clean / "doc/image/other.png").write_bytes(picture("red"))
    changed = tree(clean / "doc")
    code, out, _ = docbuild("release", "restore", "1.0.0", clean)
    assert code == 0
    assert tree(clean / "doc") == before
    saved = re.search(r"restore ([0-9a-f]{10}) brings", out)
    assert saved is not None
    code, out, _ = docbuild("release", "restore", saved[1], clean)
    assert code == 0
    assert "in the record already" in out
    assert tree(clean / "doc") == changed
    assert docbuild("release", "restore", saved[1], clean).out.endswith("already\n")
    states = [store.read().state(each) for each in store.read().releases]
    assert sorted(states, key=str) == [State.PREPARED, State.SAVED]
    for action in ("uploaded", "published"):
        code, _, err = docbuild("release", action, saved[1], clean)
        assert code == 2
        assert "saved before a restore" in err


def test_restore_elsewhere(docbuild: Command, clean: Path, tmp_path: Path) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    edit(clean, "第二版。")
    before = tree(clean / "doc")
    for target in (tmp_path / "out", tmp_path / "out.zip"):
        assert docbuild("release", "restore", "1.0.0", clean, "--to", target).code == 0
        assert docbuild("verify", target).code == 0
    assert docbuild("release", "restore", "1.0.0", clean, "--to", clean / "doc").code == 2
    assert docbuild("release", "restore", "1.0.0", clean, "--to", clean).code == 2
    assert tree(clean / "doc") == before


def test_restore_what_was_given_up(docbuild: Command, clean: Path) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    edit(clean, "第二版。")
    docbuild("release", "prepare", clean, *PREPARE, "y", "--document-version", "1.0.1")
    code, out, _ = docbuild("release", "gc", clean, "--keep", "1")
    assert code == 0
    assert "1.0.0" in out
    code, _, err = docbuild("release", "restore", "1.0.0", clean)
    assert code == 2
    assert "given up" in err
    assert "given up" in docbuild("release", "list", clean).out
    assert docbuild("release", "show", "1.0.0", clean).code == 0
    assert "nothing to remove" in docbuild("release", "gc", clean).out
    assert docbuild("release", "gc", clean, "--keep", "-1").code == 2


def test_status(docbuild: Command, clean: Path) -> None:
    code, out, err = docbuild("status", clean)
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == ["uploaded: nothing noted", "published: nothing noted"]
    docbuild("release", "prepare", clean, *PREPARE, "一")
    assert "prepared: 1.0.0" in docbuild("status", clean).out
    docbuild("release", "published", "1.0.0", clean)
    assert docbuild("status", clean).out.endswith("working tree since uploaded: no difference\n")
    edit(clean, "第二版。")
    docbuild("release", "prepare", clean, *PREPARE, "二")
    docbuild("release", "uploaded", "1.0.1", clean)
    edit(clean, "第三版。\n\n又一段。")
    lines = docbuild("status", clean, "--lang", "zh").out.splitlines()
    assert [line.partition("：")[0] for line in lines] == [
        "工作区",
        "已上传",
        "已发布",
        "工作区与已上传相比",
        "已上传与已发布相比",
    ]
    assert "1.0.1" in lines[1]
    assert "1.0.0" in lines[2]
    assert "新增 1 段" in lines[4]
    value = checked(docbuild("status", clean, "--format", "json").out)
    assert value["working_tree"]["files"] == 2
    assert value["uploaded"]["version"] == "1.0.1"
    assert [each["same"] for each in value["differences"]] == [False, False]
    assert value["differences"][1]["blocks"]["added"] == 1


def test_status_where_things_are_missing(docbuild: Command, clean: Path, store: Store) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "一")
    docbuild("release", "published", "1.0.0", clean)
    edit(clean, "第二版。")
    sha256 = store.read().releases[0].files[0].sha256
    (clean / ".docbuild/releases/objects" / sha256[:2] / sha256[2:]).unlink()
    code, out, _ = docbuild("status", clean)
    assert code == 0
    assert "doc/README.md of 1.0.0" in out
    value = checked(docbuild("status", clean, "--format", "json").out)
    assert value["differences"][0]["same"] is False
    assert value["differences"][0]["problem"]
    (clean / "doc/README.md").unlink()
    assert "cannot be read" in docbuild("status", clean).out
    assert checked(docbuild("status", clean, "--format", "json").out)["working_tree"] is None


def test_pictures_that_were_only_made_smaller_are_no_difference(
    docbuild: Command, clean: Path
) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x", "--optimize")
    docbuild("release", "published", "1.0.0", clean)
    assert docbuild("status", clean).out.endswith("working tree since uploaded: no difference\n")


def test_restore_from_inside_the_folder(
    docbuild: Command, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docbuild("release", "prepare", clean, *PREPARE, "x")
    before = tree(clean / "doc")
    edit(clean, "改坏了。")
    monkeypatch.chdir(clean / "doc/image")
    code, _, err = docbuild("release", "restore", "1.0.0")
    assert code == 0
    assert "enter it again" in err
    assert tree(clean / "doc") == before
