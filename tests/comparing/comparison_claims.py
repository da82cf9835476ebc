"""What a comparison claims, held to what it would be without a short cut."""

from __future__ import annotations

from collections.abc import Mapping

from editions import bare, beside, edition
from marked_html import all_seen

from docbuild.comparing.blocks import Block, compare_blocks
from docbuild.comparing.effort import Effort
from docbuild.comparing.rereading import rendered_beside, reread
from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.markdown.incremental import segmented, whole
from docbuild.settings import Settings
from docbuild.source import Source
from docbuild.verifying import build_of_contents

PLENTY = 10_000_000


def rendered(text: str) -> list[Block]:
    document = parse(Source("README.md", text))
    return [Block(node.span, html) for node, html in render(document).blocks]


def html_of(text: str) -> str:
    return "".join(block.html for block in rendered(text))


def hold_both(old: str, new: str, effort: int = PLENTY) -> None:
    """Either document is what is left without the marks of the other."""
    here, there = rendered(old), rendered(new)
    changes = compare_blocks(here, there, Effort(effort))
    marked = [change.marked_html for change in changes]
    assert all_seen(marked, without="added") == all_seen(block.html for block in here)
    assert all_seen(marked, without="removed") == all_seen(block.html for block in there)
    assert [change.old_html for change in changes if change.old_html is not None] == [
        block.html for block in here
    ]
    assert [change.new_html for change in changes if change.new_html is not None] == [
        block.html for block in there
    ]


def hold_rereading(old: str, new: str) -> None:
    """A document read beside another is the one that is read by itself, and so is its article."""
    before = segmented(Source("README.md", old))
    after = reread(before, new)
    document = parse(Source("README.md", new))
    assert whole(after) == document
    here = render(whole(before))
    if here.exceeded is None:
        beside = rendered_beside(document, after, before, here.blocks)
        assert beside == render(document).blocks


def hold_judging(old: str, new: str, files: Mapping[str, bytes], settings: Settings) -> None:
    """Judging beside another edition says what judging alone says."""
    found = beside(old, edition(new, files, settings), files).build
    data = old.encode("utf-8", "surrogatepass")
    alone = build_of_contents({"README.md": data, **files}, bare(settings))
    assert found.snapshot == alone.snapshot
    assert found.report == alone.report
