"""``--watch``: the commands as processes, run again after each change."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from cli_run import Command
from plugin_projects import BROKEN, CLEAN, UNUSED, picture, write_project

PATIENCE = 30.0  # seconds: the clock is no test
WAITING = "waiting for changes"
README_CHANGED = "docbuild: doc/README.md changed"


class Watching:
    """A command with ``--watch`` that is running; what it prints arrives line by line."""

    def __init__(self, *words: str | Path, folder: Path | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "docbuild", *map(str, words), "--watch"],
            cwd=folder,
            env={**os.environ, "LC_ALL": "en_US.UTF-8", "PYTHONPATH": os.getcwd()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert self.process.stdout
        assert self.process.stderr
        self.out = _Lines(self.process.stdout)
        self.err = _Lines(self.process.stderr)

    def end(self) -> int:
        """The exit code after Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self.out.thread.join(PATIENCE)
        self.err.thread.join(PATIENCE)
        return code


class _Lines:
    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.seen: list[str] = []
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def until(self, text: str) -> str:
        """Wait for a line with ``text``."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._waiting.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"no line with {text!r}: {self.seen}")
            self.seen.append(line)
            if text in line:
                return line

    def rest(self) -> list[str]:
        """What nobody waited for; to be asked after the end."""
        found = []
        while not self._waiting.empty():
            found.append(self._waiting.get())
        return found

    def _read(self) -> None:
        with self._stream:
            for line in self._stream:
                self._waiting.put(line.rstrip("\n"))


@pytest.fixture
def watching() -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []

    def start(*words: str | Path, folder: Path | None = None) -> Watching:
        started.append(Watching(*words, folder=folder))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()


Start = Callable[..., Watching]


def test_a_check_runs_again_after_each_change(clean: Path, watching: Start) -> None:
    run = watching("check", clean)
    run.out.until("no problems")
    run.err.until(WAITING)
    readme = clean / "doc" / "README.md"
    readme.write_text(BROKEN, encoding="utf-8")
    assert run.err.until("changed") == README_CHANGED
    run.out.until("image-missing")
    run.out.until("upload size")
    (clean / "doc" / "image" / "cart.png").write_bytes(picture("red"))
    run.err.until("doc/image/cart.png changed")
    run.out.until("error link-host")
    readme.write_text(CLEAN, encoding="utf-8")
    run.out.until("0 errors, 1 warning")
    assert run.end() == 130
    # On a busy machine a file that is made and then filled is two changes, with or without others.
    *changes, last = run.err.rest()
    assert last == "docbuild: interrupted"
    assert all(line.endswith(" changed") for line in changes)
    assert any("doc/README.md" in line for line in changes)


def test_it_ends_while_it_waits_and_prints_nothing_more(clean: Path, watching: Start) -> None:
    run = watching("check", clean)
    run.err.until(WAITING)
    started = time.monotonic()
    assert run.end() == 130
    assert time.monotonic() - started < PATIENCE / 2
    assert run.err.rest() == ["docbuild: interrupted"]


def test_it_ends_when_nobody_reads_its_reports(clean: Path) -> None:
    """As in ``docbuild check --watch | head``."""
    run = subprocess.Popen(
        [sys.executable, "-m", "docbuild", "check", clean, "--watch"],
        env={**os.environ, "LC_ALL": "en_US.UTF-8", "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert run.stdout
    assert run.stderr
    with run, run.stdout, run.stderr:
        assert "no problems" in run.stdout.readline()
        assert WAITING in run.stderr.readline()
        run.stdout.close()
        (clean / "doc" / "README.md").write_text(BROKEN, encoding="utf-8")
        assert run.wait(PATIENCE) == 1


def test_a_half_saved_document_is_not_checked(clean: Path, watching: Start) -> None:
    run = watching("check", clean)
    run.err.until(WAITING)
    readme = clean / "doc" / "README.md"
    for _ in range(5):
        with readme.open("w", encoding="utf-8") as file:
            file.flush()
            (clean / "doc" / "image" / "card.png").write_bytes(picture("teal"))
            time.sleep(0.1)  # less than a half-saved document waits, more than a build takes
            file.write(CLEAN)
    readme.write_text(BROKEN, encoding="utf-8")
    run.out.until("image-missing")
    assert not [line for line in run.out.seen if "doc-empty" in line]
    assert run.end() == 130


def test_a_document_that_stays_empty_is_checked(clean: Path, watching: Start) -> None:
    run = watching("check", clean)
    run.err.until(WAITING)
    (clean / "doc" / "README.md").write_text("", encoding="utf-8")
    run.out.until("doc-empty")
    (clean / "doc" / "README.md").unlink()
    run.out.until("doc-missing")
    (clean / "doc" / "README.md").write_text(CLEAN, encoding="utf-8")
    run.out.until("no problems")
    assert run.end() == 130


def test_broken_settings_are_told_and_may_be_mended(clean: Path, watching: Start) -> None:
    run = watching("check", clean)
    run.err.until(WAITING)
    settings = clean / "docbuild.toml"
    settings.write_text("fail-on = [", encoding="utf-8")
    run.err.until("no valid TOML")
    settings.write_text('fail-on = "warning"\n', encoding="utf-8")
    run.out.until("no problems")
    run.out.until("no problems")
    assert run.end() == 130


def test_settings_that_are_broken_from_the_start_may_be_mended(
    tmp_path: Path, watching: Start
) -> None:
    root = write_project(tmp_path / "project", files={"docbuild.toml": "fail-on = ["})
    run = watching("check", root)
    run.err.until("no valid TOML")
    run.err.until(WAITING)
    (root / "docbuild.toml").unlink()
    run.out.until("no problems")
    assert run.end() == 130


def test_a_project_that_is_not_there_is_an_error_at_once(docbuild: Command, tmp_path: Path) -> None:
    done = docbuild("check", tmp_path / "nosuch", "--watch")
    assert done.code == 2
    assert "no such path" in done.err


def test_each_run_writes_the_whole_report(clean: Path, tmp_path: Path, watching: Start) -> None:
    report = clean / "doc" / "report.json"  # inside of what is watched
    run = watching("check", clean, "--format", "json", "--output", report)
    run.err.until(WAITING)
    assert json.loads(report.read_bytes())["summary"]["errors"] == 0
    (clean / "doc" / "README.md").write_text(BROKEN, encoding="utf-8")
    end = time.monotonic() + PATIENCE
    while json.loads(report.read_bytes())["summary"]["errors"] == 0:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert run.end() == 130
    assert run.out.rest() == []
    told = [line for line in (*run.err.seen, *run.err.rest()) if "changed" in line]
    assert told == ["docbuild: doc/README.md changed"]


def test_each_run_prints_a_json_document(clean: Path, watching: Start) -> None:
    run = watching("check", clean, "--format", "json", "--quiet")
    run.err.until(WAITING)
    (clean / "doc" / "README.md").write_text(BROKEN, encoding="utf-8")
    run.out.until("image-missing")
    assert run.end() == 130
    text = "\n".join((*run.out.seen, *run.out.rest()))
    first, end = json.JSONDecoder().raw_decode(text)
    second = json.loads(text[end:])
    assert (first["summary"]["errors"], second["summary"]["errors"]) == (0, 2)
    assert "changed" not in "".join(run.err.seen)


@pytest.mark.parametrize("place", ["site", "doc/_site"])
def test_a_build_is_not_woken_by_what_it_writes(clean: Path, watching: Start, place: str) -> None:
    target = clean / place
    run = watching("build", clean, "-o", target)
    run.out.until("wrote")
    run.err.until(WAITING)
    readme = clean / "doc" / "README.md"
    for word in ("晴天", "雨天"):
        readme.write_text(CLEAN.replace("天气插件", word), encoding="utf-8")
        run.out.until("wrote")
        assert word in (target / "index.html").read_text(encoding="utf-8")
    assert run.end() == 130
    told = [line for line in (*run.err.seen, *run.err.rest()) if "changed" in line]
    assert told == ["docbuild: doc/README.md changed"] * 2


def test_a_theme_of_ones_own_is_watched(clean: Path, tmp_path: Path, watching: Start) -> None:
    theme = tmp_path / "theme"
    shipped = Path(__file__).parent.parent.parent / "themes" / "plain"
    theme.mkdir()
    for path in shipped.iterdir():
        (theme / path.name).write_bytes(path.read_bytes())
    run = watching("build", clean, "-o", tmp_path / "site", "--theme", theme)
    run.out.until("wrote")
    run.err.until(WAITING)
    style = next(theme.glob("*.css"))
    style.write_text(style.read_text(encoding="utf-8") + "/* mine */", encoding="utf-8")
    run.err.until(style.name)
    run.out.until("wrote")
    assert run.end() == 130


def test_a_build_into_the_document_itself_is_refused(docbuild: Command, clean: Path) -> None:
    for target in (clean / "doc", clean):
        done = docbuild("build", clean, "-o", target, "--force", "--watch")
        assert done.code == 2
        assert "wake itself" in done.err
    assert not (clean / "doc" / "index.html").exists()


@pytest.mark.parametrize("poll", ["always", "never"])
def test_polling_as_it_was_asked_for(clean: Path, watching: Start, poll: str) -> None:
    run = watching("check", clean, "--poll", poll)
    run.err.until(WAITING)
    (clean / "doc" / "README.md").write_text(BROKEN, encoding="utf-8")
    run.out.until("image-missing")
    assert run.end() == 130


def test_a_folder_of_many_files_is_told_shortly(clean: Path, watching: Start) -> None:
    run = watching("check", clean)
    run.err.until(WAITING)
    elsewhere = clean / "elsewhere"
    elsewhere.mkdir()
    for number in range(20):
        (elsewhere / f"{number}.png").write_bytes(UNUSED["doc/image/unused.png"])
    elsewhere.rename(clean / "doc" / "more")
    assert run.err.until("changed").endswith("and others, 21 changed")
    run.out.until("20 warnings")
    assert run.end() == 130
