"""The bundle from the page: what ``docbuild bundle`` would write for what was read last."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from action_desk import Desk, reply
from cli_run import Command
from plugin_projects import BROKEN, CLEAN, UNUSED, picture, write_project

from docbuild.diagnostic import Severity
from docbuild.manifest import MANIFEST
from docbuild.preview.answer import Answer

SETTINGS = '[plugin]\nname = "天气 插件"\nversion = "1.2.0"\nversion-notes = "修复"\n'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(write_project(tmp_path / "project"))
    yield desk
    desk.close()


def contents(answer: Answer) -> dict[str, bytes]:
    assert (answer.status, answer.media_type) == (200, "application/zip")
    with ZipFile(BytesIO(answer.body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def name_of(answer: Answer) -> str:
    """The name as the page's script reads it."""
    disposition = answer.headers["content-disposition"]
    assert disposition.isascii()
    assert disposition.startswith("attachment; ")
    return unquote(disposition.partition("filename*=UTF-8''")[2])


def test_the_same_as_on_the_command_line(docbuild: Command, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", files=UNUSED)
    desk = Desk(root)
    code, _, _ = docbuild("bundle", root, "-o", tmp_path / "bundle.zip")
    assert code == 0
    answer = desk.ask("bundle")
    assert answer.body == (tmp_path / "bundle.zip").read_bytes()
    packed = contents(answer)
    assert packed.pop(MANIFEST)
    assert packed == {"doc/README.md": CLEAN.encode(), "doc/image/card.png": picture()}
    desk.close()


def test_refused_while_there_are_errors(tmp_path: Path) -> None:
    for language, words in (("zh", "还有 2 个错误，改好才能打包"), ("en", "there are 2 errors")):
        desk = Desk(write_project(tmp_path, BROKEN), language)  # type: ignore[arg-type] # of a tuple
        found = reply(desk.ask("bundle"))
        assert found.status == 422
        assert words in found.message
        desk.close()


def test_what_was_read_and_not_what_is_there(desk: Desk) -> None:
    desk.readme.write_text(BROKEN, encoding="utf-8")
    assert contents(desk.ask("bundle"))["doc/README.md"] == CLEAN.encode()
    desk.builder.edit(BROKEN.encode())  # read, and not judged yet
    assert reply(desk.ask("bundle")).status == 422


def test_a_picture_that_is_gone_since_the_last_report(desk: Desk) -> None:
    (desk.doc / "image" / "card.png").unlink()
    desk.builder.load(None, None)
    assert reply(desk.ask("bundle")).status == 422


def test_without_a_document(desk: Desk) -> None:
    desk.readme.unlink()
    desk.read_again()
    assert reply(desk.ask("bundle")).status == 422


def test_names_that_no_archive_may_have(tmp_path: Path) -> None:
    """With the rule switched off that says so."""
    files = {
        "docbuild.toml": b'[rules]\nresource-name = "off"\n',
        "doc/a.png": picture(),
        "doc/A.png": picture("red"),
    }
    desk = Desk(write_project(tmp_path, "# 天气\n\n![甲](a.png) ![乙](A.png)\n", files))
    if len(desk.files()) < 4:
        pytest.skip("this file system takes the two names for one")
    assert desk.report.number_of(Severity.ERROR) == 0
    found = reply(desk.ask("bundle"))
    assert found.status == 422
    assert found.message.startswith("打不了包")
    desk.close()


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ("", "wx0123456789abcdef-doc.zip"),
        (SETTINGS, "天气-插件-doc-1.2.0.zip"),
        (SETTINGS.replace("天气 插件", "../../\\u0000\\r\\nevil; filename=x"),
         "evil-filename-x-doc-1.2.0.zip"),
        (SETTINGS.replace("天气 插件", ".."), "wx0123456789abcdef-doc-1.2.0.zip"),
    ],
)  # fmt: skip
def test_the_name(tmp_path: Path, settings: str, name: str) -> None:
    files = {"docbuild.toml": settings} if settings else {}
    desk = Desk(write_project(tmp_path, files=files))
    assert name_of(desk.ask("bundle")) == name
    desk.close()


def test_a_project_without_any_name(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# 文档\n", encoding="utf-8")
    desk = Desk(tmp_path / "README.md")
    assert name_of(desk.ask("bundle")) == "plugin-doc.zip"
    desk.close()
