"""What a comparison says of text, pictures, findings and size."""

from __future__ import annotations

import pytest
from editions import compared, edition
from plugin_projects import picture

from docbuild.comparing import Comparison, compare, findings_in_words, in_words
from docbuild.comparing.lines import changed_lines, lines
from docbuild.comparing.values import Edition
from docbuild.diagnostic import Message

LONG = "这一段话足够长，移动了也认得出来。"


def kinds(comparison: Comparison) -> list[str]:
    return [block.kind for block in comparison.blocks]


def shown(comparison: Comparison) -> str:
    """The changed lines, marked as on a terminal without colours."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    found = (
        "".join(marks[part.operation].format(part.text) for part in line)
        for block in comparison.blocks
        for line in changed_lines(block.marked_html)
    )
    return "\n".join(found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("一二三四五六七八", "一二三九五六七八", "一二三[-四-]{+九+}五六七八"),
        ("one two three", "one 2 three", "one [-two-]{+2+} three"),
        ("a **b** c d e f", "a **x** c d e f", "a [-b-]{+x+} c d e f"),
        ("- 一个\n- 两个\n- 三个", "- 一个\n- 三个", "[-- 两个-]"),
        ("```\nlet a = 1\nb()\n```", "```\nlet a = 2\nb()\n```", "let a = [-1-]{+2+}"),
        (
            "|a|b|\n|-|-|\n|某个属性|说明文字|",
            "|a|b|\n|-|-|\n|某个属性|说明的文字|",
            "某个属性 | 说明{+的+}文字",
        ),
        ("# 标题一", "# 标题二", "# 标题[-一-]{+二+}"),
        ("# 晴雨天气", "# 晴雨气象", "# 晴雨[-天气-]{+气象+}"),
        ("> 引用的话", "> 引用的话，补一句", "> 引用的话{+，补一句+}"),
        ("完全不同的一段", "something else", "[-完全不同的一段-]\n{+something else+}"),
    ],
)
def test_text_is_compared_by_what_readers_see(old: str, new: str, said: str) -> None:
    assert shown(compared(old, new)) == said


def test_what_is_only_written_otherwise_is_the_same_to_readers() -> None:
    comparison = compared("* 一\n* 二\n", "- 一\n- 二\n\n\n")
    assert kinds(comparison) == ["same"]
    assert not comparison.is_same
    assert "readers" in in_words(comparison).en


def test_the_same_is_the_same() -> None:
    comparison = compared("# a\n\nb", "# a\n\nb")
    assert comparison.is_same
    assert in_words(comparison) == Message("没有区别", "no difference")


def test_a_block_that_went_elsewhere_is_told_as_moved() -> None:
    rest = "\n\n".join(f"第 {n} 段，不动。" for n in range(5))
    comparison = compared(f"{LONG}\n\n{rest}", f"{rest}\n\n{LONG}")
    assert kinds(comparison) == ["moved", *["same"] * 5, "moved"]
    went, came = comparison.blocks[0], comparison.blocks[-1]
    assert (went.move, went.new_html, came.move, came.old_html) == (0, None, 0, None)
    assert comparison.number_of("moved") == 1
    assert in_words(comparison).zh == "移动 1 段"


def test_short_blocks_are_not_said_to_have_moved() -> None:
    comparison = compared("短\n\n" + LONG, LONG + "\n\n短")
    assert kinds(comparison) == ["removed", "same", "added"]


def test_pictures_by_what_became_of_them() -> None:
    text = "![一](a.png) ![二](b.png) ![三](c.png)"
    old = {"a.png": picture(), "b.png": picture("red"), "c.png": picture("blue")}
    new = {"a.png": picture("navy"), "moved/b.png": picture("red"), "d.png": picture("pink")}
    comparison = compared(text, "![一](a.png) ![二](moved/b.png) ![四](d.png)", old, new)
    assert [(each.kind, (each.new or each.old).path) for each in comparison.pictures] == [  # type: ignore[union-attr]  # one side is there
        ("changed", "a.png"),
        ("removed", "c.png"),
        ("added", "d.png"),
        ("renamed", "moved/b.png"),
    ]


def test_a_picture_with_another_name_is_no_change_of_the_text() -> None:
    files = {"a.png": picture()}
    comparison = compared("![图](a.png)", "![图](b.png)", files, {"b.png": picture()})
    assert kinds(comparison) == ["same"]
    assert [each.kind for each in comparison.pictures] == ["renamed"]


def test_a_picture_changed_in_its_place_is_marked() -> None:
    comparison = compared(
        "看 ![图](a.png) 吧", "看 ![图](a.png) 吧", {"a.png": picture()}, {"a.png": picture("red")}
    )
    assert kinds(comparison) == ["changed"]
    assert comparison.same_text
    assert not comparison.is_same
    assert comparison.blocks[0].marked_html.count("<img") == 2


def test_another_picture_with_the_same_words_took_the_place_of_the_first() -> None:
    files = {"a.png": picture(), "b.png": picture("red")}
    other = "另外一段，途中删掉。"
    comparison = compared(f"![后台截图](a.png)\n\n{other}", "![后台截图](b.png)", files, files)
    assert kinds(comparison) == ["changed", "removed"]


def test_unused_pictures_are_not_compared() -> None:
    comparison = compared("a", "a", {"x.png": picture()}, {})
    assert comparison.is_same
    assert (comparison.gained, comparison.lost) == ((), ())


def test_findings_are_told_by_what_they_are_about_and_not_by_their_line() -> None:
    comparison = compared("a<br>b\n\nc<hr>d", "新的一段。\n\na<br>b\n\nc\n\n![](no.png)")
    assert [each.rule for each in comparison.lost] == ["render-html"]
    assert {each.rule for each in comparison.gained} >= {"image-missing"}
    assert comparison.kept == 1
    said = findings_in_words(comparison)
    assert said is not None
    assert "1 finding resolved" in said.en


def test_a_finding_in_a_block_that_was_reworded_is_the_same_finding() -> None:
    old, new = "一段相当长的话，里面有 <b>字</b>。", "一段相当长的话，里面有 <i>字</i>。"
    comparison = compared(old, new)
    assert comparison.kept == 2
    assert (comparison.gained, comparison.lost) == ((), ())


def test_the_size_is_that_of_what_readers_get() -> None:
    comparison = compared("![a](a.png)", "ab", {"a.png": b"x" * 100}, {"a.png": b"x" * 100})
    assert comparison.size == (111, 2)


@pytest.mark.parametrize(("old", "new"), [(None, "a"), ("a", None), (None, None), ("", "a")])
def test_a_side_may_have_no_document(old: str | None, new: str | None) -> None:
    comparison = compared(old, new)
    assert set(kinds(comparison)) <= {"added", "removed"}
    assert comparison.is_same == (old == new)


def test_lone_surrogates_and_bytes_that_are_no_text_do_no_harm() -> None:
    after = edition("a")
    before = edition(None, {"README.md": b"\xff\xfe\x00abc"})
    assert not compare(Edition(Message("", ""), before.build), after).is_same


def test_lines_of_a_block_are_those_of_a_reader() -> None:
    table = "<table><tr><td>1</td><td>2</td></tr></table>"
    html = f"<ul><li>a<br>b</li></ul>{table}<pre><code>x\n y\n</code></pre>"
    assert ["".join(part.text for part in line) for line in lines(html)] == [
        *("- a", "b", "1 | 2", "x", " y"),
    ]
