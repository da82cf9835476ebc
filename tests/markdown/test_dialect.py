"""The article is the one that the platform's own renderer writes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from dialect_oracle import examples, rendered
from normal_form import normal_form
from random_documents import random_document

from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.source import Source

#: How many examples each specification has. All of them agree.
EXAMPLES = {"commonmark": 652, "gfm": 656, "gfm-extensions": 26, "gfm-regressions": 17}


def article(text: str) -> str:
    return render(parse(Source("doc/README.md", text))).html


def disagreements(texts: Sequence[str]) -> list[str]:
    return [
        text
        for text, html in zip(texts, rendered(texts), strict=True)
        if normal_form(article(text)) != normal_form(html)
    ]


def test_normal_form_tells_differences_apart() -> None:
    assert normal_form("<p>a</p>") != normal_form("<p>b</p>")
    assert normal_form('<a href="x">a</a>') != normal_form('<a href="y">a</a>')
    assert normal_form("<p>a<br>b</p>") != normal_form("<p>a b</p>")
    assert normal_form('<img src="a" alt="">') == normal_form('<img alt="" src="./a">')


def test_every_specification_is_there() -> None:
    assert {name: len(texts) for name, texts in examples().items()} == EXAMPLES


@pytest.mark.parametrize("specification", EXAMPLES)
def test_examples(specification: str) -> None:
    assert disagreements(examples()[specification]) == []


#: What differed once, in our own words.
CONSTRUCTS = (
    "联系_kefu@example.com_或*kefu@example.com*",
    "**a_kefu@example.com**，~~b.kefu@example.com~~",
)


@pytest.mark.parametrize("text", CONSTRUCTS)
def test_constructs(text: str) -> None:
    assert disagreements([text]) == []


@pytest.mark.parametrize("chunk", range(4))
def test_random_documents(chunk: int) -> None:
    texts = [random_document(seed) for seed in range(chunk * 500, chunk * 500 + 500)]
    assert disagreements(texts) == []
