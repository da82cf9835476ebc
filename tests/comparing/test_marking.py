"""Two versions of a block as one: what the marks say, and that either version is in it wholly."""

from __future__ import annotations

from comparison_claims import hold_both
from document_pairs import documents, pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_html import seen


@settings(max_examples=100, deadline=None)
@given(pairs())
def test_either_document_is_what_is_left_without_the_marks_of_the_other(
    pair: tuple[str, str],
) -> None:
    hold_both(*pair)


@settings(max_examples=40, deadline=None)
@given(documents, documents)
def test_so_it_is_for_documents_that_have_nothing_to_do_with_each_other(old: str, new: str) -> None:
    hold_both(old, new)


@settings(max_examples=40, deadline=None)
@given(pairs(), st.integers(0, 200))
def test_so_it_is_where_the_work_becomes_too_much(pair: tuple[str, str], effort: int) -> None:
    hold_both(*pair, effort)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_so_it_is_for_any_text(old: str, new: str) -> None:
    hold_both(old, new)


def test_the_check_sees_what_is_lost() -> None:
    whole = '<p>a<ins class="added">b</ins><del class="removed">c</del></p>'
    assert [what for _, what in seen(whole, without="added")] == ["p", "a", "c"]
    assert [what for _, what in seen(whole, without="removed")] == ["p", "a", "b"]
    assert seen("<p>a</p>") != seen("<p><em>a</em></p>")
