"""After any edits, a document in segments is what a cold parse of its text gives."""

from __future__ import annotations

import time
from itertools import pairwise
from random import Random

import pytest
from dialect_oracle import specification_examples
from edit_trials import Trial, random_text
from hostile_documents import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from random_edits import NASTY, random_edit

from docbuild.markdown.difference import difference
from docbuild.markdown.incremental import edited, replaced, segmented, whole
from docbuild.markdown.parse import MAX_LENGTH
from docbuild.markdown.segments import Segmented, shifted
from docbuild.source import Source

PLAIN = "".join(f"第{i}段，**重点**与`代码`。\n\n" for i in range(40))


def read(text: str) -> Segmented:
    return segmented(Source("doc/README.md", text))


def kept(before: Segmented, after: Segmented) -> int:
    """How many segments of ``after`` are objects of ``before``."""
    old = set(map(id, before.segments))
    return sum(id(segment) in old for segment in after.segments)


@pytest.mark.parametrize("chunk", range(6))
def test_random_edits(chunk: int) -> None:
    for seed in range(chunk * 25, chunk * 25 + 25):
        random = Random(seed)
        texts = [random_text(random, specification_examples())]
        trial = Trial(texts[0])
        for _ in range(10):
            texts.append(random_edit(random, trial.text, texts[-6:])[:6_000])
            trial.edit(texts[-1])


@given(
    st.lists(st.sampled_from(NASTY), max_size=12),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 5), st.sampled_from(NASTY)), max_size=6),
)
def test_any_edits(pieces: list[str], edits: list[tuple[int, int, str]]) -> None:
    trial = Trial("".join(pieces))
    for start, length, inserted in edits:
        trial.edit(trial.text[:start] + inserted + trial.text[start + length :])


