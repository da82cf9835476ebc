"""docbuild sync, without a disk: tables between marks follow the sources, the rest stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plugin_interfaces import components

from docbuild.document import Table, plain_text
from docbuild.interface import Component, Interface, Property
from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.scaffold.escaping import shown
from docbuild.scaffold.marks import marked
from docbuild.scaffold.refreshing import Change, Refreshed, refreshed
from docbuild.scaffold.tables import properties_table
from docbuild.source import Source

BEGIN = "[//]: # (docbuild:begin properties card)"
END = "[//]: # (docbuild:end properties card)"
HEAD = "| 属性 | 类型 | 默认值 | 说明 |\n|:---|:---|:---|:---|\n"


def card(*properties: Property, complete: bool = True, name: str = "card") -> Component:
    return Component(
        name,
        "components/card",
        source="plugin/card.js",
        properties=properties,
        properties_complete=complete,
    )


CITY = Property("city", "String", "''", "城市名")
DAYS = Property("days", "Number", "7")


def sync(text: str, *offered: Component) -> Refreshed:
    result = refreshed(parse(Source("doc/README.md", text)), Interface(components=offered))
    assert isinstance(result, Refreshed), result
    return result


def between(content: str) -> str:
    """A document with these marks; ``content`` in a block of its own."""
    inner = f"\n\n{content}" if content else ""
    return f"# 插件\n\n前面。\n\n{BEGIN}{inner}\n\n{END}\n\n后面。\n"


def test_what_is_current_stays() -> None:
    text = between(properties_table(card(CITY, DAYS), "zh"))
    assert sync(text, card(CITY, DAYS)) == Refreshed(text, (), (), 1)


def test_without_marks_nothing_happens() -> None:
    text = f"# 插件\n\n{HEAD}| `city` | Number | | 旧 |\n"
    assert sync(text, card(CITY)) == Refreshed(text, (), (), 0)


def test_new_rows_come_and_vanished_ones_go_in_the_order_of_the_source() -> None:
    before = between(HEAD + "| `old` | String | | 旧的 |\n| `city` | String | `''` | 城市名 |")
    after = between(
        HEAD + "| `days` | Number | `7` | （待补充） |\n| `city` | String | `''` | 城市名 |"
    )
    result = sync(before, card(DAYS, CITY))
    assert result.text == after
    assert result.changes == (Change("card", ("days",), ("old",), ()),)


def test_types_and_defaults_follow_the_source() -> None:
    before = between(HEAD + "| `days` | String | `1` | 天数 |")
    result = sync(before, card(Property("days", "Number | String", "7 || 1")))
    assert result.text == between(
        HEAD + "| `days` | Number &#124; String | 7 &#124;&#124; 1 | 天数 |"
    )
    assert result.changes == (Change("card", (), (), ("days",)),)


@pytest.mark.parametrize(
    ("written", "comment", "expected"),
    [
        (
            "见 [文档](https://github.com/a)，**必填**",
            None,
            "见 [文档](https://github.com/a)，**必填**",
        ),
        ("（待补充）", "城市名", "城市名"),
        ("(to be written)", "城市名", "城市名"),
        ("(to be written)", None, "(to be written)"),
        ("", None, "（待补充）"),
        ("作者写的", "注释写的", "注释写的"),
        ("**城市名**", "城市名", "**城市名**"),
    ],
)
def test_an_authors_description_stays_where_the_source_has_none(
    written: str, comment: str | None, expected: str
) -> None:
    before = between(HEAD + f"| `city` | String | | {written} |\n| `days` | Number | | 天数 |")
    given = (Property("city", "String", None, comment), Property("days", "Number"))
    assert sync(before, card(*given)).text == between(
        HEAD + f"| `city` | String | | {expected} |\n| `days` | Number | | 天数 |"
    )


def test_a_type_that_the_source_does_not_tell_is_the_authors() -> None:
    text = between(HEAD + "| `data` | Object &#124; Array | | 数据 |")
    assert sync(text, card(Property("data"))).text == text


def test_the_authors_columns_and_layout_stay() -> None:
    head = "| 名称       | 必填 | 说明   | 类型     |\n|------------|:----:|--------|----------|\n"
    row = "| city       | 是   | 城市名 | `String` |\n"
    before = between(f"{head}{row}| days       | 否   | 天数   | Number   |")
    after = between(f"{head}{row}| days | 否 | 天数 | String |\n| `unit` | | （待补充） | String |")
    properties = (CITY, Property("days", "String"), Property("unit", "String"))
    assert sync(before, card(*properties)).text == after


def test_an_empty_cell_at_the_end_of_a_row_is_filled() -> None:
    """The platform would lose the column."""
    before = between("| 属性 | 必填 |\n|--|--|\n| `city` | 是 |")
    after = between("| 属性 | 必填 |\n|--|--|\n| `city` | 是 |\n| `days` | — |")
    assert sync(before, card(CITY, DAYS)).text == after
    assert sync(after, card(CITY, DAYS)).changes == ()


def test_a_table_without_outer_pipes_keeps_its_form() -> None:
    before = between("属性 | 说明\n--|--\ncity | 城市名")
    after = between("属性 | 说明\n--|--\ncity | 城市名\n`days` | （待补充）")
    assert sync(before, card(CITY, DAYS)).text == after


def test_rows_stay_of_what_the_platform_brings() -> None:
    text = between(
        HEAD + "| `city` | String | `''` | 城市名 |\n| `value` | String | | 表单里的值 |"
    )
    given = card(CITY, Property("value", inherited=True), Property("name", inherited=True))
    assert sync(text, given).text == text


def test_rows_stay_that_the_sources_cannot_tell_of() -> None:
    before = between(
        HEAD + "| `mixed` | String | | 来自 behavior |\n| `city` | String | | 城市名 |"
    )
    after = between(
        HEAD + "| `city` | String | `''` | 城市名 |\n| `mixed` | String | | 来自 behavior |"
    )
    assert sync(before, card(CITY, complete=False)).text == after
    assert sync(after, card(CITY, complete=False)).changes == ()


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_table_is_made_where_there_is_none(gap: str) -> None:
    before = f"# a\n\n{BEGIN}{gap}{END}\n"
    result = sync(before, card(CITY, name="card"))
    assert result.text == f"# a\n\n{BEGIN}\n\n| Property" + result.text.partition("| Property")[2]
    assert result.text.endswith(f"| 城市名 |\n\n{END}\n")
    assert result.changes == (Change("card", ("city",), (), ()),)
    assert (
        sync(result.text.replace("城市名", "City"), card(CITY._replace(description=None))).changes
        == ()
    )


def test_a_table_goes_with_its_last_property() -> None:
    before = between(properties_table(card(CITY), "zh"))
    result = sync(before, card())
    assert result.text == between("")
    assert result.changes == (Change("card", (), ("city",), ()),)
    assert sync(result.text, card()).changes == ()


def test_what_else_stands_between_the_marks_stays() -> None:
    before = between(
        f"说明在前。\n\n{HEAD}| `days` | Number | `7` | 天 |\n\n说明在后。\n\n| a |\n|---|\n| b |"
    )
    result = sync(before, card(CITY))
    assert result.text == before.replace(
        "| `days` | Number | `7` | 天 |", "| `city` | String | `''` | 城市名 |"
    )


def test_a_component_that_could_not_be_read_is_left_alone() -> None:
    text = between(HEAD + "| `city` | String | | 城市名 |")
    result = sync(text, Component("card", "components/card"))
    assert result == Refreshed(text, (), ("card",), 1)


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    before = "\ufeff" + between(HEAD + "| `old` | String | | 旧的 |").replace("\n", "\r\n").rstrip()
    after = (
        "\ufeff"
        + between(HEAD + "| `city` | String | `''` | 城市名 |").replace("\n", "\r\n").rstrip()
    )
    assert sync(before, card(CITY)).text == after


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BEGIN, "does not end"),
        (END, "did not begin"),
        (f"{BEGIN}\n\n{BEGIN}\n\n{END}", "does not end"),
        (f"{BEGIN}\n\n{END.replace('card', 'list')}", "what began is card"),
        (f"{BEGIN.replace('card', 'crad')}\n\n{END.replace('card', 'crad')}", "did you mean card?"),
        (f"{BEGIN.replace('properties', 'events')}\n\n{END}", "not understood"),
        (BEGIN.replace(" card", ""), "not understood"),
        (f"text\n{BEGIN}", "This mark is void"),
        (f"- {BEGIN}", "This mark is void"),
        (f"> {BEGIN}", "This mark is void"),
    ],
)
def test_marks_that_cannot_be_relied_on_are_problems(text: str, words: str) -> None:
    document = parse(Source("doc/README.md", f"# a\n\n{text}\n"))
    result = refreshed(document, Interface(components=(card(CITY), card(CITY, name="list"))))
    assert not isinstance(result, Refreshed)
    assert any(words in problem.message.en for problem in result), result
    for problem in result:
        assert re.search("[一-鿿]", problem.message.zh)
        assert problem.span.start >= 5
    assert list(result) == sorted(result, key=lambda problem: problem.span)


def test_marks_in_code_are_no_marks() -> None:
    text = f"# a\n\n```\n{BEGIN}\n```\n\n`{END}`\n"
    assert sync(text, card(CITY)) == Refreshed(text, (), (), 0)


def test_marks_leave_no_trace_on_the_page() -> None:
    text = marked(card(CITY), properties_table(card(CITY), "zh"))
    html = render(parse(Source("doc/README.md", f"# a\n\n{text}\n\nb"))).html
    assert "docbuild" not in html
    assert "<table>" in html


def test_a_name_that_no_mark_can_hold_gets_none() -> None:
    assert marked(card(name="a b"), "content") == "content"
    assert marked(card(name="a)"), "") == ""


surroundings = st.lists(
    st.sampled_from(
        (
            "# 标题",
            "段落",
            "- 列表",
            "> 引用",
            "| a |\n|---|\n| b |",
            "```\ncode\n```",
            " \t",
            "  缩进",
            "",
        )
    ),
    max_size=4,
).map("\n\n".join)


@given(
    components,
    components,
    surroundings,
    surroundings,
    st.sampled_from(("\n", "\r\n", "\r")),
    st.sampled_from(("", "\ufeff")),
    st.sampled_from(("", " ", "   ")),
    st.sampled_from(("", "\n", "\n\n\n")),
)
@settings(max_examples=100)
def test_outside_the_table_not_a_byte_changes(
    old: Component,
    new: Component,
    before: str,
    after: str,
    end: str,
    mark: str,
    indent: str,
    last: str,
) -> None:
    new = new._replace(name=old.name)
    opening, closing = (
        f"{indent}[//]: # (docbuild:{verb} properties {old.name})" for verb in ("begin", "end")
    )
    table = properties_table(old, "zh")
    parts = [f"# a\n\n{before}\n\n{opening}\n\n", table, f"\n\n{closing}\n\n{after}\n\n# z{last}"]
    head, _, tail = (part.replace("\n", end) for part in parts)
    text = mark + "".join(parts).replace("\n", end)
    result = sync(text, new)
    assert result.text.startswith(mark + head.rstrip())
    assert result.text.endswith(tail.lstrip(end))
    assert sync(result.text, new).changes == ()
    document = parse(Source("doc/README.md", result.text))
    rows = {
        plain_text(row[0].children).strip()
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
    }
    assert {shown(each.name) for each in new.properties} <= rows
