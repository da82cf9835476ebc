"""A paragraph behind any block of any document: there, alone, and all else as it was."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest
from plugin_projects import write_project

from docbuild.build import Project, find
from docbuild.document import Image, Paragraph
from docbuild.fixes import line_end
from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.session import Session
from docbuild.source import Source

sys.path.insert(0, str(Path(__file__).parent.parent / "markdown"))
from random_documents import random_document

PICTURE = "![截图](images/截图-1.png)"


def opened(folder: Path, text: str) -> Session:
    project = find(write_project(folder, text), named=True)
    assert isinstance(project, Project), project
    session = Session(project, "zh")
    session.load()
    return session


def with_picture(session: Session, number: int) -> str | None:
    """The text with the picture behind the block of that number."""
    span = session.span_of(session.article.blocks[number].key)
    assert span is not None
    return session.with_paragraph(span, PICTURE)


@pytest.mark.parametrize(
    ("text", "number", "after"),
    [
        ("# 题\n正文\n", 0, "# 题\n\nP\n\n正文\n"),
        ("# 题\n正文\n", 1, "# 题\n正文\n\nP\n"),
        ("# 题\n\n正文", 1, "# 题\n\n正文\n\nP\n"),
        ("# 题\r\n正文\r\n", 0, "# 题\r\n\r\nP\r\n\r\n正文\r\n"),
        ("\ufeff# 题\n", 0, "\ufeff# 题\n\nP\n"),
        ("- 甲\n- 乙\n\n末\n", 0, "- 甲\n- 乙\n\nP\n\n末\n"),
        ("- 甲\n\n- 乙\n", 0, "- 甲\n\n- 乙\n\nP\n"),
        ("> 引\n\n末", 0, "> 引\n\nP\n\n末"),
        ("```\n码\n```\n末", 0, "```\n码\n```\n\nP\n\n末"),
        ("    码\n\n末", 0, "    码\n\nP\n\n末"),
        ("| a |\n|---|\n| b |\n末", 0, "| a |\n|---|\n| b |\n\nP\n\n末"),
        ("文\n\n[//]: # (docbuild-ignore a: b)\n\n图\n", 0,
         "文\n\nP\n\n[//]: # (docbuild-ignore a: b)\n\n图\n"),
        ("[a]\n\n[a]: https://x.com\n", 0, "[a]\n\nP\n\n[a]: https://x.com\n"),
        ("题\n===\n文", 0, "题\n===\n\nP\n\n文"),
        ("甲  \n乙  \n\n丙", 0, "甲  \n乙  \n\nP\n\n丙"),
        ("---\n文", 0, "---\n\nP\n\n文"),
    ],
)  # fmt: skip
def test_behind_a_block(tmp_path: Path, text: str, number: int, after: str) -> None:
    assert with_picture(opened(tmp_path, text), number) == after.replace("P", PICTURE)


def test_behind_what_depends_on_what_follows(tmp_path: Path) -> None:
    text = "甲\n<div>\n文字\n</div>\n***\n> 引\n\n末\n"
    session = opened(tmp_path, text)
    for number in range(len(session.article.blocks)):
        found = with_picture(session, number)
        assert found is None or images(found) == [PICTURE]


def test_behind_a_fence_that_is_never_closed_and_so_is_none(tmp_path: Path) -> None:
    session = opened(tmp_path, "文\n\n```\n码\n")
    found = with_picture(session, 1)
    assert found == f"文\n\n```\n码\n\n{PICTURE}\n"
    assert images(found) == [PICTURE]


def assert_nothing_else(before: str, after: str) -> None:
    """Only the picture and line ends were put in, which are those of the text."""
    length, end = len(after) - len(before), line_end(before)
    places = [at for at in range(len(before) + 1) if after[:at] + after[at + length :] == before]
    assert PICTURE in [after[at : at + length].replace(end, "") for at in places]


def images(text: str) -> list[str]:
    source = Source("doc/README.md", text)
    blocks = parse(source).blocks
    return [
        source[block.span]
        for block in blocks
        if isinstance(block, Paragraph)
        and len(block.children) == 1
        and isinstance(block.children[0], Image)
        and source[block.span] == PICTURE
    ]


def article(text: str) -> list[str]:
    written = render(parse(Source("doc/README.md", text)), lambda image: image.destination)
    return [html for _, html in written.blocks]


@pytest.mark.parametrize("seed", range(30))
def test_behind_any_block(tmp_path: Path, seed: int) -> None:
    text = random_document(seed)
    text = text.replace("\n", "\r\n") if seed % 3 == 0 else text
    session = opened(tmp_path, text)
    before = article(text)
    numbers = range(len(session.article.blocks))
    done = 0
    for number in Random(seed).sample(numbers, min(8, len(numbers))):
        found = with_picture(session, number)
        if found is None:
            continue
        done += 1
        after = article(found)
        assert [*after[: number + 1], *after[number + 2 :]] == before
        assert PICTURE in images(found)
        assert_nothing_else(text, found)
    assert done or not numbers


def test_places_move_with_the_text(tmp_path: Path) -> None:
    session = opened(tmp_path, "甲\n\n乙\n\n丙\n")
    keys = [block.key for block in session.article.blocks]
    session.edit("新\n\n甲\n\n乙\n\n丙\n".encode())
    spans = [session.span_of(key) for key in keys]
    source = session.snapshot.source
    assert source is not None
    assert [source[span] for span in spans if span] == ["甲", "乙", "丙"]
    session.edit("新\n\n甲\n\n丙\n".encode())
    assert session.span_of(keys[1]) is None
    assert session.span_of(12345) is None


def test_a_page_that_is_cut_off_has_no_places(tmp_path: Path) -> None:
    deep = "> " * 20 + "甲\n\n乙\n\n"
    session = opened(tmp_path, deep * 1000)
    assert len(session.article.blocks) < 2000
    assert [session.span_of(block.key) for block in session.article.blocks[:50]] == [None] * 50
    session.edit((deep * 5).encode())
    assert None not in [session.span_of(block.key) for block in session.article.blocks]
