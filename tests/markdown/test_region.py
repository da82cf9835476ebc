"""A region leads back to the file, through everything the parser rewrites."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.markdown.region import Region, normalise
from docbuild.source import Span


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("a\nb", "a\nb"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ta\tb", "    a    b"),
        ("a\u00a0b\u2424c", "a b\nc"),
        ("\ufeff# 标题", "\ufeff# 标题"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text).text == normal


@given(st.text(alphabet="ab\r\n\t\u00a0\ufeff中"))
def test_every_character_leads_back(text: str) -> None:
    region = normalise(text)
    assert len(region.offsets) == len(region.text)
    for index, character in enumerate(region.text):
        written = text[region.offset(index)]
        assert character == written or written in "\r\t\u00a0"


def test_without_keeps_the_way_back() -> None:
    region = normalise("> a\r\n> b").without(re.compile(r"^> ?", re.MULTILINE))
    assert region.text == "a\nb"
    assert list(region.offsets) == [2, 4, 7]
    assert region.span(0, 3) == Span(2, 8)
    assert region.offset(3) == 8


def test_an_empty_part_stands_between_its_neighbours() -> None:
    region = normalise("ab").part(1, 1)
    assert (region.text, region.offset(0), region.span(0, 0)) == ("", 1, Span(1, 1))


def test_nothing_to_take_out_costs_nothing() -> None:
    region = Region("ab", range(2), 2)
    assert region.without(re.compile("x")) is region
