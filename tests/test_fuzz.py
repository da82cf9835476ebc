"""A short run of every fuzzing script; longer ones take the same scripts and a duration."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"
RUNS = {
    "fuzz-comparing": ["5"],
    "fuzz-documents": ["15"],
    "fuzz-dialect": ["10"],
    "fuzz-edits": ["10"],
    "fuzz-images": ["--seconds", "10"],
    "fuzz-links": ["10"],
    "fuzz-optimise": ["--seconds", "4"],
    "fuzz-releases": ["5"],
    "fuzz-saves": ["--reads", "5000"],
    "fuzz-sessions": ["15"],
}


def test_every_fuzzing_script_is_run() -> None:
    assert {path.name for path in SCRIPTS.glob("fuzz-*")} == set(RUNS)


@pytest.mark.long
@pytest.mark.parametrize("script", RUNS)
def test_nothing_is_found(script: str, tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPTS / script), *RUNS[script]]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
