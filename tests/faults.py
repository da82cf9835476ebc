"""A command that meets a fault at any of its system calls: killed there, or that call refused.

Needs strace, and Linux. To put another command to the test, describe it as a :class:`Scene`::

    def prepare(place: Path) -> None:      # the old state, in a new folder
        write_project(place / "project")

    SCENE = Scene("bundle to a new file", prepare, ["bundle", "project", "-o", "out.zip"])

and hold it to its promises: :func:`recorded` runs it once without a fault and once under strace;
``changing_faults`` of the :class:`Record` are those worth trying first, then ``lasting_faults``,
while at those of ``earlier_faults`` nothing was changed yet; :func:`meet` runs the command with
one of them and says what is wrong afterwards, if anything is:

- what ``view`` shows of the place is neither as before nor as after a run without a fault;
- the exit code is 0 though it is as before;
- the next run, without a fault, fails, or leads elsewhere, or leaves anything that ``leftovers``
  finds (by default: names that begin as temporary ones do);
- the command never ends.

Where every run makes something new, such as a record with a time in it, let ``view`` leave that
out. Where the next run of the same command is not to succeed after a whole first one, name
another in ``next_words`` that sweeps, and what it makes of either state in ``next_view``.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

ERRORS = ("ENOSPC", "EIO", "EACCES")
KILL = "KILL"
PATIENCE = 60.0  # seconds until a command is thought to hang

_TEMPORARY = ".docbuild-"
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")
_WRITES = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC)")
_NOWHERE = re.compile(r'"/(dev|proc)/')  # opened for writing, but no file of anybody's
_DISK = {
    "openat",
    "write",
    "fsync",
    "flock",
    "linkat",
    "mkdirat",
    "renameat",
    "renameat2",
    "unlinkat",
}
_CHANGES = re.compile(r"(mkdir|rmdir|unlink|rename|link|symlink|truncate|mknod|chmod|chown).*")


def tree(place: Path) -> Mapping[str, bytes | str]:
    """All that is in a folder by path: content, or where a link leads, or ``/`` for a folder."""
    return dict(_entries(place, ""))


def _entries(folder: Path, prefix: str) -> Iterator[tuple[str, bytes | str]]:
    for path in sorted(folder.iterdir()):
        name = prefix + path.name
        if path.is_symlink():
            yield name, f"-> {os.readlink(path)}"
        elif path.is_dir():
            yield name, "/"
            yield from _entries(path, f"{name}/")
        else:
            yield name, path.read_bytes()


def visible(place: Path) -> Mapping[str, bytes | str]:
    """What a folder holds beside temporary files."""
    return {name: content for name, content in tree(place).items() if not _is_temporary(name)}


def temporary(place: Path) -> Sequence[str]:
    """The temporary files and folders anywhere in a folder."""
    return [name for name in tree(place) if _is_temporary(name)]


def _is_temporary(name: str) -> bool:
    return any(part.startswith(_TEMPORARY) for part in name.split("/"))


class Scene(NamedTuple):
    """A command, ``words`` behind ``docbuild``, and the place that it is run in.

    ``codes`` are the exit codes of a run without a fault. ``environment`` is added to the
    least that a command needs; ``{folder}`` in it is a folder beside the place that stays.
    """

    name: str
    prepare: Callable[[Path], None]
    words: Sequence[str]
    view: Callable[[Path], object] = visible
    leftovers: Callable[[Path], Sequence[str]] = temporary
    next_words: Sequence[str] | None = None
    next_view: Callable[[Path], object] | None = None
    environment: Mapping[str, str] = MappingProxyType({})
    also: Sequence[str] = ()  # more for strace, such as an injection that is there in every run


Run: TypeAlias = Callable[
    [Scene, Path, Sequence[str], Sequence[str]], "subprocess.CompletedProcess[bytes]"
]
"""Runs ``words`` of a scene in a place, behind the words of a prefix."""


class Fault(NamedTuple):
    """``what`` happens at the ``nth`` time, from 1, that a process makes the ``call``.

    ``lasting``: from then on at every time.
    """

    call: str
    nth: int
    what: str
    lasting: bool = False

    @property
    def injection(self) -> str:
        effect = f"signal={self.what}" if self.what == KILL else f"error={self.what}"
        return f"inject={self.call}:{effect}:when={self.nth}{'+' if self.lasting else ''}"


class Record(NamedTuple):
    """A scene, its state before and after, and its system calls; ``first`` changes something."""

    run: Run

    scene: Scene
    folder: Path
    old: object
    new: object
    final: object
    calls: tuple[tuple[str, int], ...]
    first: int

    def changing_faults(self, *, errors: Sequence[str] = ERRORS) -> list[Fault]:
        """Every fault at every call from the first on that can change anything on the disk."""
        return _faults(self.calls[self.first :], errors)

    def lasting_faults(self, *, errors: Sequence[str] = ("ENOSPC", "EIO")) -> list[Fault]:
        """A call that changes the disk fails from then on, which undoing has to live with."""
        places = [(call, nth) for call, nth in self.calls[self.first :] if call in _DISK]
        return [Fault(*place, what, lasting=True) for place in places for what in errors]

    def earlier_faults(self, *, errors: Sequence[str] = ERRORS) -> list[Fault]:
        return _faults(self.calls[: self.first], errors)


def _faults(calls: Sequence[tuple[str, int]], errors: Sequence[str]) -> list[Fault]:
    return [Fault(call, nth, what) for call, nth in calls for what in (KILL, *errors)]


class Met(NamedTuple):
    """What came of a fault. ``wrong`` says what must not be; ``code`` is negative for a signal.

    ``injected``: the fault was met at all. ``left``: the command left something to be swept.
    """

    fault: Fault
    code: int
    wrong: str | None
    injected: bool
    changed: bool
    left: bool
    errors: str


def environment(scene: Scene, place: Path) -> dict[str, str]:
    """All that a command of ``scene`` in ``place`` has of the environment."""
    kept = place.parent / "kept"
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "HOME": str(kept),
        "DOCBUILD_CACHE": str(kept / "cache"),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        **{name: value.format(folder=kept) for name, value in scene.environment.items()},
    }


def started(
    scene: Scene, place: Path, words: Sequence[str], prefix: Sequence[str]
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as people do."""
    return subprocess.run(
        [*prefix, sys.executable, "-m", "docbuild", *words],
        cwd=place,
        env=environment(scene, place),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


def recorded(scene: Scene, folder: Path, run: Run = started) -> Record:
    """Run a scene in ``folder`` without a fault, and note what it did. Raises for a bad scene."""
    template, place = folder / "old", folder / "place-0"
    template.mkdir(parents=True)
    scene.prepare(template)
    (folder / "kept").mkdir()
    _renew(folder, place)
    old = scene.view(place)
    _must_succeed(run(scene, place, scene.words, ()))  # which warms the caches up
    _renew(folder, place)
    log = folder / "log"
    done = run(scene, place, scene.words, ["strace", "-f", "-qq", "-o", str(log), *scene.also])
    _must_succeed(done)
    left, new = scene.leftovers(place), scene.view(place)
    assert not left, f"a run without a fault leaves {left}"
    calls, first = _calls(log.read_text(errors="replace"))
    _must_succeed(run(scene, place, scene.next_words or scene.words, ()))
    final = (scene.next_view or scene.view)(place)
    return Record(run, scene, folder, old, new, final, calls, first)


def meet(record: Record, fault: Fault, lane: int = 0) -> Met:
    """Run the command of ``record`` with a fault. Those in different lanes may run at once."""
    scene, place, log = record.scene, record.folder / f"place-{lane}", record.folder / f"log-{lane}"
    _renew(record.folder, place)
    options = ["-f", "-qq", "-o", str(log), "-e", f"trace={fault.call}"]
    if fault.what != KILL:  # strace 6.1 sends no signals with it
        options.append("--seccomp-bpf")
    prefix = ["strace", *options, *scene.also, "-e", fault.injection]
    try:
        done = record.run(scene, place, scene.words, prefix)
    except subprocess.TimeoutExpired:
        return Met(fault, 0, "never ends", True, False, False, "")
    injected = done.returncode == -signal.SIGKILL or "INJECTED" in log.read_text(errors="replace")
    left, seen = scene.leftovers(place), scene.view(place)
    wrong = _wrong(record, seen, done.returncode) or (_wrong_next(record, place) if left else None)
    errors = done.stderr.decode(errors="replace")
    return Met(fault, done.returncode, wrong, injected, seen == record.new, bool(left), errors)


def _wrong(record: Record, seen: object, code: int) -> str | None:
    if seen != record.old and seen != record.new:
        return f"neither the old state nor the new one: {seen!r:.2000}"
    if code == 0 and seen != record.new:
        return "exit code 0 though nothing was done"
    return None


def _wrong_next(record: Record, place: Path) -> str | None:
    """What is wrong after one more run, which has no fault."""
    scene = record.scene
    done = record.run(scene, place, scene.next_words or scene.words, ())
    if done.returncode != 0:
        return f"the next run fails: {done.stderr.decode(errors='replace')}"
    if left := scene.leftovers(place):
        return f"the next run leaves {left}"
    if (scene.next_view or scene.view)(place) != record.final:
        return "the next run leads elsewhere"
    return None


def _renew(folder: Path, place: Path) -> None:
    if place.exists():
        shutil.rmtree(place)
    shutil.copytree(folder / "old", place, symlinks=True)


def _must_succeed(done: subprocess.CompletedProcess[bytes]) -> None:
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)


def _calls(log: str) -> tuple[tuple[tuple[str, int], ...], int]:
    """The calls of all processes in their order, each with its number, and the first change.

    Numbers count each process's own calls of that name, as strace does; a number that several
    processes reach is listed once.
    """
    counts: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, int], None] = {}
    first: int | None = None
    for line in log.splitlines():
        match = _LINE.match(line)
        if match is None:  # the rest of a call that was interrupted, or the end of a process
            continue
        process, call, rest = match.groups()
        number = counts[process, call] = counts.get((process, call), 0) + 1
        if first is None and _can_change(call, rest):
            first = len(found)
        found[call, number] = None
    assert first is not None, "the command changes nothing"
    return tuple(found), first


def _can_change(call: str, rest: str) -> bool:
    if call in ("open", "openat", "openat2", "creat"):
        return bool(_WRITES.search(rest)) and not _NOWHERE.search(rest)
    return bool(_CHANGES.fullmatch(call))
