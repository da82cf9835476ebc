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

_COSTS = (
    "import bombs, json, pictures, resource\n"
    "makers = {maker.__name__: maker for maker in bombs.BOMBS}\n"
    "pictures.inspected({name: maker() for name, maker in makers.items()})\n"
    "facts = pictures.inspected(dict(bombs.dearest()))\n"
    "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
    "details = {name: fact.detail for name, fact in facts.items() if fact.problem}\n"
    "print(json.dumps([peak, details]))\n"
)


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
@pytest.mark.timeout(30)
def test_bombs(bomb: Callable[[], bytes]) -> None:
    facts = inspected_one(bomb())
    assert facts.problem is ImageProblem.BOMB
    assert facts.format == bomb.__name__.partition("_")[0].replace("apng", "png")
    # The verdict comes from the file's structure, before a limit of the worker is reached.
    assert "processor" not in facts.detail
    assert "memory" not in facts.detail
    assert "worker" not in facts.detail


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
    peak, details = json.loads(done.stdout)
    assert 0 < peak < 512 << 10
    assert [detail for detail in details.values() if "processor" not in detail] == []
