"""What separates the document from what readers see, block by block of the very page."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from action_desk import Desk, Reply, reply
from plugin_projects import picture, write_project

LAST = "最后一段话，说完就没有了，谢谢阅读。"
TEXT = f"""# 题

第一段文字在这里。

![卡片](image/card.png)

- 第一项内容
- 第二项内容

{LAST}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(write_project(tmp_path / "project", TEXT))
    yield desk
    desk.close()


def difference(desk: Desk) -> Reply:
    return reply(desk.ask("difference"))


def note(desk: Desk, *what: str, version: str = "1.0.0") -> None:
    """Prepare what is there now, and note that it was ``uploaded`` or ``published``."""
    revision = desk.builder.view.revision
    asked = {"do": "prepare", "revision": revision, "version": version, "description": "x"}
    assert reply(desk.ask("release", json.dumps(asked).encode())).status == 200
    prepared = desk.builder.record.prepared
    assert prepared is not None
    for each in what:
        asked = {"do": each, "release": prepared.id}
        assert reply(desk.ask("release", json.dumps(asked).encode())).status == 200


def blocks(desk: Desk) -> list[Any]:
    found = difference(desk)
    assert found.status == 200, found.message
    assert found.json["revision"] == desk.builder.view.revision
    return list(found.json["blocks"])


def test_without_a_record_there_is_nothing_to_compare_with(desk: Desk) -> None:
    assert difference(desk).status == 422
    note(desk)
    found = difference(desk)
    assert (found.status, "还没有记录过" in found.message) == (422, True)


def test_the_same(desk: Desk) -> None:
    note(desk, "uploaded")
    found = difference(desk)
    assert (found.message, found.json["blocks"], found.json["same"]) == ("没有区别", [], True)
    assert found.json["against"] == {"kind": "uploaded", "version": "1.0.0"}


def test_blocks_that_changed_came_and_went(desk: Desk) -> None:
    note(desk, "uploaded", "published")
    text = TEXT.replace("第一段文字", "头一段文字").replace(LAST, "")
    desk.write(text + "Something new!\n")
    key = desk.key_of("new!")
    assert blocks(desk) == [
        [
            "changed",
            desk.key_of("头一段"),
            '<p><del class="removed">第</del><ins class="added">头</ins>一段文字在这里。</p>',
        ],
        ["removed", key, f'<del class="removed"><p>{LAST}</p></del>'],
        ["added", key, '<ins class="added"><p>Something new!</p></ins>'],
    ]
    found = difference(desk)
    assert found.json["against"]["kind"] == "published"
    assert found.message == "改了 1 段文字、新增 1 段、删除 1 段"


def test_what_is_gone_at_the_end_stands_before_nothing(desk: Desk) -> None:
    note(desk, "published")
    desk.write(TEXT.replace(f"{LAST}\n", ""))
    [[kind, key, html]] = blocks(desk)
    assert (kind, key) == ("removed", None)
    assert "最后一段话" in html


def test_a_block_that_moved_is_told_in_both_places(desk: Desk) -> None:
    note(desk, "published")
    desk.write(f"{LAST}\n\n" + TEXT.replace(f"{LAST}\n", ""))
    found = blocks(desk)
    assert [(kind, key) for kind, key, _ in found] == [("moved", desk.key_of(LAST)), ("left", None)]


def test_a_section_that_moved_and_was_changed_is_told_once_in_each_place(desk: Desk) -> None:
    rest = "\n\n".join(f"第 {n} 段别的话，一直在这里没有动。" for n in range(5))
    section = "## 安装\n\n在 app.json 里声明插件的版本号，要写完整。\n\n短\n"
    desk.write(f"# 题\n\n{section}\n{rest}\n")
    note(desk, "published")
    desk.write(f"# 题\n\n{rest}\n\n{section.replace('版本号', '版本')}")
    left, *moved = blocks(desk)
    key = desk.key_of("第 0 段")
    assert left == ["left", key, '<p class="docbuild-moved">「安装」等 3 段移到了后面 ↓</p>']
    assert [kind for kind, _, _ in moved] == ["moved"] * 3
    said = '<p class="docbuild-moved">从前面移来，共 3 段，其中 1 段有改动</p>'
    assert moved[0][2].startswith(f'{said}<ins class="added moved">')
    assert '版本<del class="removed">号</del>' in moved[1][2]


def test_pictures_of_both_are_served(desk: Desk) -> None:
    note(desk, "published")
    old = set(desk.builder.view.pictures)
    (desk.doc / "image" / "card.png").write_bytes(picture("red"))
    desk.read_again()
    assert not old & set(desk.builder.view.pictures)
    [[kind, _, html]] = blocks(desk)
    assert kind == "changed"
    keys = re.findall(r"-/picture/([0-9a-f]+)/", html)
    assert len(set(keys)) == 2
    assert set(keys) <= set(desk.builder.view.pictures)


def test_each_block_has_the_key_that_the_page_knows(desk: Desk) -> None:
    note(desk, "published")
    for number in range(4):
        desk.write(
            TEXT.replace("- 第二项", f"- 丙 {number}\n- 第二项") + f"\n[x]: ./y\n\n段 {number}\n"
        )
        keys = {block.key for block in desk.builder.view.blocks}
        found = blocks(desk)
        assert {key for _, key, _ in found} <= keys
        assert [desk.key_of("丙"), desk.key_of(f"段 {number}")] == [key for _, key, _ in found]


def test_the_next_release_is_compared_with_from_then_on(desk: Desk) -> None:
    note(desk, "published")
    desk.write(TEXT + "\n再加一段。\n")
    assert len(blocks(desk)) == 1
    note(desk, "published", version="1.0.1")
    assert blocks(desk) == []
    assert difference(desk).json["against"]["version"] == "1.0.1"


def test_contents_that_are_gone_are_told(desk: Desk) -> None:
    note(desk, "published")
    shutil.rmtree(desk.root / ".docbuild" / "releases" / "objects")
    found = difference(desk)
    assert (found.status, "1.0.0" in found.message) == (422, True)


def test_refused_without_a_document(desk: Desk) -> None:
    note(desk, "published")
    desk.readme.unlink()
    desk.read_again()
    assert difference(desk).status == 422


def test_a_page_that_is_cut_off_cannot_be_marked_wrongly(desk: Desk) -> None:
    note(desk, "published")
    desk.write(("> " * 20 + "甲\n\n乙\n\n") * 1000)
    found = difference(desk)
    keys = {block.key for block in desk.builder.view.blocks}
    assert found.status == 422 or {key for _, key, _ in found.json["blocks"]} <= {None, *keys}
