"""What stands somewhere else now: told once, together with what went with it and was changed."""

from __future__ import annotations

import json
from random import Random

import pytest
from editions import compared

from docbuild.comparing import (
    Comparison,
    Move,
    in_words,
    move_of,
    moves_down,
    places,
)
from docbuild.comparing.words import left_in_words, moved_in_words
from docbuild.formats.comparison.report import comparison_json
from docbuild.formats.comparison.terminal import comparison_text
from docbuild.formats.style import Style

INSTALL = """## 安装

在 app.json 里声明要用的插件，版本号要写完整。

```json
{"version": "1.0.0"}
```

好了
"""
USE = "\n\n".join(["## 使用", *(f"第 {n} 段讲的是怎样使用，一共有好几段话。" for n in range(6))])
EDITED = INSTALL.replace("版本号要写完整", "版本要写完整").replace("1.0.0", "1.0.1")


def text(old: str, new: str) -> str:
    return comparison_text(compared(old, new), "zh", Style(False))


def moves_in(comparison: Comparison) -> list[Move]:
    down = moves_down(comparison.blocks)
    found = places(comparison.blocks)
    return [move_of(place, down) for place in found if place[0].kind == "moved"]


def test_a_section_that_moved_and_was_changed_is_one_move_with_its_words_marked() -> None:
    comparison = compared(f"{INSTALL}\n\n{USE}", f"{USE}\n\n{EDITED}")
    left, same, moved = places(comparison.blocks)
    assert [{each.kind for each in place} for place in (left, same, moved)] == [
        *({"moved"}, {"same"}, {"moved"}),
    ]
    assert {each.move for each in (*left, *moved)} == {0}
    assert (len(left), len(moved)) == (4, 4), "the heading and the short paragraph went along"
    assert '版本<del class="removed">号</del>要写完整' in moved[1].marked_html
    assert [each.is_edited for each in moved] == [False, True, True, False]
    assert in_words(comparison).zh == "改了 2 段文字、移动 4 段"
    left_move, move = moves_in(comparison)
    assert left_in_words(left_move).zh == "「安装」等 4 段移到了后面 ↓"
    assert moved_in_words(move).zh == "从前面移来，共 4 段，其中 2 段有改动"


def test_up_and_down_by_one_and_by_many_in_both_languages() -> None:
    move, left = moves_in(compared(f"{USE}\n\n{INSTALL}", f"{INSTALL}\n\n{USE}"))
    assert left_in_words(left).en == "“安装” and what follows it (4 blocks) moved further up ↑"
    assert moved_in_words(move).en == "Moved here from below: 4 blocks, as they were"
    one = "只有一段话从前面移到了后面去。"
    left, move = moves_in(compared(f"{one}\n\n{USE}", f"{USE}\n\n{one}"))
    assert left_in_words(left).zh == "「只有一段话从前面移到了后面去。」移到了后面 ↓"
    assert moved_in_words(move).zh == "从前面移来，文字没有改"


def test_the_terminal_says_it_once_at_each_place_with_what_was_changed() -> None:
    said = text(f"{INSTALL}\n\n{USE}", f"{USE}\n\n{EDITED}")
    assert said.count("@@ ") == 4
    assert "@@ -1 @@ 移到后面（#1），共 4 段\n  ## 安装\n" in said
    assert "移到这里（#1），共 4 段，其中 2 段有改动\n  ## 安装\n" in said
    assert "版本[-号-]要写完整" in said


def test_json_marks_the_words_of_what_moved() -> None:
    found = json.loads(comparison_json(compared(f"{INSTALL}\n\n{USE}", f"{USE}\n\n{EDITED}"), "zh"))
    moved = [each for each in found["blocks"]["changes"] if each["old"] is None]
    assert {each["move"] for each in moved} == {0}
    assert ["removed", "号"] in moved[1]["lines"][0]
    assert moved[0]["lines"] == [[["same", "## 安装"]]]


