"""Edits: exactly those, at once where that can be, and in the document's own line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.diagnostic import Edit, Fix, Message
from docbuild.fixes import chosen, edited, line_end, paragraph_behind
from docbuild.source import Span

TITLE = Message("改", "Mend")


def edit(start: int, end: int, text: str = "") -> Edit:
    return Edit(Span(start, end), text)


def fix(*edits: Edit) -> Fix:
    return Fix(TITLE, edits, safe=True)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\nb", "\n"),
        ("a\r\nb", "\r\n"),
        ("a\r\nb\r\nc\n", "\r\n"),
        ("a\nb\nc\r\n", "\n"),
        ("a\rb\rc\n", "\r"),
        ("a\nb\r\n", "\n"),
    ],
)
def test_line_end(text: str, end: str) -> None:
    assert line_end(text) == end


@pytest.mark.parametrize(
    ("text", "edits", "after"),
    [
        ("abc", [], "abc"),
        ("abc", [edit(0, 0, "x"), edit(3, 3, "y")], "xabcy"),
        ("abc", [edit(2, 3, "C"), edit(0, 1, "A")], "AbC"),
        ("abc", [edit(1, 1, "x"), edit(1, 2, "y")], "axyc"),
        ("a\r\nb", [edit(0, 1, "x\ny\r\nz")], "x\r\ny\r\nz\r\nb"),
        ("\ufeffabc", [edit(0, 0, "x")], "\ufeffxabc"),
        ("\ufeffabc", [edit(0, 2, "x")], "\ufeffxbc"),
        ("\ufeffabc", [edit(0, 2)], "\ufeffbc"),
        ("\ufeffabc", [edit(0, 1, "x")], "\ufeffxabc"),
        ("\ufeffabc", [edit(0, 1)], "abc"),
        ("\ufeffabc", [edit(1, 2), edit(0, 1)], "bc"),
        ("abc", [edit(0, 1)], "bc"),
    ],
)
def test_edited(text: str, edits: list[Edit], after: str) -> None:
    assert edited(text, edits) == after


@pytest.mark.parametrize(
    "edits", [[edit(0, 2), edit(1, 3)], [edit(2, 4)], [edit(2, 1)], [edit(0, 3), edit(1, 1)]]
)
def test_edits_that_do_not_fit_are_a_mistake(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps another edit or lies outside"):
        edited("abc", edits)


@pytest.mark.parametrize(
    ("fixes", "made", "left"),
    [
        ([], 0, 0),
        ([fix(edit(0, 1)), fix(edit(1, 2))], 2, 0),
        ([fix(edit(0, 2)), fix(edit(1, 3))], 1, 1),
        ([fix(edit(0, 3)), fix(edit(1, 1, "x"))], 1, 1),
        ([fix(edit(1, 1, "x")), fix(edit(1, 1, "y"))], 1, 1),
        ([fix(edit(1, 1, "x")), fix(edit(1, 1, "x"))], 2, 0),  # the same wish twice
        ([fix(edit(0, 1, "x")), fix(edit(0, 1, "x"), edit(2, 3))], 2, 0),
        ([fix(edit(0, 1), edit(4, 5)), fix(edit(2, 3), edit(4, 6)), fix(edit(2, 3))], 2, 1),
        ([fix(edit(3, 3, "x")), fix(edit(3, 9)), fix(edit(5, 6))], 2, 1),
        ([fix(edit(0, 0, "x")), fix(edit(0, 9)), fix(edit(9, 9, "y")), fix(edit(8, 8))], 3, 1),
    ],
)
def test_chosen(fixes: list[Fix], made: int, left: int) -> None:
    found = chosen(fixes)
    assert (found.made, found.left) == (made, left)
    edited("0123456789", found.edits)


spans = st.tuples(st.integers(0, 30), st.integers(0, 5)).map(
    lambda place: Span(place[0], place[0] + place[1])
)
edits = st.builds(Edit, spans, st.sampled_from(["", "x", "y"]))


@given(st.lists(edits.map(fix), max_size=30))
def test_what_is_chosen_lies_apart_and_no_more_could_be(fixes: list[Fix]) -> None:
    found = chosen(fixes)
    assert found.made + found.left == len(fixes)
    assert list(found.edits) == sorted(set(found.edits))
    taken: list[Edit] = []
    for each in fixes:  # the same, one by one with every other
        (wish,) = each.edits
        if wish in taken or not any(_clash(wish, other) for other in taken):
            taken.append(wish)
    assert set(taken) == set(found.edits)
    edited("0" * 40, found.edits)


def _clash(one: Edit, other: Edit) -> bool:
    if one.span == other.span:
        return True
    places, others = set(range(*one.span)), set(range(*other.span))
    if places and others:
        return bool(places & others)
    inner, outer = sorted((one.span, other.span), key=lambda span: span.end - span.start)
    return outer.start < inner.start < outer.end


@given(st.text("ab\n\r\ufeff", max_size=20), st.data())
def test_all_but_the_edits_stays(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(st.text("xy", max_size=3))
    after = edited(text, [edit(start, end, new)])
    if text.startswith("\ufeff") and (start, end, new) != (0, 1, ""):
        start, end = max(start, 1), max(end, 1)
    assert after == text[:start] + new + text[end:]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("|甲|", "甲\n\nP\n"),
        ("|甲|\n", "甲\n\nP\n"),
        ("|甲|\n\n", "甲\n\nP\n\n"),
        ("|甲|\n\n乙", "甲\n\nP\n\n乙"),
        ("|甲|\n乙", "甲\n\nP\n\n乙"),
        ("|甲|  \n乙", "甲  \n\nP\n\n乙"),
        ("|甲\n|乙", "甲\n\nP\n\n乙"),
        ("|甲|\n \t\n乙", "甲\n\nP\n \t\n乙"),
        ("|甲|\r\n乙\r\n", "甲\r\n\r\nP\r\n\r\n乙\r\n"),
        ("|甲|\r\n\r\n乙", "甲\r\n\r\nP\r\n\r\n乙"),
        ("子|甲|丑\n乙", "子甲丑\n\nP\n\n乙"),
        ("|甲|\n ", "甲\n\nP\n "),
    ],
)
def test_a_paragraph_behind_a_block(before: str, after: str) -> None:
    start, end = before.index("|"), before.rindex("|") - 1
    text = before.replace("|", "")
    assert edited(text, [paragraph_behind(text, Span(start, end), "P")]) == after
