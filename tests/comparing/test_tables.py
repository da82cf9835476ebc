"""Tables: a column, a row, an item that was put in or taken out is marked as that, and no more."""

from __future__ import annotations

import re

import pytest
from comparison_claims import hold_both
from editions import compared
from hypothesis import given, settings
from hypothesis import strategies as st

HEAD = "|属性|说明|\n|-|-|\n"
ROWS = ("|`a`|第一个属性的说明|\n", "|`b`|第二个的|\n", "|`c`|还有一个|\n")
TABLE = HEAD + "".join(ROWS)


def marked(old: str, new: str) -> str:
    return "".join(block.marked_html for block in compared(old, new).blocks)


def cells(html: str, name: str) -> list[str]:
    """What is in each cell that is wholly marked."""
    found = re.findall(rf'<t[dh] class="{name}">(.*?)</t[dh]>', html)
    return [re.sub("<[^<>]*>", "", each) for each in found]


def with_column(at: int, *texts: str) -> str:
    rows = [line.strip("|").split("|") for line in TABLE.splitlines()]
    for row, text in zip(rows, (texts[0], "-", *texts[1:]), strict=True):
        row.insert(at, text)
    return "".join(f"|{'|'.join(row)}|\n" for row in rows)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_column_is_put_in_and_taken_out_by_whole_cells(at: int) -> None:
    column = ("类型", "字符串类型，可以很长很长很长", "数字类型的", "别的说明")
    wider = with_column(at, *column)
    html = marked(TABLE, wider)
    assert cells(html, "added") == list(column)
    assert (html.count("<ins"), html.count("<del")) == (4, 0)
    html = marked(wider, TABLE)
    assert cells(html, "removed") == list(column)
    assert (html.count("<ins"), html.count("<del")) == (0, 4)


def test_one_column_in_place_of_another_is_no_edit_of_its_cells() -> None:
    column = ("类型", "字符串", "数", "别的说明")
    html = marked(with_column(1, *column), with_column(1, "默认", "无默认", "0", "空说明"))
    assert cells(html, "removed") == list(column)
    assert cells(html, "added") == ["默认", "无默认", "0", "空说明"]


def test_a_column_with_another_head_is_the_same_column() -> None:
    html = marked("|名|值|\n|-|-|\n|甲|一|\n|乙|二|", "|名字|值|\n|-|-|\n|甲|一|\n|乙|二|")
    assert cells(html, "added") == cells(html, "removed") == []
    assert html.count("<ins") == 1


def test_a_row_that_is_put_in_is_all_that_is_marked() -> None:
    html = marked(TABLE, HEAD + ROWS[0] + "|`n`|新的一行|\n" + ROWS[1] + ROWS[2])
    assert cells(html, "added") == ["n", "新的一行"]
    assert (html.count('<tr class="added">'), html.count("<ins")) == (1, 2)


def test_a_row_and_a_column_at_once_keep_the_others_in_their_columns() -> None:
    wider = with_column(1, "类型", "字符串", "数字", "数组").replace(
        "|`c`", "|`n`|布尔|新的一行|\n|`c`"
    )
    html = marked(TABLE.replace("|`b`|第二个的|\n", ""), wider)
    widths = {len(re.findall("<t[dh]", row)) for row in html.split("<tr")[1:]}
    assert widths == {3}
    html = marked(TABLE, wider.replace("|`b`|数字|第二个的|\n", ""))
    removed = html[html.index('<tr class="removed">') :]
    assert removed.startswith(
        '<tr class="removed"><td class="removed"><del class="removed"><code>b</code></del></td>'
        '<td class="added"></td>'
    )


def test_a_changed_cell_is_all_that_is_marked() -> None:
    html = marked(TABLE, TABLE.replace("第二个的", "第二项的"))
    assert re.findall("<(?:ins|del).*?</(?:ins|del)>", html) == [
        '<del class="removed">个</del>',
        '<ins class="added">项</ins>',
    ]


@pytest.mark.parametrize("sign", ["- ", "1. "])
def test_an_item_that_is_put_in_is_all_that_is_marked(sign: str) -> None:
    old = [f"{sign}第 {n} 步要做的事情" for n in range(5)]
    html = marked("\n".join(old), "\n".join([*old[:2], f"{sign}插进来的一步", *old[2:]]))
    assert html.count('<li class="added"><ins class="added">插进来的一步</ins></li>') == 1
    assert (html.count("<ins"), html.count("<del")) == (1, 0)


texts = st.sampled_from(("", "甲", "乙丙", "`a`", "一些说明", "x y"))
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=0, max_size=width + 1), max_size=5).map(
        lambda rows: (
            f"|{'h|' * width}\n|{'-|' * width}\n" + "".join(f"|{'|'.join(row)}|\n" for row in rows)
        )
    )
)


@settings(max_examples=60)
@given(tables, tables)
def test_ragged_tables_keep_both_versions(old: str, new: str) -> None:
    hold_both(old, new)
