"""The kernel says whether somebody writes to a file, and nobody is disturbed by the question."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docbuild.watching.writers import has_writer

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux has leases")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_text("x", encoding="utf-8")
    return path


@pytest.mark.parametrize("mode", ["ab", "rb+", "wb"])
def test_who_has_it_open_for_writing_is_seen(path: Path, mode: str) -> None:
    with path.open(mode):
        assert has_writer(str(path))
    assert not has_writer(str(path))


def test_readers_do_not_count(path: Path) -> None:
    with path.open("rb"):
        assert has_writer(str(path)) is False


def test_what_is_no_file_has_none(path: Path) -> None:
    fifo = path.with_name("fifo")
    os.mkfifo(fifo)
    link = path.with_name("link")
    link.symlink_to(path)
    for other in (path.parent, path.with_name("nosuch"), fifo, link, "\0"):
        assert has_writer(str(other)) is None


def test_the_question_leaves_nothing_behind(path: Path) -> None:
    """A lease would let this fail, or block."""
    assert not has_writer(str(path))
    os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))


def test_asking_and_writing_at_the_same_time_hurts_nobody(path: Path) -> None:
    write = "import sys\nfor _ in range(3000): open(sys.argv[1], 'wb').close()"
    with subprocess.Popen([sys.executable, "-c", write, path]) as writer:
        seen = 0
        while writer.poll() is None:
            seen += bool(has_writer(str(path)))
    assert writer.returncode == 0
    assert not has_writer(str(path))
