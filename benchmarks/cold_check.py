"""A cold ``docbuild check`` beside the least that any checker must do, in one run.

    python benchmarks/cold_check.py [FOLDER] [--times N]

FOLDER keeps the documents between runs (a temporary one without it).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

import documents
import processes

_HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--times", type=int, default=11)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        documents.make(folder)
        for name in documents.SHAPES:
            measure(folder / name, Path(temporary) / "cache", arguments.times)


def measure(project: Path, cache: Path, times: int) -> None:
    """Print the ratios for one project: its pictures remembered, and seen the first time."""
    readme = str(project / "doc" / "README.md")
    bare = [sys.executable, str(_HERE / "bare_check.py"), readme]
    check = [sys.executable, "-m", "docbuild", "check", str(project)]
    warm = processes.in_turn(
        {"floor": (bare, {}), "check": (check, {"DOCBUILD_CACHE": str(cache)})}, times
    )
    shutil.rmtree(cache)
    few = max(3, times // 3)
    first = processes.in_turn(
        {
            "floor": (bare, {}),
            "decode": ([*bare, "--decode"], {}),
            "check": (check, {"DOCBUILD_CACHE": "off"}),
        },
        few,
    )
    decoding = [d.wall - f.wall for d, f in zip(first["decode"], first["floor"], strict=True)]
    extra = median(
        (c.wall - 1.5 * f.wall) / d
        for c, f, d in zip(first["check"], first["floor"], decoding, strict=True)
    )
    peak = max(run.peak for run in warm["check"]) / max(run.peak for run in warm["floor"])
    floor_ms = 1000 * median(run.wall for run in warm["floor"])
    print(
        f"{project.name:8} floor {floor_ms:5.0f} ms"
        f"   check/floor {processes.ratio(warm['check'], warm['floor']):4.2f} (bar 1.5)"
        f"   first time: (check - 1.5 floor)/decoding {extra:4.2f} (bar 1.3)"
        f"   memory/floor {peak:4.2f} (bar 3)",
        flush=True,
    )


if __name__ == "__main__":
    main()
