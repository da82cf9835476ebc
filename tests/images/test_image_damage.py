"""Damaged bytes always get a verdict: from the decoder, never from the worker's death."""

from __future__ import annotations

from itertools import islice

from mutations import damaged
from pictures import inspected

from docbuild.asset import ImageProblem


def test_two_thousand_damaged_pictures() -> None:
    pictures = {str(number): data for number, data in enumerate(islice(damaged(1), 2_000))}
    facts = inspected(pictures)
    assert len(facts) == 2_000
    problems = [fact.problem for fact in facts.values()]
    assert problems.count(ImageProblem.CORRUPT) > 500
    assert problems.count(None) > 50  # not every flip does harm
    assert [fact.detail for fact in facts.values() if "worker" in fact.detail] == []


def test_a_seed_gives_the_same_damage() -> None:
    assert list(islice(damaged(7), 20)) == list(islice(damaged(7), 20))
    assert list(islice(damaged(7), 20)) != list(islice(damaged(8), 20))
