"""Who notes something, where git does not answer."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from docbuild.release_store import authors


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_configuration_that_never_ends_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "config").write_text("[include]\n\tpath = pipe\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("LOGNAME", "李雷")
    begun = time.monotonic()
    assert authors.author(tmp_path) == "李雷"
    assert time.monotonic() - begun < 20  # it was told to be done in 1.5 s
    assert authors._PATIENCE <= 2
