"""Text of any origin shows as exactly that text, on the platform and on GitHub."""

from __future__ import annotations

import html
import re

import cmarkgfm  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from docbuild.document import CodeBlock, Heading, Paragraph, Table, plain_text
from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.scaffold import escaping
from docbuild.source import Source

PIECES = (
    *("a", "B", "1", "中", "文", "，", "。", "（", " ", "  ", "\n", "\t", "é", "😀"),
    *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    *(
        "**",
        "__",
        "~~",
        "``",
        "```",
        "||",
        "\\|",
        "\\\\",
        "&lt;",
        "&#124;",
        "&amp;",
        "&copy",
        "<br>",
    ),
    *(
        "<!-- x -->",
        "<a href=x>",
        "</div>",
        "https://evil.com",
        "http://a.b",
        "www.evil.com",
        "ftp://x",
    ),
    *(
        "a@b.cn",
        "@tarojs/cli@1.3",
        ":smile:",
        ":+1:",
        "[x]",
        "[ ]",
        "[^1]",
        "[//]",
        "![",
        "](",
        "- ",
        "1. ",
        "1) ",
    ),
    *(
        "# ",
        "> ",
        "===",
        "---",
        "| --- |",
        "$x$",
        "[TOC]",
        ":::",
        "{{a}}",
        "snake_case",
        "__proto__",
    ),
    *("\x00", "\x1b", "\u2028", "\u200b", "\u202e", "\ud800", "\ufeff", "\u3000", "mailto:a@b.c"),
)
texts = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=12).map("".join)


def seen(markup: str) -> str:
    """What a reader sees of HTML; that there is nothing but text and code is asserted."""
    tags = set(re.findall(r"</?([a-z0-9]+)", re.sub(r"<(?:img|a) ", "<bad", markup)))
    assert tags <= {"p", "code", "td", "th", "tr", "table", "thead", "tbody", "h3"}, markup
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def on_the_platform(text: str) -> str:
    return render(parse(Source("doc/README.md", text))).html


def on_github(text: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(text))


@given(texts)
@example("[//]")
@example("a_ _b_ c_d")
@settings(max_examples=150)
def test_a_paragraph_shows_its_text(text: str) -> None:
    expected = escaping.shown(text)
    written = escaping.paragraph(text)
    for markup in (on_the_platform(written), on_github(written)):
        assert seen(markup) == expected, written
        assert markup.count("<p>") == (1 if expected else 0), written


@given(texts)
@settings(max_examples=150)
def test_a_heading_shows_its_text(text: str) -> None:
    expected = escaping.shown(text)
    assume(expected)
    written = f"para\n\n{escaping.heading(text, 3)}\n\npara"
    for markup in (on_the_platform(written), on_github(written)):
        assert seen(markup) == " ".join(f"para {expected} para".split()), written


@given(
    st.lists(texts, min_size=2, max_size=3), st.sampled_from([escaping.inline, escaping.cell_code])
)
@settings(max_examples=150)
def test_a_cell_shows_its_text(values: list[str], form: object) -> None:
    assert callable(form)
    cells = [form(value) for value in values]
    row = f"| {' | '.join((*cells, 'end'))} |"
    written = f"| a |{' b |' * len(values)}\n|{':--|' * (len(values) + 1)}\n{row}\n"
    (table,) = parse(Source("doc/README.md", written)).blocks
    assert isinstance(table, Table)
    expected = [*map(escaping.shown, values), "end"]
    assert [plain_text(cell.children).strip() for cell in table.rows[0]] == expected, written
    for markup in (on_the_platform(written), on_github(written)):
        found = re.findall(r"<td[^>]*>(.*?)</td>", markup, re.DOTALL)
        assert [seen(cell) for cell in found] == expected, written


@given(
    st.lists(st.sampled_from(("`", "``", "```", "a", "\n", "~~~", "x y", "|")), max_size=12).map(
        "".join
    )
)
@settings(max_examples=200)
def test_a_fence_holds_its_text(text: str) -> None:
    text = f"start{text}\nend"
    written = escaping.fence(text, "js")
    (block,) = parse(Source("doc/README.md", written)).blocks
    assert isinstance(block, CodeBlock)
    assert block.code == text
    assert block.language == "js"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("城市名，如 广州", "城市名，如 广州"),
        ("max_count 与 _private", r"max_count 与 \_private"),
        ("Number | String", "Number &#124; String"),
        ("Array<string>", "Array&lt;string>"),
        ("见 https://a.cn/b，谢谢", "见 `https://a.cn/b`，谢谢"),
        ("(https://a.cn/b).", "(`https://a.cn/b`)."),
        ("第一行\n  第二行", "第一行第二行"),
        ("one\n  two", "one two"),
        ("a & b &amp; c", "a & b &amp;amp; c"),
    ],
)
def test_it_stays_readable(text: str, written: str) -> None:
    assert escaping.inline(text) == written


@pytest.mark.parametrize("text", ["C#", "# a", "- a", "+ a", "1. a", "12) a", "=", "> a", "---"])
def test_a_paragraph_stays_one(text: str) -> None:
    (block,) = parse(Source("doc/README.md", escaping.paragraph(text))).blocks
    assert isinstance(block, Paragraph)
    (block,) = parse(Source("doc/README.md", escaping.heading(text, 2))).blocks
    assert isinstance(block, Heading)
    assert plain_text(block.children) == text
