"""Hostile pictures are told from honest ones, within time and memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bombs import BOMBS, dearest, gif_frames, jpeg_scans
from pictures import inspected_one

from docbuild.asset import ImageProblem

_PEAK = (
    "import bombs, resource, pictures\n"
    "makers = {maker.__name__: maker for maker in bombs.BOMBS}\n"
    "pictures.inspected({name: maker() for name, maker in makers.items()})\n"
    "pictures.inspected(dict(bombs.dearest()))\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
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


def test_dear_pictures_within_the_limits_are_sound() -> None:
    """On the slowest machine this may end in the limit of processor time, and in nothing else."""
    for name, data in dearest():
        facts = inspected_one(data)
        assert facts.problem is None or "processor" in facts.detail, (name, facts)


def test_few_scans_and_frames_are_honest() -> None:
    assert inspected_one(jpeg_scans(10, 64)).problem is None
    assert inspected_one(gif_frames(10)).frames == 10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts the memory in KiB")
def test_the_worker_stays_below_512_mib() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PEAK],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert 0 < int(done.stdout) < 512 << 10
