"""Records of any kind, kept by digest in a folder that many processes share."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from docbuild.memory import Records

DIGEST, OTHER = "ab" * 32, "ab" + "cd" * 31


def test_what_a_killed_run_left_of_a_record_goes_with_the_next_one(tmp_path: Path) -> None:
    records = Records(str(tmp_path), "kind", 100)
    records.remember(OTHER, b"other")
    half = tmp_path / "kind" / "ab" / f"{DIGEST}.json.0123456789ab"
    half.write_bytes(b"ha")
    records.remember(DIGEST, b"whole")
    assert records.recall(DIGEST) == b"whole"
    assert records.recall(OTHER) == b"other"
    assert sorted(os.listdir(half.parent)) == [f"{DIGEST}.json", f"{OTHER}.json"]


def test_many_remember_the_same_at_once(tmp_path: Path) -> None:
    """Some may find that another swept their work away, which is no error."""
    records = Records(str(tmp_path), "kind", 100)

    def remember() -> None:
        for _ in range(50):
            records.remember(DIGEST, b"whole")

    threads = [threading.Thread(target=remember) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert records.recall(DIGEST) == b"whole"
    assert os.listdir(tmp_path / "kind" / "ab") == [f"{DIGEST}.json"]