@pytest.mark.parametrize(
    "texts",
    [
        # What was looked for in vain comes, goes, and comes before a nearer place.
        ("```js\na\n\nb\n\nc", "```js\na\n\nb\n\nc\n```", "```js\na\n\nb\n```\n\nc\n```"),
        ("`````\na\n\nb\n\nc", "`````\na\n\nb\n\n```\n\nc", "`````\na\n\nb\n\n`````\n\nc"),
        ("<!-- a\n\nb\n\nc", "<!-- a\n\nb -->\n\nc", "<!-- a\n\nb --> d\n\nc"),
        ("<div>\n\na\n\nb\n\nc", "<div>\n\na\n\n</div>\nb\n\nc", "<div>\n\na\n\n</div>\n\nb\n\nc"),
        (
            "<hr>\n\na\n\nb",
            "<hr>\n\na\n\nb</hr>",
            "<hr>\n\na\n\nb</hr>\n\nc",
            "<hr>\n\na\n\nb\n\nc",
        ),
        ('<p a="b\n\nc\n\nd', '<p a="b\n\nc\n\nd">\n\ne', '<p a="b\n\nc" >\n\nd">\n\ne'),
        ("<p \n\nc\n\nd", "<p \n\nc\n\nd e>\n\nf", "<p \n\nc'\n\nd e>\n\nf"),
        ('[a]: /u "b\n\nc\n\n[a]', '[a]: /u "b\n\nc"\n\n[a]', '[a]: /u "b\n\nc" d\n\n[a]'),
        ("[a]: /u (b\n\nc\n\n[a]", "[a]: /u (b\n\nc)\n\n[a]", "[a]: /u (b\n\n(c)\n\n[a]"),
        ("[a\n\nb\n\nc: d", "[a\n\nb\n\n]: d", "[a\n\nb[\n\n]: d", "[a\n\nb\n\n]: d"),
        # A block goes on, or does not, with what comes next.
        ("- a\n\nb\n\nc", "- a\n\n b\n\nc", "- a\n\n- b\n\nc", "- a\n\n\nb\n\nc", "- a\n\n---\nb"),
        ("10. \n\n---\nb", "10. \n\n- --\nb", "10. \n\nb\n\nc", "10. \n\n[x]: /u\n\nc"),
        (
            "    a\n\nb",
            "    a\n\n   b",
            "    a\n\n    b",
            "    a\n\n\tb",
            "    a\n\n\u00a0 \u00a0 b",
        ),
        (
            "- a\n\n* b\n\nc\n\nd",
            "- a\n\n* b\n\n c\n\nd",
            "- a\n\n* \n\nc\n\nd",
            "- a\n\n- b\n\nc\n\nd",
        ),
        ("- a\r\rb", "- a\r\r\n- b", "- a\r\r- b", "- a\r\r\r\n- b"),
        ("*\n+ *", "*\n+", "*\n+\n\n*", "*\n\n+ *"),
        # Lines and blank lines come into being where two pieces meet.
        ("a\n\nb", "a\n\n\nb", "a\n\n b", "a\nb", "a\n\n \nb", "a\n \nb", "ab", "a\n\t\n\u00a0\nb"),
        ("a\r\rb", "a\r\r\nb", "a\r\n\r\nb", "a\n\r\nb", "a\n\rb", "a\r\n\nb"),
        ("\n\nu", "*\n\n u", "*\n\n\u2424u", "\u2424\u2424u"),
        # A byte order mark counts for nothing at the very start, and only there.
        (
            "a\n\n\ufeff# b",
            "\ufeff# b",
            "\n\n\ufeff# b",
            "\ufeff\ufeff# b",
            "\ufeff",
            "",
            "\ufeff\n\na",
        ),
        # What ends the document is read in its own way.
        ("x\n\n\u3000\n\n", "- a\n\n\u3000\n\n", "- a\n\n\u3000\n\nb", "- a\n\n\u3000\n\n"),
        ("x\n\nb\n\nc", "x\n\n- a\n\n\u3000\n\nb\n\nc", "x\n\n- a\n\n\u3000\n\n"),
        (
            "- a\n\nb",
            "- a\n\n\u3000\u2424",
            "- a\n\n\u3000\u2424\n\n\u3000b",
            "- a\n\n\u3000\u2424",
        ),
        (
            "x\n\nb\n\nc",
            "x\n\n- a\n\n\u3000\n\nc",
            "x\n\n<!-- a -->\u3000\n\nc",
            "x\n\n<!-- a -->\u3000\n\nc\n-->\n",
            "x\n\nb\n\nc",
        ),
        ("<!-- a -->\u3000\n\n", "<!-- a -->\u3000\n\nb", "<!-- a -->\u3000\n\nb\n-->\n"),
        ("<div>\n\na\n\n</div>\nb\n\nc", "<div>\n\na\n\n</div>\n", "<div>\n\na\n\n</div>\n\u3000"),
        # Links that are open from one block to another keep URLs from being links.
        (
            "<a x>\n\nwww.a.b\n\nc\n\nwww.d.e",
            "<b x>\n\nwww.a.b\n\nc\n\nwww.d.e",
            "www.a.b\n\nwww.d.e",
        ),
        (
            "<a x>\n\nb\n\nwww.d.e",
            "<a x>\n\n[b](c)\n\nwww.d.e",
            "<a x>\n\n![b](c)\n\n</a>\n\nwww.d.e",
        ),
        ("[x]\n\n<a b>\n\n[x]\n\nwww.a.b", "[x]\n\n<a b>\n\n[x]\n\nwww.a.b\n\n[x]: /u"),
        # References follow the definition that wins.
        ("[x]\n\n[x]: /1\n\n[x]: /2", "[x]\n\n[x]: /2", "[x]: /3\n\n[x]\n\n[x]: /2", "[x]\n\na"),
        ("[X]\n\n> [x]: /1\n\n[x]: /2", "[X]\n\n- [x]: /1\n\n[x]: /2", "ab\n\n[X]\n\n[x]: /2 (t)"),
        ("![[x]][x] [a [x] b](c)\n\n[x]: /1", "![[x]][x] [a [x] b](c)\n\nlonger\n\n[x]: /1"),
        ("> [x]: /1\n\n[x]: /2\n\n[x]", "a\n\n[x]: /2\n\n[x]", "a\n\n[x]: /2\n\n\n[x]"),
    ],
    ids=lambda texts: texts[0][:12].encode("unicode_escape").decode(),
)
def test_edits_there_and_back(texts: tuple[str, ...]) -> None:
    for first, second in [*pairwise(texts), *pairwise(reversed(texts))]:
        trial = Trial(first)
        trial.edit(second)
        trial.edit(first)
    trial = Trial(texts[0])
    for text in (*texts, *reversed(texts)):
        trial.edit(text)


