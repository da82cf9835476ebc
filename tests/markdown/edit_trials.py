"""Trials of editing: after every edit, a document is what a cold parse of its text gives."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random

from random_documents import random_document
from random_edits import random_edit

from docbuild.markdown import parse
from docbuild.markdown.incremental import edited, replaced, segmented, whole
from docbuild.markdown.segments import Segmented
from docbuild.source import Source


class Trial:
    """A document under edit; every method raises ``AssertionError`` where anything is wrong."""

    def __init__(self, text: str) -> None:
        self.document = segmented(Source("doc/README.md", text))
        assert_exact(self.document)

    @property
    def text(self) -> str:
        return self.document.source.text

    def edit(self, text: str) -> None:
        before = self.document
        self.document = edited(before, text)
        assert self.text == text
        assert_exact(self.document)
        assert_replaced(before, self.document)


def assert_exact(document: Segmented) -> None:
    read, cold = whole(document), parse(document.source)
    assert read == cold
    # Named tuples of different kinds can be equal, and a dictionary has no order when compared.
    assert repr(read.blocks) == repr(cold.blocks)
    assert list(read.definitions) == list(cold.definitions)
    assert document.definitions == cold.definitions
    assert "".join(segment.text for segment in document.segments) == document.source.text
    lengths = (len(segment.text) for segment in document.segments)
    assert [*document.starts, len(document.source.text)] == list(accumulate(lengths, initial=0))


def assert_replaced(before: Segmented, after: Segmented) -> None:
    """What is said to be replaced makes one document the other, and all else is kept."""
    segments = list(before.segments)
    last = len(segments) + 1
    for old, new in replaced(before, after):
        assert old.stop <= last
        last = old.start
        segments[old.start : old.stop] = after.segments[new.start : new.stop]
    assert len(segments) == len(after.segments)
    assert all(one is other for one, other in zip(segments, after.segments, strict=True))


def random_text(random: Random, examples: Sequence[str]) -> str:
    """A document to begin with: random ones and ``examples``, one or some of them joined."""
    parts = [
        random.choice(examples)
        if examples and random.random() < 0.3
        else random_document(random.randrange(10**6))
        for _ in range(random.choice((1, 1, 2, 3, 5, 12)))
    ]
    text = random.choice(("\n\n", "\n\n", "\n", "")).join(parts)
    if random.random() < 0.1:
        text = text.replace("\n", random.choice(("\r\n", "\r")))
    return text


def run(random: Random, text: str, edits: int) -> None:
    """Edit a document again and again."""
    trial = Trial(text)
    earlier: list[str] = []
    for _ in range(edits):
        earlier = [*earlier[-5:], trial.text]
        text = random_edit(random, trial.text, earlier)
        trial.edit(text[-4000:] if len(text) > 6000 else text)
