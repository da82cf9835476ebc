"""Offsets in code points, and walks that no depth ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.javascript.tree import Tree, descendants


@given(st.text(alphabet="a中😀é\n \ud800", max_size=50), st.integers(1, 200))
def test_offsets_count_code_points(text: str, times: int) -> None:
    tree = Tree(text * times, "js")
    prefix = 0
    for index, character in enumerate(text * times):
        assert tree.offset(prefix) == index
        prefix += len(character.encode("utf-8", "replace"))
    assert tree.offset(prefix) == len(text * times)


@pytest.mark.parametrize("opening", ["(", "[", "{a:[", "a=>{", "`${", "function a(){", "<a>"])
def test_depth_ends_no_walk(opening: str) -> None:
    tree = Tree(opening * 20_000, "js")
    assert sum(1 for _ in descendants(tree.root)) > 20_000