@pytest.mark.parametrize("name", HOSTILE)
def test_cpu_of_an_edit_is_bounded(name: str) -> None:
    """At most twice what a cold parse may take: few characters are read more than twice."""
    document = read("\n\n".join([HOSTILE[name](300)] * 3))
    for inserted in ("字", "```\n", "</t5>\n\n", "\n\n"):
        text = document.source.text
        for place in (0, len(text) // 2, len(text)):
            started = time.process_time()
            document = edited(document, text[:place] + inserted + text[place:])
            size = len(document.source.text.encode())
            assert time.process_time() - started <= 2 * (0.05 + 50e-6 * size)


def test_a_document_too_long_is_read_up_to_the_limit() -> None:
    before = read("段\n\n" * 3)
    long = edited(before, "a\n\n" + "字" * (MAX_LENGTH + 1))
    [budget] = whole(long).exceeded
    assert (budget.resource, budget.span.start) == ("size", MAX_LENGTH)
    assert sum(len(segment.text) for segment in long.segments) == MAX_LENGTH + 4
    assert whole(edited(long, "b")).exceeded == ()


def test_the_same_text_is_the_same_document() -> None:
    document = read(PLAIN)
    assert edited(document, "".join(PLAIN)) is document
    assert replaced(document, document) == ()


@pytest.mark.parametrize("place", range(0, len(PLAIN), 17))
def test_a_word_replaces_the_segment_that_it_stands_in(place: int) -> None:
    before = read(PLAIN)
    after = edited(before, PLAIN[:place] + "一词" + PLAIN[place:])
    assert len(before.segments) == 40
    assert kept(before, after) >= len(after.segments) - 2


@pytest.mark.parametrize(
    "inserted", ["```js\n", "<!-- ", "<div>\n\n", "- a\n\n", "# 标题\n\n", "[x]: /u\n\n"]
)
def test_what_is_being_typed_leaves_all_else(inserted: str) -> None:
    before = read(PLAIN)
    place = before.starts[20]
    after = edited(before, PLAIN[:place] + inserted + PLAIN[place:])
    assert kept(before, after) >= 38


def test_a_paragraph_that_moves_leaves_all_else() -> None:
    before = read(PLAIN)
    first, second = before.starts[10], before.starts[11]
    text = PLAIN[:first] + PLAIN[second:] + PLAIN[first:second]
    assert kept(before, edited(before, text)) >= 10


def test_a_definition_renews_what_refers_to_it() -> None:
    before = read("[x]\n\n" + PLAIN + "[x]\n\n[x]: /u")
    after = edited(before, before.source.text + "v")
    assert [(list(old), list(new)) for old, new in replaced(before, after)] == [
        ([42], [42]),
        ([41], [41]),
        ([0], [0]),
    ]


def test_documents_that_are_no_neighbours_can_be_compared() -> None:
    first = read(PLAIN)
    second = edited(first, PLAIN.replace("第3段", "第三段"))
    third = edited(second, second.source.text.replace("第5段", "第五段"))
    assert replaced(first, third) == ((range(3, 6), range(3, 6)),)


def test_shifting_moves_every_span() -> None:
    text = (
        "# a\n\n> - [b](c 'd') ![e](f)\n\n| g |\n|---|\n| h |\n\n```\ni\n```\n\n[j]: k\n\n[j] `l`"
    )
    blocks = whole(read(text)).blocks
    assert shifted(blocks, 3) == whole(read("\n\n\n" + text)).blocks
    assert shifted(shifted(blocks, 3), -3) == blocks
    assert shifted(blocks, 0) is blocks


@given(st.text("ab\n"), st.text("ab\n"), st.text("ab\n"), st.integers(0, 70_000))
def test_difference(start: str, middle: str, end: str, filling: int) -> None:
    old, new = "x" * filling + start + end, "x" * filling + start + middle + end
    for first, second in ((old, new), (new, old), (old, old)):
        found = difference(first, second)
        assert first[: found.start] == second[: found.start]
        assert first[found.old_end :] == second[found.new_end :]
        changed = first[found.start : found.old_end], second[found.start : found.new_end]
        assert "" in changed or (
            changed[0][0] != changed[1][0] and changed[0][-1] != changed[1][-1]
        )
