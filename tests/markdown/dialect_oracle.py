"""The platform's own renderer, asked for many documents at once."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "oracle"


def rendered(texts: Sequence[str]) -> list[str]:
    """The platform's HTML of each text."""
    return _run("render.js", json.dumps(list(texts)))


@cache
def specification_examples() -> tuple[str, ...]:
    """The Markdown of every example of the CommonMark specification 0.31.2."""
    return tuple(_run("examples.js", ""))


def _run(script: str, standard_input: str) -> list[str]:
    node = shutil.which("node")
    assert node, "Node.js is needed for the platform's renderer: run scripts/test"
    assert (_FOLDER / "node_modules").is_dir(), "the renderer is not installed: run scripts/test"
    run = subprocess.run(
        [node, script],
        input=standard_input,
        capture_output=True,
        encoding="utf-8",
        cwd=_FOLDER,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answer: list[str] = json.loads(run.stdout)
    return answer
