"""A session after any edits is the project read anew: its page, its report, every position."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest
from plugin_projects import picture, write_project

from docbuild.build import Build, Project, build, find
from docbuild.document import Document
from docbuild.markdown.html import render
from docbuild.page_block import PageBlock, Splice
from docbuild.references import resolve_all
from docbuild.session import Session
from docbuild.session.picture_address import address_of
from docbuild.session.session import is_shown
from docbuild.shown_pictures import page_pictures

sys.path.insert(0, str(Path(__file__).parent.parent / "markdown"))
from random_documents import random_document  # noqa: E402 - a test beside this one has it

PIECES = (
    *("![卡片](image/card.png)", "![](image/cart.png)", "![x](image/other.png =10x20)", "\n\n"),
    *("# 天气\n\n", "## 使用 <br>\n", "##使用\n", "[去](#天气) [回](#没有)\n\n", "\n", "\n\n\n"),
    *("[外](https://example.com) 与 http://github.com/a，谢谢\n\n", "- 甲\n- 乙\n\n", "> 引\n\n"),
    *("[//]: # (docbuild-ignore image-alt: 装饰)\n\n", "```js\nx\n```\n\n", "```\n", "<!--", "-->"),
    *("[ref]: https://github.com/x\n\n", "[ref] ![a][pic]\n\n", "[pic]: image/card.png\n\n", "字"),
    *("[//]: # (docbuild-ignore link-host, nothing: 示例)\n", "docbuild-ignore", "<div>", "</div>"),
    *("插件文档标题", "# 插件文档标题\n\n", "| a | b |\n|---|---|\n| ![](no.png) | <br> |\n\n"),
    *("<a href='x'>", "https://mp.weixin.qq.com，请", "[^1]", ":smile:", "\r\n", "\r\n\r\n", "\t"),
    "![](data:image/png;base64,xx) ![](../a.png) ![](http://a/b.png) ![](image/Card.png)\n\n",
)


def opened(folder: Path, text: str) -> Session:
    write_project(folder, text, {"doc/image/other.png": picture("navy")})
    project = find(folder, named=True)
    assert isinstance(project, Project), project
    session = Session(project, "zh")
    session.load()
    return session


def applied(blocks: list[PageBlock], splices: tuple[Splice, ...]) -> list[PageBlock]:
    for at, removed, new in splices:
        blocks[at : at + removed] = new
    return blocks


def article(document: Document | None, built: Build) -> list[str]:
    assets = built.snapshot.assets

    def address(path: str) -> str | None:
        asset = assets.get(path)
        return address_of(asset.digest, path) if asset and is_shown(asset) else None

    if document is None:
        return []
    references = resolve_all(document, built.snapshot.tree)
    return [html for _, html in render(document, page_pictures(references, "zh", address)).blocks]


def assert_same(session: Session, shown: list[PageBlock]) -> None:
    """The session against the same project read and judged as a whole."""
    report = session.report()
    got, wanted = session.build(report), build(session.project, keep_data=True)
    assert got.report.diagnostics == wanted.report.diagnostics
    assert got.report == wanted.report
    assert got.document == wanted.document
    assert got.references == wanted.references
    assert got.snapshot == wanted.snapshot
    assert [block.html for block in shown] == article(wanted.document, wanted)
    assert shown == session.article.blocks
    assert len({block.key for block in shown}) == len(shown)
    keys = [block.key for block in shown]
    assert [section.block for section in session.article.sections] == [
        key for key in keys if key in {section.block for section in session.article.sections}
    ]


def changed(text: str, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.choice((0, 0, 0, 1, 2, 10, 80)))
    return text[:start] + "".join(random.choices(PIECES, k=random.randrange(3))) + text[end:]


@pytest.mark.parametrize("seed", range(24))
def test_a_session_is_the_project_read_anew(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    text = "".join(random.choices(PIECES, k=30)) if seed % 3 else random_document(seed * 7)
    session = opened(tmp_path, text)
    shown = list(session.article.blocks)
    assert_same(session, shown)
    for step in range(12):
        text = changed(text, random)
        (tmp_path / "doc" / "README.md").write_bytes(text.encode())
        shown = applied(shown, session.edit(text.encode()))
        if step % 3 == 2:  # several edits may come before anybody asks for the report
            assert_same(session, shown)
