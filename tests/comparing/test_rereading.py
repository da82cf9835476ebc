"""A document read beside another is the one that is read by itself, and so is its article."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from comparison_claims import hold_rereading
from document_pairs import blocks, documents
from hypothesis import given, settings
from hypothesis import strategies as st

from docbuild.build import Project, build, find
from docbuild.comparing.editions import edition_beside, edition_of_project
from docbuild.comparing.rereading import reread
from docbuild.diagnostic import Message
from docbuild.markdown import parse
from docbuild.markdown.incremental import segmented, whole
from docbuild.source import Source

REFERRING = (
    *("[y]: https://a.b/c\n\n", "[x][y]\n\n", "<div>\n\n", "</div>\n\n", "```\n\n", "\n\n\n"),
    *("一段足够长、在别处找得到的文字。\n\n", "另一段足够长、在别处找得到的文字。\n\n"),
)
pieces = st.lists(st.one_of(blocks, st.sampled_from(REFERRING)), max_size=24)


@st.composite
def scattered(draw: st.DrawFn) -> tuple[str, str]:
    """A document, and the same with other pieces in several places."""
    old = draw(pieces)
    new = [*old]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(new)))
        new[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(REFERRING)))
    return "".join(old), "".join(new)


@settings(max_examples=100)
@given(scattered())
def test_after_edits_in_several_places(pair: tuple[str, str]) -> None:
    hold_rereading(*pair)
    hold_rereading(*(text.replace("\n", "\r\n") for text in pair))


@settings(max_examples=40)
@given(documents, documents)
def test_where_little_is_the_same(old: str, new: str) -> None:
    hold_rereading(old, new)


def paragraphs(count: int) -> list[str]:
    return [f"第 {number} 段文字，其中说到某个属性。\n\n" for number in range(count)]


@pytest.mark.parametrize("edits", [1, 8, 100])
def test_only_what_is_around_the_edits_is_read_again(edits: int) -> None:
    old = paragraphs(400)
    new = [*old]
    for at in Random(edits).sample(range(400), edits):
        new[at] = f"改了 {at}。\n\n"
    before = segmented(Source("README.md", "".join(old)))
    after = reread(before, "".join(new))
    kept = len(set(before.segments) & set(after.segments))
    assert whole(after) == parse(Source("README.md", "".join(new)))
    assert kept >= 400 - 3 * edits if edits < 20 else kept > 0


def test_a_part_that_is_gone_and_one_that_came() -> None:
    old = paragraphs(300)
    new = [*old[:50], *old[90:200], "新的一段。\n\n" * 30, *old[200:]]
    before = segmented(Source("README.md", "".join(old)))
    after = reread(before, "".join(new))
    assert len(set(before.segments) & set(after.segments)) > 250
    assert whole(after) == parse(Source("README.md", "".join(new)))


def test_the_same_text_is_the_same_document() -> None:
    before = segmented(Source("README.md", "".join(paragraphs(5))))
    assert reread(before, before.source.text) is before


def test_the_edition_of_a_project_is_its_build(warned: Path) -> None:
    project = find(warned)
    assert isinstance(project, Project)
    edition = edition_of_project(Message("", ""), project, keep_data=True)
    assert edition.build == build(project, keep_data=True)
    members = {
        f"doc/{path}": asset.data or b"" for path, asset in edition.build.snapshot.assets.items()
    }
    again = edition_beside(Message("", ""), members, edition)
    assert again.build.document == edition.build.document
    assert again.rendered == edition.rendered
    assert again.build.report.diagnostics == edition.build.report.diagnostics
