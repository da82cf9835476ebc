"""Offsets, lines and columns, whatever ends the lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.source import Position, Source, Span


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("", 0, 1, 1),
        ("ab", 2, 1, 3),
        ("a\nb", 2, 2, 1),
        ("a\r\nb", 3, 2, 1),
        ("a\rb", 2, 2, 1),
        ("a\n", 2, 2, 1),
        ("\ufeff标题\n", 1, 1, 2),
    ],
)
def test_position(text: str, offset: int, line: int, column: int) -> None:
    assert Source("a.md", text).position(offset) == Position(offset, line, column)


@given(st.text(alphabet="a中\r\n😀"), st.data())
def test_position_and_offset_undo_each_other(text: str, data: st.DataObject) -> None:
    source = Source("a.md", text)
    offset = data.draw(st.integers(0, len(text)))
    position = source.position(offset)
    inside_line_end = text[offset - 1 : offset + 1] == "\r\n"
    if not inside_line_end:
        assert source.offset(position.line, position.column) == offset


def test_offset_is_clamped_to_the_line() -> None:
    assert Source("a.md", "ab\ncd").offset(1, 99) == 2


def test_lines_stand_without_their_ends() -> None:
    source = Source("a.md", "一\r\n二\r三\n")
    assert [source.line(number) for number in range(1, 5)] == ["一", "二", "三", ""]


def test_utf16_columns() -> None:
    source = Source("a.md", "a\n😀中b")
    assert source.utf16_column(source.position(4)) == 4


def test_utf16_columns_behind_a_byte_order_mark() -> None:
    source = Source("doc/README.md", "\ufeff# 😀标题\n\ufeffa")
    places = [0, 1, source.text.index("标"), source.text.index("a")]
    columns = [source.utf16_column(source.position(place)) for place in places]
    assert columns == [1, 1, 5, 2]


def test_a_span_selects_its_text() -> None:
    assert Source("a.md", "abc")[Span(1, 2)] == "b"


def test_sources_are_values() -> None:
    assert Source("a.md", "x") == Source("a.md", "x")
    assert Source("a.md", "x") != Source("b.md", "x")
    assert Source("a.md", "x") != "x"
    assert len({Source("a.md", "x"), Source("a.md", "x")}) == 1
