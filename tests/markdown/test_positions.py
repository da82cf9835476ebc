"""Every node's span is exactly that construct in the file, whatever the parser rewrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from dialect_oracle import specification_examples
from hypothesis import given
from hypothesis import strategies as st
from random_documents import random_document

from docbuild.document import (
    CodeBlock,
    CodeSpan,
    Document,
    Heading,
    Image,
    LineBreak,
    Link,
    LinkForm,
    Node,
    RawHtml,
    Text,
    children,
)
from docbuild.markdown import parse
from docbuild.source import Source

#: Constructs whose text the parser does not see as it stands in the file, by their number
#: over all examples of the specification: none.
KNOWN_EXCEPTIONS = 0


def document(text: str) -> Document:
    return parse(Source("doc/README.md", text))


def constructs(parsed: Document) -> Iterator[tuple[Node, str]]:
    for node in parsed.nodes:
        yield node, parsed.source[node.span]


def well_delimited(node: Node, written: str) -> bool:
    """Whether ``written`` starts and ends as such a construct must."""
    match node:
        case Image():
            return bool(re.fullmatch(r"(?s)!\[.*[)\]]", written))
        case Link(form=LinkForm.INLINE):
            return written.startswith("[") and written.endswith(")")
        case Link(form=LinkForm.REFERENCE):
            return written.startswith("[") and written.endswith("]")
        case Link(form=LinkForm.AUTOLINK):
            return written.startswith("<") and written.endswith(">")
        case Link(form=LinkForm.BARE):
            return not re.search(r"[<\s]", written) and len(written) > 2
        case RawHtml():
            return written.startswith("<") and written.endswith(">")
        case CodeSpan():
            return written.startswith("`") and written.endswith("`")
        case CodeBlock(fence=str(fence)):
            return written.startswith(fence) and written.endswith(fence)
        case Heading():
            marked = re.fullmatch(r"#{1,6}[ \t\u00a0]+[^\r\n]*", written)
            return bool(marked or re.fullmatch(r"[^\r\n]+(?:\r\n?|\n)[> \t]*[=-]{2,}\s*", written))
        case LineBreak():
            return written in {"\n", "\r"}
        case Text():
            return True
        case _:
            return written.strip("\r\n") == written


def assert_exact(text: str) -> int:
    """Check every construct of ``text`` and give how many there were."""
    parsed = document(text)
    count = 0
    for node, written in constructs(parsed):
        count += 1
        assert 0 <= node.span.start <= node.span.end <= len(text)
        assert well_delimited(node, written), (node, written)
        for child in children(node):
            assert node.span.start <= child.span.start <= child.span.end <= node.span.end
    return count


def test_specification_examples() -> None:
    examples = specification_examples()
    failed = 0
    for example in examples:
        for ending in ("\n", "\r\n"):
            try:
                assert_exact(example.replace("\n", ending))
            except AssertionError:
                failed += 1
    assert failed == KNOWN_EXCEPTIONS


@pytest.mark.parametrize("chunk", range(4))
def test_random_documents(chunk: int) -> None:
    counts = [assert_exact(random_document(seed)) for seed in range(chunk * 500, chunk * 500 + 500)]
    assert sum(counts) > 1000


def alone(node: Node, written: str, parsed: Document) -> bool:
    """Whether ``written``, read again by itself, is that very construct."""
    definitions = "".join(
        f"\n\n{parsed.source[definition.span]}" for definition in parsed.definitions.values()
    )
    again = document(written + definitions)
    return any(
        type(other) is type(node) and other.span == (0, len(written)) for other in again.nodes
    )


SELF_CONTAINED = (Image, Link, RawHtml, CodeSpan, Heading, CodeBlock)


def _needs_more(node: Node, written: str) -> bool:
    """Whether what stands around ``written`` decides, too: marks of a quote are left out, and
    of the punctuation that ends a URL the last one is no part of it."""
    in_quote = re.search(r"\n *>", written)
    ends_with_mark = isinstance(node, Link) and node.form is LinkForm.BARE and written[-1] in ".,)"
    return bool(in_quote or ends_with_mark)


def test_constructs_read_alone_are_the_same() -> None:
    """What stands at a span is enough to be that construct: nothing is cut off or added."""
    looked_at, failed = 0, []
    for example in specification_examples():
        parsed = document(example)
        for node, written in constructs(parsed):
            if isinstance(node, SELF_CONTAINED) and not _needs_more(node, written):
                looked_at += 1
                if not alone(node, written, parsed):
                    failed.append((type(node).__name__, written))
    assert looked_at > 400
    assert failed == []


@pytest.mark.parametrize("prefix", ["", "> ", "- ", "1. ", "> - ", "- > ", "- - ", "> > "])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\t".join("ab") + "\n\n"])
@pytest.mark.parametrize(
    ("construct", "kind"),
    [
        ("![图](./image/p_1.png)", Image),
        ('![图](<a b.png> "题")', Image),
        ("[《文档》](https://developers.weixin.qq.com/a.html)", Link),
        ("[a][ref]", Link),
        ("<https://github.com/x>", Link),
        ("https://github.com/x", Link),
        ("<br/>", RawHtml),
        ("<!-- 注释 -->", RawHtml),
        ("`代码`", CodeSpan),
    ],
)
def test_nested_constructs(
    prefix: str, ending: str, start: str, construct: str, kind: type[Node]
) -> None:
    indent = re.sub(r"[^>]", " ", prefix)
    lines = ["前\t文", "第二行\t" + construct + " 后文"]
    body = ending.join([prefix + lines[0], indent + lines[1]])
    definition = ending * 2 + "[ref]: https://github.com/ref"
    text = start.replace("\n", ending) + body + definition
    found = [written for node, written in constructs(document(text)) if isinstance(node, kind)]
    assert found == [construct]


@pytest.mark.parametrize("prefix", ["", "> ", "- ", "> - "])
def test_destinations(prefix: str) -> None:
    text = f'{prefix}a ![图](<./a b.png> "t") [x](  b&amp;c  ) [y][r]\n\n[r]: /d "t"\n'
    parsed = document(text)
    found = [
        parsed.source[node.destination_span]
        for node in parsed.nodes
        if isinstance(node, Image | Link)
    ]
    assert found == ["./a b.png", "b&amp;c", "/d"]


def test_table_cells() -> None:
    text = "| 甲 | 乙 |\n| --- | :-: |\n| `a` | ![图](x.png) |\n| 一 |\n"
    [table] = document(text).blocks
    found = [document(text).source[cell.span] for cell in children(table)]
    assert found == ["甲", "乙", "`a`", "![图](x.png)", "一"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_table_without_rows_ends_with_its_second_line(ending: str) -> None:
    written = f"| 甲 |{ending}| --- |"
    parsed = document(written + ending)
    [table] = parsed.blocks
    assert parsed.source[table.span] == written
    assert [cell.span.end for cell in children(table)] == [3, len(written)]


@given(st.lists(st.sampled_from("ab -*>#`[]()!<\t\r\n\ufeff|~_\\中\u00a0"), max_size=60))
def test_any_text(characters: list[str]) -> None:
    assert_exact("".join(characters))


@given(st.text(max_size=80))
def test_text_nodes_hold_what_is_written(text: str) -> None:
    for node, written in constructs(document(text)):
        if isinstance(node, Text) and not re.search("[\\\\\t\r\u00a0\u2424\n]", written):
            assert node.text == written
