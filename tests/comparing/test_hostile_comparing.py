"""Documents that were made to keep a comparison busy, or to get their HTML into its page."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random

import pytest
from editions import compared
from marked_html import all_seen
from test_marking import rendered

from docbuild.comparing.alignment import Item, align
from docbuild.comparing.blocks import compare_blocks
from docbuild.comparing.compare import MOST_STEPS
from docbuild.comparing.effort import Effort
from docbuild.comparing.sequences import matches

SECONDS = 20.0  # of processor time; each takes one or two, and a quadratic one hours
WORDS = "".join(map(chr, range(0x4E00, 0x5600)))


def sentence(random: Random, length: int) -> str:
    return "".join(random.choice(WORDS) for _ in range(length))


def different(random: Random, size: int) -> tuple[str, str]:
    old, new = (
        "\n\n".join(f"{side}{number} {sentence(random, 20)}" for number in range(size))
        for side in "ab"
    )
    return old, new


def half_alike(random: Random, size: int) -> tuple[str, str]:
    pairs = [(sentence(random, 30), sentence(random, 30)) for _ in range(size)]
    shared = [sentence(random, 40) for _ in range(size)]
    return (
        "\n\n".join(a + s for (a, _), s in zip(pairs, shared, strict=True)),
        "\n\n".join(s + b for (_, b), s in zip(pairs, shared, strict=True)),
    )


def shuffled(random: Random, size: int) -> tuple[str, str]:
    blocks = [f"{number} {sentence(random, 20)}" for number in range(size)]
    return "\n\n".join(blocks), "\n\n".join(random.sample(blocks, len(blocks)))


def one_line(random: Random, size: int) -> tuple[str, str]:
    return sentence(random, 30 * size), sentence(random, 30 * size)


def one_line_edited(random: Random, size: int) -> tuple[str, str]:
    old = sentence(random, 30 * size)
    return old, old[:1000] + "改" + old[1000 : 15 * size] + old[15 * size + 10 :]


def repeated(random: Random, size: int) -> tuple[str, str]:
    return "一样\n\n" * size, "一样\n\n别的\n\n" * (size // 2)


def large_table(random: Random, size: int) -> tuple[str, str]:
    head = "|a|b|\n|-|-|\n"
    old, new = (
        head + "".join(f"|{sentence(random, 9)}|{number}|\n" for number in range(size))
        for _ in range(2)
    )
    return old, new


def long_code(random: Random, size: int) -> tuple[str, str]:
    old, new = (
        "```\n" + "\n".join(sentence(random, 20) for _ in range(size)) + "\n```" for _ in range(2)
    )
    return old, new


MAKERS = (
    *(different, half_alike, shuffled, one_line, one_line_edited),
    *(repeated, large_table, long_code),
)
Maker = Callable[[Random, int], tuple[str, str]]


@pytest.mark.parametrize("make", MAKERS)
def test_the_time_is_bounded(make: Maker) -> None:
    old, new = make(Random(1), 10_000)
    here, there = rendered(old), rendered(new)
    started = time.process_time()
    changes = compare_blocks(here, there, Effort(MOST_STEPS // 10))
    assert time.process_time() - started < SECONDS
    assert sum(each.old_html is not None for each in changes) == len(here)
    assert sum(each.new_html is not None for each in changes) == len(there)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("steps", [1000, MOST_STEPS])
def test_nothing_is_lost(make: Maker, steps: int) -> None:
    old, new = make(Random(1), 500)
    here, there = rendered(old), rendered(new)
    marked = [each.marked_html for each in compare_blocks(here, there, Effort(steps))]
    assert all_seen(marked, without="added") == all_seen(block.html for block in here)
    assert all_seen(marked, without="removed") == all_seen(block.html for block in there)


def test_a_small_edit_of_a_long_line_is_told_as_one() -> None:
    old, new = one_line_edited(Random(1), 10_000)
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
