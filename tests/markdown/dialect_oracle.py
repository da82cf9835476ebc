"""The platform's own renderers, one for each dialect, asked for many documents at once."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from docbuild.dialect import WECHAT, Dialect

_FOLDER = Path(__file__).parent.parent / "oracle"


def rendered(texts: Sequence[str], dialect: Dialect = WECHAT) -> list[str]:
    """The platform's HTML of each text. The oracle of a dialect is a script of its name."""
    htmls = rendered_in_time(texts, dialect)
    endless = [text for text, html in zip(texts, htmls, strict=True) if html is None]
    assert not endless, f"the platform's renderer does not come to an end: {endless[0]!r}"
    return [html for html in htmls if html is not None]


def rendered_in_time(texts: Sequence[str], dialect: Dialect = WECHAT) -> list[str | None]:
    """The same, with ``None`` for texts that the platform's renderer takes too long for."""
    htmls: list[str | None] = _run(f"{dialect.identifier}.js", json.dumps(list(texts)))
    return htmls


@cache
def examples() -> Mapping[str, tuple[str, ...]]:
    """The Markdown of every example of the specifications: of CommonMark 0.31.2 and of GitHub's
    Markdown 0.28, the latter with the tests of its extensions and of what once went wrong."""
    return {name: tuple(texts) for name, texts in _run("examples.js", "").items()}


def specification_examples() -> tuple[str, ...]:
    """Those of all specifications, each once."""
    return tuple(dict.fromkeys(text for texts in examples().values() for text in texts))


def _run(script: str, standard_input: str) -> Any:
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
    return json.loads(run.stdout)
