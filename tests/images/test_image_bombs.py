"""Hostile pictures are told from honest ones, within time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bombs import BOMBS, gif_frames, jpeg_scans
from pictures import inspected_one

from docbuild.asset import ImageProblem
from docbuild.images.inspection import inspect

_COSTS = """
import bombs, json, pictures, resource
made = {maker.__name__: maker() for maker in bombs.BOMBS}
problems = {name: str(fact.problem) for name, fact in pictures.inspected(made).items()}
dear = {name: fact.detail for name, fact in pictures.inspected(dict(bombs.dearest())).items()}
print(json.dumps([resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, problems, dear]))
"""


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_bombs_are_known_by_their_structure(bomb: Callable[[], bytes]) -> None:
    """No limit of a worker is needed here: nothing is decoded."""
    (verdict,) = inspect(bomb())
    assert verdict.problem == "bomb"
    assert verdict.lasting
    assert verdict.format == bomb.__name__.partition("_")[0].replace("apng", "png")


def test_few_scans_and_frames_are_honest() -> None:
    assert inspected_one(jpeg_scans(10, 64)).problem is None
    assert inspected_one(gif_frames(10)).frames == 10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts the memory in KiB")
def test_no_worker_takes_512_mib() -> None:
    """Neither for bombs nor for the dearest pictures within the limits, which are sound.

    On a very slow machine these may reach the limit of processor time, and no other.
    """
    done = subprocess.run(
        [sys.executable, "-c", _COSTS],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    peak, problems, dear = json.loads(done.stdout)
    assert 0 < peak < 512 << 10
    assert len(problems) == len(BOMBS)
    assert set(problems.values()) == {str(ImageProblem.BOMB)}
    assert len(dear) > 5
    assert [detail for detail in dear.values() if detail and "processor" not in detail] == []