def test_something_put_into_a_section_on_its_way_does_not_make_two_moves_of_it() -> None:
    paragraphs = [f"第 {n} 段讲的是怎样安装，写得相当详细。" for n in range(4)]
    more = [*paragraphs[:2], "途中插进来的另一段文字。", *paragraphs[2:]]
    comparison = compared("\n\n".join([*paragraphs, USE]), "\n\n".join([USE, *more]))
    assert {each.move for each in comparison.blocks if each.kind == "moved"} == {0}
    assert comparison.number_of("added") == 1


def test_two_sections_that_moved_apart_are_two_moves() -> None:
    other = INSTALL.replace("app.json", "project.config.json").replace("安装", "配置")
    comparison = compared(f"{INSTALL}\n\n{other}\n\n{USE}", f"{other}\n\n{USE}\n\n{INSTALL}")
    assert {each.move for each in comparison.blocks if each.kind == "moved"} == {0}
    comparison = compared(
        f"{INSTALL}\n\n{other}\n\n{USE}\n\n尾", f"{other}\n\n{USE}\n\n尾\n\n{INSTALL}"
    )
    assert {each.move for each in comparison.blocks if each.kind == "moved"} == {0}


def test_what_has_little_in_common_did_not_move() -> None:
    comparison = compared(f"一段讲安装的话，有点长度。\n\n{USE}", f"{USE}\n\n另外说明付费的事情。")
    assert {each.kind for each in comparison.blocks} == {"removed", "same", "added"}


def test_what_moved_as_it_was_is_not_taken_for_something_else_in_its_new_place() -> None:
    moved = "调用接口以前要先取得用户的授权，否则会失败。"
    there = "调用接口以后要检查返回的结果，否则会失败。"
    comparison = compared(f"{moved}\n\n{USE}\n\n{there}", f"{USE}\n\n{moved}")
    kinds = [each.kind for each in comparison.blocks if each.kind != "same"]
    assert kinds == ["moved", "removed", "moved"]


def test_a_section_is_put_in_from_its_heading_on() -> None:
    old = "## 参数\n\n第一个接口的参数。\n\n## 返回\n\n完"
    new = "## 参数\n\n新接口的另一些东西。\n\n" + old
    added = [each.new_html for each in compared(old, new).blocks if each.kind == "added"]
    assert added[0] is not None
    assert added[0].startswith("<h2")
    assert compared(old, new).blocks[0].kind == "added"


def test_steps_that_only_got_other_numbers_are_the_same() -> None:
    steps = ["1. 打开\n\n```\na\n```", "2. 点击\n\n```\nb\n```", "3. 完成"]
    more = [steps[0], "2. 登录\n\n```\nc\n```", "3. 点击\n\n```\nb\n```", "4. 完成"]
    comparison = compared("\n\n".join(steps), "\n\n".join(more))
    assert [each.kind for each in comparison.blocks].count("added") == 2
    assert {each.kind for each in comparison.blocks} == {"same", "added"}


def test_numbers_that_are_all_that_was_changed_are_told() -> None:
    comparison = compared("3. 打开\n4. 完成", "2. 打开\n3. 完成")
    assert [each.kind for each in comparison.blocks] == ["changed"]
    assert "2" in comparison.blocks[0].marked_html


def test_what_no_reader_sees_is_no_change() -> None:
    comparison = compared("```js\na\n```\n\n|a|\n|-|\n|b|", "```json\na\n```\n\n|a|\n|:-|\n|b|")
    assert {each.kind for each in comparison.blocks} == {"same"}
    assert not comparison.is_same


@pytest.mark.parametrize("seed", range(8))
def test_sections_in_another_order_are_told_by_moves_alone(seed: int) -> None:
    sections = [
        f"## 接口{n}\n\n第 {n} 个接口的说明，话不多。\n\n"
        f"### 参数\n\n|名|值|\n|-|-|\n|参数a{n}|另一个值{n}|\n\n见 {n}"
        for n in range(8)
    ]
    shuffled = Random(seed).sample(sections, len(sections))
    comparison = compared("\n\n".join(sections), "\n\n".join(shuffled))
    assert {each.kind for each in comparison.blocks} == {"same", "moved"}
    assert not any(each.is_edited for each in comparison.blocks)
