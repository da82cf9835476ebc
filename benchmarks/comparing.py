"""``docbuild diff`` beside ``docbuild check`` of the same document, in one run.

    python benchmarks/comparing.py [FOLDER] [--times N] [--docs small,typical,large]

The other side differs in a few words and pictures: a folder, a bundle, a revision of git and a
recorded release; and two recorded releases. Each as text and as an HTML page.
FOLDER keeps the documents between runs (a temporary one without it).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median

import documents
import processes
from PIL import Image, ImageDraw

_DOCBUILD = (sys.executable, "-m", "docbuild")
_WORDS, _PICTURES = 8, 4  # that differ


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--docs", default=",".join(documents.SHAPES))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        names = arguments.docs.split(",")
        documents.make(folder, names)
        for name in names:
            measure(folder / name, Path(temporary), arguments.times)


def measure(project: Path, temporary: Path, times: int) -> None:
    """Print the ratios for one project, by kind of the other side."""
    other = temporary / f"{project.name}-other"
    shutil.copytree(project, other)
    _edit(other / "doc", Random(project.name))
    bundle = temporary / f"{project.name}.zip"
    words = ("bundle", str(other), "-o", str(bundle), "--force", "-q")
    subprocess.run([*_DOCBUILD, *words], check=False)
    _record(other, project)
    in_git = _in_git(project, other, temporary / f"{project.name}-git")
    cache = {"DOCBUILD_CACHE": str(temporary / "cache")}
    here = ("--project", str(project))
    sides: dict[str, Sequence[str]] = {
        "folder": (str(other), *here),
        "bundle": (str(bundle), *here),
        "git": ("HEAD", "--project", str(in_git)),
        "release": ("published", *here),
        "two releases": ("published", "release:1.0.1", *here),
    }
    commands: dict[str, Sequence[str]] = {"check": (*_DOCBUILD, "check", str(project))}
    for name, named in sides.items():
        commands[name] = (*_DOCBUILD, "diff", *named)
        commands[f"{name}, HTML"] = (*_DOCBUILD, "diff", *named, "--format", "html")
    runs = processes.in_turn({name: (words, cache) for name, words in commands.items()}, times)
    _tell(project.name, runs)


def _tell(name: str, runs: dict[str, list[processes.Run]]) -> None:
    checks = runs.pop("check")
    print(f"{name}: check {1000 * median(run.wall for run in checks):.0f} ms")
    for side, found in runs.items():
        cpu = median(run.cpu / check.cpu for run, check in zip(found, checks, strict=True))
        peak = max(run.peak for run in found) / max(run.peak for run in checks)
        print(
            f"  {side}: {processes.ratio(found, checks):.2f} by the clock, {cpu:.2f} by processor "
            f"time, {peak:.2f} by memory"
        )


def _edit(doc: Path, random: Random) -> None:
    """Let a few words and pictures be others."""
    readme = doc / "README.md"
    sentences = readme.read_text(encoding="utf-8").split("。")
    for index in random.sample(range(len(sentences)), min(_WORDS, len(sentences))):
        sentences[index] += "改了"
    readme.write_text("。".join(sentences), encoding="utf-8")
    for path in random.sample(sorted((doc / "image").iterdir()), _PICTURES):
        picture = Image.open(path).convert("RGB")
        ImageDraw.Draw(picture).rectangle((200, 160, 450, 220), fill=(255, 200, 0))
        picture.save(path)


def _record(other: Path, project: Path) -> None:
    """Let the record of ``project`` have ``other`` as published, and itself as prepared."""
    release = (*_DOCBUILD, "release")
    prepare = (*release, "prepare", "--force", "--no-input", "--description", "x")
    version = ("--document-version", "1.0.0")
    for words in (
        (*prepare, *version, str(other)),
        (*release, "uploaded", "1.0.0", str(other)),
        (*release, "published", "1.0.0", str(other)),
    ):
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    shutil.copytree(other / ".docbuild", project / ".docbuild", dirs_exist_ok=True)
    words = (*prepare, "--document-version", "1.0.1", str(project))
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def _in_git(project: Path, other: Path, target: Path) -> Path:
    """``project`` as a working tree in which git has ``other``."""
    shutil.copytree(other, target)
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.invalid", "-c", "commit.gpgsign=false")
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "other")):
        subprocess.run(["git", *identity, *words], cwd=target, check=True, env=quiet)
    shutil.copytree(project, target, dirs_exist_ok=True)
    return target


if __name__ == "__main__":
    main()
