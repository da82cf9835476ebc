"""Which dialect a document is read in is chosen by its value, everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dialect_oracle import rendered
from plugin_projects import write_project

from docbuild.build import Project, build, find
from docbuild.dialect import DIALECTS, WECHAT, Dialect, spellings
from docbuild.markdown import dialects, parse
from docbuild.markdown.block import BlockParser
from docbuild.markdown.html import render
from docbuild.markdown.incremental import edited, segmented, whole
from docbuild.markdown.inline import InlineParser
from docbuild.session import Session
from docbuild.source import Source

LATER = Dialect("wechat", "9.0.0", "marked 99")
TEXT = "##标题\n\n文字\n"
SOURCE = Source("doc/README.md", TEXT)


class _LaterBlocks(BlockParser):
    """A version that needs no space in a heading."""

    SPECIFICATION = BlockParser.SPECIFICATION | {
        "heading": r" *(?P<marks>#{1,6}) *(?P<title>[^\n]+)"
    }


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dialect]:
    monkeypatch.setattr(
        dialects, "_RULES", {**dialects._RULES, LATER: (_LaterBlocks, InlineParser)}
    )
    dialects.parsers.cache_clear()
    yield LATER
    dialects.parsers.cache_clear()


def headings(html: str) -> int:
    return html.count("<h2")


def test_the_name_alone_is_the_newest_version() -> None:
    assert spellings((WECHAT, LATER)) == {
        "wechat": LATER,
        "wechat-1.02.1910121": WECHAT,
        "wechat-9.0.0": LATER,
    }


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.identifier)
def test_every_dialect_has_its_parsers_and_its_oracle(dialect: Dialect) -> None:
    assert [render(parse(SOURCE, dialect)).html] == rendered([TEXT], dialect)


def test_a_document_is_read_in_the_dialect_that_is_asked_for(later: Dialect) -> None:
    assert [headings(render(parse(SOURCE, each)).html) for each in (WECHAT, later)] == [0, 1]


def test_an_edited_document_stays_in_its_dialect(later: Dialect) -> None:
    document = segmented(SOURCE, later)
    for text in (TEXT + "\n##二\n", "##三\n\n" + TEXT, "字" * 5, TEXT):
        document = edited(document, text)
        assert whole(document) == parse(Source("doc/README.md", text), later)
    assert headings(render(whole(document)).html) == 1


def test_a_project_is_read_in_the_dialect_of_its_settings(later: Dialect, tmp_path: Path) -> None:
    write_project(tmp_path, TEXT)
    project = find(tmp_path, named=True)
    assert isinstance(project, Project)
    session = Session(project, "zh")
    session.load()
    for dialect in (WECHAT, later, WECHAT):
        project = project._replace(settings=project.settings._replace(dialect=dialect))
        document = build(project, keep_data=False).document
        assert document == parse(SOURCE, dialect)
        session.project = project
        session.load()
        html = "".join(block.html for block in session.article.blocks)
        assert headings(html) == (dialect is later)
