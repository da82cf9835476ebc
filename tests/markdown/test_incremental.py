"""After any edits, a document in segments is what a cold parse of its text gives."""

from __future__ import annotations

from random import Random

import pytest
from random_documents import random_document

from docbuild.markdown import parse
from docbuild.markdown.incremental import edited, segmented, whole
from docbuild.markdown.segments import Segmented
from docbuild.source import Source


def assert_exact(document: Segmented) -> None:
    assert whole(document) == parse(document.source)


@pytest.mark.parametrize("seed", range(50))
def test_random_edits(seed: int) -> None:
    random = Random(seed)
    document = segmented(Source("doc/README.md", random_document(seed)))
    assert_exact(document)
    for _ in range(10):
        text = document.source.text
        place = random.randint(0, len(text))
        end = min(len(text), place + random.choice((0, 1, 5)))
        inserted = random_document(random.randrange(10**6))[: random.choice((0, 1, 20))]
        document = edited(document, text[:place] + inserted + text[end:])
        assert_exact(document)
