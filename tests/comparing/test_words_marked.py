"""Marks within a sentence fall where a reader would put them."""

from __future__ import annotations

import pytest
from editions import compared

from docbuild.comparing.lines import changed_lines

MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def said(old: str, new: str) -> str:
    return "\n".join(
        "".join(MARKS[part.operation].format(part.text) for part in line)
        for block in compared(old, new).blocks
        for line in changed_lines(block.marked_html)
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "点击右上角的设置按钮，然后选择语言。保存后重新打开页面。",
            "点击左上角的菜单图标，再选择需要的语言。保存后重新打开页面。",
            "[-点击右上角的设置按钮，然后选择语言。-]{+点击左上角的菜单图标，再选择需要的语言。+}"
            "保存后重新打开页面。",
            id="a sentence of which little is left is marked as a whole",
        ),
        pytest.param(
            "调用前请先登录。登录后可以获取信息。",
            "调用前请先登录。首次登录需要授权。登录后可以获取信息。",
            "调用前请先登录。{+首次登录需要授权。+}登录后可以获取信息。",
            id="a sentence is put in as a whole",
        ),
        pytest.param(
            "调用前请先登录。多余的话。登录后可以获取信息。",
            "调用前请先登录。登录后可以获取信息。",
            "调用前请先登录。[-多余的话。-]登录后可以获取信息。",
            id="a sentence is taken out as a whole",
        ),
        pytest.param(
            "支持三个城市的天气查询。",
            "支持四个城市的天气预报。",
            "支持[-三-]{+四+}个城市的天气[-查询-]{+预报+}。",
            id="words of a sentence that is mostly the same",
        ),
        pytest.param(
            "这里用到甲和乙两个接口，都要登录。",
            "这里用到丙和丁两个接口，都要登录。",
            "这里用到[-甲和乙-]{+丙和丁+}两个接口，都要登录。",
            id="a character between two changes is no hold",
        ),
        pytest.param(
            "请升级到 1.2.0 版本。",
            "请升级到 2.0.0 版本。",
            "请升级到 [-1.2.0-]{+2.0.0+} 版本。",
            id="a version is one word",
        ),
        pytest.param(
            "点击按钮就可以了，不用再登录。",
            "点击右上角设置图标旁边新加的那个按钮就可以了，不用再登录。",
            "点击{+右上角设置图标旁边新加的那个+}按钮就可以了，不用再登录。",
            id="what was only put in does not make a sentence another",
        ),
        pytest.param(
            "one two three",
            "one new two three",
            "one {+new +}two three",
            id="a word with its space",
        ),
        pytest.param(
            "甲、乙、丙都行，随你选。",
            "甲、新、乙、丙都行，随你选。",
            "甲、{+新、+}乙、丙都行，随你选。",
            id="a clause with its mark behind it",
        ),
        pytest.param(
            "前面一句不变。![图](no.png) 完全不同的话在后面。",
            "前面一句不变。![图](no.png) 另外写了些什么东西。",
            "前面一句不变。[Picture not shown · 图 no.png]"
            "[- 完全不同的话在后面。-]{+ 另外写了些什么东西。+}",
            id="a picture that stays is not shown twice",
        ),
    ],
)
def test_where_marks_fall(old: str, new: str, expected: str) -> None:
    assert said(old, new) == expected


@pytest.mark.parametrize(
    ("new", "target"),
    [("https://a.b/d?x=1&y", "https://a.b/d?x=1&y"), ('https://a.b/c "题"', "https://a.b/c 题")],
)
def test_a_link_that_leads_elsewhere_says_where(new: str, target: str) -> None:
    old = "详情见[文档](https://a.b/c)，里面都有。"
    expected = f"详情见[-文档 (https://a.b/c)-]{{+文档 ({target})+}}，里面都有。"
    assert said(old, old.replace("https://a.b/c", new)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一句话。", "一句话。 "),
        ("- 甲项  内容\n- 乙项", "-   甲项 内容\n-   乙项"),
        ("|甲 乙|\n|-|\n|丙|", "|  甲  乙 |\n|---|\n| 丙  |"),
    ],
)
def test_space_that_no_reader_sees_is_no_change(old: str, new: str) -> None:
    assert said(old, new) == ""


def test_code_that_was_indented_otherwise_is_marked_by_its_space() -> None:
    old = "```\nif (a) {\n    b({\n    })\n}\n```"
    assert said(old, old.replace("    ", "  ")) == "[-    -]{+  +}b({\n[-    -]{+  +}})"
