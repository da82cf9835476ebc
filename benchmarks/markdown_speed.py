"""Reading and rendering a document beside plain mistune, in one process, by processor time.

python benchmarks/markdown_speed.py [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import documents
import mistune

from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.source import Source

_TIMES = 9


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()  # both run in this thread alone, others may have the clock
    work()
    return time.process_time() - started


def measure(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    source = Source("doc/README.md", text)
    plain = mistune.create_markdown(plugins=["table", "strikethrough", "url"])
    pairs = [
        (seconds(lambda: render(parse(source))), seconds(lambda: plain(text)))
        for _ in range(_TIMES)
    ]
    ratio = median(ours / theirs for ours, theirs in pairs)
    print(f"{readme.parent.parent.name:8} docbuild/mistune {ratio:4.2f} (bar 1.3)", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        documents.make(folder)
        for name in documents.SHAPES:
            measure(folder / name / "doc" / "README.md")


if __name__ == "__main__":
    main()
