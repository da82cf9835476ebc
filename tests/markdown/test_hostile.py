"""Time and output stay in proportion to the document, whatever it holds."""

from __future__ import annotations

import time

import pytest
from hostile_documents import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from docbuild.document import Budget, Document
from docbuild.markdown import parse
from docbuild.markdown.html import Article, output_budget, render
from docbuild.markdown.parse import MAX_LENGTH
from docbuild.source import Source

SIZE = 5_000


def read(text: str) -> tuple[Document, Article]:
    document = parse(Source("doc/README.md", text))
    return document, render(document)


@pytest.mark.parametrize("name", HOSTILE)
def test_cpu_and_output_are_bounded(name: str) -> None:
    """CPU of at most 50 ms + 50 µs a byte, HTML of at most 10 times the input + 100 KB."""
    text = HOSTILE[name](SIZE)
    size = len(text.encode())
    started = time.process_time()
    _, article = read(text)
    assert time.process_time() - started <= 0.05 + 50e-6 * size
    assert len(article.html.encode()) <= 10 * size + 100_000


def test_too_much_nesting_is_kept_as_text() -> None:
    document, article = read("> " * 60 + "深处 ![图](a.png)")
    assert [budget.resource for budget in document.exceeded] == ["nesting"]
    assert "深处" in article.html


def test_too_deep_emphasis_is_kept_as_text() -> None:
    text = "".join(f"[*{i} " for i in range(40)) + "深" + "*](b)" * 40
    document, article = read(text)
    assert "深" in article.html
    assert {budget.resource for budget in document.exceeded} <= {"nesting"}


def test_amplification_is_cut_off() -> None:
    text = "第一段\n\n[a]: " + "x" * 50_000 + "\n\n" + "[a]\n\n" * 5_000
    _, article = read(text)
    assert isinstance(article.exceeded, Budget)
    assert article.exceeded.resource == "output"
    assert "第一段" in article.html


def test_a_document_too_long_is_read_up_to_the_limit() -> None:
    document, _ = read("字" * (MAX_LENGTH + 1))
    [budget] = document.exceeded
    assert (budget.resource, budget.span.start) == ("size", MAX_LENGTH)


@given(st.binary(max_size=300))
def test_random_bytes(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    document, _ = read(text)
    assert document.source.text == text


def test_a_check_says_where_the_page_is_cut_off() -> None:
    document, article = read("第一段\n\n[a]: " + "x" * 50_000 + "\n\n" + "[a]\n\n" * 5_000)
    assert output_budget(document) == article.exceeded
    assert article.exceeded is not None


@pytest.mark.parametrize("name", HOSTILE)
def test_the_cut_is_foreseen(name: str) -> None:
    document, article = read(HOSTILE[name](SIZE))
    assert output_budget(document) == article.exceeded
