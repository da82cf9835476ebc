"""Many people and their processes at one project's record, some of which are killed.

What somebody was told by exit code 0 is a *claim*, which is held to the record in the end, and
every now and then in between: whoever reads meets a sound record at any moment.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple

from plugin_projects import CLEAN
from release_scenes import litter

from docbuild.cli import release, status
from docbuild.cli.main import main as docbuild
from docbuild.files import digest
from docbuild.release.history import History
from docbuild.release_store.reading import all_objects
from docbuild.release_store.store import open_store

LOADED = (release, status)  # so that no process has to load them
PROCESSES = 8
KILLED = 0.4  # of all
LATEST_KILL = 0.25  # seconds after the start
PATIENCE = 120.0  # seconds until a process is thought to hang
_READING = ("list", "show", "status")
_CLAIMS = {"uploaded": "noted: ", "published": "noted: "}


class Process(NamedTuple):
    number: int
    identifier: int
    words: tuple[str, ...]
    killed_at: float | None
    started: float


class Crowd:
    """``wrong`` is what should not have been, in words; ``finished`` counts processes by how
    they ended: by their exit code, or ``None`` if they were killed. In every third crowd people
    also ask that old releases are forgotten, so that nobody can be held to those."""

    def __init__(self, place: Path, seed: int) -> None:
        self.place, self.root = place, place / "project"
        self.store = open_store(self.root)
        self.wrong: list[str] = []
        self.finished: dict[int | None, int] = {}
        self._forgets = seed % 3 == 0
        self._chance = random.Random(seed)
        self._running: dict[int, Process] = {}
        self._claims: list[str] = []  # who noted something, each a name of its own
        self._prepared: list[str] = []  # ids
        self._edit = (self.root / "doc/README.md").read_bytes()
        self._number = 0
        self._version = 0

    def run(self, seconds: float) -> None:
        """Let them work for that long, and see to it that nothing was lost."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.wrong:
            if len(self._running) < PROCESSES:
                self._start(self._command())
            self._reap(wait=0.002)
        while self._running:
            self._reap(wait=0.01)
        self._start(("gc", "project"))  # whoever writes next cleans up
        while self._running:
            self._reap(wait=0.01)
        self._judge_end()

    def _command(self) -> tuple[str, ...]:
        choice = self._chance.random()
        if choice < 0.30:
            self._change_document()
            self._version += 1
            version = f"{self._version // 1000}.{self._version % 1000}.0"
            rest = ("--document-version", version, "--description", "x", "--format", "json")
            return ("prepare", "project", "--no-input", *rest)
        if choice < 0.45:
            return ("uploaded", self._some_release(), "project")
        if choice < 0.60:
            return ("published", self._some_release(), "project")
        if choice < 0.66:
            return ("uploaded", self._some_release(), "project", "--undo")
        if choice < 0.78:
            return ("restore", self._some_release(), "project")
        if choice < 0.84:
            return ("restore", "prepared", "project", "--to", "project/.docbuild/upload")
        if choice < 0.90:
            return ("gc", "project", *(["--keep-records", "3"] if self._forgets else []))
        word = self._chance.choice(_READING)
        return (word, "prepared", "project") if word == "show" else (word, "project")

    def _some_release(self) -> str:
        names = ["prepared", "uploaded", "published", *self._prepared[-10:]]
        return self._chance.choice(names)

    def _change_document(self) -> None:
        """Edit the document while nobody restores it, and note what was lost since the last."""
        if any(each.words[0] == "restore" for each in self._running.values()):
            return
        self._judge_document()
        self._edit = f"{CLEAN}\n第 {self._number} 次修改。\n".encode()
        (self.root / "doc/README.md").write_bytes(self._edit)

    def _judge_document(self) -> None:
        """What somebody wrote is there, or in the record."""
        path = self.root / "doc/README.md"
        if self._forgets or (path.exists() and path.read_bytes() == self._edit):
            return
        if digest(self._edit) not in {sha256 for sha256, _ in all_objects(self.root)}:
            self.wrong.append(f"an edit is nowhere any more: {self._edit.decode()!r}")

    def _start(self, words: tuple[str, ...]) -> None:
        self._number += 1
        is_killed = self._chance.random() < KILLED and len(words) > 2
        delay = self._chance.random() * LATEST_KILL
        now = time.monotonic()
        child = os.fork()
        if child == 0:
            self._work(words)
        killed_at = now + delay if is_killed else None
        self._running[child] = Process(self._number, child, words, killed_at, now)

    def _work(self, words: tuple[str, ...]) -> None:
        """What a process does, of which nothing returns."""
        code = 3
        try:
            os.chdir(self.place)
            for descriptor, name in ((1, "out"), (2, "err")):
                path = self.place / f"{self._number}.{name}"
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
            command = [] if words[0] == "status" else ["release"]
            by = [] if words[0] in _READING else ["--by", self._name(self._number)]
            code = docbuild([*command, *words, *by, "--lang", "en"])
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _name(self, number: int) -> str:
        return f"nr-{number}"

    def _reap(self, wait: float) -> None:
        for each in list(self._running.values()):
            now = time.monotonic()
            if each.killed_at is not None and now >= each.killed_at:
                os.kill(each.identifier, signal.SIGKILL)
            elif now > each.started + PATIENCE:
                os.kill(each.identifier, signal.SIGKILL)
                self.wrong.append(f"never ended: {' '.join(each.words)}")
            ended, status = os.waitpid(each.identifier, os.WNOHANG)
            if ended:
                del self._running[each.identifier]
                self._judge(each, status)
        time.sleep(wait)

    def _judge(self, process: Process, status: int) -> None:
        code = None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        self.finished[code] = self.finished.get(code, 0) + 1
        out, err = ((self.place / f"{process.number}.{name}") for name in ("out", "err"))
        said, complaint = (
            each.read_text(encoding="utf-8") if each.exists() else "" for each in (out, err)
        )
        if code is not None:
            self._judge_words(process, code, said, complaint)
        out.unlink(missing_ok=True)
        err.unlink(missing_ok=True)

    def _judge_words(self, process: Process, code: int, said: str, complaint: str) -> None:
        name = " ".join(process.words)
        unread = "cannot be read" in complaint and not self._forgets  # or it is about to go
        if code not in (0, 1, 2) or "Traceback" in complaint or unread:
            self.wrong.append(f"{name}: exit code {code}: {complaint}")
        elif code != 0:
            return
        elif process.words[0] == "prepare":
            self._prepared.append(json.loads(said)["release"]["id"])
        elif said.startswith(_CLAIMS.get(process.words[0], "\0")):
            self._claims.append(self._name(process.number))

    def _judge_end(self) -> None:
        history = self.store.read()
        self.wrong += [problem.placed.en for problem in history.problems]
        self.wrong += self._damages(history)
        self.wrong += [f"left: {each}" for each in litter(self.place)]
        if self._forgets:
            return
        known = {each.id for each in history.releases}
        self.wrong += [f"lost: {each}" for each in self._prepared if each not in known]
        names = {event.stamp.by for event in history.events}
        self.wrong += [f"what {each} noted is lost" for each in self._claims if each not in names]
        self._judge_document()

    def _damages(self, history: History) -> list[str]:
        found = (self.store.members(each) for each in history.releases)
        return [each.placed.en for each in found if not isinstance(each, dict)]


def told(crowd: Crowd) -> str:
    """How it went, in a line."""
    history = crowd.store.read()
    killed, done = crowd.finished.get(None, 0), crowd.finished.get(0, 0)
    return (
        f"{sum(crowd.finished.values())} processes, of which {done} did it and {killed} were "
        f"killed; {len(history.releases)} releases, {len(history.events)} events"
    )
