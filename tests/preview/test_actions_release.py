"""The way to the readers from the page: the same record that ``docbuild release`` keeps."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from action_desk import Desk, Reply, reply
from cli_run import Command
from PIL import Image
from plugin_projects import BROKEN, CLEAN, UNUSED, picture, write_project

from docbuild.preview.messages import without_own
from docbuild.release.history import History
from docbuild.release_store.store import open_store

SETTINGS = '[plugin]\nversion = "1.2.0"\nversion-notes = "修复"\n'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(write_project(tmp_path / "project", files=UNUSED))
    yield desk
    desk.close()


def act(desk: Desk, **request: object) -> Reply:
    return reply(desk.ask("release", json.dumps(request).encode()))


def prepare(desk: Desk, version: object = "1.0.0", description: object = "初版") -> Reply:
    revision = desk.builder.view.revision
    return act(desk, do="prepare", revision=revision, version=version, description=description)


def history(desk: Desk) -> History:
    return open_store(desk.root).read()


def told(desk: Desk) -> dict[str, Any]:
    """The last message about releases."""
    assert desk.builder.view.releases is not None
    message = json.loads(desk.builder.view.releases)
    assert isinstance(message, dict)
    return message


def test_from_the_document_to_its_readers(desk: Desk) -> None:
    message = told(desk)
    assert (message["prepared"], message["uploaded"], message["published"]) == (None, None, None)
    assert message["proposal"] == {"version": "1.0.0", "description": ""}

    assert prepare(desk)[:2] == (200, "1.0.0 已准备好")
    upload = desk.root / ".docbuild" / "upload"
    assert (upload / "doc" / "README.md").read_text(encoding="utf-8") == CLEAN
    assert sorted(path.name for path in (upload / "doc" / "image").iterdir()) == ["card.png"]
    message = told(desk)
    first = message["prepared"]["id"]
    assert message["prepared"]["same"]
    assert message["folder"] == str(upload)
    assert "unused.png" in message["steps"]["upload"][0]
    steps = str(message["steps"])
    assert "上传文档" in steps
    assert "基本设置" in steps
    assert "docbuild release uploaded" not in steps, "there is a button for that"
    assert "docbuild release published" not in steps

    found = act(desk, do="uploaded", release=first)
    assert found[:2] == (200, "已记录：上传了 1.0.0")
    assert found.json["undo"] == {"release": first, "kind": "uploaded"}
    message = told(desk)
    assert (message["prepared"], message["uploaded"]["id"]) == (None, first)
    assert message["above"] == "1.0.0"
    assert message["proposal"]["version"] == "1.0.1"

    assert act(desk, do="published", release=first).status == 200
    assert told(desk)["published"]["same"]
    assert act(desk, do="published", release=first).message == "1.0.0 之前已经记录过了"

    desk.write(CLEAN + "\n多一段。\n")
    assert not told(desk)["published"]["same"]
    desk.write(CLEAN)
    assert told(desk)["published"]["same"]


def test_what_was_noted_by_mistake_is_taken_back(desk: Desk) -> None:
    prepare(desk)
    first = told(desk)["prepared"]["id"]
    undo = act(desk, do="uploaded", release=first).json["undo"]
    assert act(desk, do="undo", **undo)[:2] == (200, "已撤销")
    assert told(desk)["uploaded"] is None
    assert told(desk)["prepared"]["id"] == first
    assert act(desk, do="undo", **undo).message == "没有可以撤销的记录"


def test_it_is_the_record_of_the_command_line(desk: Desk, docbuild: Command) -> None:
    prepare(desk)
    assert docbuild("release", "uploaded", "prepared", desk.root).code == 0
    assert told(desk)["uploaded"] is None, "nobody said so yet"
    desk.run(lambda builder: builder.read_releases())
    assert told(desk)["uploaded"]["version"] == "1.0.0"
    assert prepare(desk, "1.0.0").status == 422
    assert prepare(desk, "1.0.1", "第二版").status == 200
    assert "1.0.1" in docbuild("release", "list", desk.root).out


@pytest.mark.parametrize(
    ("version", "description", "words"),
    [
        ("1.0", "x", "三个数字"),
        ("1.0.1000", "x", "三个数字"),
        ("v1.0.0", "x", "三个数字"),
        ("", "x", "三个数字"),
        ("1.0.0", "  ", "不能为空"),
        ("1.0.0", "字" * 101, "101 个字"),
        ("1.0.0", "一\n二", "换行"),
        ("1.0.0", "一\u202e二", "看不见"),
    ],
)
def test_what_the_upload_would_not_take(
    desk: Desk, version: str, description: str, words: str
) -> None:
    found = prepare(desk, version, description)
    assert found.status == 422
    assert words in found.message
    assert not (desk.root / ".docbuild").exists()


def test_a_version_has_to_rise_above_what_others_uploaded_meanwhile(desk: Desk) -> None:
    other = Desk(desk.root)
    prepare(other, "2.0.0")
    act(other, do="uploaded", release=told(other)["prepared"]["id"])
    other.close()
    assert told(desk)["above"] is None, "this page has not heard of it"
    found = prepare(desk, "1.0.0")
    assert (found.status, "已经上传过 2.0.0" in found.message) == (422, True)
    assert len(history(desk).releases) == 1


def test_the_very_same_once_more_is_remarked_on(desk: Desk) -> None:
    prepare(desk)
    act(desk, do="uploaded", release=told(desk)["prepared"]["id"])
    found = prepare(desk, "1.0.1")
    assert found.status == 200
    assert found.message.startswith("1.0.1 已准备好。注意：内容和已上传的 1.0.0（")


def test_what_was_written_where_it_is_uploaded_from_is_kept(desk: Desk) -> None:
    prepare(desk)
    (desk.root / ".docbuild/upload/doc/README.md").write_text("# 改过\n", encoding="utf-8")
    status, words, _ = prepare(desk, "1.0.1")[:3]
    (kept,) = (desk.root / ".docbuild").glob("replaced-*")
    assert status == 200
    assert f"整个保留在 .docbuild/{kept.name}" in words
    assert (kept / "doc/README.md").read_text(encoding="utf-8") == "# 改过\n"
    assert any(kept.name in problem for problem in told(desk)["problems"])


def test_an_upload_of_something_else_is_warned_of(desk: Desk) -> None:
    prepare(desk)
    (desk.root / ".docbuild/upload/doc/README.md").write_text("# 改过\n", encoding="utf-8")
    status, words, _ = act(desk, do="uploaded", release=told(desk)["prepared"]["id"])[:3]
    assert status == 200
    assert "和准备的不一样（doc/README.md）" in words


@pytest.mark.parametrize("is_there", [False, True])
def test_what_another_machine_prepared_is_not_where_the_steps_would_say(
    desk: Desk, is_there: bool
) -> None:
    prepare(desk)
    upload = desk.root / ".docbuild/upload"
    (desk.root / "doc/notes.json").write_text("{}", encoding="utf-8")  # so that it is needed
    assert told(desk)["folder"] == str(upload)
    if is_there:
        (upload / "docbuild-manifest.json").write_text("another", encoding="utf-8")
    else:
        upload.rename(desk.root / ".docbuild/elsewhere")
    desk.run(lambda builder: builder.read_releases())
    message = told(desk)
    assert message["folder"] is None
    assert message["prepared"]["version"] == "1.0.0"
    prepare(desk)
    assert told(desk)["folder"] == str(upload)


def test_an_edit_in_the_folder_to_upload_from_is_told(desk: Desk) -> None:
    prepare(desk)
    upload = desk.root / ".docbuild/upload"
    assert told(desk)["problems"] == []
    (upload / "doc/README.md").write_bytes(b"# edited\n")
    desk.run(lambda builder: builder.read_releases())
    (problem,) = told(desk)["problems"]
    assert "之后改过（doc/README.md）" in problem
    assert f"--to {upload}" in problem
    assert told(desk)["folder"] == str(upload)


def test_nothing_goes_up_that_the_page_does_not_show(desk: Desk) -> None:
    desk.readme.write_text(CLEAN + "\n刚存的。\n", encoding="utf-8")
    revision = desk.builder.view.revision
    desk.run(lambda builder: builder.load(None, None))
    found = act(desk, do="prepare", revision=revision, version="1.0.0", description="x")
    assert found.status == 409
    assert history(desk).releases == ()


def test_refused_while_there_are_errors(tmp_path: Path) -> None:
    desk = Desk(write_project(tmp_path, BROKEN))
    found = prepare(desk)
    assert found[:2] == (422, "还有 2 个错误，改好才能准备上传")
    assert not (tmp_path / ".docbuild").exists()
    desk.close()


def test_refused_without_a_document(desk: Desk) -> None:
    desk.readme.unlink()
    desk.read_again()
    assert prepare(desk).status == 422


def test_what_the_settings_say_is_proposed(tmp_path: Path) -> None:
    desk = Desk(write_project(tmp_path, files={"docbuild.toml": SETTINGS}))
    assert told(desk)["proposal"] == {"version": "1.2.0", "description": "修复"}
    desk.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"do": 1}',
        b'{"do": "away"}',
        b'{"do": "pruned", "release": "x"}',
        b'{"do": "undo", "kind": "undone", "release": "x"}',
        b'{"do": "uploaded", "release": ["x"]}',
        b'{"do": "prepare", "revision": true}',
        b'{"do": "prepare", "revision": "0"}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_requests_that_make_no_sense(desk: Desk, body: bytes) -> None:
    assert reply(desk.ask("release", body)).status == 400
    assert not (desk.root / ".docbuild").exists()


@pytest.mark.parametrize("release", ["", "x", "../" * 9, "0" * 64])
def test_releases_that_are_not_there(desk: Desk, release: str) -> None:
    prepare(desk)
    for what in ("uploaded", "published"):
        assert act(desk, do=what, release=release).message == "记录里没有这个版本了"
    assert history(desk).events == ()


def test_a_record_that_cannot_be_written(desk: Desk, tmp_path: Path) -> None:
    os.symlink(tmp_path, desk.root / ".docbuild")
    found = prepare(desk)
    assert (found.status, "符号链接" in found.message) == (500, True)
    assert not (tmp_path / "releases").exists()


def test_a_record_that_is_damaged_is_told_and_the_rest_goes_on(desk: Desk) -> None:
    prepare(desk)
    (desk.root / ".docbuild" / "releases" / "events").mkdir()
    (desk.root / ".docbuild" / "releases" / "events" / f"{'0' * 64}.json").write_bytes(b"{}")
    desk.run(lambda builder: builder.read_releases())
    message = told(desk)
    assert len(message["problems"]) == 1
    assert "已损坏" in message["problems"][0]
    assert message["prepared"]["version"] == "1.0.0"


def test_smaller_pictures_are_the_same_document(desk: Desk, docbuild: Command) -> None:
    (desk.doc / "image" / "card.png").write_bytes(picture() + bytes(4096))
    desk.read_again()
    code, out, err = docbuild(
        "release", "prepare", desk.root, "--optimize", "--description", "x", "--no-input"
    )
    assert code == 0, (out, err)
    desk.run(lambda builder: builder.read_releases())
    assert history(desk).prepared[0].documents[1].size < 4096
    assert told(desk)["prepared"]["same"]


def test_pictures_are_made_smaller_when_asked(desk: Desk) -> None:
    card = desk.doc / "image" / "card.png"
    card.write_bytes(picture() + bytes(4096))
    desk.read_again()
    revision = desk.builder.view.revision
    asked = {"do": "prepare", "revision": revision, "version": "1.0.0", "description": "x"}
    assert act(desk, **asked, optimize="yes").status == 400
    assert act(desk, **asked, optimize=True).status == 200
    assert history(desk).prepared[0].documents[1].size < 4096 < card.stat().st_size
    assert told(desk)["prepared"]["same"]


def test_what_smaller_pictures_mend_is_no_error_any_more(desk: Desk) -> None:
    image = desk.doc / "image"
    with Image.open(image / "card.png") as card:
        card.save(image / "card.webp", lossless=True)
    (image / "card.png").unlink()
    readme = desk.doc / "README.md"
    readme.write_text(CLEAN.replace("card.png", "card.webp"), encoding="utf-8")
    desk.read_again()
    asked = {"do": "prepare", "revision": desk.builder.view.revision, "version": "1.0.0"}
    refused = act(desk, **asked, description="x")
    assert (refused.status, refused.message) == (422, "还有 1 个错误，改好才能准备上传")
    assert act(desk, **asked, description="x", optimize=True).status == 200
    names = [document.path for document in history(desk).prepared[0].documents]
    assert names == ["doc/README.md", "doc/image/card.png"]
    assert "card.webp" in readme.read_text(encoding="utf-8"), "the document itself is left alone"


def test_what_smaller_pictures_do_not_mend_is_refused(desk: Desk) -> None:
    (desk.doc / "README.md").write_text(BROKEN, encoding="utf-8")
    desk.read_again()
    revision = desk.builder.view.revision
    asked = {"do": "prepare", "revision": revision, "version": "1.0.0", "description": "x"}
    assert act(desk, **asked, optimize=True).status == 422
    assert history(desk).prepared == ()


def test_others_learn_no_path_and_no_name(desk: Desk) -> None:
    prepare(desk)
    act(desk, do="uploaded", release=told(desk)["prepared"]["id"])
    prepare(desk, "1.0.1")
    assert str(desk.root) in str(desk.builder.view.releases)
    seen = without_own(str(desk.builder.view.releases))
    assert str(desk.root) not in seen
    names = [json.loads(seen)[state]["by"] for state in ("prepared", "uploaded")]
    assert names == [None, None]
