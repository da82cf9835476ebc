"""The worker: its limits, its death in the middle of work, and mistakes of our own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from pictures import digest, inspected, jpeg, png

import docbuild
from docbuild.asset import ImageProblem
from docbuild.images import pool, process
from docbuild.images.facts import Picture, facts_of
from docbuild.images.memory import Memory
from docbuild.images.pool import inspect_all
from docbuild.images.process import Worker, WorkerError

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")


def _children() -> list[int]:
    """The processes that this one started and that still run."""
    listings = list(Path("/proc/self/task").glob("*/children"))
    assert listings
    return [int(pid) for listing in listings for pid in _words(listing)]


def _words(listing: Path) -> list[str]:
    try:
        return listing.read_text().split()
    except (FileNotFoundError, ProcessLookupError):  # that thread has ended meanwhile
        return []


def _kill_children() -> None:
    for child in _children():
        os.kill(child, signal.SIGKILL)


@linux
def test_a_worker_killed_in_the_middle_costs_one_picture(tmp_path: Path) -> None:
    pictures = {number: png(20 + number, 20) for number in range(5)}

    def load(number: int) -> bytes:
        if number == 2:
            _kill_children()
        return pictures[number]

    memory = Memory(str(tmp_path))
    found = facts_of(
        [Picture(digest(data), partial(load, number)) for number, data in pictures.items()],
        memory,
    )
    facts = [found[digest(data)] for data in pictures.values()]
    assert [fact.problem for fact in facts] == [None, None, ImageProblem.BOMB, None, None]
    assert facts[2].format == "png"
    assert memory.recall(digest(pictures[1])) is not None
    assert memory.recall(digest(pictures[2])) is None
    assert _children() == []


@linux
def test_ending_early_ends_the_workers() -> None:
    pictures = [(str(number), partial(png, 20 + number, 20)) for number in range(30)]
    with closing(inspect_all(pictures)) as inspections:
        next(inspections)
        assert _children()
    assert _children() == []


@posix
@pytest.mark.parametrize(("ending", "words"), [("SIGPROF", "processor"), ("SIGSEGV", "status -11")])
def test_the_reason_of_an_end_is_told(ending: str, words: str) -> None:
    worker = Worker()
    assert worker.inspect(png())[0].problem is None
    os.kill(worker.pid, getattr(signal, ending))
    facts, lasting = worker.inspect(png())
    assert (facts.problem, lasting, worker.alive) == (ImageProblem.BOMB, False, False)
    assert words in facts.detail


@posix
def test_a_worker_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 0.2)
    worker = Worker()
    worker.start()
    os.kill(worker.pid, signal.SIGSTOP)
    facts, lasting = worker.inspect(png())
    assert (facts.problem, lasting, worker.alive) == (ImageProblem.BOMB, False, False)
    assert "took more than" in facts.detail


@linux
def test_many_deaths_end_the_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_MAX_DEATHS", 1)

    def load(number: int) -> bytes:
        if number == 1:
            _kill_children()
        return png(20 + number, 20)

    inspections = inspect_all([(str(number), partial(load, number)) for number in range(4)])
    found = {name: facts for name, facts, _ in inspections}
    assert [found[name].problem is None for name in "0123"] == [True, False, False, False]
    assert "not tried" in found["3"].detail


@posix
@pytest.mark.parametrize(
    ("program", "returncode"),
    [
        ("start_clock(0.2)\nwhile True: pass", -27),
        ("confine()\ntry: bytearray(600 << 20)\nexcept MemoryError: raise SystemExit(5)", 5),
        ("confine()\ntry: open('x', 'wb', 0).write(b'x')\nexcept OSError: raise SystemExit(6)", 6),
    ],
)
def test_the_limits_hold(program: str, returncode: int, tmp_path: Path) -> None:
    if sys.platform == "darwin" and "bytearray" in program:
        pytest.skip("macOS does not limit address space")
    head = "import signal\nfrom docbuild.images.confine import confine, start_clock\n"
    head += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    done = subprocess.run([sys.executable, "-c", head + program], cwd=tmp_path, check=False)
    assert done.returncode == (-signal.SIGPROF if returncode == -27 else returncode)


def test_a_hostile_working_directory_and_environment_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "struct.py", "PIL.py", "docbuild.py", "defusedxml.py", "olefile.py"):
        (tmp_path / name).write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    monkeypatch.syspath_prepend("")
    assert inspected({"it": jpeg()})["it"].problem is None


def test_the_worker_is_of_the_docbuild_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not of the one that is installed, which may be another."""
    copied = shutil.copytree(Path(docbuild.__file__).parent, tmp_path / "docbuild")
    with (copied / "images/worker.py").open("a", encoding="utf-8") as worker:
        worker.write("raise SystemExit('the copy')\n")
    script = "from docbuild.images.process import Worker; Worker().start()"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {script}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "the copy" in done.stderr


def test_a_worker_that_cannot_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_PROGRAM", "raise SystemExit('no Pillow here')")
    with pytest.raises(WorkerError, match="no Pillow here"):
        inspected({"it": png()})


def test_a_mistake_of_our_own_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "from docbuild.images import png; png.outline = None; " + process._PROGRAM
    monkeypatch.setattr(process, "_PROGRAM", broken)
    with pytest.raises(WorkerError, match="TypeError"):
        inspected({"it": png()})
