"""Facts remembered by digest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pictures import digest, inspected, png

from docbuild.asset import ImageFacts, ImageProblem
from docbuild.images.memory import Memory, user_memory
from docbuild.images.record import facts_from_json, facts_to_json

_DIGEST = "ab" * 32
_FACTS = ImageFacts("png", 4, 5, 1, ImageProblem.CORRUPT, "字 \udc80 cut", 7)


def _only_file(folder: Path) -> Path:
    (record,) = (path for path in folder.rglob("*") if path.is_file())
    return record


def test_what_was_remembered_is_recalled(tmp_path: Path) -> None:
    Memory(str(tmp_path)).remember(_DIGEST, _FACTS)
    assert Memory(str(tmp_path)).recall(_DIGEST) == _FACTS
    assert _only_file(tmp_path) == tmp_path / "images-v1" / "ab" / f"{_DIGEST}.json"


def test_what_was_not_remembered_is_unknown(tmp_path: Path) -> None:
    assert Memory(str(tmp_path)).recall(_DIGEST) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"[]",
        b"{}",
        b"[" * 3_000,
        facts_to_json(_FACTS)[:-1],
        facts_to_json(_FACTS).replace(b'"width": 4', b'"width": -4'),
        facts_to_json(_FACTS).replace(b'"width": 4', b'"width": true'),
        facts_to_json(_FACTS).replace(b'"corrupt"', b'"fine"'),
        facts_to_json(_FACTS).replace(b'"corrupt"', b"[]"),
        facts_to_json(_FACTS).replace(b'"png"', b"1"),
        facts_to_json(_FACTS).replace(b'"width"', b'"breadth"'),
        facts_to_json(_FACTS).replace(b'"width": 4', b'"width": 4, "colour": 1'),
        facts_to_json(_FACTS) + b" " * 5_000,
    ],
)
def test_foreign_content_is_ignored_and_rewritten(tmp_path: Path, content: bytes) -> None:
    memory = Memory(str(tmp_path))
    memory.remember(_DIGEST, _FACTS)
    _only_file(tmp_path).write_bytes(content)
    if len(content) < 4_096:
        assert facts_from_json(content) is None
        assert memory.recall(_DIGEST) is None
    memory.remember(_DIGEST, _FACTS)
    assert memory.recall(_DIGEST) == _FACTS
    assert _only_file(tmp_path).read_bytes() == facts_to_json(_FACTS)


def test_a_folder_that_cannot_be_written_costs_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    memory = Memory(str(tmp_path / "file" / "below"))
    assert inspected({"it": png()}, memory)["it"].problem is None
    assert memory.recall(digest(png())) is None


def test_a_folder_in_place_of_a_record_leaves_nothing_behind(tmp_path: Path) -> None:
    record = tmp_path / "images-v1" / "ab" / f"{_DIGEST}.json"
    record.mkdir(parents=True)
    memory = Memory(str(tmp_path))
    memory.remember(_DIGEST, _FACTS)
    assert memory.recall(_DIGEST) is None
    assert list(record.parent.iterdir()) == [record]


def test_a_digest_is_no_path(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        Memory(str(tmp_path)).recall("../" * 20 + "etcpasswd.")


def test_where_the_memory_lies(tmp_path: Path) -> None:
    user_memory({"DOCBUILD_CACHE": str(tmp_path / "own")}).remember(_DIGEST, _FACTS)
    assert (tmp_path / "own" / "images-v1").is_dir()
    user_memory({"DOCBUILD_CACHE": "off", "XDG_CACHE_HOME": str(tmp_path)}).remember(
        _DIGEST, _FACTS
    )
    assert not (tmp_path / "docbuild").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG is for the others")
def test_the_xdg_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    user_memory({"XDG_CACHE_HOME": str(tmp_path)}).remember(_DIGEST, _FACTS)
    assert (tmp_path / "docbuild" / "images-v1").is_dir()
    user_memory({"XDG_CACHE_HOME": "relative"}).remember(_DIGEST, _FACTS)
    assert (tmp_path / "home" / ".cache" / "docbuild" / "images-v1").is_dir()
    monkeypatch.setenv("HOME", "nowhere")
    assert user_memory({}).recall(_DIGEST) is None


_WRITER = """
import sys
from docbuild.asset import ImageFacts
from docbuild.images.memory import Memory
memory = Memory(sys.argv[1])
for count in range(300):
    memory.remember("ab" * 32, ImageFacts("png", count, 1, 1, None, "x" * count))
    facts = memory.recall("ab" * 32)
    assert facts is not None and facts.detail == "x" * facts.width, facts
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses to replace a file that is open")
def test_processes_share_it(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)]) for _ in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    assert _only_file(tmp_path).name == f"{_DIGEST}.json"
