"""docbuild as a process: consoles, pipes, terminals, and what a start costs."""

from __future__ import annotations

import errno
import io
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli_run import Terminal
from plugin_projects import BROKEN, picture, write_project

from docbuild.cli import terminal

ENGLISH = {"LC_ALL": "en_US.UTF-8"}


def process(
    *words: str | Path, environment: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "docbuild", *map(str, words)]
    return subprocess.run(
        command,
        env={**os.environ, **(environment or {})},
        input=stdin,
        capture_output=True,
        check=False,
    )


def test_as_a_process(broken: Path) -> None:
    done = process("check", broken, environment=ENGLISH)
    assert done.returncode == 1
    assert done.stderr == b""
    assert done.stdout.startswith(b"doc/README.md:3:1 error image-missing ")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252", "utf-8"])
def test_a_console_that_cannot_encode_a_character(tmp_path: Path, encoding: str) -> None:
    root = write_project(tmp_path / "项目😀", BROKEN.replace("外链", "外😀链"))
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (["check", root, "--lang=zh", "-v"], ["check", "--lang=zh", "--help"]):
        done = process(*words, environment=environment)
        assert done.returncode in (0, 1)
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code"), [("check nosuch 2>&-", 2), ("rules 2>&-", 0), ("rules >&- 2>&-", 2)]
)
def test_a_standard_error_that_is_closed(words: str, code: int) -> None:
    done = subprocess.run(["sh", "-c", f'"$0" -m docbuild {words}', sys.executable], check=False)
    assert done.returncode == code


@pytest.mark.parametrize("words", ["rules >&-", "render - <&-"])
def test_a_standard_stream_that_is_closed(words: str) -> None:
    command = ["sh", "-c", f'"$0" -m docbuild {words}', sys.executable]
    done = subprocess.run(command, env={**os.environ, **ENGLISH}, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"docbuild: cannot ")


def test_a_standard_error_that_is_full() -> None:
    command = [sys.executable, "-m", "docbuild", "check", "nosuch"]
    with open("/dev/full", "wb") as full:
        assert subprocess.run(command, stderr=full, check=False).returncode == 2


def test_a_reader_that_goes_away(broken: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "docbuild", "check", str(broken)]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk_behind_the_standard_output(broken: Path) -> None:
    command = [sys.executable, "-m", "docbuild", "check", str(broken)]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert os.strerror(errno.ENOSPC).encode() in done.stderr


def test_render_through_a_pipe() -> None:
    done = process("render", "-", stdin="# 标题\n".encode(), environment={"PYTHONUTF8": "1"})
    assert done.stdout.decode() == '<h1 id="-">标题</h1>\n'


def test_progress_shows_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, log = Terminal(), io.StringIO()
    monkeypatch.setattr(terminal, "_PATIENCE", -1)
    for stream in (screen, log):
        monkeypatch.setattr("sys.stderr", stream)
        progress = terminal.Progress("working", enabled=True)
        progress(1, 3)
        progress.clear()
        progress.clear()
    assert screen.getvalue() == "\rworking 1/3\x1b[K\r\x1b[K"
    assert log.getvalue() == ""


def test_progress_waits_before_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    progress = terminal.Progress("working", enabled=True)
    progress(1, 3)
    progress.clear()
    assert screen.getvalue() == ""


def test_the_width_of_a_terminal() -> None:
    parent, child = pty.openpty()
    with os.fdopen(parent, "wb"), os.fdopen(child, "w") as stream:
        assert terminal.width(stream, {"COLUMNS": "71"}) == 71
        assert terminal.width(stream, {}) > 0
    assert terminal.width(io.StringIO(), {"COLUMNS": "71"}) == 100
    assert terminal.width(Terminal(), {}) == 100


HEAVY = ("PIL", "jinja2", "watchdog", "importlib.metadata", "zipfile", "tomllib")


def test_a_check_without_pictures_imports_nothing_heavy(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", "# 标题\n\n正文\n")
    (root / "doc" / "image" / "card.png").unlink()
    program = (
        "import sys; from docbuild.cli.main import main;"
        f"code = main(['check', {str(root)!r}]);"
        "print(code, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    code, *loaded = done.stderr.decode().split()
    assert code == "0"
    assert "mistune" in loaded
    assert not set(HEAVY) & set(loaded)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows its file names")
def test_names_are_utf8_where_the_locale_says_nothing(tmp_path: Path) -> None:
    """Also where somebody turned Python's UTF-8 mode off."""
    text = "# 天气\n\n![图](图.png)\n"
    write_project(tmp_path / "天气", text, {"doc/图.png": picture("red")})
    nothing = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for words in (
        ("check", tmp_path / "天气"),
        ("bundle", tmp_path / "天气", "-o", tmp_path / "包.zip"),
        ("verify", tmp_path / "包.zip"),
    ):
        done = process(*words, environment=nothing)
        assert (done.returncode, done.stderr) == (0, b"")
    assert (
        "包.zip: 3 files".encode()
        in process(
            "bundle", tmp_path / "天气", "-o", tmp_path / "包.zip", environment=nothing
        ).stdout
    )
