"""Fixes from the page: exactly those edits, in the very text that was judged, or none."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from action_desk import Desk, reply
from plugin_projects import write_project

from docbuild.diagnostic import Diagnostic
from docbuild.fixes import line_end
from docbuild.preview.fix_id import fix_id
from docbuild.session import Session

sys.path.insert(0, str(Path(__file__).parent.parent / "markdown"))
sys.path.insert(0, str(Path(__file__).parent.parent / "session"))
from random_documents import random_document
from session_edits import first_document

TWO = "##使用\n\n![卡片](image/Card.png)\n\n[天气](http://mp.weixin.qq.com/)\n"
MENDED = "## 使用\n\n![卡片](image/card.png)\n\n[天气](https://mp.weixin.qq.com/)\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(write_project(tmp_path / "project", TWO))
    yield desk
    desk.close()


def fixable(desk: Desk) -> dict[str, Diagnostic]:
    """The findings with fixes, by the ids of their first ones."""
    found = enumerate(desk.report.diagnostics)
    return {fix_id(number, 0, each.fixes[0]): each for number, each in found if each.fixes}


def fix_of(desk: Desk, rule: str) -> str:
    """The id of the only fix that the rule offers."""
    (found,) = [wanted for wanted, each in fixable(desk).items() if each.rule == rule]
    return found


def test_one_fix(desk: Desk) -> None:
    wanted = fix_of(desk, "render-heading")
    assert desk.fix(wanted) == (
        200,
        "已修改：在 # 后面加空格",
        {"message": "已修改：在 # 后面加空格"},
    )
    assert desk.readme.read_text(encoding="utf-8") == TWO.replace("##使用", "## 使用")
    assert sorted(os.listdir(desk.doc)) == ["README.md", "image"]


def test_all_safe_fixes_at_once(desk: Desk) -> None:
    assert len(fixable(desk)) == 3
    assert desk.fix("safe").message == "已改好 3 处"
    assert desk.readme.read_text(encoding="utf-8") == MENDED
    desk.read_again()
    assert fixable(desk) == {}
    before = desk.readme.stat()
    assert desk.fix("safe")[:2] == (200, "没有可以放心自动修改的地方")
    assert desk.readme.stat() == before


def test_a_fix_that_is_not_safe_is_only_made_by_itself(desk: Desk) -> None:
    desk.write("![甲](image/cord.png)\n")
    assert desk.fix("safe").message == "没有可以放心自动修改的地方"
    assert desk.fix(fix_of(desk, "image-missing")).status == 200
    assert desk.readme.read_text(encoding="utf-8") == "![甲](image/card.png)\n"


def test_a_byte_order_mark_is_taken_out_beside_other_fixes(desk: Desk) -> None:
    desk.write("\ufeff# 标题\r\n\r\n##使用\r\n")
    assert desk.fix("safe").message == "已改好 2 处"
    assert desk.readme.read_bytes() == "# 标题\r\n\r\n## 使用\r\n".encode()


def test_a_byte_order_mark_stays_otherwise(desk: Desk) -> None:
    desk.write("\ufeff标题\n\n##使用\n")
    assert desk.fix(fix_of(desk, "render-heading")).status == 200
    assert desk.readme.read_bytes() == "\ufeff标题\n\n## 使用\n".encode()


def test_in_english(tmp_path: Path) -> None:
    desk = Desk(write_project(tmp_path, TWO), "en")
    assert desk.fix("safe").message == "Mended 3 places"
    desk.read_again()
    assert desk.fix("safe").message == "There is nothing that can safely be mended"
    desk.close()


def test_a_definition_is_mended_once_for_all_who_use_it(desk: Desk) -> None:
    desk.write("[甲][x] 和 [乙][x]\n\n[x]: http://mp.weixin.qq.com/\n")
    assert desk.fix("safe").message == "已改好 2 处"
    assert desk.readme.read_text(encoding="utf-8").endswith("[x]: https://mp.weixin.qq.com/\n")


def test_fixes_of_one_place_are_made_one_after_the_other(desk: Desk) -> None:
    desk.write("见 http://mp.weixin.qq.com，请登录。\n")
    assert desk.fix("safe").message == "已改好 1 处，还有 1 处和它们重叠，请再点一次"
    desk.read_again()
    assert desk.fix("safe").message == "已改好 1 处"
    assert desk.readme.read_text(encoding="utf-8") == "见 <https://mp.weixin.qq.com>，请登录。\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_encoding_line_ends_and_permissions_stay(desk: Desk, mark: str, end: str) -> None:
    text = mark + "甲<br/>乙\n\n##使用\n".replace("\n", end)
    desk.write(text)
    desk.readme.chmod(0o640)
    assert desk.fix(fix_of(desk, "render-html")).status == 200
    assert desk.readme.read_bytes().decode() == text.replace("<br/>", f"  {end}")
    assert desk.readme.stat().st_mode & 0o777 == 0o640
    desk.read_again()
    assert desk.fix("safe").status == 200
    mended = text.replace("<br/>", f"  {end}").replace("##", "## ")
    assert desk.readme.read_bytes().decode() == mended


def _edit_the_page(desk: Desk) -> None:
    desk.readme.write_text("##别的\n", encoding="utf-8")
    desk.read_again()


def _save_unseen(desk: Desk) -> None:
    desk.readme.write_text("##别的\n", encoding="utf-8")


def _show_but_do_not_judge(desk: Desk) -> None:
    desk.readme.write_text(TWO + " ", encoding="utf-8")
    desk.builder.edit((TWO + " ").encode())


def _remove(desk: Desk) -> None:
    desk.readme.unlink()


@pytest.mark.parametrize("change", [_edit_the_page, _save_unseen, _show_but_do_not_judge, _remove])
@pytest.mark.parametrize("all_safe", [False, True])
def test_nothing_is_done_to_another_text(
    desk: Desk, change: Callable[[Desk], None], all_safe: bool
) -> None:
    revision = desk.builder.view.revision
    wanted = "safe" if all_safe else fix_of(desk, "render-heading")
    change(desk)
    before = desk.readme.read_bytes() if desk.readme.exists() else None
    found = desk.fix(wanted, revision)
    assert found[:2] == (409, "文档刚刚变了，请看一眼新的内容再试一次")
    assert (desk.readme.read_bytes() if desk.readme.exists() else None) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"revision": 0}',
        b'{"revision": "0", "id": "0.0"}',
        b'{"revision": true, "id": "0.0"}',
        b'{"revision": 0.0, "id": "0.0"}',
        b'{"revision": 0, "id": 0}',
        *(
            json.dumps({"revision": 0, "id": wanted}).encode()
            for wanted in ("", "0", "0.0", "0.0.", "-1.0.00000000", "0.0.0000000g", "0.0.0.0")
        ),
        *(
            json.dumps({"revision": 0, "id": wanted}).encode()
            for wanted in (" 0.0.00000000", "٠.٠.00000000", "0.0.00000000\n", f"{9**30}.0.00000000")
        ),
    ],
)
def test_what_is_no_request(desk: Desk, body: bytes) -> None:
    assert desk.builder.view.revision == 0
    assert reply(desk.ask("fix", body)).status == 400
    assert desk.readme.read_text(encoding="utf-8") == TWO


def test_what_is_not_utf8_is_not_rewritten(desk: Desk) -> None:
    data = "##使用 http://mp.weixin.qq.com/\n".encode("gbk")
    desk.write(data)
    found = desk.fix("safe")
    assert found.status == 422
    assert "UTF-8" in found.message
    assert desk.readme.read_bytes() == data


def test_no_document(desk: Desk) -> None:
    desk.readme.unlink()
    desk.read_again()
    assert desk.fix("safe").status == 422
    assert not desk.readme.exists()


def test_links_are_not_followed(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "precious.md"
    desk.readme.rename(elsewhere)
    desk.readme.symlink_to(elsewhere)
    found = desk.fix("safe")
    assert found[:2] == (500, "没有写成：那里是一个符号链接")
    assert elsewhere.read_text(encoding="utf-8") == TWO
    assert desk.readme.is_symlink()


def test_a_folder_that_became_a_link_is_not_followed(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    desk.doc.rename(elsewhere)
    desk.doc.symlink_to(elsewhere)
    found = desk.fix("safe")
    assert found.status == 422
    assert "符号链接" in found.message
    assert (elsewhere / "README.md").read_text(encoding="utf-8") == TWO


def test_a_folder_that_is_gone(desk: Desk, tmp_path: Path) -> None:
    desk.doc.rename(tmp_path / "elsewhere")
    assert desk.fix("safe")[:2] == (422, "文档目录不在了，没有写")


def test_a_folder_that_the_user_named_may_be_a_link(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", TWO)
    (tmp_path / "link").symlink_to(project / "doc")
    desk = Desk(project, doc=tmp_path / "link")
    assert desk.fix("safe").status == 200
    assert desk.readme.read_text(encoding="utf-8") == MENDED
    desk.close()


def test_a_document_beside_the_project_itself(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("##使用\n", encoding="utf-8")
    desk = Desk(tmp_path / "README.md")
    assert desk.fix("safe").status == 200
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "## 使用\n"
    desk.close()


def test_read_only(desk: Desk) -> None:
    desk.readme.chmod(0o444)
    assert desk.fix("safe")[:2] == (500, "没有写成：没有写的权限，或者文件是只读的")
    assert desk.readme.read_text(encoding="utf-8") == TWO


def test_a_full_disk_keeps_the_document(desk: Desk) -> None:
    resource = pytest.importorskip("resource")
    text = "##使用\n" + "字" * 2000
    desk.write(text)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        found = desk.fix("safe")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert found.status == 500
    assert found.message.startswith("没有写成：")
    assert desk.readme.read_text(encoding="utf-8") == text
    assert len(os.listdir(desk.doc)) == 2


def test_two_clicks_at_once_are_one_fix(desk: Desk) -> None:
    body = json.dumps({"revision": 0, "id": "safe"}).encode()

    async def both() -> list[int]:
        asked = [desk.actions["fix"](body, {}) for _ in range(2)]
        return sorted(int(answer.status) for answer in await asyncio.gather(*asked))

    assert asyncio.run(both()) == [200, 409]
    assert desk.readme.read_text(encoding="utf-8") == MENDED


def _told(session: Session, found: Diagnostic) -> tuple[str, str]:
    """What a finding is, wherever it moved to."""
    source = session.snapshot.source
    assert source is not None
    return found.rule, "" if found.span is None else source[found.span]


@pytest.mark.parametrize("seed", range(16))
def test_any_fix_of_any_document(desk: Desk, seed: int) -> None:
    """Exactly its edits; and what is safe leaves one such finding less, or none of that text."""
    random = Random(seed)
    text = first_document(random) if seed % 2 else random_document(seed)
    end = "\r\n" if seed % 4 < 2 else "\n"
    text = "\ufeff" * (seed % 3 == 0) + text.replace("\r\n", "\n").replace("\n", end)
    desk.write(text)
    session, report = desk.builder.session, desk.report
    before = [_told(session, found) for found in report.diagnostics]
    ids = [
        (number, index)
        for number, found in enumerate(report.diagnostics)
        for index in range(len(found.fixes))
    ]
    for number, index in random.sample(ids, min(6, len(ids))):
        found = report.diagnostics[number]
        fix, told = found.fixes[index], before[number]
        wanted = text
        for span, new in sorted(fix.edits, reverse=True):
            new = new.replace("\r\n", "\n").replace("\n", line_end(text))
            wanted = wanted[: span.start] + new + wanted[span.end :]
        assert desk.fix(fix_id(number, index, fix)).status == 200
        assert desk.readme.read_bytes().decode() == wanted
        desk.read_again()
        after = [_told(session, found) for found in desk.report.diagnostics]
        if fix.safe:
            assert after.count(told) < before.count(told)
        desk.write(text)
        assert desk.report.diagnostics == report.diagnostics


@pytest.mark.parametrize("wanted", ["0.0.00000000", "99.0.00000000", "0.99.00000000"])
def test_a_fix_of_another_report_is_not_made(desk: Desk, wanted: str) -> None:
    before = desk.readme.read_bytes()
    assert desk.fix(wanted).status == 409
    assert desk.readme.read_bytes() == before
