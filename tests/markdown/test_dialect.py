"""The article is the one that the platform's own renderer writes, in every dialect."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from dialect_oracle import examples, rendered
from normal_form import normal_form
from random_documents import random_document

from docbuild.dialect import DIALECTS, WECHAT, Dialect
from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.source import Source

#: How many examples each specification has. All of them agree.
EXAMPLES = {"commonmark": 652, "gfm": 656, "gfm-extensions": 26, "gfm-regressions": 17}


each_dialect = pytest.mark.parametrize(
    "dialect", DIALECTS, ids=[dialect.identifier for dialect in DIALECTS]
)


def article(text: str, dialect: Dialect = WECHAT) -> str:
    return render(parse(Source("doc/README.md", text), dialect)).html


def disagreements(texts: Sequence[str], dialect: Dialect) -> list[str]:
    return [
        text
        for text, html in zip(texts, rendered(texts, dialect), strict=True)
        if normal_form(article(text, dialect)) != normal_form(html)
    ]


def test_normal_form_tells_differences_apart() -> None:
    assert normal_form("<p>a</p>") != normal_form("<p>b</p>")
    assert normal_form('<a href="x">a</a>') != normal_form('<a href="y">a</a>')
    assert normal_form("<p>a<br>b</p>") != normal_form("<p>a b</p>")
    assert normal_form('<img src="a" alt="">') == normal_form('<img alt="" src="./a">')


def test_every_specification_is_there() -> None:
    assert {name: len(texts) for name, texts in examples().items()} == EXAMPLES


@each_dialect
@pytest.mark.parametrize("specification", EXAMPLES)
def test_examples(specification: str, dialect: Dialect) -> None:
    assert disagreements(examples()[specification], dialect) == []


#: What differed once, in our own words.
CONSTRUCTS = (
    "联系_kefu@example.com_或*kefu@example.com*",
    "**a_kefu@example.com**，~~b.kefu@example.com~~",
    # The renderer holds a list's number as a float.
    *(f"{number}. 步骤" for number in ("007", "0", "9007199254740993", "12345678901234567890")),
    *(f"{'987654321' * times}. 步骤" for times in (2, 3, 40)),
    f"{'0' * 5000}7. 步骤",
    # Space that is no U+0020, behind a blank line at the end of the document.
    *(
        f"{start}\n\n\u3000"
        for start in ("<div>", "<p>文字</p>", "<!-- 注 -->", "- 项", "- 项 ", "1. 项\n")
    ),
    "> - 项\n>\n> \u3000\n",
    # A header that is nothing but bars.
    *("||\n|-\n", "| |\n|-|\n", "||\n|-\n|a|b|\n", " ||  \n |:-:\n"),
    # An emoji has the length of two characters.
    *("_😀。_", "_😀_", "_喜😀_与___😀：___", "_ab_"),
    # What is written as a character reference does not count in an address.
    *("[文档](%E4%BD&%A0)", '[文档](%6"1)', "[文档](java&script:x)"),
)


@each_dialect
def test_constructs(dialect: Dialect) -> None:
    assert disagreements(CONSTRUCTS, dialect) == []


@pytest.mark.parametrize("reference", ["&#{};", "&#x{};"])
@pytest.mark.parametrize("around", ["# {}", "[a]({})", "![{0}]({0} '{0}')", "[{0}]: {0} '{0}'"])
def test_numbers_may_have_any_length(reference: str, around: str) -> None:
    """Python refuses to read one of more than 4,300 digits, which no document may notice."""
    for digits in ("9" * 5000, "0" * 5000 + "7"):
        number = reference.format(digits)
        assert article(f"{number}\n\n{around.format(number)}\n\n[{number}]").endswith("\n")


@pytest.mark.parametrize(
    "number", ["65", "0065", "65601", "12345678901234567890", "x41", "X10041", "x" + "1" * 300]
)
def test_identifiers_of_headings_decode_numbers(number: str) -> None:
    text = f"# a&#{number};b"
    assert article(text) == rendered([text])[0]


@each_dialect
@pytest.mark.parametrize("chunk", range(4))
def test_random_documents(chunk: int, dialect: Dialect) -> None:
    texts = [random_document(seed) for seed in range(chunk * 500, chunk * 500 + 500)]
    assert disagreements(texts, dialect) == []
