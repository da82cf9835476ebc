"""A session after any edits is the project read anew: its page, its report, every position."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from plugin_projects import CLEAN, picture
from session_edits import applied, assert_same, changed, first_document, judged, opened

from docbuild.build import build
from docbuild.diagnostic import MemberKind, OfferKind
from docbuild.document import BlockNode, Heading
from docbuild.mentions.mention import Mention
from docbuild.mentions.reading import mentions


@pytest.mark.parametrize("seed", range(12))
def test_a_session_is_the_project_read_anew(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    text = first_document(random)
    session = opened(tmp_path, text)
    shown = list(session.article.blocks)
    assert_same(session, shown, session.report(), build(session.project, keep_data=True))
    for step in range(12):
        text = changed(text, random)
        (tmp_path / "doc" / "README.md").write_bytes(text.encode())
        shown = applied(shown, session.edit(text.encode()))
        if step % 3 == 2:  # several edits may come before anybody asks for the report
            wanted = build(session.project, keep_data=True)
            assert_same(session, shown, session.report(), wanted)


def test_an_edit_touches_its_block_alone(tmp_path: Path) -> None:
    session = opened(tmp_path, CLEAN)
    before = list(session.article.blocks)
    [splice] = session.edit(CLEAN.replace("一张图", "两张图").encode())
    assert (splice.at, splice.removed, len(splice.blocks)) == (1, 1, 1)
    after = applied(list(before), (splice,))
    assert [block.key for block in after if block in before] == [
        block.key for block in before if block.key != before[1].key
    ]


def test_files_that_change_beside_the_document(tmp_path: Path) -> None:
    session = opened(tmp_path, CLEAN + "\n![乙](image/other.png)\n\n![丙](image/third.png)\n")
    shown = list(session.article.blocks)
    folder = tmp_path / "doc" / "image"
    third = folder / "third.png"

    def read_again(*paths: str) -> None:
        nonlocal shown
        shown = applied(shown, session.load(paths))
        wanted = build(session.project, keep_data=True)
        assert_same(session, shown, session.report(), wanted)

    third.write_bytes(picture("red"))
    read_again("image/third.png")
    third.write_bytes(picture("blue"))
    read_again("image/third.png")
    third.write_bytes(b"no picture")
    read_again("image/third.png")
    third.rename(folder / "card.png")
    read_again("image/third.png", "image/card.png")
    (tmp_path / "doc" / "README.md").unlink()
    applied(list(shown), session.load(["README.md"]))
    assert not session.snapshot.source
    assert session.report() == judged(session.snapshot).report
    assert session.article.blocks == shown, "the last good page stays"
    (tmp_path / "doc" / "README.md").write_text("# 又来\n", encoding="utf-8")
    read_again("README.md")


def test_a_document_that_outgrows_its_page_and_shrinks_again(tmp_path: Path) -> None:
    long = "[a]: https://github.com/" + "x" * 3000 + "\n\n" + "[a][a] [a][a]\n\n" * 400
    session = opened(tmp_path, CLEAN)
    shown = list(session.article.blocks)
    for text in (long, long + CLEAN, CLEAN + long, CLEAN, long[:4000], ""):
        shown = applied(shown, session.edit(text.encode()))
        wanted = judged(session.snapshot)
        assert_same(session, shown, session.report(), wanted)


def test_what_is_described_follows_edits_and_sources(tmp_path: Path) -> None:
    session = opened(tmp_path, CLEAN)

    def missing() -> list[str]:
        report = session.report()
        assert report == judged(session.snapshot).report
        assert report.coverage is not None
        kinds = (*get_args(OfferKind), *get_args(MemberKind))
        return [name for kind in kinds for name in report.coverage.missing(kind)]

    members = ["card.city", "card.maxDays", "card.load", "card.foot"]
    assert missing() == ["card", "get", "api", *members, "api.set"]
    session.edit(("# card\n\n" + CLEAN + "\n`get` `foot` `city`\n").encode())
    assert missing() == ["api", "card.maxDays", "card.load", "api.set"]
    (tmp_path / "plugin" / "index.js").write_text("module.exports = { put() {} }")
    session.load([])
    assert missing() == ["card", "put", *members]


def test_a_failure_to_read_mentions_is_loud_and_goes_with_its_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(blocks: Iterable[BlockNode], *rest: Any) -> Iterator[Mention]:
        for block in blocks:
            if isinstance(block, Heading) and block.level == 6:
                raise ValueError("no such heading")
            yield from mentions((block,), *rest)

    monkeypatch.setattr("docbuild.mentions.reading.mentions", failing)
    session = opened(tmp_path, CLEAN + "\n###### x\n")
    for text in (CLEAN, CLEAN + "\n## card\n", "###### x\n\n" + CLEAN, "## card\n"):
        report = session.report()
        wanted = judged(session.snapshot).report
        assert report.diagnostics == wanted.diagnostics
        assert report.coverage == wanted.coverage
        names = [crash.rule for crash in report.crashes]
        assert names == [crash.rule for crash in wanted.crashes]
        failed = report.source is not None and "######" in report.source.text
        assert names == (["plugin-undocumented", "plugin-unknown"] if failed else [])
        assert (report.coverage is None) == failed
        session.edit(text.encode())


def test_a_text_that_is_no_utf_8(tmp_path: Path) -> None:
    session = opened(tmp_path, CLEAN)
    shown = applied(list(session.article.blocks), session.edit(CLEAN.encode() + "。".encode()[:2]))
    report = session.report()
    assert_same(session, shown, report, judged(session.snapshot))
    assert "doc-encoding" in {found.rule for found in report.diagnostics}


def test_a_rule_sees_in_a_block_what_it_sees_in_the_document(tmp_path: Path) -> None:
    text = ":smile:a@b.cn\n\n<!--im[^1]e/"
    session = opened(tmp_path, text)
    session.report()
    session.edit((text + ":smile: ").encode())
    assert session.report() == judged(session.snapshot).report


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_a_session_is_free_as_soon_as_nobody_has_it(tmp_path: Path) -> None:
    """It holds all pictures, and what the preview froze at its start is never collected."""
    session = opened(tmp_path, "![卡片](image/card.png)\n\n[a][b]\n\n[b]: #c\n")
    session.edit(b"# x\n\n![y](image/other.png)\n")
    session.report()
    last = weakref.ref(session)
    del session
    assert last() is None


def test_pictures_that_are_read_again_are_in_memory_once(tmp_path: Path) -> None:
    session = opened(tmp_path, "![卡片](image/card.png) ![另一张](image/other.png)\n")
    before = session.snapshot.assets
    (tmp_path / "doc" / "image" / "other.png").write_bytes(picture("gold"))
    session.load()
    after = session.snapshot.assets
    assert after["image/card.png"] is before["image/card.png"]
    assert after["image/other.png"].digest != before["image/other.png"].digest
