"""Reading 400 files below a project, each component guarded, beside plain open and read.

python benchmarks/reading.py
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from docbuild.files import read_file

_FILES, _BYTES, _TIMES = 400, 4000, 15


def main() -> None:
    paths = [f"image/{number}.png" for number in range(_FILES)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "image").mkdir()
        for path in paths:
            (folder / path).write_bytes(bytes(_BYTES))

        def plainly() -> None:
            for path in paths:
                (folder / path).read_bytes()

        def guarded() -> None:
            for path in paths:
                read_file(folder, path, _BYTES)

        ratio = median(seconds(guarded) / seconds(plainly) for _ in range(_TIMES))
    print(f"guarded/plain reading {ratio:4.2f} (aim 2)")


def seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
