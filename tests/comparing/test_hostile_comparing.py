"""Documents that were made to keep a comparison busy, or to get their HTML into its page."""

from __future__ import annotations

import time
from random import Random

import pytest
from comparison_claims import rendered
from editions import compared
from hostile_pairs import MAKERS, Maker, one_line_edited
from marked_html import all_seen

from docbuild.comparing.alignment import Item, align
from docbuild.comparing.blocks import compare_blocks
from docbuild.comparing.compare import MOST_STEPS
from docbuild.comparing.effort import Effort
from docbuild.comparing.sequences import matches

SIZE = 3_000  # blocks, rows or lines; scripts/fuzz-comparing takes more
SECONDS = 8.0  # of processor time; each takes less than one


@pytest.mark.parametrize("make", MAKERS)
def test_the_time_is_bounded(make: Maker) -> None:
    old, new = make(Random(1), SIZE)
    here, there = rendered(old), rendered(new)
    started = time.process_time()
    changes = compare_blocks(here, there, Effort(MOST_STEPS // 10))
    assert time.process_time() - started < SECONDS
    assert sum(each.old_html is not None for each in changes) == len(here)
    assert sum(each.new_html is not None for each in changes) == len(there)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("steps", [1000, MOST_STEPS])
def test_nothing_is_lost(make: Maker, steps: int) -> None:
    old, new = make(Random(1), 150)
    here, there = rendered(old), rendered(new)
    marked = [each.marked_html for each in compare_blocks(here, there, Effort(steps))]
    assert all_seen(marked, without="added") == all_seen(block.html for block in here)
    assert all_seen(marked, without="removed") == all_seen(block.html for block in there)


def test_a_small_edit_of_a_long_line_is_told_as_one() -> None:
    old, new = one_line_edited(Random(1), SIZE)
    changes = compare_blocks(rendered(old), rendered(new), Effort(MOST_STEPS))
    marked = "".join(each.marked_html for each in changes)
    assert '<ins class="added">改</ins>' in marked
    assert len(marked) < len(old) + 2000


def test_anchors_do_not_recur_without_end() -> None:
    random = Random(1)
    old, new = ([random.randrange(3000) for _ in range(20_000)] for _ in range(2))
    started = time.process_time()
    found = matches(old, new, Effort(MOST_STEPS))
    assert time.process_time() - started < SECONDS
    assert all(old[m.at : m.at + m.length] == new[m.there : m.there + m.length] for m in found)


def test_items_with_common_features_are_not_all_compared() -> None:
    old, new = (
        [Item(f"<p>共同的开头和结尾 {side}{number}</p>", "p") for number in range(5_000)]
        for side in "ab"
    )
    started = time.process_time()
    pairs = align(old, new, Effort(MOST_STEPS))
    assert time.process_time() - started < SECONDS
    assert sum(left is not None for left, _ in pairs) == 5_000
    assert sum(right is not None for _, right in pairs) == 5_000


HOSTILE = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=alert(1)>'),
    *("</ins></del></p><script>", '<ins class="added">', "[x](javascript:alert(1))", "&lt;b&gt;"),
    *("![x](data:image/svg+xml,<svg/onload=alert(1)>)", '![" onerror="x](a.png "t\\" onload=\\"")'),
    *("&#60;script&#62;", "&#x3c;img&#x3e;", "`</code><script>`", "```</pre>\n<script>\n```"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_html_of_a_document_stays_text(text: str) -> None:
    for old, new in ((text, f"前 {text} 后"), (f"a {text}", f"b {text}"), ("x", text)):
        comparison = compared(old, new)
        marked = "".join(block.marked_html for block in comparison.blocks)
        all_seen([marked])  # which knows no element but those of an article
        assert "<script" not in marked
        assert "javascript:" not in marked or "<a" not in marked
