"""A document that is saved all the time is never shown half."""

from __future__ import annotations

from pathlib import Path

import pytest
from half_saves import document, follow, is_whole


def test_a_document_knows_whether_it_is_whole() -> None:
    data = document(7, 3)
    assert is_whole(data)
    assert not any(is_whole(data[:length]) for length in range(len(data) - 1))
    assert not is_whole(None)


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_half_saved_is_shown(tmp_path: Path, seed: int) -> None:
    """Briefly; ``scripts/fuzz-saves`` does it at length."""
    outcome = follow(tmp_path, reads=2000, seed=seed)
    assert outcome.shown > 20
    assert outcome.held > 20, "it was never caught in the middle"
    if outcome.is_meaningful:
        assert not outcome.broken
